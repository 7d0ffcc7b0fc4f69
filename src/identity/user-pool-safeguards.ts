import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { DataClass } from '../core/data-class';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
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

/** What Cognito waits for a trigger. Source: Amazon Cognito developer guide, "Customizing user pool workflows with Lambda triggers". */
const TRIGGER_SECONDS = 5;

/** Throws `TriggerTooSlow` and `SecondTrigger`, on behalf of a pool. */
export function checkTrigger(path: string, fn: lambda.Function, before?: lambda.IFunction): void {
  if (before) {
    throw new ZeroTrustError(path, 'SecondTrigger', `${before.node.path} adds claims already, and Cognito calls one function.`, 'add all claims in one function.');
  }
  // the timeout of Lambda itself is 3 s
  if (fn.timeout && !fn.timeout.isUnresolved() && fn.timeout.toSeconds() > TRIGGER_SECONDS) {
    throw new ZeroTrustError(path, 'TriggerTooSlow', `${fn.node.path} may run ${fn.timeout.toSeconds()} s, and Cognito waits ${TRIGGER_SECONDS} s.`,
      `set its timeout to ${TRIGGER_SECONDS} s or less.`);
  }
}

/** The CDK lets the pool in by its ARN alone; the account belongs to it, also for functions that are not of this library. */
export function admitTrigger(pool: cognito.UserPool, fn: lambda.IFunction): void {
  for (const permission of pool.node.children) {
    if (permission instanceof lambda.CfnPermission) permission.sourceAccount ??= Stack.of(pool).account;
  }
  declareEdge(pool, { caller: pool.node.path, target: fn.node.path, intent: Intent.INVOKE, actions: ['lambda:InvokeFunction'] });
}
