import { findingRules, reachedBy } from '../../graph/response';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EVENTS-006',
  title: 'EventBridge has permission to deliver findings to functions and queues, and a function reads the queues',
  severity: 'medium',
  types: ['AWS::Events::Rule'],
  rationale: 'EventBridge drops findings for a queue or a function that does not permit events.amazonaws.com, and findings in a queue without a consumer expire. The response then '
    + 'never starts.',
  remediation: 'Add a Lambda permission or a queue policy for events.amazonaws.com, or a role to the target, and an enabled event source mapping to the queue.',
  check(eventRule, model) {
    if (!findingRules(model).includes(eventRule)) return pass('no findings');
    const { broken, unclear } = reachedBy(eventRule);
    return every(...broken.map((why) => fail(why)), ...unclear.map((why) => unknown(why)), pass('delivered'));
  },
};
