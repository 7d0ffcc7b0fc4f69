import { every, isFalseOrAbsent, isNotEmpty, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-STATES-001',
  title: 'Step Functions state machines log all events, without execution data',
  severity: 'medium',
  types: ['AWS::StepFunctions::StateMachine'],
  rationale: 'Logs are the only record of an Express execution. State input and output contain data of the app, and logs have more readers.',
  remediation: 'Set LoggingConfiguration with Level ALL, a destination, and IncludeExecutionData false.',
  check: (machine) => every(
    isOneOf(machine.at('LoggingConfiguration', 'Level'), ['ALL'], 'its log level is not ALL'),
    isNotEmpty(machine.at('LoggingConfiguration', 'Destinations'), 'it has no log destination'),
    isFalseOrAbsent(machine.at('LoggingConfiguration', 'IncludeExecutionData'), 'it logs execution data'),
  ),
};
