import { describe, Expression, TemplateResource, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const HEADER = /^(method\.response|gatewayresponse)\.header\.access-control-allow-origin$/i;
/** Every origin, in the quotes of API Gateway or without; or whatever the request says. */
const ANY_ORIGIN = /^'?\*'?$|(request|params)\b.*\borigin\b/i;

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-014',
  title: 'The CORS configuration of an API names its origins',
  severity: 'medium',
  types: ['AWS::ApiGateway::GatewayResponse', 'AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Api'],
  rationale: 'With every origin allowed, each page that a user visits may call the API from inside the user\'s network and read the answers.',
  remediation: 'Name the origins, each with https.',
  check: (resource) => every(...originsOf(resource).map(namesOne)),
};

function originsOf(resource: TemplateResource): Expression[] {
  switch (resource.type) {
    case 'AWS::ApiGatewayV2::Api': return resource.at('CorsConfiguration', 'AllowOrigins').items();
    case 'AWS::ApiGateway::GatewayResponse': return headersIn(resource.at('ResponseParameters'));
    default: return resource.at('Integration', 'IntegrationResponses').items().flatMap((response) => headersIn(response.at('ResponseParameters')));
  }
}

function headersIn(parameters: Expression): Expression[] {
  return parameters.entries().filter(([name]) => HEADER.test(name)).map(([, value]) => value);
}

function namesOne(origin: Expression): RuleResult {
  const { value } = origin;
  const text = textOf(value);
  if (text !== undefined && ANY_ORIGIN.test(text)) return fail('it lets pages of every origin call it', text);
  return value.kind === 'unknown' ? unknown('whose pages may call it is not known before deployment', describe(value)) : pass(describe(value));
}
