import { responders, roleOf } from '../../graph/response';
import { TemplateResource } from '../../model';
import { statementsForRole } from '../../model/identity-policies';
import { every, isAtLeast, isOneOf, isTrue, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-015',
  title: 'S3 buckets with evidence of incident response have default Object Lock retention',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'A function that responds to GuardDuty or Security Hub findings saves configuration and logs as evidence. An intruder with s3:DeleteObject removes it unless it is locked.',
  remediation: 'Set ObjectLockEnabled and ObjectLockConfiguration with a default retention.',
  check(bucket, model) {
    if (!responders(model).some((actor) => mayWrite(actor, bucket))) return pass('no evidence');
    const retention = bucket.at('ObjectLockConfiguration', 'Rule', 'DefaultRetention');
    return every(
      isTrue(bucket.at('ObjectLockEnabled'), 'it has no Object Lock'),
      isOneOf(retention.at('Mode'), ['GOVERNANCE', 'COMPLIANCE'], 'its Object Lock has no default retention'),
      isAtLeast(retention.at(retention.at('Years').isAbsent ? 'Days' : 'Years'), 1, 'its Object Lock has no default retention'),
    );
  },
};

function mayWrite(actor: TemplateResource, bucket: TemplateResource): boolean {
  const role = roleOf(actor);
  return role !== undefined && statementsForRole(role).statements.some((statement) => statement.allows && statement.covers(['s3:PutObject'])
    && statement.resources.some((value) => resourceOf(value) === bucket));
}
