import { Annotations, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { Construct, DependencyGroup, IConstruct } from 'constructs';

const SETTINGS = Symbol.for('cdk-zero-trust.api-gateway-account');
const TYPE = 'AWS::ApiGateway::Account';

export interface AccountSettings {
  /** The constructs that set the account's role. */
  readonly made: Construct[];
  /** What stages of the account and region wait for; it may come after them. */
  readonly group: DependencyGroup;
}

/**
 * What an app says about the account-level settings of API Gateway, in the account and region of a stack. By stage, as nothing may wait for
 * what is in another one.
 */
export function accountSettingsOf(stack: Stack): AccountSettings {
  const stage = stageOf(stack) as IConstruct & { [SETTINGS]?: Map<string, AccountSettings> };
  if (!stage[SETTINGS]) Object.defineProperty(stage, SETTINGS, { value: new Map() });
  const known = stage[SETTINGS]!;
  const settings = known.get(stack.environment) ?? { made: [], group: new DependencyGroup() };
  known.set(stack.environment, settings);
  return settings;
}

/** Warns of an API whose logging the app does not prepare: only whoever deploys knows what the account has. */
export function warnWithoutAccountSettings(api: IConstruct): void {
  const stack = Stack.of(api);
  if (accountSettingsOf(stack).made.length > 0 || setBesides(stack)) return;
  Annotations.of(api).addWarningV2('cdk-zero-trust:NoApiGatewayAccount',
    `Nothing in ${stageOf(stack).node.path || 'the app'} sets the role for logs of API Gateway in ${stack.environment}. Unless the account has one there, the stage fails `
    + 'to deploy with "CloudWatch Logs role ARN must be set in account settings to enable logging". Add one ApiGatewayAccount for the account and region, '
    + 'or acknowledge this warning where `aws apigateway get-account` prints a role.');
}

/** By a plain L1 or the CDK's own `cloudWatchRole`. */
function setBesides(stack: Stack): boolean {
  return stageOf(stack).node.findAll().some((one) =>
    CfnResource.isCfnResource(one) && one.cfnResourceType === TYPE && one.stack.environment === stack.environment);
}

function stageOf(stack: Stack): IConstruct {
  return Stage.of(stack) ?? stack.node.root;
}
