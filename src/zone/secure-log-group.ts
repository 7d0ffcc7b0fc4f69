import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DataClass } from './data-class';
import { TrustZone } from './trust-zone';

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
   * The class of the data that is logged.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * Name of the log group, for services that ask for one.
   *
   * @default - CloudFormation makes one up, so that a retained group never collides with a new one
   */
  readonly logGroupName?: string;

  /**
   * How long events are kept.
   *
   * @default - the zone's retention, one year
   */
  readonly retention?: logs.RetentionDays;

  /**
   * What happens to the logs when the stack goes.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A log group under the zone's key, kept for a year at least, retained with the stack and protected from deletion.
 *
 * Source: NIST 800-53 AU-9, AU-11; PCI DSS 10.5.1; FSBP CloudWatch.16.
 */
export class SecureLogGroup extends logs.LogGroup {
  constructor(scope: Construct, id: string, props: SecureLogGroupProps = {}) {
    const zone = props.zone ?? TrustZone.of(scope);
    const key = zone.key(props.dataClass);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    key.allowLogs();
    super(scope, id, {
      logGroupName: props.logGroupName,
      encryptionKey: key,
      retention: props.retention ?? zone.logRetention,
      removalPolicy,
      // a group that is to go with its stack could not, if it were protected
      deletionProtectionEnabled: removalPolicy !== RemovalPolicy.DESTROY,
    });
  }
}
