import { fail, isPresent, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-005',
  title: 'Lambda functions have a dead-letter queue or failure destination for async invocations',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'An asynchronous event is discarded after three failed attempts, unless it has a dead-letter queue or an on-failure destination.',
  remediation: 'Set DeadLetterConfig, or an OnFailure destination in an AWS::Lambda::EventInvokeConfig.',
  check(fn) {
    const configs = fn.referrers('AWS::Lambda::EventInvokeConfig').filter((config) => resourceOf(config.at('FunctionName').value) === fn);
    return some(
      isPresent(fn.at('DeadLetterConfig', 'TargetArn'), 'it has no dead-letter queue or on-failure destination'),
      ...configs.map((config) => isPresent(config.at('DestinationConfig', 'OnFailure', 'Destination'), 'it has no dead-letter queue or on-failure destination')),
      fail('it has no dead-letter queue or on-failure destination', 'no DeadLetterConfig and no OnFailure'),
    );
  },
};
