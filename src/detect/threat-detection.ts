import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import { CfnHub, CfnStandard } from 'aws-cdk-lib/aws-securityhub';
import { Construct } from 'constructs';
import { DetectorSource, HubSource } from './detection-source';
import { guardDutyPattern, securityHubPattern } from './finding-patterns';
import { enableInspector } from './inspector-scans';
import { SecurityStandard } from './security-standard';
import type { ThreatDetectionProps } from './threat-detection-props';
import { ThreatSeverity } from './threat-severity';
import { AccountService, refuseSecond, refuseSecondAtSynth } from '../core/account-service';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { checkText } from '../core/written-text';
import type { Profile } from '../zone/profile';
import { sendToTopic } from '../zone/topic-rule';
import { TrustZone } from '../zone/trust-zone';

const DETECTOR: AccountService = {
  types: [CfnDetector.CFN_RESOURCE_TYPE_NAME], name: 'the GuardDuty detector', instead: 'DetectorSource.existing(detectorId)',
};
const HUB: AccountService = { types: [CfnHub.CFN_RESOURCE_TYPE_NAME], name: 'Security Hub', instead: 'HubSource.existing(owner)' };

/** Who reads the buckets, and whom functions call. What is not named stays as GuardDuty has it: on, but for Runtime Monitoring. */
const FEATURES = ['S3_DATA_EVENTS', 'LAMBDA_NETWORK_LOGS'];

/** What a framework asks for beside FSBP. AWS maps NIST 800-53 to HIPAA; Security Hub has no standard for it. */
const BY_FRAMEWORK: Record<string, SecurityStandard[]> = { HIPAA: [SecurityStandard.NIST_800_53], PCI_DSS: [SecurityStandard.PCI_DSS] };

/**
 * Threat detection of an account and region: a GuardDuty detector with S3 Protection and Lambda Protection, Security Hub with the standards of
 * the zone's profile, and their findings, from a severity on, sent to the zone's topic.
 *
 * AWS has one detector and one hub for each account and region: put one `ThreatDetection` into the stack of the account. What exists already, or
 * what an organization enables, is named by `DetectorSource` and `HubSource`; its findings are sent all the same.
 *
 * In the template: `AWS::GuardDuty::Detector`, `AWS::SecurityHub::Hub`, one `AWS::SecurityHub::Standard` for each standard, two rules with the
 * zone's dead-letter queue. With `inspector`, a `Custom::InspectorScan` for each scan type, which CloudFormation has no type for, and the function behind
 * it. Detector, hub and scans are retained as the zone's profile says, as other apps of the account lean on them; a scan that is deleted after all is
 * disabled only if it was enabled here.
 *
 * Throws `TwoInOneRegion` when the app makes a detector or hub for the account and region already, `BadDetector`, `NoReason`,
 * `HubChoice`, `CentralStandards`, `BadStandard`.
 *
 * No fixed cost. GuardDuty: 4.00 USD for a million CloudTrail management events, 0.80 USD for a million S3 data events, 1.00 USD a GB of flow
 * and DNS logs; Security Hub: 0.0010 USD a check. Source: pricing pages of us-east-1. Source: FSBP GuardDuty.1, GuardDuty.6, GuardDuty.10;
 * NIST 800-53 SI-4, RA-3; PCI DSS 11.5.1.
 *
 * @example
 * new ThreatDetection(this, 'Detection', {
 *   hub: HubSource.organization('security-team'),
 *   minSeverity: ThreatSeverity.MEDIUM,
 * });
 */
export class ThreatDetection extends Construct {
  /** The zone whose topic gets the findings. */
  public readonly zone: TrustZone;
  /** Id of the detector; undefined for one of an organization. */
  public readonly detectorId?: string;
  /** Whether there is a Security Hub. @internal */
  public readonly _hasHub: boolean;

  private readonly enabled = new Set<string>();

  constructor(scope: Construct, id: string, props: ThreatDetectionProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === ThreatDetection, 'ThreatDetectionProps', path, props);
    const detector = props.detector ?? DetectorSource.create();
    const hub = props.withoutHub === undefined ? props.hub ?? HubSource.create() : undefined;
    check(path, props);
    if (detector._provided === undefined) refuseSecond(path, scope, DETECTOR);
    if (hub && hub._provided === undefined) refuseSecond(path, scope, HUB);
    super(scope, id);
    this.zone = props.zone ?? TrustZone.of(this);
    this._hasHub = hub !== undefined;
    const minSeverity = props.minSeverity ?? ThreatSeverity.HIGH;

    this.detectorId = detector._provided === undefined ? this.makeDetector() : detector._detectorId;
    this.send('GuardDutyFindings', 'Findings of GuardDuty', guardDutyPattern(minSeverity));
    if (hub) {
      const made = hub._provided === undefined ? this.makeHub() : undefined;
      if (props.standards || !made) this.enable(props.standards ?? [], made);
      else this.zone._onProfile((profile) => this.enable(standardsOf(profile), made));
      this.send('SecurityHubFindings', 'Findings of Security Hub', securityHubPattern(minSeverity));
    }
    if (props.inspector) enableInspector(this, this.zone, props.inspector);
    this.record('existing-detector', detector._provided);
    this.record('existing-hub', hub?._provided);
    this.record('opt-out', props.withoutHub && `withoutHub: ${props.withoutHub}`);
  }

  private makeDetector(): string {
    const detector = new CfnDetector(this, 'Detector', {
      enable: true,
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
      features: FEATURES.map((name) => ({ name, status: 'ENABLED' })),
    });
    this.keep(detector, DETECTOR);
    return detector.attrId;
  }

  private makeHub(): CfnHub {
    const hub = new CfnHub(this, 'Hub', {
      autoEnableControls: true,
      controlFindingGenerator: 'SECURITY_CONTROL',
      enableDefaultStandards: false, // those that are named, and no others that AWS takes for default
    });
    this.keep(hub, HUB);
    return hub;
  }

  private enable(standards: SecurityStandard[], hub?: CfnHub): void {
    for (const { name } of standards.filter((one) => !this.enabled.has(one.name))) {
      this.enabled.add(name);
      const standard = new CfnStandard(this, `Standard-${name.split('/')[0]}`, {
        standardsArn: Stack.of(this).formatArn({ service: 'securityhub', account: '', resource: 'standards', resourceName: name }),
      });
      if (hub) standard.node.addDependency(hub);
    }
  }

  private keep(resource: CfnResource, service: AccountService): void {
    resource.applyRemovalPolicy(this.zone._removalPolicy);
    refuseSecondAtSynth(resource, service);
  }

  private send(id: string, description: string, eventPattern: Parameters<typeof sendToTopic>[2]['eventPattern']): void {
    sendToTopic(this, id, { zone: this.zone, description, eventPattern });
  }

  private record(kind: string, data: string | undefined): void {
    if (data) this.node.addMetadata(`cdk-zero-trust:${kind}`, data);
  }
}

function standardsOf(profile: Profile): SecurityStandard[] {
  return [SecurityStandard.FSBP, ...BY_FRAMEWORK[profile.framework] ?? []];
}

function check(path: string, { detector, hub, withoutHub, standards }: ThreatDetectionProps): void {
  const detectorId = detector?._detectorId;
  if (detectorId !== undefined && !Token.isUnresolved(detectorId) && !/^[0-9a-f]{32}$/.test(detectorId)) {
    throw new ZeroTrustError(path, 'BadDetector', `'${detectorId}' is no id of a detector.`, 'pass what aws guardduty list-detectors prints.');
  }
  if (withoutHub !== undefined) {
    checkText(path, 'NoReason', { name: 'withoutHub', text: withoutHub, blank: 'withoutHub is blank.', remediation: 'say why there is no Security Hub.' });
  }
  if (withoutHub !== undefined && (hub || standards)) {
    throw new ZeroTrustError(path, 'HubChoice', 'withoutHub is given beside hub or standards.', 'leave out one.');
  }
  if (hub?._isCentral && standards) {
    throw new ZeroTrustError(path, 'CentralStandards', 'the administrator of the organization decides on standards.', 'leave out standards, or use HubSource.existing.');
  }
  checkStandards(path, standards ?? []);
}

function checkStandards(path: string, standards: SecurityStandard[]): void {
  const names = standards.map(({ name }) => name.split('/')[0]);
  for (const [index, { name }] of standards.entries()) {
    if (!/^[a-z0-9-]+\/v\/\d+(\.\d+)*$/.test(name)) {
      throw new ZeroTrustError(path, 'BadStandard', `'${name}' is no standard.`, 'pass name and version: cis-aws-foundations-benchmark/v/3.0.0.');
    }
    if (names.indexOf(names[index]) !== index) {
      throw new ZeroTrustError(path, 'BadStandard', `${names[index]} is named twice.`, 'keep one version.');
    }
  }
}
