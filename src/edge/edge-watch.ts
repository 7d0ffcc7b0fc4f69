import { Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as shield from 'aws-cdk-lib/aws-shield';
import { Construct } from 'constructs';
import type { EdgeHome } from './edge-stacks';
import { deploymentId, vendedLogArn, vendedLogName } from '../core/vended-logs';
import { SecureLogGroup } from '../zone/logs/secure-log-group';
import type { TrustZone } from '../zone/trust-zone';

const PERIOD_SECONDS = 300;
/** More than so many percent of answers 5xx, for three periods on end, is no hiccup. */
const ERROR_RATE = 5;

interface EdgeLogsProps extends EdgeHome {
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Where the access logs of a distribution go, beside the key of their zone.
 *
 * Source: Amazon CloudFront developer guide, "Configure standard logging (v2)".
 */
export class EdgeLogs extends Construct {
  public readonly logGroup: logs.ILogGroup;
  public readonly destinationArn: string;

  constructor(id: string, { scope, zone, removalPolicy }: EdgeLogsProps) {
    super(scope, id);
    this.logGroup = new SecureLogGroup(this, 'LogGroup', {
      zone, removalPolicy, logGroupName: vendedLogName(this, '/aws/vendedlogs/cloudfront/'),
    });
    this.destinationArn = new logs.CfnDeliveryDestination(this, 'Destination', {
      name: deliveryName(this),
      destinationResourceArn: vendedLogArn(this.logGroup),
      deliveryDestinationType: 'CWL',
      outputFormat: 'json',
    }).attrArn;
  }
}

interface EdgeWatchProps extends EdgeHome {
  readonly distributionId: string;
  readonly logDestinationArn: string;
  readonly floodThreshold: number;
  readonly shieldProtection: boolean;
}

/**
 * What watches a distribution from us-east-1, where CloudFront puts metrics and takes orders for logs.
 *
 * Source: Amazon CloudFront developer guide, "View CloudFront metrics".
 */
export class EdgeWatch extends Construct {
  private readonly zone: TrustZone;
  private readonly distributionArn: string;

  constructor(id: string, { scope, zone, ...props }: EdgeWatchProps) {
    super(scope, id);
    this.zone = zone;
    this.distributionArn = Stack.of(this).formatArn({
      service: 'cloudfront', region: '', resource: 'distribution', resourceName: props.distributionId,
    });
    this.deliverLogs(props.logDestinationArn);

    const dimensions = [{ name: 'DistributionId', value: props.distributionId }, { name: 'Region', value: 'Global' }];
    this.alarm('Flood', 'A distribution gets many requests.', {
      namespace: 'AWS/CloudFront', metricName: 'Requests', dimensions, statistic: 'Sum', threshold: props.floodThreshold, evaluationPeriods: 1,
    });
    this.alarm('Errors', 'A distribution answers with errors.', {
      namespace: 'AWS/CloudFront', metricName: '5xxErrorRate', dimensions, statistic: 'Average', threshold: ERROR_RATE, evaluationPeriods: 3,
    });
    if (props.shieldProtection) this.protect();
  }

  private deliverLogs(deliveryDestinationArn: string): void {
    const source = new logs.CfnDeliverySource(this, 'LogSource', {
      name: deliveryName(this), resourceArn: this.distributionArn, logType: 'ACCESS_LOGS',
    });
    new logs.CfnDelivery(this, 'LogDelivery', { deliverySourceName: source.ref, deliveryDestinationArn });
  }

  /** Shield Advanced alone measures attacks, on what it protects. */
  private protect(): void {
    new shield.CfnProtection(this, 'Protection', {
      name: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }), resourceArn: this.distributionArn,
    });
    this.alarm('Attack', 'Shield detected an attack on a distribution.', {
      namespace: 'AWS/DDoSProtection',
      metricName: 'DDoSDetected',
      dimensions: [{ name: 'ResourceArn', value: this.distributionArn }],
      statistic: 'Maximum',
      threshold: 1,
      evaluationPeriods: 1,
    });
  }

  private alarm(id: string, alarmDescription: string, watch: Omit<cloudwatch.CfnAlarmProps, 'comparisonOperator'>): void {
    new cloudwatch.CfnAlarm(this, `${id}Alarm`, {
      alarmDescription,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      period: PERIOD_SECONDS,
      treatMissingData: 'notBreaching',
      alarmActions: [this.zone.alarmTopic.topicArn],
      ...watch,
    });
  }
}

/** Unique in a region, and no longer than 60 characters. */
function deliveryName(owner: Construct): string {
  return `${Names.uniqueResourceName(owner, { maxLength: 50, separator: '-' })}-${deploymentId()}`;
}
