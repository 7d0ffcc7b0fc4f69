import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { acknowledgeWildcards } from '../zone/object-wildcards';

/** Where RDS writes figures of the operating system: one group for an account and region, which it makes itself. */
const LOG_GROUP = 'RDSOSMetrics';
const STREAM = ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:PutLogEvents'];

/**
 * The role by which RDS monitors instances: what AWS's own policy allows, and on one log group.
 *
 * Source: Amazon RDS user guide, "Setting up and enabling Enhanced Monitoring".
 */
export function monitoringRole(scope: Construct, permissionsBoundary?: iam.IManagedPolicy): iam.Role {
  const stack = Stack.of(scope);
  const role = new CustomerManagedRole(scope, 'MonitoringRole', {
    assumedBy: new iam.ServicePrincipal('monitoring.rds.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': stack.account } } }),
    permissionsBoundary,
  });
  const group = stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: LOG_GROUP, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], resources: [group] }));
  const streams = `${group}:log-stream:*`;
  const statement = new iam.PolicyStatement({ actions: STREAM, resources: [streams] });
  role.addToPrincipalPolicy(statement);
  acknowledgeWildcards(role, statement, [streams], 'A stream is named for an instance, which has no name before it is made; the statement names the log group.');
  return role;
}
