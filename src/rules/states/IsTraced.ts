import { isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-STATES-002',
  title: 'A state machine is traced',
  severity: 'low',
  types: ['AWS::StepFunctions::StateMachine'],
  rationale: 'A trace shows which call an execution made where, across functions and services; logs have to be pieced together.',
  remediation: 'Set TracingConfiguration.Enabled.',
  check: (machine) => isTrue(machine.at('TracingConfiguration', 'Enabled'), 'it is not traced'),
};
