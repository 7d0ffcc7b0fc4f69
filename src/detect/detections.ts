import { DefaultStackSynthesizer, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { chosenDetections, isLive } from './chosen-detections';
import { codeWithData } from './code-with-data';
import type { Detection, RunnableDetection } from './detection';
import type { DetectionsProps } from './detections-props';
import { callPatterns } from './event-rules';
import { allowFindings } from './findings-grant';
import { SecureFunction } from '../compute/secure-function';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { IncidentResponder } from '../respond/incident-responder';
import type { TrustZone } from '../zone/trust-zone';


/**
 * Runs detections on the calls that CloudTrail records, within a minute or so of the call, and sends findings to the default event bus, where
 * an `IncidentResponder` takes them.
 *
 * Detections are files in a subset of Sigma, each with ATT&CK techniques, false positives and tests: the package ships some for serverless
 * applications, and `files` adds yours. Those of one management event run here; `ScheduledDetections` run those that count events over a time, and
 * those of logs of AWS WAF and API Gateway, which a `SiemExport` with `detections` runs sooner.
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
    const detections = chosenDetections(path, props, isLive, 'is not about one event of CloudTrail: ScheduledDetections run it');
    const patterns = callPatterns(detections);
    super(zone, id);
    this.names = detections.map(({ name }) => name);
    this.detectionFunction = new SecureFunction(this, 'Function', {
      zone,
      code: lambda.Code.fromAsset(this.write(detections)),
      handler: 'index.handler',
      environment: { DEPLOY_ROLES: Stack.of(this).toJsonString(Lazy.list({ produce: () => this.expectedRoles(props.deployRoles) })) },
    });
    allowFindings(this.detectionFunction);
    patterns.forEach(({ detail, readOnly }, at) => this.rule(`Calls${at + 1}`, detail, readOnly));
  }

  private rule(id: string, detail: Record<string, unknown>, readOnly: boolean): void {
    const rule = new events.Rule(this, id, {
      description: `Calls that detections judge${readOnly ? ', those that only read included' : ''}`,
      // nobody but AWS can send events of such a source
      eventPattern: { source: events.Match.prefix('aws.'), detailType: ['AWS API Call via CloudTrail'], detail },
      targets: [new targets.LambdaFunction(this.detectionFunction, { deadLetterQueue: this.zone.deadLetterQueue })],
    });
    declareEdge(this, { caller: rule.node.path, target: this.detectionFunction.node.path, intent: Intent.INVOKE, actions: ['lambda:InvokeFunction'] });
    if (readOnly) (rule.node.defaultChild as events.CfnRule).state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  }

  private expectedRoles(given?: iam.IRole[]): string[] {
    const { synthesizer } = Stack.of(this);
    const deploys = synthesizer instanceof DefaultStackSynthesizer ? [Fn.sub(synthesizer.cloudFormationExecutionRoleArn)] : [];
    const responders = this.zone._members.filter((member): member is lambda.Function => member instanceof lambda.Function && isOfResponder(member));
    return [...given?.map(({ roleArn }) => roleArn) ?? deploys, ...responders.map(({ role }) => role!.roleArn)];
  }

  /** The function with what it runs. */
  private write(detections: Detection[]): string {
    const runnable = JSON.stringify(detections.map(({ name, id, version, title, severity, targets: named, condition }): RunnableDetection => (
      { name, id, version, title, severity, targets: named, condition })));
    return codeWithData(this, 'detections', 'detections.json', runnable);
  }
}

function isOfResponder(member: IConstruct): boolean {
  return member.node.scopes.some((scope) => scope instanceof IncidentResponder);
}
