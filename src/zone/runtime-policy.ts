import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { ZoneCore } from './zone-core';
import { acknowledgeStructural, StructuralCause } from '../core/structural-acknowledgement';

/** Source: AWS Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC". */
const NETWORK_INTERFACE_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * What the Lambda service does in the name of every function of a zone.
 *
 * The actions on network interfaces have no resource to name. They are for the service alone: the Deny holds as soon as
 * the call comes from the function's code, which is when `lambda:SourceFunctionArn` is there. It names no function, so it
 * makes no cycle.
 */
export function runtimePolicy(zone: ZoneCore): iam.ManagedPolicy {
  const stack = Stack.of(zone);
  const key = zone.key();
  const statements = [
    new iam.PolicyStatement({ sid: 'Traces', actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] }),
    new iam.PolicyStatement({ sid: 'DeadLetters', actions: ['sqs:SendMessage'], resources: [zone.deadLetterQueue.queueArn] }),
    new iam.PolicyStatement({
      sid: 'DeadLettersKey',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `sqs.${stack.region}.${stack.urlSuffix}` } },
    }),
    decryptEnvironment(zone, key),
  ];
  if (zone.hasNetwork) {
    statements.push(
      new iam.PolicyStatement({ sid: 'NetworkInterfaces', actions: NETWORK_INTERFACE_ACTIONS, resources: ['*'] }),
      new iam.PolicyStatement({
        sid: 'NetworkInterfacesNotFromCode',
        effect: iam.Effect.DENY,
        actions: NETWORK_INTERFACE_ACTIONS,
        resources: ['*'],
        conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
      }),
    );
  }

  const policy = new iam.ManagedPolicy(zone, 'Runtime', { statements });
  acknowledgeStructural(policy.node.defaultChild!, {
    cause: StructuralCause.NO_RESOURCE_LEVEL,
    findings: ['AwsSolutions::AwsSolutions-IAM5[Resource::*]'],
    provedBy: 'ZT-IAM-001',
    reason: 'X-Ray segments and network interfaces have no ARN to name; the function\'s own code is denied the interfaces.',
  });
  return policy;
}

/** Lambda decrypts a function's environment in the name of its role, with the function's ARN as encryption context. */
export function decryptEnvironment(zone: ZoneCore, key: kms.IKey): iam.PolicyStatement {
  const functions = Stack.of(zone).formatArn({
    service: 'lambda', resource: 'function', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new iam.PolicyStatement({
    sid: 'Environment',
    actions: ['kms:Decrypt'],
    resources: [key.keyArn],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:lambda:FunctionArn': functions } },
  });
}
