import { byCertificates, isLimited, operationsRequireAuthorization } from './authorization';
import { pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-021',
  title: 'OpenAPI operations of public APIs require authorization, and APIs have no quick create target',
  severity: 'critical',
  types: ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'],
  rationale: 'Operations of an OpenAPI document are not resources, so no other rule checks them. An API key alone is not authentication.',
  remediation: 'Give each operation, or the whole document, a security requirement with an authorizer or IAM. Keep the '
    + 'document in Body, and define routes as AWS::ApiGatewayV2::Route instead of Target.',
  check(api) {
    if (isLimited(api)) return pass('a private API, or one with a resource policy for some: see ZT-APIGATEWAY-025');
    return byCertificates(api, () => operationsRequireAuthorization(api));
  },
};
