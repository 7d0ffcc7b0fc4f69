import { join } from 'path';
import { ArnFormat, Duration, Lazy, Names, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { detectorPatterns, outsideChanges } from './detector-rules';
import { Drill } from './drill';
import type { IncidentResponderProps } from './incident-responder-props';
import { Members } from './members';
import type { BoundPlay, PlayDefinition } from './play';
import { ApprovalTimeout } from './play-mode';
import { respondDefinition } from './respond-definition';
import { EventSource } from '../compute/event-source';
import { SecureFunction } from '../compute/secure-function';
import { SecureStateMachine } from '../compute/secure-state-machine';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { declareEdge, targetOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { deploymentId } from '../core/vended-logs';
import { SecureBucket } from '../data/secure-bucket';
import { SecureQueue } from '../data/secure-queue';
import { SecureTable } from '../data/secure-table';
import type { ThreatDetection } from '../detect/threat-detection';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { acknowledgeWildcards } from '../zone/object-wildcards';
import type { TrustZone } from '../zone/trust-zone';

/** Actions on the table of who reads an incident and records what is done about it. */
const RECORDING = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const CODE = join(__dirname, '..', '..', 'assets', 'lambda', 'incident-response');
const MAX_APPROVAL = Duration.days(14);
/** An alarm looks back seven days at most. Source: Amazon CloudWatch user guide, "Alarm evaluation". */
const MAX_INTERVAL_HOURS = 144;

/**
 * Answers what detectors find about the functions of a zone: opens one incident for each target, asks a person where it should, acts within a
 * budget, and can take everything back.
 *
 * GuardDuty, Security Hub, alarms and events of the source `zero-trust` reach a queue; a function opens incidents in a table, which is the
 * truth about them; a state machine, one execution for each incident, runs the plays. Each play has a function with a role of its own, on
 * exactly the members of the zone. Nothing that a responder made is a target, nor is a function of another zone.
 *
 * Automation that anyone can trigger is a weapon: isolation asks by default, blocks of addresses end by themselves, and beyond `maxActions`
 * of an hour every play asks.
 *
 * A drill goes the way of a real finding once a day; an alarm tells when none was answered.
 *
 * Members in other stacks of the account and region are targets as well: policies that name them, and a tag of each function, are in their stacks,
 * which are deployed after the zone's.
 *
 * An isolated function that is changed from outside is isolated again, where a trail records management events.
 *
 * In the template: three to five event rules, a queue, a table, a locked bucket for evidence, a state machine, two groups for schedules, the
 * schedule of the drill and its alarm, three functions and one for each play.
 *
 * Throws `NoPlays`, `PlayTwice`, `BadSeverity`, `BadBudget`, `BadTimeout`, `BadInterval`, `DetectionElsewhere`, `NoDetector`, `UnknownProp`; a function of the zone
 * in another account or region throws `TargetElsewhere` with `Play.isolateFunction`.
 *
 * Fixed cost: 0.10 USD a month for the alarm; the interface endpoints that its functions open (Lambda, EC2, Logs, SNS, Step Functions, Scheduler, AWS WAF)
 * cost 7 USD a month and Availability Zone each, unless the zone uses them already. Source: NIST SP 800-61r3; NIST 800-53 IR-4(1), IR-5,
 * AC-2(13), SI-4(7).
 *
 * @example
 * declare const zone: TrustZone;
 * declare const firewall: WebFirewall;
 *
 * const responder = new IncidentResponder(zone, 'Responder', {
 *   plays: [Play.isolateFunction(), Play.blockAddress(firewall), Play.notify(zone.alarmTopic)],
 * });
 * declare const incidentLead: iam.Role;
 * responder.grantDecide(incidentLead);
 */
export class IncidentResponder extends Construct {
  /** The zone whose functions are protected. */
  public readonly zone: TrustZone;
  /** The incidents, with what was done and what was there before. */
  public readonly incidents: SecureTable;
  /** Where evidence is kept, locked. */
  public readonly evidence: SecureBucket;
  /** Runs the plays: one execution for each incident, named by it. */
  public readonly stateMachine: SecureStateMachine;
  /**
   * Takes decisions of people: invoke it with `{"incident", "play", "decision": "APPROVE" | "DENY" | "UNDO", "by", "reason"}`.
   */
  public readonly decisionFunction: SecureFunction;

  /** Takes findings in the form of events of the source `zero-trust`. @internal */
  public readonly _findings: SecureQueue;

  private readonly machineArn: string;
  private readonly members: Members;
  /** What waits for the state machine. */
  private readonly pending: (() => void)[] = [];

  constructor(zone: TrustZone, id: string, props: IncidentResponderProps) {
    const path = pathOf(zone, id);
    checkProps(new.target === IncidentResponder, 'IncidentResponderProps', path, props);
    checkProps(true, 'ApprovalOptions', path, props.approval);
    const plays = props.plays.map(({ _definition }) => _definition);
    const approvalTimeout = props.approval?.timeout ?? Duration.hours(4);
    const drillInterval = props.drillInterval ?? Duration.days(1);
    check(path, props, plays, approvalTimeout);
    checkInterval(path, drillInterval);
    checkDetection(path, zone, props.detection);
    super(zone, id);
    this.zone = zone;
    this.members = new Members(this, zone, isTarget);
    const stack = Stack.of(this);
    const removalPolicy = props.removalPolicy ?? zone._removalPolicy;
    const machineName = `${Names.uniqueResourceName(this, { maxLength: 60, separator: '-' })}-${deploymentId(stack.stackId)}`;
    this.machineArn = stack.formatArn({
      service: 'states', resource: 'stateMachine', arnFormat: ArnFormat.COLON_RESOURCE_NAME, resourceName: machineName,
    });

    this.incidents = new SecureTable(this, 'Incidents', {
      zone,
      dataClass: DataClass.INTERNAL,
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: 'expires',
      removalPolicy: props.removalPolicy,
    });
    this.evidence = new SecureBucket(this, 'Evidence', {
      zone,
      lockRetention: props.evidenceRetention ?? Duration.days(365),
      withoutReplica: 'evidence of incidents is copied by SiemExport and by people who investigate',
      removalPolicy,
    });

    this.decisionFunction = this.makeFunction('Decide', 'decide', { STATE_MACHINE: this.machineArn });
    this.incidents.grant(this.decisionFunction, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    this.decisionFunction.addToRolePolicy(new iam.PolicyStatement({
      actions: ['states:SendTaskSuccess', 'states:StartExecution'], resources: [this.machineArn],
    }));
    const coordinate = this.coordinator(props, plays);
    const bound = plays.map((play): [PlayDefinition, BoundPlay] => [play, this.bind(play, coordinate)]);

    this.stateMachine = new SecureStateMachine(this, 'Machine', {
      zone,
      stateMachineName: machineName,
      timeout: Duration.seconds(approvalTimeout.toSeconds() + Duration.days(1).toSeconds()),
      removalPolicy,
      definitionBody: sfn.DefinitionBody.fromString(stack.toJsonString(respondDefinition({
        partition: stack.partition,
        coordinateArn: coordinate.functionArn,
        members: Lazy.any({ produce: () => this.members.here() }),
        approvalSeconds: approvalTimeout.toSeconds(),
        onApprovalTimeout: props.approval?.onTimeout ?? ApprovalTimeout.DENY,
        plays: Object.fromEntries(bound.map(([{ name }, { states }]) => [name, states])),
      }))),
    });
    for (const fn of [coordinate, ...bound.flatMap(([, { functions }]) => functions)]) fn.grantInvoke(this.stateMachine);
    this.pending.splice(0).forEach((add) => add());
    this._findings = this.takeIn(props, bound);
    new Drill(this, 'Drill', { zone, stateMachine: this.stateMachine, interval: drillInterval });
  }

  /**
   * Lets a principal approve, deny and undo: to invoke the function that takes decisions, and nothing else.
   *
   * Throws `UntrustedAccount` for a principal of another account that the zone does not trust.
   */
  public grantDecide(grantee: iam.IGrantable): iam.Grant {
    return this.decisionFunction.grantInvoke(grantee);
  }

  private coordinator(props: IncidentResponderProps, plays: PlayDefinition[]): SecureFunction {
    const stack = Stack.of(this);
    const group = new scheduler.CfnScheduleGroup(this, 'Expiries', {});
    const scheduleRole = this.scheduleRole();
    const topic = props.approval?.topic ?? this.zone.alarmTopic;
    const fn = this.makeFunction('Coordinate', 'coordinate', {
      PLAYS: JSON.stringify(plays.map(({ name, kinds, mode, defaultMode, harmless, ttl }) => ({
        play: name, kinds, mode: mode ?? props.mode ?? defaultMode, harmless, expiresAfterSeconds: ttl?.toSeconds(),
      }))),
      MAX_ACTIONS: String(props.maxActions ?? 10),
      STATE_MACHINE: this.machineArn,
      SCHEDULE_GROUP: group.ref,
      SCHEDULE_ROLE: scheduleRole.roleArn,
      DEAD_LETTERS: this.zone.deadLetterQueue.queueArn,
      APPROVAL_TOPIC: topic.topicArn,
      DECIDE_FUNCTION: this.decisionFunction.functionName,
    });
    // an incident that is settled lets its target go
    this.incidents.grant(fn, ...RECORDING, 'dynamodb:DeleteItem');
    topic.grantPublish(fn);
    const schedules = stack.formatArn({ service: 'scheduler', resource: 'schedule', resourceName: `${group.ref}/*` });
    const create = new iam.PolicyStatement({ actions: ['scheduler:CreateSchedule'], resources: [schedules] });
    fn.addToRolePolicy(create);
    acknowledgeWildcards(fn.role!, create, [schedules], 'A schedule has no ARN to name before it is made; the statement names its group.');
    fn.addToRolePolicy(new iam.PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [scheduleRole.roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    }));
    return fn;
  }

  /** What a schedule may do when a play is over: start the state machine. */
  private scheduleRole(): iam.Role {
    const stack = Stack.of(this);
    const role = new CustomerManagedRole(this, 'ExpiryRole', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': stack.account } } }),
      permissionsBoundary: this.zone.permissionsBoundary,
    });
    role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [this.machineArn] }));
    declareEdge(this, { caller: role.node.path, target: targetOf(this.machineArn), intent: Intent.INVOKE, actions: ['states:StartExecution'] });
    this.zone.deadLetterQueue.grantSendMessages(role);
    return role;
  }

  private bind(play: PlayDefinition, coordinate: SecureFunction): BoundPlay {
    return play.bind({
      scope: this,
      zone: this.zone,
      partition: Stack.of(this).partition,
      evidence: this.evidence,
      makeFunction: (id, handler, environment, timeout) => {
        const fn = this.makeFunction(id, handler, environment, timeout);
        this.incidents.grant(fn, ...RECORDING);
        return fn;
      },
      onFunction: (listener) => this.members.onFunction((member) => {
        if (!this.members.isHere(member)) this.askFor(member, coordinate);
        listener(member);
      }),
      allowOn: (member, fn, statement) => this.members.allow(member, fn.role!, statement),
      allowMachineOn: (member, statement) => {
        const add = () => this.members.allow(member, this.stateMachine.role, statement);
        if (this.stateMachine) add();
        else this.pending.push(add);
      },
    });
  }

  /** The definition of the state machine cannot name a function of another stack: the plan reads what its tag says. */
  private askFor(member: lambda.Function, coordinate: SecureFunction): void {
    const stack = Stack.of(this);
    const functions = stack.formatArn({ service: 'lambda', resource: 'function', resourceName: '', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    coordinate.addEnvironment('ELSEWHERE', stack.toJsonString({ functions, tag: this.members.tag }));
    this.members.allow(member, coordinate.role!, new iam.PolicyStatement({ actions: ['lambda:ListTags'], resources: [member.functionArn] }));
  }

  private makeFunction(id: string, handler: string, environment: Record<string, string>, timeout = Duration.seconds(30)): SecureFunction {
    return new SecureFunction(this, id, {
      zone: this.zone,
      code: lambda.Code.fromAsset(CODE),
      handler: `index.${handler}`,
      timeout,
      environment: { INCIDENTS_TABLE: this.incidents.tableName, ...environment },
    });
  }

  /** A queue between, so that a burst of findings waits and none is lost. */
  private takeIn(props: IncidentResponderProps, bound: [PlayDefinition, BoundPlay][]): SecureQueue {
    const fn = this.makeFunction('Intake', 'intake', {
      STATE_MACHINE: this.stateMachine.stateMachineArn, MIN_SEVERITY: String(props.minSeverity ?? 7),
    });
    this.incidents.grant(fn, ...RECORDING);
    this.stateMachine.grantStartExecution(fn);
    const queue = new SecureQueue(this, 'Findings', {
      zone: this.zone, dataClass: DataClass.INTERNAL, visibilityTimeout: Duration.minutes(6), maxReceiveCount: 10,
    });
    fn.consumes(EventSource.queue(queue, { batchSize: 10 }));
    const send = (id: string, description: string, eventPattern: events.EventPattern) => new events.Rule(this, id, {
      description, eventPattern, targets: [new targets.SqsQueue(queue, { deadLetterQueue: this.zone.deadLetterQueue })],
    });
    for (const [id, eventPattern] of Object.entries(detectorPatterns(props.minSeverity ?? 7, props.alarms ?? [], props.detection))) {
      send(id, `Findings that open incidents: ${id}`, eventPattern);
    }
    const isolation = bound.find(([{ renewable }]) => renewable);
    if (!isolation) return queue;
    const own = [this.stateMachine.role, ...isolation[1].functions.map(({ role }) => role!)];
    fn.addEnvironment('OWN_ROLES', Stack.of(this).toJsonString(own.map(({ roleArn }) => roleArn)));
    send('OutsideChanges', 'Calls that can give back what an isolation took', outsideChanges());
    return queue;
  }
}

/** No function of a responder is one, this one or another of the zone: each could stop the other. */
function isTarget(member: unknown): member is lambda.Function {
  return member instanceof lambda.Function && !member.node.scopes.some((scope) => scope instanceof IncidentResponder);
}

function check(path: string, props: IncidentResponderProps, plays: PlayDefinition[], timeout: Duration): void {
  if (plays.length === 0) throw new ZeroTrustError(path, 'NoPlays', 'the responder would do nothing.', 'name its plays, for example Play.isolateFunction().');
  const twice = plays.find(({ name }, at) => plays.findIndex((play) => play.name === name) !== at);
  if (twice) throw new ZeroTrustError(path, 'PlayTwice', `${twice.name} is there twice.`, 'name each play once.');
  const { minSeverity = 7, maxActions = 10 } = props;
  if (!(minSeverity >= 0 && minSeverity <= 10)) {
    throw new ZeroTrustError(path, 'BadSeverity', `no finding has a severity of ${minSeverity}.`, 'use a number from 0 to 10.');
  }
  if (!Number.isInteger(maxActions) || maxActions < 0) {
    throw new ZeroTrustError(path, 'BadBudget', `${maxActions} is no number of actions.`, 'use a whole number; with 0 every play asks.');
  }
  if (timeout.toSeconds() < 60 || timeout.toSeconds() > MAX_APPROVAL.toSeconds()) {
    throw new ZeroTrustError(path, 'BadTimeout', `people would have ${timeout.toHumanString()} to decide.`, 'use 1 minute to 14 days.');
  }
}

function checkInterval(path: string, interval: Duration): void {
  const seconds = interval.toSeconds();
  if (seconds % 3600 === 0 && seconds >= 3600 && seconds <= MAX_INTERVAL_HOURS * 3600) return;
  throw new ZeroTrustError(path, 'BadInterval', `a drill every ${interval.toHumanString()} could not be watched.`, `use whole hours, 1 to ${MAX_INTERVAL_HOURS}.`);
}

/** Events of a detector stay in its account and region. */
function checkDetection(path: string, zone: TrustZone, detection?: ThreatDetection): void {
  if (!detection) return;
  const [here, there] = [zone, detection].map((one) => Stack.of(one).environment);
  if (here !== there) {
    throw new ZeroTrustError(path, 'DetectionElsewhere', `${detection.node.path} detects in ${there}, and the responder is in ${here}: its findings never arrive.`,
      'pass the ThreatDetection of the same account and region.');
  }
  const detector = detection.node.tryFindChild('Detector') as CfnDetector | undefined;
  if (detector?.enable === false) {
    throw new ZeroTrustError(path, 'NoDetector', `the detector of ${detection.node.path} is disabled: it finds nothing.`, 'enable it, or leave detection out.');
  }
}
