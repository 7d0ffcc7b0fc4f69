import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ClassifiedLogGroup } from './classified-log-group';
import { LogMasking } from './log-masking';
import { checkProps } from '../../core/checked-props';
import { pathOf } from '../../core/construct-path';
import { DataClass } from '../../core/data-class';
import { TrustZone } from '../trust-zone';

/**
 * Properties of a `SecureLogGroup`.
 */
export interface SecureLogGroupProps {
  /**
   * The zone whose key encrypts the logs.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * The class of the data that is logged: decides the key, and what is masked.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * What is masked, by the class of the data.
   *
   * @default - what the zone says: RESTRICTED logs are masked
   */
  readonly masking?: LogMasking;

  /**
   * Name of the log group, for services that ask for one.
   *
   * @default - CloudFormation makes one up, so that a retained group never collides with a new one
   */
  readonly logGroupName?: string;

  /**
   * How long events are kept.
   *
   * @default - as long as the zone's profile says: one year for `Profile.BASELINE`
   */
  readonly retention?: logs.RetentionDays;

  /**
   * What happens to the logs when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A log group under the zone's key, kept as long as the zone's profile says, retained with the stack, protected from deletion, and
 * masked by the class of what is logged.
 *
 * In the template: the log group; with the first one that is masked, a log group of the zone for what was found. Whoever deploys a
 * masked group needs `logs:PutDataProtectionPolicy` and `logs:CreateLogDelivery`. Nobody is granted `logs:Unmask`.
 *
 * Fixed cost: none; 0.12 USD for each GB that is scanned where logs are masked. Source of the figure: Amazon CloudWatch pricing,
 * us-east-1, November 2026. Source: NIST 800-53 AU-9, AU-11, SI-19(4); PCI DSS 3.4.1, 10.5.1; FSBP CloudWatch.16.
 *
 * @example
 * new SecureLogGroup(this, 'Payments', { dataClass: DataClass.RESTRICTED });
 */
export class SecureLogGroup extends ClassifiedLogGroup {
  constructor(scope: Construct, id: string, props: SecureLogGroupProps = {}) {
    checkProps(new.target === SecureLogGroup, 'SecureLogGroupProps', pathOf(scope, id), props);
    super(scope, id, { ...props, zone: props.zone ?? TrustZone.of(scope) });
  }
}
