import { Expression, TemplateResource } from '../../model';
import { every, fail, isAtLeast, isCustomerKey, isPresent, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** Names of properties by which a resource hands over what it could not handle. */
const HANDS_OVER = /^(DeadLetterConfig|DeadLetterQueue|OnFailure|RedrivePolicy)$/;
/** Four days, what SQS takes by itself: a weekend and a day to look. */
const DEFAULT_RETENTION = 345_600;

export const rule: Rule = {
  id: 'ZT-SQS-002',
  title: 'A queue hands over messages that fail, or is where they end: encrypted, and kept as long as they were',
  severity: 'medium',
  types: ['AWS::SQS::Queue'],
  rationale: 'A message that always fails blocks or vanishes. A dead letter keeps the age of its message, so a dead-letter queue that keeps '
    + 'less long than its source loses it on arrival.',
  remediation: 'Set RedrivePolicy. On the dead-letter queue set a customer-managed key and MessageRetentionPeriod of four days or more, and no '
    + 'less than that of its sources.',
  check(queue) {
    const redrive = queue.at('RedrivePolicy');
    if (!redrive.isAbsent) return isPresent(redrive.at('deadLetterTargetArn'), 'its RedrivePolicy names no target');
    const sources = queue.referrers().filter((other) => other.mayName(queue, HANDS_OVER) && handsOverTo(other.properties, queue));
    if (sources.length === 0) return fail('messages that fail are not handed over, and it is nobody\'s dead-letter queue', 'no RedrivePolicy');
    return every(
      isCustomerKey(queue.at('KmsMasterKeyId'), 'its dead letters are not under a customer-managed key'),
      isAtLeast(queue.at('MessageRetentionPeriod'), DEFAULT_RETENTION, 'its dead letters are kept for less than four days', DEFAULT_RETENTION),
      ...sources.filter((source) => source.type === 'AWS::SQS::Queue').map((source) => outlasts(queue, source)),
    );
  },
};

function handsOverTo(expression: Expression, queue: TemplateResource): boolean {
  return expression.entries().some(([name, value]) => (HANDS_OVER.test(name)
    ? value.entries().some(([, target]) => resourceOf(target.value) === queue)
    : value.items().some((item) => handsOverTo(item, queue))));
}

function outlasts(queue: TemplateResource, source: TemplateResource): RuleResult {
  const { value } = source.at('MessageRetentionPeriod');
  const kept = value.kind === 'known' ? Number(value.value ?? DEFAULT_RETENTION) : NaN;
  if (Number.isNaN(kept)) return pass();
  return isAtLeast(queue.at('MessageRetentionPeriod'), kept, `it keeps dead letters for less long than ${source.name} keeps messages`, DEFAULT_RETENTION);
}
