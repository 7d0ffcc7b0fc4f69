import { readFileSync } from 'fs';
import { join } from 'path';
import { CfnResource } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { JudgedExample } from './judged-example';
import { ordersApp } from '../../examples/orders-api/app';
import { OrdersStack } from '../../examples/orders-api/orders-stack';
import { ZeroTrust } from '../../src';
import { StructuralCause } from '../../src/core/structural-acknowledgement';
import { findingsOf } from '../support/packs';

jest.setTimeout(300_000);

const example = new JudgedExample({
  app: ordersApp,
  addStacks: (app, props) => { new OrdersStack(app, 'Orders', props); },
  causes: [StructuralCause.API_CACHE, StructuralCause.DEFAULT_SECURITY_GROUP, StructuralCause.END_OF_CHAIN, StructuralCause.NO_RESOURCE_LEVEL,
    StructuralCause.RESERVED_CONCURRENCY],
  acknowledged: [
    'APIGWCacheEnabledAndEncrypted',
    'IAM5[Resource::*]',
    'IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:*]',
    'LambdaConcurrency',
    'LambdaEventSourceMappingDestination',
    'S3BucketReplicationEnabled',
    'S3DefaultEncryptionKMS',
    'SQSRedrivePolicy',
    'VPCDefaultSecurityGroupClosed',
  ],
  kept: [
    'AWS::DynamoDB::GlobalTable', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::SecretsManager::Secret',
    'AWS::Cognito::UserPool',
  ],
});

describe('orders-api', () => {
  example.holdsItsPromises();

  test('is judged by all of them: what is broken on purpose is found', () => {
    const broken = findingsOf((other) => {
      new OrdersStack(other, 'Orders');
      const resource = (path: string) => other.node.findChild('Orders').node.findChild(path).node.defaultChild as CfnResource;
      resource('Orders').addPropertyOverride('BillingMode', 'NONSENSE');
      resource('place-order').addPropertyOverride('KmsKeyArn', undefined);
      (resource('place-order') as CfnFunction).memorySize = undefined;
      process.env.CDK_VALIDATION = 'true';
      ZeroTrust.enforce(other);
    }, []);
    process.env.CDK_VALIDATION = 'false';
    expect(new Set(broken.open.map((finding) => finding.pack.split(' ')[0]))).toEqual(new Set(['CloudFormation', 'ZeroTrust', 'Serverless']));
  });

  test.each([['without', {}], ['with', recommendedFlags]])('has the same template as ever %s the recommended feature flags', (_name, flags) => {
    const { default: _default, ...context } = flags as Record<string, unknown>;
    const stable = JSON.parse(JSON.stringify(example.synth({}, context).Orders), (key, value) => (key === 'S3Key' ? 'asset' : value));
    delete stable.Resources.CDKMetadata;
    expect(stable).toMatchSnapshot();
  });

  test('has as many resources as the README says', () => {
    const count = Object.keys(example.templates.Orders.Resources).length;
    expect(readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf-8')).toContain(`${count} resources`);
  });
});
