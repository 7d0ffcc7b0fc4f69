import { Aspects, CfnResource, IAspect, Stack, Stage } from 'aws-cdk-lib';
import { CfnConfigRule, CfnConfigurationRecorder, CfnConformancePack, CfnDeliveryChannel } from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct, IConstruct } from 'constructs';
import type { ComplianceBaselineProps } from './compliance-baseline-props';
import { ComplianceReports, EVIDENCE_PREFIX } from './compliance-reports';
import { ConformanceFramework } from './conformance-framework';
import { RECORDER_NAME, RecorderSource } from './recorder-source';
import { Remediated } from './remediated-rule';
import { AccountService, refuseSecond, refuseSecondAtSynth } from '../core/account-service';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { ZeroTrustError } from '../core/errors';
import { SecureBucket } from '../data/secure-bucket';
import { FRAMEWORKS } from '../frameworks';
import { PACKED_FRAMEWORKS, packsFor, rulesServing } from '../frameworks/conformance';
import { TrustZone } from '../zone/trust-zone';

const RECORDER: AccountService = {
  types: [CfnConfigurationRecorder.CFN_RESOURCE_TYPE_NAME], name: 'the configuration recorder of AWS Config', instead: 'RecorderSource.existing(owner)',
};
const CHANNEL: AccountService = {
  types: [CfnDeliveryChannel.CFN_RESOURCE_TYPE_NAME], name: 'the delivery channel of AWS Config', instead: 'RecorderSource.existing(owner)',
};

/**
 * AWS Config for an account and Region: the recorder with its delivery channel, conformance packs that are made from the rules of this library, and
 * remediations by name.
 *
 * AWS has one recorder of its customer's for each account and Region: put one `ComplianceBaseline` into the stack of the account, with `AdminGuard`: rules of
 * AWS Config in the same stack wait for the recorder. What exists already, or what Control Tower owns, is named by `RecorderSource`.
 *
 * In the template: `AWS::Config::ConfigurationRecorder` for all types, `AWS::Config::DeliveryChannel` with a bucket under the zone's key that keeps versions and
 * refuses to delete them, one to three `AWS::Config::ConformancePack` for each framework; for each remediation an `AWS::Config::ConfigRule`, an
 * `AWS::SSM::Document`, its role, and an `AWS::Config::RemediationConfiguration` with limits. AWS Config delivers to no bucket with default Object Lock retention:
 * the bucket's policy keeps the files instead.
 *
 * Throws `TwoInOneRegion`, `TwoBaselines`, `ControlTowerOwns`, `UnknownFramework`, `NoFramework`, `RemediationTwice`, `BadAttempts`, `NoReports`.
 *
 * With `reports`: a schedule, a function, an `AWS::KMS::Key` that the function alone signs with, a bucket with Object Lock and an alarm.
 *
 * No fixed cost without `reports`. With them 1.10 USD a month for key and alarm; interface endpoints of AWS Config, KMS and SNS cost 7 USD a month and Availability
 * Zone each, unless the zone uses them already. AWS Config: 0.003 USD for each configuration item, 0.001 USD for each evaluation of a rule. Source: AWS Config
 * pricing of us-east-1. Source: FSBP Config.1; NIST 800-53 CM-2, CM-6, CM-8, CA-7; PCI DSS 2.2, 10.5; HIPAA 164.308(a)(8).
 *
 * @example
 * new ComplianceBaseline(this, 'Compliance', {
 *   frameworks: [ConformanceFramework.PCI_DSS],
 *   remediate: [Remediation.blockPublicBuckets(['orders-*']), Remediation.rotateKeys({ key: 'app', value: 'orders' }, { maxAttempts: 1 })],
 * });
 */
export class ComplianceBaseline extends Construct {
  /** The zone whose key encrypts what is delivered. */
  public readonly zone: TrustZone;
  /** Where configuration history, snapshots and the templates of packs are kept. */
  public readonly bucket: SecureBucket;
  /** The names of the conformance packs. */
  public readonly conformancePackNames: string[];
  /** Where reports are kept, each version locked for as long as files of the audit trail; none without `reports`. */
  public readonly reportBucket?: SecureBucket;
  /** The key that signs reports: ECDSA P-256, for the function of the reports alone; none without `reports`. */
  public readonly reportKey?: kms.Key;

  private readonly reports?: ComplianceReports;
  private readonly evidence: boolean;

  constructor(scope: Construct, id: string, props: ComplianceBaselineProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === ComplianceBaseline, 'ComplianceBaselineProps', path, props);
    const source = props.recorder ?? RecorderSource.create();
    const packs = (props.frameworks ?? [ConformanceFramework.ALL_RULES]).map((framework) => ({ framework, ruleIds: rulesOf(path, framework) }));
    check(path, scope, source, props);
    super(scope, id);
    this.zone = props.zone ?? TrustZone.of(this);
    this.bucket = this.makeBucket();
    this.evidence = props.evidence !== undefined;
    const recorder = source._provided === undefined ? this.makeRecorder(source) : undefined;
    if (source._provided !== undefined) this.node.addMetadata('cdk-zero-trust:existing-recorder', source._provided);
    if (source._isControlTower) this.leaveToControlTower();

    const made = packs.flatMap(({ framework, ruleIds }) => packsFor(ruleIds).map(({ template: templateBody, rules }, index) => {
      const conformancePackName = `zero-trust-${framework.id}-${index + 1}`;
      const pack = new CfnConformancePack(this, `Pack-${framework.id}-${index + 1}`, {
        conformancePackName, templateBody, deliveryS3Bucket: this.bucket.bucketName, deliveryS3KeyPrefix: conformancePackName,
      });
      if (this.bucket.policy) pack.node.addDependency(this.bucket.policy);
      if (recorder) pack.node.addDependency(recorder);
      return { name: conformancePackName, rules };
    }));
    this.conformancePackNames = made.map(({ name }) => name);
    for (const remediation of props.remediate ?? []) new Remediated(this, { remediation, zone: this.zone, incidents: props.responder?.incidents });
    if (recorder) Aspects.of(Stack.of(this)).add(new RulesAwait(recorder));
    if (props.reports) {
      const named = packs.map(({ framework }) => framework.id);
      const isAll = named.includes(ConformanceFramework.ALL_RULES.id);
      this.reports = new ComplianceReports(this, 'Reports', {
        zone: this.zone,
        schedule: props.reports,
        settings: { baseline: path, frameworks: isAll ? FRAMEWORKS.map(({ id: one }) => one) : named, packs: made },
        evidence: props.evidence && { bucket: props.evidence._bucket, prefix: props.evidence._prefix },
        incidents: props.responder?.incidents,
        recorderName: source._recorderName,
      });
      this.reportBucket = this.reports.bucket;
      this.reportKey = this.reports.key;
    }
  }

  /**
   * Lets a pipeline store evidence for reports: `PutObject`, `AbortMultipartUpload` below `evidence/` of `reportBucket`.
   *
   * Throws `NoReports` where no reports are made, or their evidence is elsewhere.
   */
  public grantPutEvidence(grantee: iam.IGrantable): iam.Grant {
    if (this.evidence) throw new ZeroTrustError(this, 'NoReports', 'reports find their evidence elsewhere.', 'leave out evidence.');
    return this.made().bucket.grantPut(grantee, `${EVIDENCE_PREFIX}*`);
  }

  /**
   * Lets a principal read reports, and the public key that checks their signatures: `GetObject` and `ListBucket` below `reports/`, `kms:GetPublicKey`.
   *
   * Throws `NoReports` where no reports are made.
   */
  public grantReadReports(grantee: iam.IGrantable): iam.Grant {
    return this.made().grantRead(grantee);
  }

  private made(): ComplianceReports {
    if (this.reports) return this.reports;
    throw new ZeroTrustError(this, 'NoReports', 'no reports are made.', 'set reports, for example to ReportSchedule.weekly().');
  }

  private makeBucket(): SecureBucket {
    const { account } = Stack.of(this);
    this.zone.key(DataClass.INTERNAL).allowConfig();
    const bucket = new SecureBucket(this, 'Delivery', {
      zone: this.zone, dataClass: DataClass.INTERNAL, withoutReplica: 'AWS Config keeps the history itself for seven years; the files are a copy of it',
    });
    const ofThisAccount = { 'aws:SourceAccount': account };
    const config = [new iam.ServicePrincipal('config.amazonaws.com')];
    const files = bucket.arnForObjects(`AWSLogs/${account}/Config/*`);
    // source: AWS Config developer guide, "Permissions for the Amazon S3 Bucket for the AWS Config Delivery Channel"
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'ConfigLooks', principals: config, actions: ['s3:GetBucketAcl', 's3:ListBucket'], resources: [bucket.bucketArn], conditions: { StringEquals: ofThisAccount },
    }));
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'ConfigWrites',
      principals: config,
      actions: ['s3:PutObject'],
      resources: [files],
      conditions: { StringEquals: { ...ofThisAccount, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    }));
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'NoVersionIsDeleted', effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions: ['s3:DeleteObjectVersion'], resources: [bucket.arnForObjects('*')],
    }));
    return bucket;
  }

  /** Recorder and channel wait for each other: CloudFormation makes both at once, and a dependency between them would never end. */
  private makeRecorder({ _options: { globalResourceTypes = true, serviceLinkedRole = false } }: RecorderSource): CfnConfigurationRecorder {
    const stack = Stack.of(this);
    const recorder = new CfnConfigurationRecorder(this, 'Recorder', {
      name: RECORDER_NAME,
      roleArn: stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig' }),
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: globalResourceTypes },
    });
    if (serviceLinkedRole) recorder.node.addDependency(new iam.CfnServiceLinkedRole(this, 'ServiceLinkedRole', { awsServiceName: 'config.amazonaws.com' }));
    const channel = new CfnDeliveryChannel(this, 'Channel', {
      s3BucketName: this.bucket.bucketName,
      s3KmsKeyArn: this.zone.key(DataClass.INTERNAL).keyArn,
      configSnapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' },
    });
    if (this.bucket.policy) channel.node.addDependency(this.bucket.policy);
    refuseSecondAtSynth(recorder, RECORDER);
    refuseSecondAtSynth(channel, CHANNEL);
    return recorder;
  }

  private leaveToControlTower(): void {
    this.node.addValidation({
      validate: () => madeIn(this, ...RECORDER.types, ...CHANNEL.types).map((one) => controlTowerOwns(this.node.path, one).message),
    });
  }
}

/** AWS Config takes no rule before there is a recorder. */
class RulesAwait implements IAspect {
  constructor(private readonly recorder: CfnConfigurationRecorder) {}

  public visit(node: IConstruct): void {
    if (node instanceof CfnConfigRule && node.stack === this.recorder.stack) node.node.addDependency(this.recorder);
  }
}

function rulesOf(path: string, { id }: ConformanceFramework): string[] {
  const rules = rulesServing(id);
  if (!rules) {
    throw new ZeroTrustError(path, 'UnknownFramework', `'${id}' is no framework that this library maps.`, `pass one of ${PACKED_FRAMEWORKS.join(', ')}.`);
  }
  return rules;
}

function check(path: string, scope: Construct, source: RecorderSource, props: ComplianceBaselineProps): void {
  const { frameworks, remediate = [], reports, evidence } = props;
  if (source._provided === undefined) [RECORDER, CHANNEL].forEach((service) => refuseSecond(path, scope, service));
  const [made] = source._isControlTower ? madeIn(scope, ...RECORDER.types, ...CHANNEL.types) : [];
  if (made) throw controlTowerOwns(path, made);
  const [other] = around(scope).node.findAll()
    .filter((one) => one instanceof ComplianceBaseline && Stack.of(one).environment === Stack.of(scope).environment);
  if (other) {
    throw new ZeroTrustError(path, 'TwoBaselines', `${other.node.path} deploys conformance packs to the account and Region already.`,
      'name all frameworks in one baseline.');
  }
  if (evidence && !reports) {
    throw new ZeroTrustError(path, 'NoReports', 'there is evidence, and no report that reads it.', 'set reports, for example to ReportSchedule.weekly().');
  }
  if (frameworks?.length === 0) {
    throw new ZeroTrustError(path, 'NoFramework', 'there is no conformance pack.', 'name a framework, or leave out frameworks for all rules.');
  }
  const ids = [...(frameworks ?? []).map(({ id }) => id), ...remediate.map(({ _definition: { name } }) => name)];
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw new ZeroTrustError(path, 'RemediationTwice', `${twice} is named twice.`, 'keep one.');
}

function controlTowerOwns(path: string, made: CfnResource): ZeroTrustError {
  return new ZeroTrustError(path, 'ControlTowerOwns', `${made.node.path} is a ${made.cfnResourceType}, which AWS Control Tower owns in this account.`,
    'take it out, or pass another RecorderSource where the account is not enrolled.');
}

function madeIn(scope: IConstruct, ...types: string[]): CfnResource[] {
  return around(scope).node.findAll().filter(CfnResource.isCfnResource)
    .filter((one) => types.includes(one.cfnResourceType) && one.stack.environment === Stack.of(scope).environment);
}

/** Stages go to different accounts or Regions. */
function around(scope: IConstruct): IConstruct {
  return Stage.of(scope) ?? scope.node.root;
}
