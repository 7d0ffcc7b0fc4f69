import { describe, Statement, statementsOf, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const WITHOUT_POLICY = ['GatewayLoadBalancer', 'Resource', 'ServiceNetwork'];
/** Conditions on who calls, and what a value of each looks like that names somebody. */
const CALLER_KEYS: Record<string, RegExp> = {
  'aws:principalaccount': /^(\d{12}|\$\{AWS::AccountId\})$/,
  'aws:principalorgid': /^o-[a-z0-9]+$/,
  'aws:principalarn': /^arn:[^:]+:iam::(\d{12}|\$\{AWS::AccountId\}):/,
};
/**
 * Where CloudFormation takes the answers of custom resources, by a URL that it signs: the region's own bucket, whose account is CloudFormation's.
 * Source: AWS CloudFormation user guide, "Setting up VPC endpoints for AWS CloudFormation".
 */
const ANSWERS = /^arn:(aws[a-z-]*|\$\{AWS::Partition\}):s3:::cloudformation-custom-resource-response-([a-z]+\d|\$\{AWS::Region\})\/\*$/;
/** Operators that fail when the key is not there; `…IfExists` would let anonymous callers in. */
const OPERATORS = ['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike'];

export const rule: Rule = {
  id: 'ZT-EC2-004',
  title: 'VPC endpoint policies grant access to named principals, accounts or organizations only',
  severity: 'medium',
  types: ['AWS::EC2::VPCEndpoint'],
  rationale: 'An endpoint without a policy accepts credentials of any account: data can leave through it to a bucket of another '
    + 'account with the credentials of that account, and no IAM role of this account is involved.',
  remediation: 'Set a PolicyDocument whose Allow statements name principals, or have a '
    + 'StringEquals condition on aws:PrincipalAccount or aws:PrincipalOrgID.',
  check(endpoint) {
    const type = textOf(endpoint.at('VpcEndpointType').value) ?? 'Gateway';
    if (WITHOUT_POLICY.includes(type)) return pass(`${type} endpoints have no policy`);
    const document = endpoint.at('PolicyDocument');
    if (document.isAbsent) return fail('it has no endpoint policy, so it allows any principal and any action', 'no PolicyDocument');
    const statements = statementsOf(document);
    if (!statements) return unknown('its policy is not known before deployment', describe(document.value));
    return every(...statements.filter((statement) => statement.allows).map(bounded));
  },
};

function bounded(statement: Statement): RuleResult {
  const named = statement.principals.length > 0 && statement.principals.every(({ type, value }) => type !== 'NotPrincipal' && type !== '*'
    && value.kind !== 'unknown' && !/^\*?$/.test(textOf(value) ?? ''));
  if (named || statement.conditions.some(namesCaller) || isForAnswers(statement)) return pass();
  return fail('its endpoint policy allows any principal', statement.sid ?? 'a statement without a principal condition');
}

function isForAnswers({ hasNotAction, actions, hasNotResource, resources }: Statement): boolean {
  return !hasNotAction && !hasNotResource && actions.length > 0 && actions.every((action) => /^s3:putobject$/i.test(action))
    && resources.length > 0 && resources.every((resource) => ANSWERS.test(textOf(resource) ?? ''));
}

function namesCaller({ operator, key, values }: Statement['conditions'][number]): boolean {
  const form = CALLER_KEYS[key];
  return form !== undefined && OPERATORS.includes(operator) && values.length > 0 && values.every(
    (value) => value.kind === 'reference' || (value.kind === 'known' && form.test(textOf(value) ?? '')),
  );
}
