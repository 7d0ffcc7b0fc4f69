import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { DataKey } from './keys/data-key';
import { LogMasking } from './logs/log-masking';
import { GatewayPrefixLists, ZoneNetwork } from './network/zone-network';
import { Profile } from './profile';

/**
 * Properties of a `TrustZone`.
 */
export interface TrustZoneProps {
  /**
   * Where the functions of the zone stand.
   *
   * @default - an isolated network, made when the first member needs it
   */
  readonly network?: ZoneNetwork;

  /**
   * Keys that exist already, by data class (`DataClass.CONFIDENTIAL` …). Their policies must let CloudWatch Logs, alarms
   * and events of the account use them: a key that was imported cannot be changed here.
   *
   * @default - the zone makes a key for each class in use
   */
  readonly keys?: Record<string, DataKey>;

  /**
   * The topic that alarms publish to.
   *
   * @default - an encrypted topic that only alarms and rules of this account may publish to
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * What a framework or an organisation chose: retention, masking, residency, backup, deletion. The props here go before it.
   *
   * @default - the profile of the nearest scope that one was applied to, else `Profile.BASELINE`
   */
  readonly profile?: Profile;

  /**
   * Numbers of accounts outside of the app that its members may let in: by `addToResourcePolicy`, `addPermission`, `allowAccount`, in layers, and
   * as owners of roles that they assume. The list of `ZeroTrust.enforce` says the same for the template as a whole.
   *
   * @default - the accounts of the app's stacks only
   */
  readonly trustedAccounts?: string[];

  /**
   * How long logs are kept.
   *
   * @default - as long as the profile says: one year for `Profile.BASELINE`
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * What is masked in logs of the zone. `LogMasking.none(reason)` for regions in which CloudWatch Logs has no data protection.
   *
   * @default - by class, from the one that the profile says: RESTRICTED for `Profile.BASELINE`
   */
  readonly logMasking?: LogMasking;

  /**
   * Prefix lists of the gateway endpoints, for a region that this library does not know.
   *
   * @default - from the context `cdk-zero-trust:prefixLists` (region → service → identifier), else those that the library knows, else looked up
   * by the CDK where account and region are known. Without a region the stack deploys in the known ones only, which a warning names
   */
  readonly prefixLists?: GatewayPrefixLists;

  /**
   * What each function of the zone reserves of the account's concurrency, unless it says otherwise. A flood of one function then leaves the others
   * theirs, and each takes this much from all other functions of the account. See `accountConcurrency` of `ZeroTrust.enforce`.
   *
   * Throws `NoConcurrency` for less than 1.
   *
   * @default - nothing is reserved
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * Upper bound of what any role in the zone may do.
   *
   * @default - none
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * What happens to keys, queues and topics of the zone when the stack goes. `DESTROY` is for sandboxes.
   *
   * @default - as the profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;
}
