import { describe, TemplateResource, textOf } from '../../model';
import { fail, isPresent, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-019',
  title: 'API HTTP integrations use TLS',
  severity: 'high',
  types: ['AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Integration'],
  rationale: 'Tokens and request bodies travel from the API to the backend over the internet or a shared network.',
  remediation: 'Use https in the URI of an HTTP integration, and TlsConfig for an integration with a VPC link.',
  check(resource) {
    const integration = resource.type === 'AWS::ApiGateway::Method' ? resource.at('Integration') : resource.properties;
    const type = textOf(integration.at('Type').value) ?? textOf(integration.at('IntegrationType').value) ?? '';
    if (!/^HTTP(_PROXY)?$/.test(type)) return pass(type);
    if (isByListener(resource)) return isPresent(resource.at('TlsConfig', 'ServerNameToVerify'), 'its VPC link integration does not use TLS');
    const { value } = integration.at(resource.type === 'AWS::ApiGateway::Method' ? 'Uri' : 'IntegrationUri');
    const text = textOf(value) ?? '';
    if (/^https:\/\//i.test(text)) return pass(describe(value));
    return /^http:\/\//i.test(text) ? fail('its HTTP integration does not use TLS', describe(value))
      : unknown('whether its HTTP integration uses TLS is not known before deployment', describe(value));
  },
};

/** An HTTP API names a listener or a service instead of a URL when it goes by a VPC link. */
function isByListener(resource: TemplateResource): boolean {
  return resource.type === 'AWS::ApiGatewayV2::Integration' && textOf(resource.at('ConnectionType').value) === 'VPC_LINK';
}
