import { describe, Expression, TemplateResource, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const HEADER = /^(method\.response|gatewayresponse)\.header\.access-control-allow-origin$/i;
/** Every origin, in the quotes of API Gateway or without; or whatever the request says. */
const ANY_ORIGIN = /^'?\*'?$|(request|params)\b.*\borigin\b/i;

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-014',
  title: 'API CORS configurations allow named origins only',
  severity: 'medium',
  types: ['AWS::ApiGateway::GatewayResponse', 'AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Api'],
  rationale: 'With a wildcard origin, any website that a user visits can call the API from the browser and read the responses.',
  remediation: 'List the allowed origins, each with https.',
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
  if (text !== undefined && ANY_ORIGIN.test(text)) return fail('its CORS configuration allows any origin', text);
  return value.kind === 'unknown' ? unknown('an allowed origin is not known before deployment', describe(value)) : pass(describe(value));
}
