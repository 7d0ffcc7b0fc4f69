import { describe, textOf } from '../../model';
import { every, fail, isTrue, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** Verbs whose requests have a body. */
const WITH_BODY = ['ANY', 'PATCH', 'POST', 'PUT'];

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-005',
  title: 'REST API methods validate request parameters and bodies',
  severity: 'medium',
  types: ['AWS::ApiGateway::Method'],
  rationale: 'API Gateway rejects malformed requests before they invoke a function: they cost nothing, and application code does not have to parse them.',
  remediation: 'Set RequestValidatorId to a validator of parameters, and of bodies where the method has one.',
  check(method) {
    const verb = textOf(method.at('HttpMethod').value) ?? 'ANY';
    if (verb === 'OPTIONS') return pass('OPTIONS');
    const { value } = method.at('RequestValidatorId');
    if (value.kind === 'known') {
      return value.value === undefined ? fail('its requests are not validated', 'no RequestValidatorId')
        : unknown('its validator is not in the templates', describe(value));
    }
    const validator = resourceOf(value, 'AWS::ApiGateway::RequestValidator');
    if (!validator) return unknown('its validator is not in the templates', describe(value));
    return every(
      isTrue(validator.at('ValidateRequestParameters'), 'its parameters are not validated'),
      WITH_BODY.includes(verb) ? isTrue(validator.at('ValidateRequestBody'), 'its body is not validated') : pass(),
    );
  },
};
