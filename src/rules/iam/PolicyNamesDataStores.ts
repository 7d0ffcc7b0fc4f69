import { DATA_POLICY, managedPolicies } from './escalation';
import { isOfService } from './names';
import { isEverything, narrowsResource } from './PolicyAvoidsWildcardResources';
import { STORE_TYPES } from '../../graph/stores';
import { describe, Statement } from '../../model';
import { everyOwnStatement, grantsNothing, TYPES_WITH_PERMISSIONS } from '../../model/identity-policies';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** By them data is read, changed or lost. Sending to a queue, topic, bus or stream adds data only. */
const ON_DATA = [
  ...STORE_TYPES.filter(({ type }) => /^AWS::(DynamoDB::Table|Kinesis::Stream|S3::Bucket|SQS::Queue)$/.test(type)).flatMap(({ reads }) => reads),
  'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:DeleteTable', 'dynamodb:PartiQLDelete', 'dynamodb:PartiQLUpdate', 'dynamodb:PutItem', 'dynamodb:UpdateItem',
  's3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObject', 'secretsmanager:DeleteSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue',
  'ssm:GetParameter', 'ssm:GetParameterHistory', 'ssm:GetParameters', 'ssm:GetParametersByPath',
].map((action) => action.toLowerCase());

export const rule: Rule = {
  id: 'ZT-IAM-026',
  title: 'IAM policies allow access to data and secrets of named tables, buckets, queues, streams and secrets only',
  severity: 'high',
  types: TYPES_WITH_PERMISSIONS,
  rationale: 'One vulnerability in the workload, or one leaked credential, opens every table, bucket or secret of the account. Other wildcards of resources and actions are ZT-IAM-001 '
    + 'and ZT-IAM-004.',
  remediation: 'Name the resources, or add a condition on a resource tag (aws:ResourceTag).',
  check(resource) {
    if (grantsNothing(resource)) return pass('a permissions boundary, which grants nothing');
    const managed = managedPolicies(resource, DATA_POLICY);
    return every(
      managed.length === 0 ? pass() : fail('an AWS managed policy allows access to the data of every resource', managed.join(', ')),
      everyOwnStatement(resource, (statement) => (statement.allows ? judge(statement) : pass())),
    );
  },
};

function judge(statement: Statement): RuleResult {
  // what is no action of one service is one of all
  const unbounded = statement.actions.filter((action) => /^[^:]*[*?]/.test(action));
  const actions = statement.hasNotAction ? ['NotAction'] : unbounded.length > 0 ? unbounded : statement.coveredOf(ON_DATA);
  if (actions.length === 0 || statement.conditions.some(narrowsResource)) return pass();
  if (statement.hasNotResource) return fail('it allows access to data with NotResource', actions.join(', '));
  // an action of one service is not on what an ARN of another one names
  const wide = statement.resources.filter((value) => isEverything(value) && actions.some((action) => !/^[^:*?]+:/.test(action) || isOfService(action, value)));
  if (wide.length > 0) return fail('it allows access to the data of every resource', `${actions.join(', ')} on ${wide.map(describe).join(', ')}`);
  const gaps = statement.resources.filter((value) => value.kind === 'unknown' && mayBeEverything(value.text ?? ''));
  return gaps.length === 0 ? pass() : unknown('whose data it allows access to is not known before deployment', gaps.map(describe).join(', '));
}

/** An ARN has its resource named so far; what can no longer become an ARN, as the `none` of a mapping with a suffix, is the name of no resource. */
function mayBeEverything(text: string): boolean {
  const [start] = text.split(/\$\{\?\}|[*?]/, 1);
  return 'arn'.startsWith(start);
}
