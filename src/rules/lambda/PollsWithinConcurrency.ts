import { describe } from '../../model';
import { decide, isAtMost, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';
import { functionOf, readsQueue } from './event-sources';

/** Less is not to be had. Source: AWS Lambda API reference, ScalingConfig. */
const LEAST = 2;

export const rule: Rule = {
  id: 'ZT-LAMBDA-032',
  title: 'A queue is polled for no more runs at once than its function has reserved',
  severity: 'low',
  types: ['AWS::Lambda::EventSourceMapping'],
  rationale: 'A message that was polled and found no run comes back and counts as received: under load, messages end as dead letters that nobody '
    + 'ever tried.',
  remediation: 'Set ScalingConfig.MaximumConcurrency to the function\'s ReservedConcurrentExecutions or less.',
  check(mapping) {
    if (!readsQueue(mapping)) return pass('no queue');
    const fn = functionOf(mapping);
    const named = mapping.at('FunctionName').value;
    if (!fn) return named.kind === 'unknown' ? unknown('its function is not known before deployment', describe(named)) : pass('a function elsewhere');
    const reserved = fn.at('ReservedConcurrentExecutions');
    if (reserved.isAbsent) return pass('no reserved concurrency');
    let most = NaN;
    const known = decide(reserved, 'how many runs are reserved is no number', (value) => (most = Math.max(Number(value), LEAST)) >= LEAST);
    if (known.verdict !== 'pass') return known;
    const polled = isAtMost(mapping.at('ScalingConfig', 'MaximumConcurrency'), most, `it polls for more than the ${most} runs of ${fn.name}`);
    // pollers that are provisioned have a bound of their own
    return polled.verdict !== 'pass' && !mapping.at('ProvisionedPollerConfig').isAbsent ? pass('provisioned pollers') : polled;
  },
};
