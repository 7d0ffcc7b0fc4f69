import { hasDocument, isPrivate, partsOf, resourcePoliciesOf } from './endpoints';
import { Statement, TemplateResource, textOf } from '../../model';
import { pass } from '../../model/judge';
import { narrowingsOf, verdictOf } from '../../model/narrowing';
import { readAll } from '../../model/resource-policies';
import { isOpenToAnyone } from '../open-statements';
import type { Rule } from '../rule';

const ALL_METHODS = /^(\*|execute-api:\/\*|execute-api:\/\*\/\*\/\*)$/;

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-024',
  title: 'Resource policies of public REST APIs with IAM authorization grant access to named principals only',
  severity: 'high',
  types: ['AWS::ApiGateway::RestApi'],
  rationale: 'With AWS_IAM, a resource policy for any principal lets every AWS account call the method with credentials of its own, and every role of this account '
    + 'without a permission of its own.',
  remediation: 'Name the roles or accounts in Principal, or add a condition on aws:PrincipalOrgID, aws:PrincipalAccount or aws:SourceVpce.',
  // source: API Gateway developer guide, "How API Gateway resource policies affect authorization workflow", tables A and B
  check(api) {
    const policies = resourcePoliciesOf(api);
    if (isPrivate(api) || policies.length === 0) return pass('no policy for public callers');
    if (!mayUseIam(api)) return pass('no method with IAM authorization');
    const attached = readAll(policies);
    return attached.statements.some(refusesOthers) ? pass('a Deny for others') : isOpenToAnyone(attached);
  },
};

/** Whether a method, or an operation of its OpenAPI document, takes signatures of IAM, as far as anybody can see. */
function mayUseIam(api: TemplateResource): boolean {
  const types = partsOf(api, 'AWS::ApiGateway::Method').map((method) => method.at('AuthorizationType').value);
  if (types.some((value) => value.kind !== 'known' || value.value === 'AWS_IAM')) return true;
  if (!hasDocument(api)) return false;
  return !api.at('BodyS3Location').isAbsent || /sigv4/i.test(JSON.stringify(api.at('Body').source) ?? '');
}

/** A Deny for everyone but some; a further condition would make it narrower. */
function refusesOthers(statement: Statement): boolean {
  const { conditions: [condition, ...further], resources } = statement;
  const ofAll = statement.denies && statement.forAnyone && statement.covers(['execute-api:Invoke']) && resources.some((value) => ALL_METHODS.test(textOf(value) ?? ''));
  if (!ofAll || !condition || further.length > 0) return false;
  const [, type, , rest] = /^(String|Arn|)(Not)(Equals|Like|IpAddress)$/.exec(condition.operator) ?? [];
  return rest !== undefined && verdictOf(narrowingsOf({ conditions: [{ ...condition, operator: `${type}${rest}` }] })) === 'narrow';
}
