import { Aws, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ReportSchedule } from './report-schedule';
import { REPORT_SETTINGS, ReportSettings } from './report-settings';
import { EventSource } from '../compute/event-source';
import { SecureFunction } from '../compute/secure-function';
import { DataClass } from '../core/data-class';
import { Intent } from '../core/edge';
import { exactGrant } from '../core/exact-grant';
import { SecureBucket } from '../data/secure-bucket';
import type { SecureTable } from '../data/secure-table';
import { codeWithData } from '../detect/code-with-data';
import { acknowledgeWildcards } from '../zone/object-wildcards';
import type { TrustZone } from '../zone/trust-zone';

/** Where evidence is that nothing else names. */
export const EVIDENCE_PREFIX = 'evidence/';
const REPORTS = 'reports/*';
const IDS = 'AWS Config gives packs and recorders an id when they are made; the statement names them.';

interface ComplianceReportsProps {
  readonly zone: TrustZone;
  readonly schedule: ReportSchedule;
  readonly settings: ReportSettings;
  /** The bucket of evidence and a prefix in it; that of reports otherwise. */
  readonly evidence?: { readonly bucket: SecureBucket; readonly prefix: string };
  readonly incidents?: SecureTable;
  /** Whose state tells whether AWS Config records. */
  readonly recorderName: string;
}

/** The job that makes compliance reports: a schedule, a function, the key that it alone signs with, and a locked bucket. */
export class ComplianceReports extends Construct {
  public readonly bucket: SecureBucket;
  public readonly key: kms.Key;
  public readonly reportFunction: SecureFunction;

  constructor(scope: Construct, id: string, { zone, schedule, settings, evidence, incidents, recorderName }: ComplianceReportsProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.bucket = new SecureBucket(this, 'Bucket', {
      zone,
      dataClass: DataClass.INTERNAL,
      lockRetention: zone.profile.trailLock,
      withoutReplica: 'each version is locked, and evidence, AWS Config and incidents keep what reports are made of',
    });
    zone._onProfile(({ trailLock }) => {
      (this.bucket.node.defaultChild as s3.CfnBucket).addPropertyOverride('ObjectLockConfiguration.Rule.DefaultRetention.Days', trailLock.toDays());
    });
    this.key = new kms.Key(this, 'Key', {
      description: `Signs compliance reports of ${scope.node.path}`,
      keySpec: kms.KeySpec.ECC_NIST_P256,
      keyUsage: kms.KeyUsage.SIGN_VERIFY,
      pendingWindow: zone.profile.keyDeletionWindow,
      removalPolicy: zone._removalPolicy,
    });
    const from = evidence ?? { bucket: this.bucket, prefix: EVIDENCE_PREFIX };
    this.reportFunction = new SecureFunction(this, 'Function', {
      zone,
      dataClass: DataClass.INTERNAL,
      description: 'Makes compliance reports',
      code: lambda.Code.fromAsset(codeWithData(this, 'compliance-report', REPORT_SETTINGS, JSON.stringify(settings))),
      handler: 'index.handler',
      timeout: Duration.minutes(10),
      memorySize: 2048,
      environment: {
        ACCOUNT: stack.account,
        PARTITION: Aws.PARTITION,
        REPORT_BUCKET: this.bucket.bucketName,
        EVIDENCE_BUCKET: from.bucket.bucketName,
        EVIDENCE_PREFIX: from.prefix,
        MAX_EVIDENCE_DAYS: '90',
        KEY_ID: this.key.keyArn,
        RECORDER: recorderName,
        TOPIC_ARN: zone.alarmTopic.topicArn,
        ...incidents ? { INCIDENTS_TABLE: incidents.tableName } : {},
      },
    });
    // replaced by EventBridge Scheduler: a second attempt is of the same report
    const input = { time: '<aws.scheduler.scheduled-time>' };
    this.reportFunction.consumes(EventSource.schedule(schedule._expression, { description: 'Compliance reports', input }));
    from.bucket.grantRead(this.reportFunction, `${from.prefix}*`);
    this.bucket.grantRead(this.reportFunction, REPORTS);
    this.bucket.grantPut(this.reportFunction, REPORTS);
    incidents?.grants.actions(this.reportFunction, 'dynamodb:Scan');
    zone.alarmTopic.grantPublish(this.reportFunction);
    this.sign();
    this.readConfig(settings.packs.map(({ name }) => name), recorderName);
    new cloudwatch.Alarm(this, 'Failed', {
      alarmDescription: 'A compliance report was not made.',
      metric: this.reportFunction.metricErrors({ period: Duration.minutes(5), statistic: cloudwatch.Stats.SUM }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new actions.SnsAction(zone.alarmTopic));
  }

  /** Whoever reads reports and checks their signatures. */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.bucket.grantRead(grantee, REPORTS)
      .combine(exactGrant({ grantee, target: this.key, intent: Intent.USE, actions: ['kms:GetPublicKey'], resourceArns: [this.key.keyArn] }));
  }

  /** The function signs, and nothing else, whatever other policies allow. */
  private sign(): void {
    exactGrant({ grantee: this.reportFunction, target: this.key, intent: Intent.USE, actions: ['kms:GetPublicKey', 'kms:Sign'], resourceArns: [this.key.keyArn] });
    this.key.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'ReportsAloneSign',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['kms:Sign'],
      resources: ['*'],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': this.reportFunction.role!.roleArn } },
    }));
  }

  private readConfig(packs: string[], recorderName: string): void {
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName: string) => stack.formatArn({ service: 'config', resource, resourceName });
    const statements = [
      new iam.PolicyStatement({
        actions: ['config:DescribeConformancePackCompliance', 'config:GetConformancePackComplianceDetails'], resources: packs.map((name) => arn('conformance-pack', `${name}/*`)),
      }),
      new iam.PolicyStatement({ actions: ['config:DescribeConfigurationRecorderStatus'], resources: [arn('configuration-recorder', `${recorderName}/*`)] }),
    ];
    for (const statement of statements) {
      this.reportFunction.addToRolePolicy(statement);
      acknowledgeWildcards(this.reportFunction.role!, statement, statement.resources, IDS);
    }
  }
}
