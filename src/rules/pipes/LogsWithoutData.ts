import { every, fail, isNotEmpty, isOneOf, some } from '../../model/judge';
import type { Rule } from '../rule';

const DESTINATIONS = ['CloudwatchLogsLogDestination', 'FirehoseLogDestination', 'S3LogDestination'];

export const rule: Rule = {
  id: 'ZT-PIPES-002',
  title: 'A pipe logs what happens, and no data of it',
  severity: 'medium',
  types: ['AWS::Pipes::Pipe'],
  rationale: 'A pipe has no code that could log: without a log of its own nobody sees what it dropped. Its execution data are the events themselves.',
  remediation: 'Set LogConfiguration with a destination and a level, and leave IncludeExecutionData out.',
  check(pipe) {
    const log = pipe.at('LogConfiguration');
    const data = log.at('IncludeExecutionData');
    return every(
      isOneOf(log.at('Level'), ['ERROR', 'INFO', 'TRACE'], 'it logs nothing'),
      some(...DESTINATIONS.map((name) => isNotEmpty(log.at(name), 'it logs to nowhere'))),
      ...data.items().map(() => fail('it logs the events that go through', 'IncludeExecutionData')),
    );
  },
};
