import { describe, TemplateResource, textOf } from '../../model';
import { fail, isPresent, pass, unknown } from '../../model/judge';
import type { RuleResult } from '../rule';

/** Whether an integration goes through a VPC link, and not over the internet. */
export function hasVpcLink(resource: TemplateResource): boolean {
  return textOf(integrationOf(resource).at('ConnectionType').value) === 'VPC_LINK';
}

/** Whether an HTTP integration uses TLS. */
export function usesTls(resource: TemplateResource): RuleResult {
  const integration = integrationOf(resource);
  const type = textOf(integration.at('Type').value) ?? textOf(integration.at('IntegrationType').value) ?? '';
  if (!/^HTTP(_PROXY)?$/.test(type)) return pass(type);
  // an HTTP API names a listener or a service instead of a URL when it goes by a VPC link
  if (resource.type === 'AWS::ApiGatewayV2::Integration' && hasVpcLink(resource)) {
    return isPresent(resource.at('TlsConfig', 'ServerNameToVerify'), 'its VPC link integration does not use TLS');
  }
  const { value } = integration.at(resource.type === 'AWS::ApiGateway::Method' ? 'Uri' : 'IntegrationUri');
  const text = textOf(value) ?? '';
  if (/^https:\/\//i.test(text)) return pass(describe(value));
  return /^http:\/\//i.test(text) ? fail('its HTTP integration does not use TLS', describe(value))
    : unknown('whether its HTTP integration uses TLS is not known before deployment', describe(value));
}

function integrationOf(resource: TemplateResource) {
  return resource.type === 'AWS::ApiGateway::Method' ? resource.at('Integration') : resource.properties;
}
