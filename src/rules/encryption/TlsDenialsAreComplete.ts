import { isHigher } from '../../graph/data-class';
import { classOf } from '../../graph/stores';
import { Statement, TemplateResource, textOf } from '../../model';
import { pass } from '../../model/judge';
import { attachedStatements, deniesPlaintext } from '../../model/resource-policies';
import type { Rule } from '../rule';

/** The policy of a type, the property by which it names its resource, and what has to be denied. */
const POLICIES: Record<string, [type: string, property: string, actions: string[]]> = {
  'AWS::S3::Bucket': ['AWS::S3::BucketPolicy', 'Bucket', ['s3:GetObject', 's3:PutObject']],
  'AWS::SNS::Topic': ['AWS::SNS::TopicPolicy', 'Topics', ['sns:Publish']],
  'AWS::SQS::Queue': ['AWS::SQS::QueuePolicy', 'Queues', ['sqs:SendMessage', 'sqs:ReceiveMessage']],
};

export const rule: Rule = {
  id: 'ZT-ENCRYPTION-004',
  title: 'Deny statements with aws:SecureTransport cover the whole bucket, queue or topic',
  severity: 'high',
  types: Object.keys(POLICIES),
  rationale: 'A Deny for the objects but not for the bucket, for some actions or for one principal is taken for the guard that it is not. Where no Deny is, ZT-S3-003, ZT-SQS-001 '
    + 'and ZT-SNS-001 report it, as hardening; data of class CONFIDENTIAL or RESTRICTED must have it.',
  remediation: 'Deny s3:*, sqs:* or sns:Publish to any principal with the single condition aws:SecureTransport false, for a bucket on its ARN and on its objects.',
  check(store) {
    const [type, property, actions] = POLICIES[store.type];
    const attached = attachedStatements(store, type, property);
    return attached.statements.some(isMeant) || isClassified(store) ? deniesPlaintext(store, attached, actions) : pass('no such Deny');
  },
};

/** A Deny of requests with TLS, beside a further condition, is about something else: old versions of TLS, for example. */
function isMeant({ denies, conditions }: Statement): boolean {
  return denies && conditions.some(({ key, values }) => key === 'aws:securetransport' && (conditions.length === 1 || values.some((value) => textOf(value) !== 'true')));
}

function isClassified(store: TemplateResource): boolean {
  const dataClass = classOf(store);
  return dataClass !== undefined && isHigher(dataClass, 'INTERNAL');
}
