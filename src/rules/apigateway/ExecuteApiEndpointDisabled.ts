import { TemplateResource } from '../../model';
import { isFalseOrAbsent, isTrue, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';
import { isPrivate } from './endpoints';

const MAPPINGS = [
  'AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::BasePathMappingV2', 'AWS::ApiGatewayV2::ApiMapping', 'AWS::ApiGatewayV2::RoutingRule',
];

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-010',
  title: 'Default execute-api endpoint is disabled on APIs with a custom domain name, and only there',
  severity: 'medium',
  types: ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'],
  rationale: 'The default endpoint bypasses the TLS policy and mutual TLS of the custom domain name, and the CloudFront distribution in '
    + 'front of it. An API without a custom domain name cannot be called when its default endpoint is disabled.',
  remediation: 'Set DisableExecuteApiEndpoint where a base path mapping, API mapping or routing rule refers to the API, and nowhere else.',
  check(api) {
    const setting = api.at('DisableExecuteApiEndpoint');
    if (isPrivate(api)) return pass('private');
    if (isMapped(api)) return isTrue(setting, 'its default endpoint bypasses its custom domain name');
    const on = isFalseOrAbsent(setting, 'its default endpoint is disabled, and no custom domain name in the templates serves it');
    return on.verdict === 'fail' ? unknown(on.finding, on.value) : on;
  },
};

function isMapped(api: TemplateResource): boolean {
  return api.referrers(...MAPPINGS).some((mapping) => mapping.refersTo(api, 'Ref'));
}
