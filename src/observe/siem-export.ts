import { join } from 'path';
import { Annotations, Duration, Lazy, Names, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct, IConstruct } from 'constructs';
import { archiveBucket, denyPlaintext, lockFor } from './audit-buckets';
import { SiemDestination } from './siem-destination';
import { SiemExportProps } from './siem-export-props';
import { DeliveryRole, senderRole } from './siem-roles';
import { EVENTS_PREFIX, SiemTables } from './siem-tables';
import { SecureFunction } from '../compute/secure-function';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { declareEdge, targetOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { deploymentId } from '../core/vended-logs';
import { chosenDetections, isLiveInLogs } from '../detect/chosen-detections';
import { codeWithData } from '../detect/code-with-data';
import type { Detection, ScheduledDetection } from '../detect/detection';
import { guardDutyFrom } from '../detect/finding-patterns';
import { allowFindings } from '../detect/findings-grant';
import { windowed } from '../detect/windowed';
import { ClassifiedLogGroup } from '../zone/logs/classified-log-group';
import { LogKind } from '../zone/logs/log-kind';
import { SecureLogGroup } from '../zone/logs/secure-log-group';
import { subscriptionName } from '../zone/logs/subscription-name';
import { accessLogsOf } from '../zone/private-bucket';
import { TrustZone } from '../zone/trust-zone';

const CODE = join(__dirname, '..', '..', 'assets', 'lambda', 'siem');
/** Beside the code of the function: what runs on logs as they pass. */
const DETECTIONS = 'detections.json';
const FAILED_PREFIX = 'failed/';
/** Field names of a flow log's format, as `CfnFlowLog.logFormat` has them. */
const FLOW_FORMAT = /^\$\{[a-z0-9-]+\}(\s+\$\{[a-z0-9-]+\})*$/;

/**
 * Exports the logs and findings of a zone to a SIEM, each event once normalised to OCSF 1.4.0 and masked by the class of its data.
 *
 * Every log group of the zone is subscribed, whether it was made before the export or after it: of functions, API access and execution, flows,
 * DNS queries, AWS WAF, state machines, and the trail of an `AuditTrail`. API Gateway access logs and AWS WAF logs become HTTP Activity, VPC flow
 * logs Network Activity, DNS queries DNS Activity, calls of CloudTrail API Activity or Authentication, findings Detection Finding. Everything else
 * is a Base Event with its text. What a log group holds is said by its subscription, so a function cannot forge an event of another class.
 *
 * What cannot be normalised is kept: an event as text, a record that cannot be read below `failed/`. The function publishes counts to CloudWatch, in
 * the namespace `cdk-zero-trust/Siem`. The log groups of the export itself are not subscribed, since they would feed themselves.
 *
 * In the template: a delivery stream under the zone's key, the function that normalises, a subscription filter for each log group, two event
 * rules for findings, and a role with a customer-managed policy for each service. With a bucket also the bucket with an object lock, a Glue database
 * with a table for each class, partitioned by region, account and day of delivery, and a workgroup of Athena whose results are under the key.
 *
 * With `detections`, the function also judges each event of AWS WAF and API Gateway before it is masked, and sends findings that an `IncidentResponder`
 * takes. One that could not be sent counts as `failedFindings`, on which an alarm publishes to the zone's topic; the event is exported all the same.
 *
 * Events come at least once: the same event has the same `metadata.uid`.
 *
 * Throws `CannotEnforceTls` for an imported bucket whose policy cannot be changed, `LockTooShort` for a lock under a day, `LockElsewhere` for
 * `lockRetention` with a bucket of yours; with `detections` also `BadDetectionFile`, `DetectionTwice`, `UnknownDetection`, `NotLive`, `DetectionTestFails`, and
 * what the reader of files throws.
 *
 * Fixed cost: none of its own, and 0.10 USD a month for the alarm of `detections`; in a zone with a network the interface endpoint of Firehose, and of EventBridge for `detections`, costs 7 USD a month and Availability Zone. For each
 * GB: Firehose 0.029 USD to take it in and 0.020 USD to partition it, and the function about 0.01 USD. The vended logs of WAF, flows and DNS that
 * CloudWatch Logs takes in cost what they cost without it. Source of the figures: Amazon Data Firehose pricing, us-east-1, November 2026.
 *
 * Source: NIST 800-53 AU-4(1), AU-6(4), AU-9(2), SI-4(2); PCI DSS 10.3.3, 10.4.1.1; FSBP DataFirehose.1.
 *
 * @example
 * declare const zone: TrustZone;
 *
 * new SiemExport(zone, 'Siem');
 */
export class SiemExport extends Construct {
  /** Normalises and masks. */
  public readonly normaliserFunction: SecureFunction;
  /** ARN of the delivery stream. */
  public readonly deliveryStreamArn: string;
  /** Keeps the events, or what an HTTP endpoint did not take. */
  public readonly bucket: s3.IBucket;
  /** Name of the Glue database; none with an HTTP endpoint. */
  public readonly databaseName?: string;
  /** Name of the workgroup of Athena; none with an HTTP endpoint. */
  public readonly workGroupName?: string;

  private readonly key: kms.IKey;
  private readonly stream: firehose.CfnDeliveryStream;
  private readonly subscriber: { role: iam.Role; grant: iam.Grant };
  private readonly flowFormats: Record<string, string> = {};

  constructor(private readonly zone: TrustZone, id: string, props: SiemExportProps = {}) {
    const path = pathOf(zone, id);
    checkProps(new.target === SiemExport, 'SiemExportProps', path, props);
    checkProps(true, 'LiveDetectionOptions', path, props.detections);
    check(path, props);
    const detections = props.detections && chosenDetections(path, props.detections, isLiveInLogs, 'is not about one event of AWS WAF or API Gateway');
    super(zone, id);
    const stack = Stack.of(this);
    const { _bucket: given, _endpoint: endpoint } = props.destination ?? SiemDestination.bucket();
    this.key = given?.encryptionKey ?? zone.key();
    this.bucket = given ?? this.ownBucket(props);

    // by name and not by reference: the stream names the function, whose policy names the stream
    const streamName = `${Names.uniqueResourceName(this, { maxLength: 50, separator: '-' })}-${deploymentId(stack.stackId)}`;
    this.deliveryStreamArn = stack.formatArn({ service: 'firehose', resource: 'deliverystream', resourceName: streamName });
    this.normaliserFunction = this.makeNormaliser(streamName, endpoint ? 'LINES' : 'PACKED', detections);
    this.stream = this.makeStream(streamName, endpoint, props);
    this.subscriber = senderRole(this, 'SubscriptionRole', zone, 'logs', this.deliveryStreamArn);
    zone._logGroups.onEach((logGroup) => this.subscribe(logGroup as ClassifiedLogGroup));
    if (props.findings ?? true) this.takeFindings();
    if (!endpoint) {
      const tables = new SiemTables(this, 'Tables', this.bucket, this.key);
      this.databaseName = tables.databaseName;
      this.workGroupName = tables.workGroupName;
    }
  }

  /**
   * Exports a log group that is not of the zone, of the same account and region.
   *
   * @param logGroup the log group
   * @param kind what its events are
   * @param dataClass the class of the data in it, which decides what is masked; RESTRICTED, under which all is, when left out
   */
  public addLogGroup(logGroup: logs.ILogGroup, kind: LogKind, dataClass: DataClass = DataClass.RESTRICTED): void {
    this.filter(logGroup, subscriptionName(kind, dataClass));
  }

  /**
   * Exports VPC flow logs in a format of their own, of the same account and region.
   *
   * Throws `BadFlowFormat` for what is no list of fields.
   *
   * @param logGroup the log group
   * @param format the fields, as the flow log's `logFormat` names them: `${version} ${srcaddr} ${dstaddr} ...`
   */
  public addFlowLogs(logGroup: logs.ILogGroup, format: string): void {
    if (!FLOW_FORMAT.test(format)) {
      throw new ZeroTrustError(this, 'BadFlowFormat', 'the format of flow logs is no list of fields.', 'write it as the flow log has it: `${srcaddr} ${dstaddr} ...`.');
    }
    this.flowFormats[logGroup.logGroupName] = format;
    this.addLogGroup(logGroup, LogKind.FLOW, DataClass.INTERNAL);
  }

  private ownBucket(props: SiemExportProps): s3.IBucket {
    const bucket = archiveBucket(this, 'Archive', {
      key: this.key,
      accessLogs: accessLogsOf(Stack.of(this), this.zone),
      lock: s3.ObjectLockRetention.governance(props.lockRetention ?? this.zone.profile.trailLock),
      removalPolicy: props.removalPolicy ?? this.zone._removalPolicy,
    });
    if (!props.lockRetention) this.zone._onProfile(({ trailLock }) => lockFor(bucket, trailLock));
    this.zone._addPart(bucket);
    return bucket;
  }

  private makeNormaliser(streamName: string, delivery: string, detections?: Detection[]): SecureFunction {
    const stack = Stack.of(this);
    const live = detections && { DETECTIONS };
    const fn = new SecureFunction(this, 'Normaliser', {
      zone: this.zone,
      code: lambda.Code.fromAsset(detections ? codeWithData(this, 'siem', DETECTIONS, JSON.stringify(byService(detections))) : CODE),
      handler: 'index.handler',
      memorySize: 1024,
      timeout: Duration.minutes(1),
      environment: {
        DELIVERY: delivery, STREAM: streamName, FLOW_FORMATS: stack.toJsonString(Lazy.any({ produce: () => this.flowFormats })), ...live,
      },
    });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['firehose:PutRecordBatch'], resources: [this.deliveryStreamArn] }));
    if (detections) {
      allowFindings(fn);
      this.watchFindings(fn);
    }
    return fn;
  }

  private watchFindings(fn: SecureFunction): void {
    new cloudwatch.Alarm(this, 'FindingsFailed', {
      alarmDescription: 'A detection found something in a log of AWS WAF or API Gateway, and its finding could not be sent: look for it in the SIEM.',
      metric: new cloudwatch.Metric({
        namespace: 'cdk-zero-trust/Siem', metricName: 'failedFindings', dimensionsMap: { FunctionName: fn.functionName }, statistic: cloudwatch.Stats.SUM,
      }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new actions.SnsAction(this.zone.alarmTopic));
  }

  private makeStream(deliveryStreamName: string, endpoint: SiemDestination['_endpoint'], props: SiemExportProps): firehose.CfnDeliveryStream {
    const logGroup = new SecureLogGroup(this, 'Logs', { zone: this.zone, dataClass: DataClass.INTERNAL, removalPolicy: props.removalPolicy });
    const logStream = new logs.CfnLogStream(this, 'LogStream', { logGroupName: logGroup.logGroupName, logStreamName: 'delivery' });
    const cloudWatchLoggingOptions = { enabled: true, logGroupName: logGroup.logGroupName, logStreamName: logStream.ref };
    const role = new DeliveryRole(this, 'DeliveryRole', this.zone);
    role.mayTransform(this.normaliserFunction);
    role.mayLog(logGroup);
    role.mayWrite(this.bucket, endpoint ? [FAILED_PREFIX] : [EVENTS_PREFIX, FAILED_PREFIX], this.key);
    const toBucket = {
      bucketArn: this.bucket.bucketArn,
      roleArn: role.roleArn,
      errorOutputPrefix: `${FAILED_PREFIX}!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/`,
      encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: this.key.keyArn } },
      cloudWatchLoggingOptions,
    };
    const processingConfiguration = this.processing(role);
    if (endpoint) role.waitFor(endpoint.secret.grantRead(role));
    const stream = new firehose.CfnDeliveryStream(this, 'Resource', {
      deliveryStreamName,
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'CUSTOMER_MANAGED_CMK', keyArn: this.key.keyArn },
      ...endpoint ? {
        httpEndpointDestinationConfiguration: {
          roleArn: role.roleArn,
          endpointConfiguration: { url: endpoint.url, name: 'siem' },
          secretsManagerConfiguration: { enabled: true, secretArn: endpoint.secret.secretArn, roleArn: role.roleArn },
          requestConfiguration: { contentEncoding: 'GZIP' },
          retryOptions: { durationInSeconds: Duration.hours(2).toSeconds() },
          bufferingHints: { intervalInSeconds: 60, sizeInMBs: 4 },
          processingConfiguration,
          s3BackupMode: 'FailedDataOnly',
          s3Configuration: toBucket,
          cloudWatchLoggingOptions,
        },
      } : {
        extendedS3DestinationConfiguration: {
          ...toBucket,
          prefix: `${EVENTS_PREFIX}class=!{partitionKeyFromLambda:class}/region=${Stack.of(this).region}/account=!{partitionKeyFromLambda:account}/day=!{timestamp:yyyy-MM-dd}/`,
          // the function packs each record: several gzip members behind each other are one gzip file. Source: RFC 1952, section 2.2;
          // Athena reads such files, among them access logs of load balancers (Athena user guide, "Query Application Load Balancer logs")
          compressionFormat: 'UNCOMPRESSED',
          fileExtension: '.json.gz',
          // 64 MB is the least with partitions
          bufferingHints: { intervalInSeconds: 60, sizeInMBs: 64 },
          dynamicPartitioningConfiguration: { enabled: true, retryOptions: { durationInSeconds: Duration.minutes(5).toSeconds() } },
          processingConfiguration,
        },
      },
    });
    role.applyBefore(stream);
    return stream;
  }

  private processing(role: iam.IRole): firehose.CfnDeliveryStream.ProcessingConfigurationProperty {
    const parameters = {
      LambdaArn: this.normaliserFunction.functionArn,
      RoleArn: role.roleArn,
      NumberOfRetries: '3',
      // logs come packed tenfold, and Lambda takes 6 MB
      BufferSizeInMBs: '1',
      BufferIntervalInSeconds: '60',
    };
    return {
      enabled: true,
      processors: [{ type: 'Lambda', parameters: Object.entries(parameters).map(([parameterName, parameterValue]) => ({ parameterName, parameterValue })) }],
    };
  }

  private subscribe(logGroup: ClassifiedLogGroup): void {
    // what an export logs of its own would come back to it, or to another one and from there to it, without an end
    if (logGroup.node.scopes.some((scope) => scope instanceof SiemExport)) return;
    this.filter(logGroup, Lazy.string({ produce: () => subscriptionName(logGroup._kind, logGroup._dataClass) }));
  }

  private filter(logGroup: logs.ILogGroup, filterName: string): void {
    const [stack, home] = [Stack.of(logGroup), Stack.of(this)];
    if (stack.region !== home.region || stack.account !== home.account) {
      Annotations.of(logGroup).addWarningV2('cdk-zero-trust:NotExported',
        `A log group sends to streams of its own region and account only, so ${this.node.path} does not export this one.`);
      return;
    }
    const scope: IConstruct = stack === home ? this : logGroup;
    const filter = new logs.CfnSubscriptionFilter(scope as Construct, stack === home ? `Filter${logGroup.node.addr}` : `Siem${this.node.addr.slice(-8)}`, {
      logGroupName: logGroup.logGroupName,
      filterName,
      filterPattern: '',
      destinationArn: this.stream.attrArn,
      roleArn: this.subscriber.role.roleArn,
    });
    this.declareSender(targetOf(logGroup.logGroupName));
    // CloudWatch Logs sends a test record as the filter is made
    if (stack === home) this.subscriber.grant.applyBefore(filter);
  }

  /** What sends its records to the stream. */
  private declareSender(sender: string): void {
    declareEdge(this, { caller: sender, target: this.node.path, intent: Intent.PUBLISH, actions: ['firehose:PutRecord'] });
  }

  private takeFindings(): void {
    const { role } = senderRole(this, 'FindingsRole', this.zone, 'events', this.deliveryStreamArn);
    const patterns: Record<string, events.EventPattern> = {
      GuardDuty: guardDutyFrom(0),
      // of any state, so that a SIEM sees what is resolved; of GuardDuty there is a rule of its own
      SecurityHub: {
        source: ['aws.securityhub'],
        detailType: ['Security Hub Findings - Imported'],
        detail: { findings: { ProductName: [{ 'anything-but': ['GuardDuty'] }] } },
      },
      Detections: { source: ['zero-trust'], detailType: ['Finding'] },
    };
    for (const [name, eventPattern] of Object.entries(patterns)) {
      const deadLetters = this.zone.deadLetterQueue;
      const rule = new events.Rule(this, name, {
        description: 'Findings that go to the SIEM',
        eventPattern,
        targets: [{ bind: () => ({ id: 'Siem', arn: this.stream.attrArn, role, deadLetterConfig: { arn: deadLetters.queueArn } }) }],
      });
      deadLetters.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [deadLetters.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn }, StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }));
      this.declareSender(rule.node.path);
    }
  }
}

function byService(detections: Detection[]): Record<string, ScheduledDetection[]> {
  const services = [...new Set(detections.map(({ service }) => service))];
  return Object.fromEntries(services.map((service) => [service, detections.filter((one) => one.service === service).map(windowed)]));
}

function check(path: string, { destination, lockRetention }: SiemExportProps): void {
  if (lockRetention && (destination?._bucket || lockRetention.isUnresolved() || lockRetention.toDays({ integral: false }) < 1)) {
    throw destination?._bucket
      ? new ZeroTrustError(path, 'LockElsewhere', 'a bucket that is given keeps the lock that it has.', 'set the lock where the bucket is made, and leave out lockRetention.')
      : new ZeroTrustError(path, 'LockTooShort', 'the lock has to be a literal of a day or more.', 'leave out lockRetention, or lengthen it.');
  }
  const bucket = destination?._bucket;
  if (bucket && !bucket.addToResourcePolicy(denyPlaintext(bucket)).statementAdded) {
    throw new ZeroTrustError(path, 'CannotEnforceTls', 'the policy of an imported bucket cannot be changed here, so nothing makes TLS sure.',
      'pass a bucket of this app, or leave it out.');
  }
}
