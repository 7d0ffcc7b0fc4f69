import { isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-STATES-002',
  title: 'Step Functions state machines have X-Ray tracing enabled',
  severity: 'low',
  types: ['AWS::StepFunctions::StateMachine'],
  rationale: 'A trace shows the calls of an execution across functions and services; logs have to be correlated by hand.',
  remediation: 'Set TracingConfiguration.Enabled to true.',
  check: (machine) => isTrue(machine.at('TracingConfiguration', 'Enabled'), 'X-Ray tracing is not enabled'),
};
