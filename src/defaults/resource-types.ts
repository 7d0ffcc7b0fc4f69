import { CfnDeletionPolicy, CfnParameter, CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { referencedBy } from './references';
import { TrustZone } from '../zone/trust-zone';

/** @internal */
export interface ResourceDefault {
  readonly property: string;
  /** The value, or nothing where it does not fit what was said. */
  make(resource: any): unknown;
}

/** What is filled, by type. @internal */
export const RESOURCE_DEFAULTS: Record<string, ResourceDefault[]> = {
  'AWS::ApiGateway::Stage': [always('tracingEnabled', true)],
  'AWS::ApiGatewayV2::Stage': [always('defaultRouteSettings', { throttlingRateLimit: 100, throttlingBurstLimit: 200 })],
  'AWS::AppSync::GraphQLApi': [
    always('xrayEnabled', true),
    always('introspectionConfig', 'DISABLED'),
    always('queryDepthLimit', 10),
    always('resolverCountLimit', 100),
  ],
  'AWS::CloudTrail::Trail': [always('enableLogFileValidation', true)],
  'AWS::Cognito::UserPool': [unlessItGoes('deletionProtection', 'ACTIVE')],
  'AWS::Cognito::UserPoolClient': [always('preventUserExistenceErrors', 'ENABLED')],
  'AWS::DynamoDB::Table': [
    always('pointInTimeRecoverySpecification', { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 }),
    unlessItGoes('deletionProtectionEnabled', true),
  ],
  'AWS::KMS::Key': [{
    property: 'enableKeyRotation', make: ({ keySpec = 'SYMMETRIC_DEFAULT' }) => (keySpec === 'SYMMETRIC_DEFAULT' ? true : undefined),
  }],
  'AWS::Lambda::Function': [always('recursiveLoop', 'Terminate')],
  'AWS::Lambda::Permission': [{ property: 'sourceAccount', make: sourceAccount }],
  'AWS::Logs::LogGroup': [
    unlessItGoes('deletionProtectionEnabled', true),
    { property: 'kmsKeyId', make: logsKey },
    { property: 'retentionInDays', make: retention },
  ],
  'AWS::S3::Bucket': [
    { property: 'publicAccessBlockConfiguration', make: publicAccessBlock },
    always('versioningConfiguration', { status: 'Enabled' }),
  ],
  'AWS::SecretsManager::ResourcePolicy': [always('blockPublicPolicy', true)],
};

function always(property: string, value: unknown): ResourceDefault {
  return { property, make: () => value };
}

/** Who says that a resource goes with its stack wants it to go. */
function unlessItGoes(property: string, value: unknown): ResourceDefault {
  return { property, make: ({ cfnOptions }: CfnResource) => (cfnOptions.deletionPolicy === CfnDeletionPolicy.DELETE ? undefined : value) };
}

function logsKey(group: logs.CfnLogGroup): string {
  const key = TrustZone.of(group).key();
  key.allowLogs();
  return key.keyArn;
}

function retention(group: logs.CfnLogGroup): number | undefined {
  const { logRetention } = TrustZone.of(group);
  return logRetention === logs.RetentionDays.INFINITE ? undefined : logRetention;
}

/** A bucket that is published by its access list or as a website would not be what it was written for. */
function publicAccessBlock({ accessControl, websiteConfiguration }: { accessControl?: unknown; websiteConfiguration?: unknown }): unknown {
  if (accessControl !== undefined || websiteConfiguration !== undefined) return undefined;
  return { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
}

/** The account of a service's source, where it is this one beyond doubt: what the ARN names is of this account. */
function sourceAccount(permission: lambda.CfnPermission): string | undefined {
  const { principal, sourceArn } = permission;
  if (!/\.amazonaws\.com(\.cn)?$/.test(principal) || sourceArn === undefined) return undefined;
  const { account } = Stack.of(permission);
  if (!Token.isUnresolved(sourceArn)) return sourceArn.split(':')[4] === account ? account : undefined;
  const sources = referencedBy(permission, { sourceArn });
  const areHere = sources.every((source) => !(source instanceof CfnParameter) && Stack.of(source).account === account);
  return sources.length > 0 && areHere ? account : undefined;
}
