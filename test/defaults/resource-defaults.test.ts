import { App, CfnDeletionPolicy, CfnParameter, CfnResource, Mixins, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { deployed, hardened, stackWithDefaults } from './support';
import { TrustZone } from '../../src';
import { ResourceDefaults } from '../../src/defaults/resource-defaults';
import { RESOURCE_DEFAULTS } from '../../src/defaults/resource-types';

const KEY = [{ attributeName: 'id', attributeType: 'S' }];
const table = (props: object = {}) => (stack: Stack) => new dynamodb.CfnTable(stack, 'It', {
  keySchema: [{ attributeName: 'id', keyType: 'HASH' }], attributeDefinitions: KEY, ...props,
});

interface Case {
  readonly type: string;
  /** What was left out. */
  readonly make: (stack: Stack) => CfnResource;
  readonly filled: object;
  /** An insecure choice that stays. */
  readonly said: (stack: Stack) => CfnResource;
  readonly stays: object;
}

const fn = (stack: Stack, props: object = {}) => new lambda.CfnFunction(stack, 'It', {
  code: { zipFile: 'x' }, role: 'arn:aws:iam::111122223333:role/theirs', runtime: 'nodejs24.x', handler: 'index.handler', ...props,
});
const permission = (stack: Stack, props: object = {}) => new lambda.CfnPermission(stack, 'It', {
  action: 'lambda:InvokeFunction', functionName: 'fn', principal: 's3.amazonaws.com', sourceArn: new s3.CfnBucket(stack, 'Source').attrArn, ...props,
});

const CASES: Case[] = [
  {
    type: 'AWS::ApiGateway::Stage',
    make: (stack) => new apigateway.CfnStage(stack, 'It', { restApiId: 'api' }),
    filled: { TracingEnabled: true },
    said: (stack) => new apigateway.CfnStage(stack, 'It', { restApiId: 'api', tracingEnabled: false }),
    stays: { TracingEnabled: false },
  },
  {
    type: 'AWS::ApiGatewayV2::Stage',
    make: (stack) => new apigatewayv2.CfnStage(stack, 'It', { apiId: 'api', stageName: 'prod' }),
    filled: { DefaultRouteSettings: { ThrottlingBurstLimit: 200, ThrottlingRateLimit: 100 } },
    said: (stack) => new apigatewayv2.CfnStage(stack, 'It', { apiId: 'api', stageName: 'prod', defaultRouteSettings: { dataTraceEnabled: true } }),
    stays: { DefaultRouteSettings: { DataTraceEnabled: true } },
  },
  {
    type: 'AWS::AppSync::GraphQLApi',
    make: (stack) => new appsync.CfnGraphQLApi(stack, 'It', { name: 'orders', authenticationType: 'AWS_IAM' }),
    filled: { IntrospectionConfig: 'DISABLED', QueryDepthLimit: 10, ResolverCountLimit: 100, XrayEnabled: true },
    said: (stack) => new appsync.CfnGraphQLApi(stack, 'It', {
      name: 'orders', authenticationType: 'API_KEY', introspectionConfig: 'ENABLED', queryDepthLimit: 75, resolverCountLimit: 9999, xrayEnabled: false,
    }),
    stays: { AuthenticationType: 'API_KEY', IntrospectionConfig: 'ENABLED', QueryDepthLimit: 75, ResolverCountLimit: 9999, XrayEnabled: false },
  },
  {
    type: 'AWS::CloudTrail::Trail',
    make: (stack) => new cloudtrail.CfnTrail(stack, 'It', { isLogging: true, s3BucketName: 'bucket' }),
    filled: { EnableLogFileValidation: true },
    said: (stack) => new cloudtrail.CfnTrail(stack, 'It', { isLogging: true, s3BucketName: 'bucket', enableLogFileValidation: false }),
    stays: { EnableLogFileValidation: false },
  },
  {
    type: 'AWS::Cognito::UserPool',
    make: (stack) => new cognito.CfnUserPool(stack, 'It'),
    filled: { DeletionProtection: 'ACTIVE' },
    said: (stack) => new cognito.CfnUserPool(stack, 'It', { deletionProtection: 'INACTIVE' }),
    stays: { DeletionProtection: 'INACTIVE' },
  },
  {
    type: 'AWS::Cognito::UserPoolClient',
    make: (stack) => new cognito.CfnUserPoolClient(stack, 'It', { userPoolId: 'pool' }),
    filled: { PreventUserExistenceErrors: 'ENABLED' },
    said: (stack) => new cognito.CfnUserPoolClient(stack, 'It', { userPoolId: 'pool', preventUserExistenceErrors: 'LEGACY' }),
    stays: { PreventUserExistenceErrors: 'LEGACY' },
  },
  {
    type: 'AWS::DynamoDB::Table',
    make: table(),
    filled: { DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 } },
    said: table({ deletionProtectionEnabled: false, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false } }),
    stays: { DeletionProtectionEnabled: false, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } },
  },
  {
    type: 'AWS::KMS::Key',
    make: (stack) => new kms.CfnKey(stack, 'It'),
    filled: { EnableKeyRotation: true },
    said: (stack) => new kms.CfnKey(stack, 'It', { enableKeyRotation: false }),
    stays: { EnableKeyRotation: false },
  },
  {
    type: 'AWS::Lambda::Function',
    make: (stack) => fn(stack),
    filled: { RecursiveLoop: 'Terminate' },
    said: (stack) => fn(stack, { recursiveLoop: 'Allow' }),
    stays: { RecursiveLoop: 'Allow' },
  },
  {
    type: 'AWS::Lambda::Permission',
    make: (stack) => permission(stack),
    filled: { SourceAccount: '111122223333' },
    said: (stack) => permission(stack, { sourceAccount: '999988887777' }),
    stays: { SourceAccount: '999988887777' },
  },
  {
    type: 'AWS::Logs::LogGroup',
    make: (stack) => new logs.CfnLogGroup(stack, 'It'),
    filled: { DeletionProtectionEnabled: true, KmsKeyId: expect.anything(), RetentionInDays: 365 },
    said: (stack) => new logs.CfnLogGroup(stack, 'It', { deletionProtectionEnabled: false, kmsKeyId: 'theirs', retentionInDays: 1 }),
    stays: { DeletionProtectionEnabled: false, KmsKeyId: 'theirs', RetentionInDays: 1 },
  },
  {
    type: 'AWS::S3::Bucket',
    make: (stack) => new s3.CfnBucket(stack, 'It'),
    filled: { VersioningConfiguration: { Status: 'Enabled' }, PublicAccessBlockConfiguration: expect.objectContaining({ BlockPublicAcls: true }) },
    said: (stack) => new s3.CfnBucket(stack, 'It', {
      versioningConfiguration: { status: 'Suspended' }, publicAccessBlockConfiguration: { blockPublicAcls: false },
    }),
    stays: { VersioningConfiguration: { Status: 'Suspended' }, PublicAccessBlockConfiguration: { BlockPublicAcls: false } },
  },
  {
    type: 'AWS::SecretsManager::ResourcePolicy',
    make: (stack) => new secretsmanager.CfnResourcePolicy(stack, 'It', { secretId: 'secret', resourcePolicy: {} }),
    filled: { BlockPublicPolicy: true },
    said: (stack) => new secretsmanager.CfnResourcePolicy(stack, 'It', { secretId: 'secret', resourcePolicy: {}, blockPublicPolicy: false }),
    stays: { BlockPublicPolicy: false },
  },
];

test('every type that is filled is proved here', () => {
  expect(CASES.map(({ type }) => type)).toEqual(Object.keys(RESOURCE_DEFAULTS));
});

describe.each(CASES)('an L1 of type $type', ({ make, filled, said, stays }) => {
  test('is filled where something was left out, and says so', () => {
    const resource = make(stackWithDefaults());
    const { Properties: properties, Metadata: metadata } = deployed(resource);
    expect(properties).toEqual(expect.objectContaining(filled));
    expect(metadata['cdk-zero-trust'].hardened).toEqual(Object.keys(filled).sort());
    expect(hardened(resource)).toEqual(Object.keys(filled).sort());
  });

  test('keeps an insecure choice, and says nothing', () => {
    const resource = said(stackWithDefaults());
    const { Properties: properties, Metadata: metadata } = deployed(resource);
    expect(properties).toEqual(expect.objectContaining(stays));
    expect(metadata?.['cdk-zero-trust']).toBeUndefined();
    expect(hardened(resource)).toEqual([]);
  });

  test('is filled by the mixin alone too, at a moment of one\'s own', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    const resource = make(stack);
    Mixins.of(stack).apply(new ResourceDefaults());
    expect(deployed(resource).Properties).toEqual(expect.objectContaining(filled));
  });
});

describe('an L1 is not filled', () => {
  const filledOf = (make: (stack: Stack) => CfnResource) => {
    const resource = make(stackWithDefaults());
    deployed(resource);
    return hardened(resource);
  };

  test('when it is of another type', () => {
    expect(filledOf((stack) => new secretsmanager.CfnSecret(stack, 'It'))).toEqual([]);
  });

  test('when it is generic, and so has no properties by name', () => {
    expect(filledOf((stack) => new CfnResource(stack, 'It', { type: 'AWS::KMS::Key', properties: { KeyPolicy: {} } }))).toEqual([]);
  });

  test('with protection from deletion when it is deleted with its stack', () => {
    expect(filledOf((stack) => {
      const resource = table()(stack);
      resource.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
      return resource;
    })).toEqual(['PointInTimeRecoverySpecification']);
  });

  test('with rotation when its keys cannot rotate', () => {
    expect(filledOf((stack) => new kms.CfnKey(stack, 'It', { keySpec: 'ECC_NIST_P256', keyUsage: 'SIGN_VERIFY' }))).toEqual([]);
  });

  test('with a public access block when it is published by an access list or as a website', () => {
    expect(filledOf((stack) => new s3.CfnBucket(stack, 'It', { websiteConfiguration: { indexDocument: 'index.html' } })))
      .toEqual(['VersioningConfiguration']);
    expect(filledOf((stack) => new s3.CfnBucket(stack, 'It', { accessControl: 'PublicRead' }))).toEqual(['VersioningConfiguration']);
  });

  test('with an end of its logs when those of its zone are kept for ever', () => {
    expect(filledOf((stack) => {
      new TrustZone(stack, 'Zone', { logRetention: logs.RetentionDays.INFINITE });
      return new logs.CfnLogGroup(stack, 'It');
    })).toEqual(['DeletionProtectionEnabled', 'KmsKeyId']);
  });

  test.each<[string, (stack: Stack) => object]>([
    ['comes from a parameter', (stack) => ({ sourceArn: new CfnParameter(stack, 'Arn').valueAsString })],
    ['is of another account', () => ({ sourceArn: 'arn:aws:events:eu-west-1:999988887777:rule/theirs' })],
    ['is a bucket by its name, which tells no account', () => ({ sourceArn: 'arn:aws:s3:::theirs' })],
    ['is not said', () => ({ sourceArn: undefined })],
  ])('with an account when the source of a permission %s', (_what, props) => {
    expect(filledOf((stack) => permission(stack, props(stack)))).toEqual([]);
  });

  test('with an account when a permission is for an account, and for no service', () => {
    expect(filledOf((stack) => permission(stack, { principal: '999988887777' }))).toEqual([]);
  });
});

describe('what an L2 left out of its resource', () => {
  test('stays out: it may be what somebody said', () => {
    const stack = new Stack(new App(), 'Stack');
    const bucket = new s3.Bucket(stack, 'It', { versioned: false });
    Mixins.of(stack).apply(new ResourceDefaults());
    expect(deployed(bucket).Properties ?? {}).not.toHaveProperty('VersioningConfiguration');
    expect(new ResourceDefaults().supports(bucket.node.defaultChild!)).toBe(false);
    expect(new ResourceDefaults().supports(bucket)).toBe(false);
  });
});
