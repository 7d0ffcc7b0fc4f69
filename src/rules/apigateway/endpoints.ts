import { Expression, TemplateResource, textOf } from '../../model';
import { resourceOf } from '../../model/judge';

/** Whether an API is reached through VPC endpoints only. */
export function isPrivate(api: TemplateResource): boolean {
  const types = api.at('EndpointConfiguration', 'Types').items();
  return types.length > 0 && types.every((type) => textOf(type.value) === 'PRIVATE');
}

/** Whether an API is described by an OpenAPI document, so that its methods are no resources. */
export function hasDocument(api: TemplateResource): boolean {
  return !api.at('Body').isAbsent || !api.at('BodyS3Location').isAbsent;
}

/** The resource policies of an API: its own, and the one of its OpenAPI document, where SAM writes it. */
export function resourcePoliciesOf(api: TemplateResource): Expression[] {
  const body = api.at('Body');
  return [api.at('Policy'), ...body.value.kind === 'known' ? [body.at('x-amazon-apigateway-policy')] : []].filter((policy) => !policy.isAbsent);
}

/** What of a type belongs to an API: methods, stages, authorizers, responses, routes … */
export function partsOf(api: TemplateResource, type: string): TemplateResource[] {
  const property = type.startsWith('AWS::ApiGatewayV2::') ? 'ApiId' : 'RestApiId';
  return api.referrers(type).filter((part) => resourceOf(part.at(property).value) === api);
}
