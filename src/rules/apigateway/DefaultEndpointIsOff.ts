import { TemplateResource } from '../../model';
import { isFalseOrAbsent, isTrue, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';
import { isPrivate } from './endpoints';

const MAPPINGS = [
  'AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::BasePathMappingV2', 'AWS::ApiGatewayV2::ApiMapping', 'AWS::ApiGatewayV2::RoutingRule',
];

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-010',
  title: 'An API with a domain name of its own has no second way in, and one without keeps the default endpoint',
  severity: 'medium',
  types: ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'],
  rationale: 'Past the domain name go past its TLS policy, its mutual TLS and the distribution before it. Without a domain name, nobody can call '
    + 'an API whose default endpoint is off.',
  remediation: 'Set DisableExecuteApiEndpoint where a base path mapping, API mapping or routing rule names the API, and nowhere else.',
  check(api) {
    const setting = api.at('DisableExecuteApiEndpoint');
    if (isPrivate(api)) return pass('private');
    if (isMapped(api)) return isTrue(setting, 'it is reached past its domain name');
    const on = isFalseOrAbsent(setting, 'nothing in the templates serves it, as its default endpoint is off');
    return on.verdict === 'fail' ? unknown(on.finding, on.value) : on;
  },
};

function isMapped(api: TemplateResource): boolean {
  return api.referrers(...MAPPINGS).some((mapping) => mapping.refersTo(api, 'Ref'));
}
