import { isEnabled } from '../../graph/response';
import { Expression, TemplateResource, textOf } from '../../model';
import { every, isNotEmpty, isPresent, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** Services that send findings and alarms, and the source of findings of this library. */
const SOURCES = ['aws.access-analyzer', 'aws.cloudwatch', 'aws.guardduty', 'aws.health', 'aws.inspector2', 'aws.macie', 'aws.securityhub', 'zero-trust'];
/** What CloudTrail records, whatever service it is of. */
const DETAIL_TYPES = /via CloudTrail$/;

export const rule: Rule = {
  id: 'ZT-EVENTS-005',
  title: 'EventBridge rules for findings, alarms and recorded API calls are enabled and have a target',
  severity: 'medium',
  types: ['AWS::Events::Rule'],
  rationale: 'A rule for GuardDuty or Security Hub findings, CloudWatch alarms or CloudTrail events connects detection to response. When it is disabled or has no target, findings '
    + 'reach no one, and the template looks as if they did.',
  remediation: 'Omit State or set it to ENABLED, and add a target. Remove a rule that is no longer needed.',
  check(eventRule) {
    const works = every(
      isEnabled(eventRule),
      isNotEmpty(eventRule.at('Targets'), 'it has no target'),
      ...eventRule.at('Targets').items().map((target) => isPresent(target.at('Arn'), 'a target has no ARN')),
    );
    if (works.verdict === 'pass') return works;
    const asked = [textsAt(eventRule, 'source'), textsAt(eventRule, 'detail-type')];
    if (asked.every((texts) => texts !== undefined)) return isOfSecurity(...asked as [string[], string[]]) ? works : pass('no findings, alarms or recorded calls');
    return works.verdict === 'fail' ? unknown(works.finding, 'its event pattern is not known before deployment') : works;
  },
};

function isOfSecurity(sources: string[], detailTypes: string[]): boolean {
  return sources.some((source) => SOURCES.includes(source)) || detailTypes.some((type) => DETAIL_TYPES.test(type));
}

/** The texts of a key of the pattern: literal ones, those of `prefix`, `suffix` and `wildcard` as they are written. `undefined` for what is not known. */
function textsAt(eventRule: TemplateResource, key: string): string[] | undefined {
  const asked = eventRule.at('EventPattern', key);
  const texts = [asked, ...asked.items()].some(({ value }) => value.kind === 'unknown') ? [undefined] : asked.items().map(textIn);
  return texts.includes(undefined) ? undefined : texts as string[];
}

function textIn(item: Expression): string | undefined {
  const entries = item.entries();
  return entries.length > 0 ? textOf(entries[0][1].value) ?? '' : textOf(item.value);
}
