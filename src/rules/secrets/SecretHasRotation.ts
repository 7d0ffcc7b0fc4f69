import { Expression, TemplateResource, textOf } from '../../model';
import { every, fail, isAtMost, isPresent, pass, resourceOf, some, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const MOST_DAYS = 30;

export const rule: Rule = {
  id: 'ZT-SECRETS-002',
  title: 'Secrets Manager secrets have automatic rotation at least every 30 days',
  severity: 'medium',
  types: ['AWS::SecretsManager::Secret'],
  rationale: 'Rotation limits how long a leaked value is valid.',
  remediation: 'Add an AWS::SecretsManager::RotationSchedule with a rotation function and an interval of at most 30 days.',
  check(secret) {
    const attachments = secret.referrers('AWS::SecretsManager::SecretTargetAttachment').filter((one) => isOf(one, secret));
    const schedules = [secret, ...attachments].flatMap((named) => named.referrers('AWS::SecretsManager::RotationSchedule').filter((one) => isOf(one, named)));
    return some(...schedules.map(rotates), fail('automatic rotation is not enabled', 'no AWS::SecretsManager::RotationSchedule'));
  },
};

function isOf(other: TemplateResource, secret: TemplateResource): boolean {
  return resourceOf(other.at('SecretId').value) === secret;
}

function rotates(schedule: TemplateResource): RuleResult {
  return every(
    some(isPresent(schedule.at('HostedRotationLambda'), 'its rotation schedule has no rotation function'), isPresent(schedule.at('RotationLambdaARN'), 'its rotation schedule has no rotation function')),
    often(schedule.at('RotationRules')),
  );
}

function often(rules: Expression): RuleResult {
  const finding = 'it rotates less often than every 30 days';
  const schedule = rules.at('ScheduleExpression');
  if (schedule.isAbsent) return isAtMost(rules.at('AutomaticallyAfterDays'), MOST_DAYS, finding);
  const text = textOf(schedule.value) ?? '';
  const [, amount, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(text) ?? [];
  if (amount) return Number(amount) / (unit === 'hour' ? 24 : 1) <= MOST_DAYS ? pass(text) : fail(finding, text);
  // cron(minutes hours day-of-month month day-of-week year): each month, on one day at least
  return /^cron\(\S+ \S+ \S+ \* \S+ \*\)$/.test(text) ? pass(text) : unknown('its rotation interval cannot be determined', text);
}
