import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { DataClass, FunctionImage, SecureFunction, SecureFunctionProps, TrustZone, ZeroTrustChecks } from '../../src';
import { fivePacks, findingsOf } from '../support/packs';

function made(more: Partial<SecureFunctionProps>) {
  const stack = new Stack(new App(), 'Stack');
  const code = lambda.Code.fromBucket(s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts'), 'app.zip', 'v1');
  const fn = new SecureFunction(stack, 'Fn', { code, ...more });
  const [{ Properties }] = Object.values<any>(Template.fromStack(stack).findResources('AWS::Lambda::Function', { Properties: { Handler: Match.anyValue() } }));
  return { stack, fn, Properties };
}

test('a deployment package is encrypted by the key that encrypts the environment: that of the class', () => {
  const { Properties, stack, fn } = made({ encryptCode: true, dataClass: DataClass.RESTRICTED, environment: { TABLE: 'orders' } });
  expect(Properties.Code.SourceKMSKeyArn).toEqual(stack.resolve(TrustZone.of(fn).key(DataClass.RESTRICTED).keyArn));
  expect(Properties.Code.SourceKMSKeyArn).toEqual(Properties.KmsKeyArn);
  expect(Properties.Code).toMatchObject({ S3Bucket: 'artifacts', S3Key: 'app.zip', S3ObjectVersion: 'v1' });
});

test.each([undefined, false])('with %p it is under a key of Lambda', (encryptCode) => {
  expect(made({ encryptCode }).Properties.Code).not.toHaveProperty('SourceKMSKeyArn');
});

test('an image has no deployment package', () => {
  const stack = new Stack(new App(), 'Stack');
  const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'app');
  const code = FunctionImage.fromRepository(repository, `sha256:${'0a'.repeat(32)}`);
  expect(() => new SecureFunction(stack, 'Fn', { code, encryptCode: true })).toThrow(expect.objectContaining({ id: 'NotInImages' }));
});

test('no pack has an open finding', () => {
  const { open } = findingsOf((app) => {
    new SecureFunction(new Stack(app, 'Stack'), 'Fn', { code: lambda.Code.fromInline('exports.handler = async () => {};'), encryptCode: true });
  }, [...fivePacks(), new ZeroTrustChecks()]);
  expect(open).toEqual([]);
});
