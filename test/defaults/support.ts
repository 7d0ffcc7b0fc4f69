import { App, AppProps, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';
import { HARDENED } from '../../src/defaults/hardened-record';
import { ZeroTrustDefaults } from '../../src/defaults/zero-trust-defaults';

/** A stack below an app with defaults. */
export function stackWithDefaults(props?: AppProps): Stack {
  const app = new App(props);
  ZeroTrustDefaults.applyTo(app);
  return new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
}

/** The resources of a stack as they deploy, by logical id. */
export function resourcesOf(stack: Stack): Record<string, any> {
  return Template.fromStack(stack).toJSON().Resources;
}

/** The one resource that a construct stands for, as it deploys. */
export function deployed(construct: IConstruct): any {
  const stack = Stack.of(construct);
  const resources = resourcesOf(stack);
  return resources[stack.resolve((construct.node.defaultChild as any ?? construct).logicalId)];
}

/** What was filled, as the construct's metadata says it; after synthesis. */
export function hardened(construct: IConstruct): string[] {
  return construct.node.metadata.filter(({ type }) => type === HARDENED).flatMap(({ data }) => JSON.parse(data).set).sort();
}
