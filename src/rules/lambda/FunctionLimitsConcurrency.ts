import type { TemplateResource } from '../../model';
import { every, isAtLeast, isOneOf, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { functionOf, readsQueue } from './event-sources';

export const rule: Rule = {
  id: 'ZT-LAMBDA-010',
  title: 'Lambda functions have reserved concurrency, or no public URL and no SQS source without maximum concurrency',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'What invokes a function without a limit uses up the concurrency of the whole account, and increases its cost. API stages are throttled by '
    + 'ZT-APIGATEWAY-011, streams by their shards.',
  remediation: 'Set ScalingConfig.MaximumConcurrency of its SQS event source mappings and AuthType AWS_IAM of its URL, or ReservedConcurrentExecutions.',
  check(fn) {
    const reserved = fn.at('ReservedConcurrentExecutions');
    if (!reserved.isAbsent) return isAtLeast(reserved, 0, 'its reserved concurrency is not a number');
    return every(pass('nothing invokes it without a limit'), ...queuesOf(fn), ...urlsOf(fn));
  },
};

function queuesOf(fn: TemplateResource): RuleResult[] {
  return invokersOf(fn, 'AWS::Lambda::EventSourceMapping').filter((mapping) => functionOf(mapping) === fn && readsQueue(mapping))
    // pollers that are provisioned have a bound of their own
    .map((mapping) => (mapping.at('ProvisionedPollerConfig').isAbsent
      ? isAtLeast(mapping.at('ScalingConfig', 'MaximumConcurrency'), 2, `it has no reserved concurrency, and ${mapping.name} has no maximum concurrency`)
      : pass('provisioned pollers')));
}

function urlsOf(fn: TemplateResource): RuleResult[] {
  return invokersOf(fn, 'AWS::Lambda::Url')
    .map((url) => isOneOf(url.at('AuthType'), ['AWS_IAM'], `it has no reserved concurrency, and ${url.name} requires no authentication`));
}

/** What names the function, or an alias or version of it. */
function invokersOf(fn: TemplateResource, type: string): TemplateResource[] {
  const named = [fn, ...fn.referrers('AWS::Lambda::Alias', 'AWS::Lambda::Version')];
  return [...new Set(named.flatMap((one) => one.referrers(type)))];
}
