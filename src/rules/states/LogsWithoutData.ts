import { every, isFalseOrAbsent, isNotEmpty, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-STATES-001',
  title: 'A state machine logs every event, and no execution data',
  severity: 'medium',
  types: ['AWS::StepFunctions::StateMachine'],
  rationale: 'An express execution leaves no other trace. Input and output of states hold what the app handles, and a log is read by more people.',
  remediation: 'Set LoggingConfiguration with Level ALL, a destination, and IncludeExecutionData false.',
  check: (machine) => every(
    isOneOf(machine.at('LoggingConfiguration', 'Level'), ['ALL'], 'it does not log every event'),
    isNotEmpty(machine.at('LoggingConfiguration', 'Destinations'), 'it logs to nowhere'),
    isFalseOrAbsent(machine.at('LoggingConfiguration', 'IncludeExecutionData'), 'it logs the data that it handles'),
  ),
};
