import { describe } from '../../model';
import { decide, isAtMost, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';
import { functionOf, readsQueue } from './event-sources';

/** Less is not to be had. Source: AWS Lambda API reference, ScalingConfig. */
const LEAST = 2;

export const rule: Rule = {
  id: 'ZT-LAMBDA-032',
  title: 'SQS event source mappings have a maximum concurrency within the reserved concurrency',
  severity: 'low',
  types: ['AWS::Lambda::EventSourceMapping'],
  rationale: 'A message that is polled but throttled returns to the queue and counts as received: under load, messages reach the dead-letter queue without '
    + 'being processed.',
  remediation: 'Set ScalingConfig.MaximumConcurrency to the ReservedConcurrentExecutions of the function or less.',
  check(mapping) {
    if (!readsQueue(mapping)) return pass('no queue');
    const fn = functionOf(mapping);
    const named = mapping.at('FunctionName').value;
    if (!fn) return named.kind === 'unknown' ? unknown('its function is not known before deployment', describe(named)) : pass('the function is not in the templates');
    const reserved = fn.at('ReservedConcurrentExecutions');
    if (reserved.isAbsent) return pass('no reserved concurrency');
    let most = NaN;
    const known = decide(reserved, 'the reserved concurrency is not a number', (value) => (most = Math.max(Number(value), LEAST)) >= LEAST);
    if (known.verdict !== 'pass') return known;
    const polled = isAtMost(mapping.at('ScalingConfig', 'MaximumConcurrency'), most, `its maximum concurrency is not limited to the ${most} of ${fn.name}`);
    // pollers that are provisioned have a bound of their own
    return polled.verdict !== 'pass' && !mapping.at('ProvisionedPollerConfig').isAbsent ? pass('provisioned pollers') : polled;
  },
};
