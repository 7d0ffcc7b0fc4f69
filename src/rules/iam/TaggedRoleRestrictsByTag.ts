import { Statement, statementsOf, TemplateResource, textOf } from '../../model';
import { statementsForRole } from '../../model/identity-policies';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { ITEM_ACTIONS, restrictsItems } from '../tenant-items';

const OBJECT_ACTIONS = ['s3:DeleteObject', 's3:GetObject', 's3:ListBucket', 's3:PutObject'];
const PRINCIPAL_TAG = /\$\{aws:PrincipalTag\//i;

export const rule: Rule = {
  id: 'ZT-IAM-024',
  title: 'IAM roles assumed with a session tag restrict DynamoDB items and S3 objects by that tag',
  severity: 'high',
  types: ['AWS::IAM::Role'],
  rationale: 'A session tag names the tenant for whom the role acts. Without dynamodb:LeadingKeys, or the tag in the key of the object, each session reads and '
    + 'writes the data of every tenant.',
  remediation: 'Add ForAllValues:StringLike on dynamodb:LeadingKeys with ${aws:PrincipalTag/<tag>} to the Allow for a table, and the tag to the ARN of the objects.',
  // source: AWS Prescriptive Guidance, "Multi-tenant SaaS authorization", and the AWS SaaS token vending machine
  check(role) {
    const trust = statementsOf(role.at('AssumeRolePolicyDocument'));
    if (!trust) return unknown('its trust policy is not known before deployment');
    if (!trust.some(takesTag)) return pass('no session tag');
    const { statements, readable } = statementsForRole(role);
    return every(
      readable ? pass() : unknown('its statements are not known before deployment'),
      ...statements.filter(({ allows }) => allows).map(byTag),
    );
  },
};

/** Whether sessions have a tag by design: it is demanded, or a role of these templates sets it. What tags for the bill is neither. */
function takesTag(statement: Statement): boolean {
  if (!statement.allows || statement.hasNotAction) return false;
  const demanded = statement.conditions.some(({ operator, key }) => key.startsWith('aws:requesttag/') && /^String(Equals|Like)$/.test(operator));
  return demanded || (statement.covers(['sts:TagSession']) && statement.principals.some(({ type, value }) => type === 'AWS' && isForCode(resourceOf(value))));
}

function isForCode(role?: TemplateResource): boolean {
  return role?.type === 'AWS::IAM::Role' && role.referrers('AWS::Lambda::Function').some((fn) => resourceOf(fn.at('Role').value) === role);
}

function byTag(statement: Statement): RuleResult {
  const items = ITEM_ACTIONS.filter((action) => statement.covers([action]));
  const objects = OBJECT_ACTIONS.filter((action) => statement.covers([action]));
  const tagged = quotesTag(statement);
  return every(
    items.length === 0 || tagged || restrictsItems(statement) ? pass() : fail('it allows access to the items of every tenant', items.join(', ')),
    objects.length === 0 || tagged ? pass() : fail('it allows access to the objects of every tenant', objects.join(', ')),
  );
}

/** Whether each resource, or a condition, holds the tag of the session. */
function quotesTag({ resources, conditions }: Statement): boolean {
  const inResources = resources.length > 0 && resources.every((value) => PRINCIPAL_TAG.test(textOf(value) ?? ''));
  return inResources || conditions.some(({ operator, key, values }) => key !== 'dynamodb:leadingkeys' && /^(ForAnyValue:)?(String|Arn)(Equals|Like)$/.test(operator)
    && values.length > 0 && values.every((value) => PRINCIPAL_TAG.test(textOf(value) ?? '')));
}
