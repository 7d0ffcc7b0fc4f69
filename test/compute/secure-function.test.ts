import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureFunction } from '../../src';
import { stackFindings } from '../support/packs';

test('a function alone leaves nothing open in the five packs', () => {
  const { open, acknowledged } = stackFindings((stack) => {
    new SecureFunction(stack, 'Fn', { code: lambda.Code.fromInline('exports.handler = async () => {}') });
  });
  expect(open).toEqual([]);
  expect(acknowledged.map((a) => a.rule).sort()).toEqual([
    'AwsSolutions-IAM5[Resource::*]',
    'HIPAA.Security-VPCDefaultSecurityGroupClosed',
    'NIST.800.53.R5-VPCDefaultSecurityGroupClosed',
    'PCI.DSS.321-VPCDefaultSecurityGroupClosed',
    'Serverless-SQSRedrivePolicy',
  ]);
});
