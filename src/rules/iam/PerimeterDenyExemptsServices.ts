import { Statement, textOf } from '../../model';
import { fail, pass } from '../../model/judge';
import { everyStatement } from '../principals';
import type { Rule, RuleResult } from '../rule';

/** Resources with policies, and where those stand. */
const POLICIES: Record<string, string> = {
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::Organizations::Policy': 'Content',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy',
};
/** Keys that requests of AWS services do not have, or have with values of the service. */
const PERIMETER = [
  'aws:principalaccount', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:sourceip', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip',
];
const NEGATED = /^(ForAllValues:)?(StringNot(Equals|EqualsIgnoreCase|Like)|NotIpAddress)(IfExists)?$/;
const EVERYONE = ['*', '0.0.0.0/0', '::/0'];

export const rule: Rule = {
  id: 'ZT-IAM-016',
  title: 'Data perimeter Deny statements exempt AWS services and do not use NotPrincipal',
  severity: 'low',
  types: Object.keys(POLICIES),
  rationale: 'A Deny for principals outside of the organization or network also applies to AWS services that deliver logs, replicate or back '
    + 'up: they fail silently. NotPrincipal in a Deny also applies to sessions of the roles that it should exempt.',
  remediation: 'Add BoolIfExists aws:PrincipalIsAWSService false to the Deny, for network perimeters also '
    + 'aws:ViaAWSService false; instead of NotPrincipal use ArnNotEquals on aws:PrincipalArn.',
  // source: AWS IAM user guide, "Establish permissions guardrails using data perimeters"
  check: (resource) => everyStatement(resource, POLICIES[resource.type], judge),
};

function judge(statement: Statement): RuleResult {
  if (!statement.denies) return pass();
  const seen = statement.sid ?? statement.actions.join(', ');
  if (statement.principals.some(({ type }) => type === 'NotPrincipal')) return fail('it has a Deny with NotPrincipal', seen);
  const around = statement.conditions.filter(({ operator, key }) => NEGATED.test(operator) && PERIMETER.includes(key));
  if (!statement.forAnyone || around.length === 0) return pass();
  if (around.some(({ values }) => values.some((value) => EVERYONE.includes(textOf(value) ?? '')))) return fail('its data perimeter includes any principal or network', seen);
  return statement.conditions.some(sparesServices) ? pass(seen) : fail('its data perimeter blocks AWS services', seen);
}

/** By saying which requests are meant: not those of services, or only those that name a principal of an organisation or account. */
function sparesServices({ operator, key, values }: Statement['conditions'][number]): boolean {
  const isFalse = values.length === 1 && textOf(values[0]) === 'false';
  if (/^Bool(IfExists)?$/.test(operator)) return isFalse && ['aws:principalisawsservice', 'aws:viaawsservice'].includes(key);
  if (operator === 'Null') return isFalse && key.startsWith('aws:principal');
  return NEGATED.test(operator) && (key === 'aws:principalservicename' || key === 'aws:principalservicenameslist');
}
