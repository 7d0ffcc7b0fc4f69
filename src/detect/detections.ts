import { createHash } from 'crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import { basename, extname, join } from 'path';
import { DefaultStackSynthesizer, Fn, Lazy, Stack, Stage } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import type { Detection, RunnableDetection } from './detection';
import { checkTests } from './detection-tests';
import type { DetectionsProps } from './detections-props';
import { callPatterns } from './event-rules';
import { shippedDetections } from './shipped-detections';
import { parseDetection } from './sigma';
import { SecureFunction } from '../compute/secure-function';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { IncidentResponder } from '../respond/incident-responder';
import type { TrustZone } from '../zone/trust-zone';

const CODE = join(__dirname, '..', '..', 'assets', 'lambda', 'detections', 'index.js');
const ONLY = { 'events:source': 'zero-trust', 'events:detail-type': 'Finding' };

/**
 * Runs detections on the calls that CloudTrail records, within a minute or so of the call, and sends findings to the default event bus, where
 * an `IncidentResponder` takes them.
 *
 * Detections are files in a subset of Sigma, each with ATT&CK techniques, false positives and tests: the package ships some for serverless
 * applications, and `files` adds yours. Those of one management event run here. Those that count events over a time, and those of logs of AWS
 * WAF and API Gateway, are data for a SIEM: nothing here runs them.
 *
 * In the template: a few event rules on the default bus, a function, and its right to put events of the source `zero-trust` and the type
 * `Finding`.
 *
 * Calls of a global service (IAM, and CloudFront) reach EventBridge in us-east-1 alone: for their detections, put one there as well. A trail
 * that logs management events has to exist: `AuditTrail` makes one.
 *
 * Throws `BadDetectionFile`, `DetectionTwice`, `UnknownDetection`, `NotLive`, `DetectionTestFails`, `TooManyEvents`, and what the reader of
 * files throws: `BadDetection`, `BadSelection`, `BadCondition`, `BadField`, `BadValue`, `BadPattern`, `CostlyPattern`, `UnsupportedModifier`.
 *
 * Fixed cost: none of its own; the interface endpoint of EventBridge costs 7 USD a month and Availability Zone, unless the zone uses it
 * already. Source: NIST 800-53 SI-4, AU-6(1); EventBridge user guide, "AWS service events delivered via CloudTrail".
 *
 * @example
 * declare const zone: TrustZone;
 *
 * new Detections(zone, 'Detections', { without: ['access-key-created'] });
 */
export class Detections extends Construct {
  /** The names of the detections that run. */
  public readonly names: string[];
  /** Judges the events. */
  public readonly detectionFunction: SecureFunction;

  constructor(private readonly zone: TrustZone, id: string, props: DetectionsProps = {}) {
    const path = pathOf(zone, id);
    checkProps(new.target === Detections, 'DetectionsProps', path, props);
    const detections = chosen(path, props);
    const patterns = callPatterns(detections);
    super(zone, id);
    this.names = detections.map(({ name }) => name);
    this.detectionFunction = new SecureFunction(this, 'Function', {
      zone,
      code: lambda.Code.fromAsset(this.write(detections)),
      handler: 'index.handler',
      environment: { DEPLOY_ROLES: Stack.of(this).toJsonString(Lazy.list({ produce: () => this.expectedRoles(props.deployRoles) })) },
    });
    this.allowFindings();
    patterns.forEach(({ detail, readOnly }, at) => this.rule(`Calls${at + 1}`, detail, readOnly));
  }

  /** Findings and nothing else: what holds these credentials cannot speak for another source. */
  private allowFindings(): void {
    const bus = Stack.of(this).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });
    this.detectionFunction.addToRolePolicy(new iam.PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [bus],
      // of each entry of a batch
      conditions: { 'ForAllValues:StringEquals': ONLY, 'Null': { 'events:source': 'false', 'events:detail-type': 'false' } },
    }));
  }

  private rule(id: string, detail: Record<string, unknown>, readOnly: boolean): void {
    const rule = new events.Rule(this, id, {
      description: `Calls that detections judge${readOnly ? ', those that only read included' : ''}`,
      // nobody but AWS can send events of such a source
      eventPattern: { source: events.Match.prefix('aws.'), detailType: ['AWS API Call via CloudTrail'], detail },
      targets: [new targets.LambdaFunction(this.detectionFunction, { deadLetterQueue: this.zone.deadLetterQueue })],
    });
    if (readOnly) (rule.node.defaultChild as events.CfnRule).state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  }

  private expectedRoles(given?: iam.IRole[]): string[] {
    const { synthesizer } = Stack.of(this);
    const deploys = synthesizer instanceof DefaultStackSynthesizer ? [Fn.sub(synthesizer.cloudFormationExecutionRoleArn)] : [];
    const responders = this.zone._members.filter((member): member is lambda.Function => member instanceof lambda.Function && isOfResponder(member));
    return [...given?.map(({ roleArn }) => roleArn) ?? deploys, ...responders.map(({ role }) => role!.roleArn)];
  }

  /** Writes the function and what it runs into the assembly, in a folder named for its content. */
  private write(detections: Detection[]): string {
    const runnable = JSON.stringify(detections.map(({ name, id, version, title, severity, targets: named, condition }): RunnableDetection => (
      { name, id, version, title, severity, targets: named, condition })));
    const hash = createHash('sha256').update(readFileSync(CODE)).update(runnable).digest('hex').slice(0, 16);
    const folder = join(Stage.of(this)!.assetOutdir, `detections.${hash}`);
    mkdirSync(folder, { recursive: true });
    copyFileSync(CODE, join(folder, 'index.js'));
    writeFileSync(join(folder, 'detections.json'), runnable);
    return folder;
  }
}

function isOfResponder(member: IConstruct): boolean {
  return member.node.scopes.some((scope) => scope instanceof IncidentResponder);
}

function isLive({ window, service }: Detection): boolean {
  return window === undefined && service === 'cloudtrail';
}

function chosen(path: string, { files = [], without = [] }: DetectionsProps): Detection[] {
  const shipped = shippedDetections().filter(isLive);
  const own = files.map((file) => ownDetection(path, file));
  const all = [...shipped, ...own];
  for (const [at, { name, id }] of all.entries()) {
    if (all.findIndex((other) => other.name === name || other.id === id) < at) {
      throw new ZeroTrustError(path, 'DetectionTwice', `there is another detection with the name or id of ${name}.`, 'give each file its own name and id.');
    }
  }
  const unknown = without.find((name) => !all.some((detection) => detection.name === name));
  if (unknown !== undefined) throw new ZeroTrustError(path, 'UnknownDetection', `no detection is called ${unknown}.`, 'use a name of docs/constructs/detections.md.');
  return all.filter(({ name }) => !without.includes(name));
}

function ownDetection(path: string, file: string): Detection {
  if (!existsSync(file) || !statSync(file).isFile() || !['.yml', '.yaml'].includes(extname(file))) {
    throw new ZeroTrustError(path, 'BadDetectionFile', `${file} is no YAML file.`, 'name a file that ends with .yml.');
  }
  const detection = parseDetection(basename(file, extname(file)), readFileSync(file, 'utf-8'));
  if (!isLive(detection)) {
    throw new ZeroTrustError(path, 'NotLive', `${detection.name} is not about one event of CloudTrail.`, 'leave it to your SIEM, or write one for the service cloudtrail without a correlation.');
  }
  checkTests(detection);
  return detection;
}
