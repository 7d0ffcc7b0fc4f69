import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { ClassDefaults, constants, isLeftOut } from './class-defaults';
import { Place } from './place';

const RECOVERY = { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 };

/** A table is under the zone's key, restorable, and protected from deletion. */
export const tableDefaults: ClassDefaults = {
  classId: dynamodb.Table.PROPERTY_INJECTION_ID,
  fill: (said: dynamodb.TableProps, at: Place) => ({
    ...kept(said),
    ...isLeftOut(said, 'encryption', 'encryptionKey', 'replicationRegions') && {
      encryption: () => dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey: () => at.zone.key(),
    },
  }),
  finish: joinZone,
};

/** As `tableDefaults`; the CDK takes a key of ours only where it knows the region, and replicas need keys of their own. */
export const tableV2Defaults: ClassDefaults = {
  classId: dynamodb.TableV2.PROPERTY_INJECTION_ID,
  fill: (said: dynamodb.TablePropsV2, at: Place) => ({
    ...kept(said),
    ...isLeftOut(said, 'replicas') && !Token.isUnresolved(Stack.of(at.scope).region) && {
      encryption: () => dynamodb.TableEncryptionV2.customerManagedKey(at.zone.key()),
    },
  }),
  finish: joinZone,
};

function kept(said: dynamodb.TableProps | dynamodb.TablePropsV2): Record<string, () => unknown> {
  return {
    ...isLeftOut(said, 'pointInTimeRecovery') && constants({ pointInTimeRecoverySpecification: RECOVERY }),
    // who says that the table goes with its stack wants it to go
    ...said.removalPolicy !== RemovalPolicy.DESTROY && constants({ deletionProtection: true }),
  };
}

function joinZone(table: dynamodb.Table | dynamodb.TableV2, _said: unknown, at: Place): string[] {
  at.zone._join(table);
  return [];
}
