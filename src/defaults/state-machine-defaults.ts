import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ClassDefaults, constants, isLeftOut } from './class-defaults';
import { Place } from './place';
import { vendedLogName } from '../core/vended-logs';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { SecureLogGroup } from '../zone/logs/secure-log-group';

/** A state machine is under the zone's key, traced, and logs every event without its data. */
export const stateMachineDefaults: ClassDefaults = {
  classId: sfn.StateMachine.PROPERTY_INJECTION_ID,
  fill: (said: sfn.StateMachineProps, at: Place) => ({
    ...constants({ tracingEnabled: true }),
    encryptionConfiguration: () => new sfn.CustomerManagedEncryptionConfiguration(key(at)),
    logs: () => ({ destination: logGroup(at), level: sfn.LogLevel.ALL, includeExecutionData: false }),
    ...isLeftOut(said, 'role') && {
      role: () => new CustomerManagedRole(at.own, 'Role', {
        assumedBy: new iam.ServicePrincipal('states.amazonaws.com'), permissionsBoundary: at.zone.permissionsBoundary,
      }),
    },
  }),
};

/**
 * By its ARN only: in the policy of a key that it can change, the L2 lets the delivery of logs decrypt for any account.
 * Source: Step Functions developer guide, "Encrypting data at rest".
 */
function key(at: Place): kms.IKey {
  const zoneKey = at.zone.key();
  const logsOfThisAccount = Stack.of(zoneKey).formatArn({ service: 'logs', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
  zoneKey.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['kms:Decrypt'],
    resources: ['*'],
    conditions: { StringLike: { 'kms:EncryptionContext:SourceArn': logsOfThisAccount } },
  }));
  return kms.Key.fromKeyArn(at.own, 'Key', zoneKey.keyArn);
}

function logGroup(at: Place): logs.ILogGroup {
  return new SecureLogGroup(at.own, 'Logs', { zone: at.zone, logGroupName: vendedLogName(at.own, '/aws/vendedlogs/states/') });
}
