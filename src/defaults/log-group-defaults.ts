import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { ClassDefaults, constants, isLeftOut } from './class-defaults';
import { Place } from './place';

/** What the L2 keeps logs for when nobody says. */
const L2_RETENTION = logs.RetentionDays.TWO_YEARS;

/**
 * A log group is under the zone's key, protected from deletion, and kept as long as the zone says when that is longer than the CDK's own two years.
 * Those that the CDK makes for its constructs too: CloudWatch Logs uses the key by itself.
 */
export const logGroupDefaults: ClassDefaults = {
  classId: logs.LogGroup.PROPERTY_INJECTION_ID,
  alsoInsideCdk: true,
  fill: (said: logs.LogGroupProps, at: Place) => ({
    encryptionKey: () => {
      const key = at.zone.key();
      key.allowLogs();
      return key;
    },
    // who says that the logs go with their stack wants them to go
    ...said.removalPolicy !== RemovalPolicy.DESTROY && constants({ deletionProtectionEnabled: true }),
    ...isLeftOut(said, 'retention') && at.zone.logRetention > L2_RETENTION && constants({ retention: at.zone.logRetention }),
  }),
};
