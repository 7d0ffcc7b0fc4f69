import { describe, TemplateResource, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { hasDocument, partsOf } from './endpoints';

/** Variables that tell why: what the authorizer, the validator or the backend said, or who the caller is to AWS. */
const TELLING = /\$\{?context\.(authorizer|authorize|authenticate|identity|integration\w*|error\.(message|messageString|validationErrorString))\b/;

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-015',
  title: 'Default API Gateway responses do not leak error details',
  severity: 'low',
  types: ['AWS::ApiGateway::RestApi'],
  rationale: 'The default responses of API Gateway reveal whether a token was missing or rejected, and which part of a body was invalid, which helps an attacker to probe the API.',
  remediation: 'Add gateway responses DEFAULT_4XX and DEFAULT_5XX whose templates contain the request ID and not the error message.',
  check(api) {
    if (hasDocument(api)) return unknown('its gateway responses are in an OpenAPI document', 'Body');
    const responses = partsOf(api, 'AWS::ApiGateway::GatewayResponse');
    return every(...['DEFAULT_4XX', 'DEFAULT_5XX'].map((type) => hasBody(responses, type)), ...responses.map(tellsNothing));
  },
};

function hasBody(responses: TemplateResource[], type: string): RuleResult {
  const own = responses.filter((response) => textOf(response.at('ResponseType').value) === type);
  const templates = own.flatMap((response) => response.at('ResponseTemplates').entries());
  return templates.length > 0 ? pass(type) : fail(`it has no gateway response of its own for ${type}`, 'no response with a template');
}

function tellsNothing(response: TemplateResource): RuleResult {
  return every(...response.at('ResponseTemplates').entries().map(([, template]): RuleResult => {
    const text = textOf(template.value);
    if (text === undefined || template.value.kind === 'unknown') return unknown('a gateway response template is not known before deployment', describe(template.value));
    return TELLING.test(text) ? fail(`its gateway response ${textOf(response.at('ResponseType').value)} contains error details`, text) : pass();
  }));
}
