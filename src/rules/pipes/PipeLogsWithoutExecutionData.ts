import { every, fail, isNotEmpty, isOneOf, some } from '../../model/judge';
import type { Rule } from '../rule';

const DESTINATIONS = ['CloudwatchLogsLogDestination', 'FirehoseLogDestination', 'S3LogDestination'];

export const rule: Rule = {
  id: 'ZT-PIPES-002',
  title: 'EventBridge Pipes have logging enabled, without execution data',
  severity: 'medium',
  types: ['AWS::Pipes::Pipe'],
  rationale: 'A pipe has no code that could log: without logging, dropped events go unnoticed. Its execution data is the events themselves.',
  remediation: 'Set LogConfiguration with a destination and a level, and omit IncludeExecutionData.',
  check(pipe) {
    const log = pipe.at('LogConfiguration');
    const data = log.at('IncludeExecutionData');
    return every(
      isOneOf(log.at('Level'), ['ERROR', 'INFO', 'TRACE'], 'its log level is OFF or not set'),
      some(...DESTINATIONS.map((name) => isNotEmpty(log.at(name), 'it has no log destination'))),
      ...data.items().map(() => fail('it logs execution data', 'IncludeExecutionData')),
    );
  },
};
