import { Expression, TemplateResource } from '../../model';
import { every, fail, isAtLeast, isCustomerKey, isPresent, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** Names of properties by which a resource hands over what it could not handle. */
const HANDS_OVER = /^(DeadLetterConfig|DeadLetterQueue|OnFailure|RedrivePolicy)$/;
/** Four days, what SQS takes by itself: a weekend and a day to look. */
const DEFAULT_RETENTION = 345_600;

export const rule: Rule = {
  id: 'ZT-SQS-002',
  title: 'SQS queues have a dead-letter queue or are an encrypted one with at least 4 days of retention',
  severity: 'medium',
  types: ['AWS::SQS::Queue'],
  rationale: 'A message that always fails blocks the queue or is lost. A message keeps its age in the dead-letter queue, so a dead-letter queue with a '
    + 'shorter retention than its source loses it early.',
  remediation: 'Set RedrivePolicy. On the dead-letter queue, set a customer managed key and a MessageRetentionPeriod of at least four days, and no '
    + 'less than that of its sources.',
  check(queue) {
    const redrive = queue.at('RedrivePolicy');
    if (!redrive.isAbsent) return isPresent(redrive.at('deadLetterTargetArn'), 'its RedrivePolicy has no dead-letter queue');
    const sources = queue.referrers().filter((other) => other.mayName(queue, HANDS_OVER) && handsOverTo(other.properties, queue));
    if (sources.length === 0) return fail('it has no dead-letter queue, and is not the dead-letter queue of another resource', 'no RedrivePolicy');
    return every(
      isCustomerKey(queue.at('KmsMasterKeyId'), 'it is a dead-letter queue that is not encrypted with a customer managed KMS key'),
      isAtLeast(queue.at('MessageRetentionPeriod'), DEFAULT_RETENTION, 'it is a dead-letter queue with a retention of less than four days', DEFAULT_RETENTION),
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
  return isAtLeast(queue.at('MessageRetentionPeriod'), kept, `its retention is shorter than that of its source queue ${source.name}`, DEFAULT_RETENTION);
}
