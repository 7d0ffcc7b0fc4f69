import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { CustomerManagedRole } from './customer-managed-role';
import type { DataKey } from './keys/data-key';
import { grantKeyVia } from '../core/exact-grant';

/** @internal */
export interface ScheduleRoleProps {
  readonly group: scheduler.CfnScheduleGroup;
  /** What it may do to the target. */
  readonly target: iam.PolicyStatement;
  /** Of the schedules. */
  readonly key: DataKey;
  readonly deadLetters: sqs.IQueue;
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * A role that EventBridge Scheduler assumes for one group alone, which may reach the target, hand what it could not deliver to dead letters, and
 * use the key for the schedules of this group.
 *
 * @internal
 */
export function scheduleRole(scope: Construct, { group, target, key, deadLetters, permissionsBoundary }: ScheduleRoleProps): CustomerManagedRole {
  const stack = Stack.of(scope);
  const role = new CustomerManagedRole(scope, 'Role', {
    // the group is the finest source that the service names
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnEquals: { 'aws:SourceArn': group.attrArn } },
    }),
    permissionsBoundary,
  });
  role.addToPrincipalPolicy(target);
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
  grantKeyVia('sqs', { grantee: role, target: deadLetters, key: deadLetters.encryptionMasterKey!, actions: ['kms:Decrypt', 'kms:GenerateDataKey'] });
  // Source: EventBridge Scheduler user guide, "Encryption at rest"
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['kms:Decrypt'],
    resources: [key.keyArn],
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:scheduler:schedule:arn': stack.formatArn({ service: 'scheduler', resource: 'schedule', resourceName: `${group.ref}/*` }),
      },
    },
  }));
  return role;
}
