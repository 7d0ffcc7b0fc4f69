import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { FindingSeverity, ZeroTrust } from '../../src';
import { readReport } from '../../src/policy/validation-report';

const READS = 'const { GetObjectCommand } = require("@aws-sdk/client-s3"); exports.handler = () => new GetObjectCommand({});';

/** Severities of the findings, and what they name. */
function found(unusedGrants?: FindingSeverity, code = READS): [string, string][] {
  const root = new App();
  const stack = new Stack(root, 'S');
  const fn = new LambdaFunction(stack, 'Fn', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline(code) });
  const bucket = new Bucket(stack, 'Bucket');
  fn.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject', 's3:DeleteObject'], resources: [bucket.arnForObjects('*')] }));
  ZeroTrust.enforce(root, { packs: [], unusedGrants, quiet: true });
  const exitCode = process.exitCode;
  try {
    root.synth();
  } catch (error) {
    if (!String(error).includes('alidation')) throw error;
  }
  process.exitCode = exitCode;
  return readReport(root).flatMap(({ open }) => open).filter(({ rule }) => rule.includes('ZT-GRANTS-001')).map(({ severity, description }) => [severity, description]);
}

test('permissions that the code does not use are findings of the severity that is asked for', () => {
  expect(found(FindingSeverity.HIGH)).toEqual([['error', expect.stringContaining('s3:deleteobject')]]);
  expect(found(FindingSeverity.LOW)).toEqual([['warning', expect.stringContaining('s3:deleteobject')]]);
});

test('none where the code uses all, and none where nobody asks', () => {
  expect(found(FindingSeverity.HIGH, READS.replace('exports', 'const { DeleteObjectCommand } = require("@aws-sdk/client-s3"); new DeleteObjectCommand({}); exports'))).toEqual([]);
  expect(found()).toEqual([]);
});
