import { fail, isPresent, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-005',
  title: 'Invocations that fail are kept',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'An asynchronous event that fails three times is gone without a trace, unless it goes somewhere.',
  remediation: 'Set DeadLetterConfig, or an OnFailure destination in an EventInvokeConfig.',
  check(fn) {
    const configs = fn.referrers('AWS::Lambda::EventInvokeConfig').filter((config) => resourceOf(config.at('FunctionName').value) === fn);
    return some(
      isPresent(fn.at('DeadLetterConfig', 'TargetArn'), 'failed invocations are lost'),
      ...configs.map((config) => isPresent(config.at('DestinationConfig', 'OnFailure', 'Destination'), 'failed invocations are lost')),
      fail('failed invocations are lost', 'no DeadLetterConfig and no OnFailure'),
    );
  },
};
