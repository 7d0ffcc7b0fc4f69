import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import type { DataKey } from './keys/data-key';
import type { LogMasking } from './logs/log-masking';
import type { Profile } from './profile';
import type { ConstructRegistry } from '../core/construct-registry';
import type { DataClass } from '../core/data-class';

/** Of a `TrustZone` what its parts need, so that the zone can make them and they need not import it. @internal */
export interface ZoneCore extends Construct {
  readonly profile: Profile;
  readonly permissionsBoundary?: iam.IManagedPolicy;
  readonly hasNetwork: boolean;
  readonly deadLetterQueue: sqs.Queue;
  readonly _removalPolicy: RemovalPolicy;
  readonly _logMasking: LogMasking;
  readonly _members: IConstruct[];
  readonly _logGroups: ConstructRegistry;
  readonly _logRetention: logs.RetentionDays;
  key(dataClass?: DataClass): DataKey;
  _onProfile(setting: (profile: Profile) => void): void;
}
