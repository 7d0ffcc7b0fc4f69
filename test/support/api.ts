import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureApi } from '../../src/api/secure-api';
import { SecureApiProps } from '../../src/api/secure-api-props';
import { SecureFunction } from '../../src/compute/secure-function';
import { ZoneNetwork } from '../../src/zone/network/zone-network';
import { TrustZone } from '../../src/zone/trust-zone';

export const code = lambda.Code.fromInline('exports.handler = async () => {}');

export const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

/** An API and a function in a stack whose zone has no network, which API tests do not need. */
export function withApi(props: Partial<SecureApiProps> = {}, context: Record<string, unknown> = {}) {
  const stack = new Stack(new App({ context }), 'Stack');
  new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('tests of the API') });
  const fn = new SecureFunction(stack, 'Fn', { code });
  const api = new SecureApi(stack, 'Api', { ...props.domain ? {} : { keepExecuteApiEndpoint: true }, ...props });
  return { stack, fn, api, template: () => Template.fromStack(stack) };
}

/** The properties of all resources of a type. */
export function allOf(template: Template, type: string): any[] {
  return Object.values(template.findResources(type)).map((resource) => resource.Properties);
}
