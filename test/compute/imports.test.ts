import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { RouteAuthorizer, SecureApi, SecureFunction, ZeroTrust } from '../../src';
import { synthesise } from '../policy/support/synth';

/** What stays open when a function uses what exists already. */
function openWith(use: (stack: Stack, fn: SecureFunction) => void): string[] {
  return synthesise((app) => {
    ZeroTrust.enforce(app, { trustedAccounts: ['111111111111', '222222222222'] });
    const stack = new Stack(app, 'Stack');
    use(stack, new SecureFunction(stack, 'Fn', { code: lambda.Code.fromInline('exports.handler = async () => {}') }));
  }).open;
}

describe('leaves no finding that only a waiver ends', () => {
  test.each<[string, (stack: Stack, fn: SecureFunction) => void]>([
    ['a table with an index', (stack, fn) => dynamodb.TableV2.fromTableAttributes(stack, 'Table', {
      tableArn: 'arn:aws:dynamodb:eu-west-1:111111111111:table/orders', globalIndexes: ['byOwner'],
    }).grantReadData(fn)],
    ['a table whose indexes are not named', (stack, fn) => dynamodb.Table.fromTableAttributes(stack, 'Table', {
      tableName: 'orders', grantIndexPermissions: true,
    }).grantReadWriteData(fn)],
    ['a bucket, below a prefix', (stack, fn) => {
      const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'reports-of-finance');
      bucket.grantRead(fn, 'incoming/*');
      bucket.grantPut(fn, 'outgoing/*');
    }],
    ['a pool of another account', (stack, fn) => {
      const pool = cognito.UserPool.fromUserPoolArn(stack, 'Pool', 'arn:aws:cognito-idp:eu-west-1:222222222222:userpool/eu-west-1_abcdef');
      pool.grant(fn, 'cognito-idp:AdminGetUser');
      new SecureApi(stack, 'Api', { authorizer: RouteAuthorizer.cognito(pool), keepExecuteApiEndpoint: true })
        .addRoute('GET /orders', fn, { scopes: ['orders/read'] });
    }],
  ])('%s', (_name, use) => {
    expect(openWith(use)).toEqual([]);
  });
});

test('a wildcard that names no bucket or table stays a finding', () => {
  const open = openWith((_stack, fn) => {
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports-*/incoming/*'] }));
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:Query'], resources: ['arn:aws:dynamodb:eu-west-1:111111111111:table/*/index/*'] }));
  });
  expect(open.filter((line) => line.includes('IAM5[Resource::'))).toHaveLength(2);
});
