import { describe, TemplateResource, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { hasDocument, partsOf } from './endpoints';

/** Variables that tell why: what the authorizer, the validator or the backend said, or who the caller is to AWS. */
const TELLING = /\$\{?context\.(authorizer|authorize|authenticate|identity|integration\w*|error\.(message|messageString|validationErrorString))\b/;

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-015',
  title: 'What API Gateway answers by itself does not say why',
  severity: 'low',
  types: ['AWS::ApiGateway::RestApi'],
  rationale: 'The answers of API Gateway tell a missing token from a refused one, and which part of a body was wrong: a guide for who probes.',
  remediation: 'Add gateway responses DEFAULT_4XX and DEFAULT_5XX whose templates hold the request id, and not the message.',
  check(api) {
    if (hasDocument(api)) return unknown('its answers are in an OpenAPI document', 'Body');
    const responses = partsOf(api, 'AWS::ApiGateway::GatewayResponse');
    return every(...['DEFAULT_4XX', 'DEFAULT_5XX'].map((type) => hasBody(responses, type)), ...responses.map(tellsNothing));
  },
};

function hasBody(responses: TemplateResource[], type: string): RuleResult {
  const own = responses.filter((response) => textOf(response.at('ResponseType').value) === type);
  const templates = own.flatMap((response) => response.at('ResponseTemplates').entries());
  return templates.length > 0 ? pass(type) : fail(`its answers to ${type} are those of API Gateway`, 'no response with a template');
}

function tellsNothing(response: TemplateResource): RuleResult {
  return every(...response.at('ResponseTemplates').entries().map(([, template]): RuleResult => {
    const text = textOf(template.value);
    if (text === undefined || template.value.kind === 'unknown') return unknown('what it answers is not known before deployment', describe(template.value));
    return TELLING.test(text) ? fail(`its answer to ${textOf(response.at('ResponseType').value)} says why`, text) : pass();
  }));
}
