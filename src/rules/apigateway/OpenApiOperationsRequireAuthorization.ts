import { describe, Expression, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const VERBS = ['delete', 'get', 'head', 'patch', 'post', 'put', 'x-amazon-apigateway-any-method'];

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-021',
  title: 'OpenAPI operations of APIs require authorization, and APIs have no quick create target',
  severity: 'critical',
  types: ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'],
  rationale: 'Operations of an OpenAPI document are not resources, so no other rule checks them. An API key alone is not authentication.',
  remediation: 'Give each operation, or the whole document, a security requirement with an authorizer or IAM. Keep the '
    + 'document in Body, and define routes as AWS::ApiGatewayV2::Route instead of Target.',
  check(api) {
    const body = api.at('Body');
    return every(
      api.at('Target').isAbsent ? pass() : fail('its quick create route requires no authorization', describe(api.at('Target').value)),
      api.at('BodyS3Location').isAbsent ? pass() : unknown('its operations are in S3, so their authorization cannot be checked', describe(api.at('BodyS3Location').value)),
      body.isAbsent ? pass('no document') : document(body),
    );
  },
};

function document(body: Expression): RuleResult {
  if (body.value.kind !== 'known' || typeof body.value.value !== 'object') return unknown('its operations are not known before deployment', describe(body.value));
  const paths = body.at('paths').entries();
  if (body.at('paths').value.kind === 'unknown') return unknown('its operations are not known before deployment');
  return every(pass(`${paths.length} paths`), ...paths.flatMap(([path, item]) => (item.value.kind !== 'known'
    ? [unknown(`the operations of ${path} are not known before deployment`, describe(item.value))]
    : item.entries().filter(([verb]) => VERBS.includes(verb.toLowerCase())).map(([verb, operation]) => asksWho(body, operation, `${verb} ${path}`)))));
}

/** An operation's own requirements take the place of the document's; alternatives are as weak as the weakest of them. */
function asksWho(body: Expression, operation: Expression, name: string): RuleResult {
  const open = `${name} requires no authorization`;
  if (textOf(operation.at('x-amazon-apigateway-auth', 'type').value)?.toUpperCase() === 'AWS_IAM') return pass();
  const security = operation.at('security').isAbsent ? body.at('security') : operation.at('security');
  if (security.value.kind === 'unknown') return unknown(`${open}, or its security requirement is not known before deployment`);
  const alternatives = security.items();
  if (alternatives.length === 0) return fail(open, 'no security requirement');
  return every(...alternatives.map((alternative) => (alternative.entries().some(([scheme]) => authenticates(body, scheme))
    ? pass() : fail(open, describe(alternative.value)))));
}

function authenticates(body: Expression, name: string): boolean {
  const scheme = [body.at('components', 'securitySchemes', name), body.at('securityDefinitions', name)].find((one) => !one.isAbsent);
  if (!scheme) return false;
  const type = textOf(scheme.at('x-amazon-apigateway-authtype').value);
  return !scheme.at('x-amazon-apigateway-authorizer').isAbsent || type?.toLowerCase() === 'awssigv4';
}
