import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { DataClass } from '../core/data-class';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { vendedLogArn, vendedLogName } from '../core/vended-logs';
import { SecureLogGroup } from '../zone/logs/secure-log-group';
import { TrustZone } from '../zone/trust-zone';

/** For all clients of a pool. */
export function blockRisks(pool: cognito.UserPool): void {
  new cognito.CfnUserPoolRiskConfigurationAttachment(pool, 'Risks', {
    userPoolId: pool.userPoolId,
    clientId: 'ALL',
    // Of lower risks the second factor takes care, which everyone has.
    accountTakeoverRiskConfiguration: { actions: { highAction: { eventAction: 'BLOCK', notify: false } } },
    compromisedCredentialsRiskConfiguration: { actions: { eventAction: 'BLOCK' } },
  });
}

/** What people do in a pool, with the risk that Cognito saw in it. */
export function logActivity(pool: cognito.UserPool, zone: TrustZone, dataClass: DataClass, removalPolicy: RemovalPolicy): logs.ILogGroup {
  // Below this prefix one resource policy of the account, which AWS writes, serves all groups.
  const logGroup = new SecureLogGroup(pool, 'Activity', {
    zone, dataClass, removalPolicy, logGroupName: vendedLogName(pool, '/aws/vendedlogs/cognito/'),
  });
  const cloudWatchLogsConfiguration = { logGroupArn: vendedLogArn(logGroup) };
  new cognito.CfnLogDeliveryConfiguration(pool, 'ActivityDelivery', {
    userPoolId: pool.userPoolId,
    logConfigurations: [
      { eventSource: 'userAuthEvents', logLevel: 'INFO', cloudWatchLogsConfiguration },
      { eventSource: 'userNotification', logLevel: 'ERROR', cloudWatchLogsConfiguration },
    ],
  });
  return logGroup;
}

/** The CDK lets the pool in by its ARN alone; the account belongs to it, also for functions that are not of this library. */
export function admitTrigger(pool: cognito.UserPool, fn: lambda.IFunction): void {
  for (const permission of pool.node.children) {
    if (permission instanceof lambda.CfnPermission) permission.sourceAccount ??= Stack.of(pool).account;
  }
  declareEdge(pool, { caller: pool.node.path, target: fn.node.path, intent: Intent.INVOKE, actions: ['lambda:InvokeFunction'] });
}
