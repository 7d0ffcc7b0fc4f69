import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { RespondingApp, respondingApp } from './responding-app';
import { findingsOf as findingsOfEvent, incidentId } from '../../lambda/incident-response/finding';
import { planFor } from '../../lambda/incident-response/plan';
import {
  ApprovalTimeout, BlockAddressOptions, DetectorSource, HubSource, IncidentResponder, IncidentResponderProps, Play, PlayMode, Profile,
  ThreatDetection, ThreatDetectionProps, TrustZone, WebFirewall, ZeroTrustChecks,
} from '../../src';
import { FirewallScope } from '../../src/edge/firewall-scope';
import { findingsOf, fivePacks } from '../support/packs';

/** The template of the small app; the construct can be touched before. */
function templateOf(props?: Partial<IncidentResponderProps>, change: (app: RespondingApp) => void = () => {}): Template {
  const made = respondingApp(props);
  change(made);
  return Template.fromStack(made.stack);
}

/** The one resource of a type whose logical id begins so. */
function only(template: Template, type: string, prefix: string): any {
  const found = Object.entries(template.findResources(type)).filter(([id]) => new RegExp(`^${prefix}[0-9A-F]{8}$`).test(id));
  expect(found).toHaveLength(1);
  return found[0][1];
}

const ruleOf = (template: Template, id: string) => only(template, 'AWS::Events::Rule', `ZoneResponder${id}`).Properties;
const environmentOf = (template: Template, id: string) => only(template, 'AWS::Lambda::Function', `ZoneResponder${id}`).Properties.Environment.Variables;
const playsOf = (template: Template) => JSON.parse(environmentOf(template, 'Coordinate').PLAYS);
const modesOf = (template: Template) => Object.fromEntries(playsOf(template).map(({ play, mode }: any) => [play, mode]));

/** The definition of the state machine, references written as the logical id that they name. */
function definitionOf(template: Template): any {
  const { DefinitionString } = only(template, 'AWS::StepFunctions::StateMachine', 'ZoneResponderMachine').Properties;
  const [separator, parts] = DefinitionString['Fn::Join'];
  return JSON.parse(parts.map((part: any) => (typeof part === 'string' ? part : part.Ref ?? part['Fn::GetAtt'][0])).join(separator));
}

const statesOf = (template: Template) => definitionOf(template).States.EachPlay.ItemProcessor.States;

describe('the five packs and our rules', () => {
  const packs = () => [...fivePacks(), new ZeroTrustChecks()];
  const openIn = (change: (app: RespondingApp) => void = () => {}) => findingsOf((app) => change(respondingApp({}, app)), packs())
    .open.map(({ rule }) => rule.replace(/\[.*/, ''));

  test('find nothing open', () => {
    expect(openIn()).toEqual([]);
  });

  test('are there: a lock that is lifted is found', () => {
    expect(openIn(({ responder }) => {
      (responder.evidence.node.defaultChild as s3.CfnBucket).versioningConfiguration = undefined;
    })).not.toEqual([]);
  });
});

describe('what opens incidents', () => {
  test('findings of GuardDuty and of this library from the severity on', () => {
    const severity = (least: number) => ({ severity: [{ numeric: ['>=', least] }] });
    const usual = templateOf();
    expect(ruleOf(usual, 'GuardDuty').EventPattern).toEqual({ 'source': ['aws.guardduty'], 'detail-type': ['GuardDuty Finding'], 'detail': severity(7) });
    expect(ruleOf(usual, 'Own').EventPattern).toEqual({ 'source': ['zero-trust'], 'detail-type': ['Finding'], 'detail': severity(7) });
    const stricter = templateOf({ minSeverity: 4.5 });
    expect(ruleOf(stricter, 'GuardDuty').EventPattern.detail).toEqual(severity(4.5));
    expect(ruleOf(stricter, 'Own').EventPattern.detail).toEqual(severity(4.5));
  });

  test.each([
    [0, ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']], [5, ['MEDIUM', 'HIGH', 'CRITICAL']], [7, ['HIGH', 'CRITICAL']], [8.1, ['CRITICAL']],
    [10, ['CRITICAL']],
  ])('new, active findings of Security Hub from %s on: %s', (minSeverity, labels) => {
    expect(ruleOf(templateOf({ minSeverity }), 'SecurityHub').EventPattern).toEqual({
      'source': ['aws.securityhub'],
      'detail-type': ['Security Hub Findings - Imported'],
      'detail': { findings: { Severity: { Label: labels }, Workflow: { Status: ['NEW'] }, RecordState: ['ACTIVE'] } },
    });
  });

  test('the alarms that are named, and no others', () => {
    const stack = new Stack(new App(), 'Stack');
    const zone = new TrustZone(stack, 'Zone');
    const alarm = new cloudwatch.Metric({ namespace: 'App', metricName: 'Failures' }).createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    new IncidentResponder(zone, 'Responder', { plays: [Play.notify(zone.alarmTopic)], alarms: [alarm] });
    expect(ruleOf(Template.fromStack(stack), 'Alarms').EventPattern).toEqual({
      'source': ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      'resources': [{ 'Fn::GetAtt': [expect.stringMatching(/^Alarm/), 'Arn'] }],
      'detail': { state: { value: ['ALARM'] } },
    });
    expect(Object.keys(templateOf().findResources('AWS::Events::Rule')).filter((id) => id.startsWith('ZoneResponderAlarms'))).toEqual([]);
  });

  test.each(['GuardDuty', 'SecurityHub', 'Own'])('%s: enabled, through the queue, with dead letters', (id) => {
    expect(ruleOf(templateOf(), id)).toMatchObject({
      State: 'ENABLED',
      Targets: [{
        Arn: { 'Fn::GetAtt': [expect.stringMatching(/^ZoneResponderFindings[0-9A-F]{8}$/), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^ZoneDeadLetters/), 'Arn'] } },
      }],
    });
  });

  test('the queue gives a batch to one function, which names what failed', () => {
    templateOf().hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: Match.stringLikeRegexp('^ZoneResponderIntake') },
      EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ZoneResponderFindings[0-9A-F]{8}$'), 'Arn'] },
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('the function asks for the severity again, for detectors that the rules do not filter exactly', () => {
    expect(environmentOf(templateOf({ minSeverity: 8.5 }), 'Intake').MIN_SEVERITY).toBe('8.5');
  });
});

describe('the threat detection that is passed', () => {
  const EU = { account: '111122223333', region: 'eu-west-1' };
  function withDetection(props: ThreatDetectionProps = {}, env = EU, change: (detection: ThreatDetection) => void = () => {}) {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: EU });
    const zone = new TrustZone(stack, 'Zone');
    const detection = new ThreatDetection(new Stack(app, 'Account', { env }), 'Detection', props);
    change(detection);
    new IncidentResponder(zone, 'Responder', { plays: [Play.notify(zone.alarmTopic)], detection });
    return Object.keys(Template.fromStack(stack).findResources('AWS::Events::Rule')).filter((id) => id.startsWith('ZoneResponder')).sort();
  }

  test('has its findings taken', () => {
    expect(withDetection()).toEqual(['GuardDuty', 'Own', 'SecurityHub'].map((id) => expect.stringMatching(`^ZoneResponder${id}`)));
  });

  test('without Security Hub, no finding of one is waited for', () => {
    expect(withDetection({ withoutHub: 'the organization pays for none' })).toEqual(['GuardDuty', 'Own'].map((id) => expect.stringMatching(`^ZoneResponder${id}`)));
  });

  test('of an organization, or one that exists, is taken as well', () => {
    expect(() => withDetection({ detector: DetectorSource.organization('security'), hub: HubSource.organization('security') })).not.toThrow();
  });

  test('DetectionElsewhere: of another region, whose findings never arrive', () => {
    expect(() => withDetection({}, { ...EU, region: 'eu-central-1' })).toThrow(expect.objectContaining({ id: 'DetectionElsewhere', path: 'Stack/Zone/Responder' }));
  });

  test('NoDetector: one whose detector is off', () => {
    const off = (detection: ThreatDetection) => { (detection.node.findChild('Detector') as CfnDetector).enable = false; };
    expect(() => withDetection({}, EU, off)).toThrow(expect.objectContaining({ id: 'NoDetector', path: 'Stack/Zone/Responder' }));
  });
});

describe('calls from outside on what is isolated', () => {
  test('reach the queue, those alone that did something and that can give something back', () => {
    const { EventPattern, Targets } = ruleOf(templateOf(), 'OutsideChanges');
    expect(EventPattern).toEqual({
      'source': ['aws.lambda', 'aws.ec2', 'aws.iam'],
      'detail-type': ['AWS API Call via CloudTrail'],
      'detail': {
        eventSource: ['lambda.amazonaws.com', 'ec2.amazonaws.com', 'iam.amazonaws.com'],
        eventName: [
          'CreateEventSourceMapping', 'CreateFunction', 'DeleteFunctionConcurrency', 'PutFunctionConcurrency', 'UntagResource', 'UpdateEventSourceMapping',
          'UpdateFunctionConfiguration', 'AuthorizeSecurityGroupEgress', 'DetachRolePolicy',
        ].map((prefix) => ({ prefix })),
        errorCode: [{ exists: false }],
      },
    });
    expect(Targets).toEqual(ruleOf(templateOf(), 'Own').Targets.map((target: object) => ({ ...target, Id: expect.any(String) })));
  });

  test('are not those of the roles that isolate', () => {
    const { OWN_ROLES } = environmentOf(templateOf(), 'Intake');
    expect(OWN_ROLES['Fn::Join'][1].filter((part: any) => typeof part !== 'string').map((part: any) => part['Fn::GetAtt'])).toEqual([
      [expect.stringMatching(/^ZoneResponderMachineOwnRole/), 'Arn'], [expect.stringMatching(/^ZoneResponderIsolateFunctionOwnRole/), 'Arn'],
    ]);
  });

  test('are not asked for where nothing is isolated', () => {
    const { stack, zone } = respondingApp({ plays: [Play.isolateFunction()] });
    new IncidentResponder(zone, 'Another', { plays: [Play.notify(zone.alarmTopic)] });
    const rules = Object.keys(Template.fromStack(stack).findResources('AWS::Events::Rule'));
    expect(rules.filter((id) => id.includes('OutsideChanges'))).toEqual([expect.stringMatching(/^ZoneResponderOutsideChanges/)]);
  });
});

describe('what plays do by themselves', () => {
  test('isolation asks, a block of an address acts, messages always do', () => {
    expect(modesOf(templateOf())).toEqual({ isolateFunction: 'APPROVE', blockAddress: 'ACT', notify: 'ACT' });
  });

  test('all that change something are as the responder says', () => {
    expect(modesOf(templateOf({ mode: PlayMode.DRY_RUN }))).toEqual({ isolateFunction: 'DRY_RUN', blockAddress: 'DRY_RUN', notify: 'ACT' });
  });

  test('a play knows better than its responder', () => {
    expect(modesOf(templateOf({ mode: PlayMode.DRY_RUN, plays: [Play.isolateFunction({ mode: PlayMode.ACT })] }))).toEqual({ isolateFunction: 'ACT' });
  });

  test('ten an hour, or as many as are allowed', () => {
    expect(environmentOf(templateOf(), 'Coordinate').MAX_ACTIONS).toBe('10');
    expect(environmentOf(templateOf({ maxActions: 0 }), 'Coordinate').MAX_ACTIONS).toBe('0');
  });

  test('only a message is harmless, only a block of an address ends by itself', () => {
    expect(playsOf(templateOf())).toEqual([
      { play: 'isolateFunction', kinds: ['FUNCTION'], mode: 'APPROVE' },
      { play: 'blockAddress', kinds: ['ADDRESS'], mode: 'ACT', expiresAfterSeconds: 3600 },
      { play: 'notify', mode: 'ACT', harmless: true },
    ]);
  });
});

describe('the state machine', () => {
  test('has the plays that were given, and no states of others', () => {
    expect(statesOf(templateOf()).Play.Choices.map(({ StringEquals, Next }: any) => [StringEquals, Next])).toEqual([
      ['isolateFunction', 'Isolate'], ['blockAddress', 'BlockAddress'], ['notify', 'Notify'],
    ]);
    const fewer = statesOf(templateOf({ plays: [Play.isolateFunction()] }));
    expect(fewer).not.toHaveProperty('BlockAddress');
    expect(fewer.Play.Choices).toHaveLength(1);
  });

  test('reaches each of its states, and none that is not there', () => {
    const states = statesOf(templateOf());
    const next = (name: string): string[] => {
      const { Next, Default, Choices = [], Catch = [] } = states[name];
      return [Next, Default, ...[...Choices, ...Catch].map((one: any) => one.Next)].filter((one) => one !== undefined);
    };
    const reached = new Set(['Mode']);
    for (const name of reached) next(name).forEach((one) => reached.add(one));
    expect([...reached].sort()).toEqual(Object.keys(states).sort());
  });

  test('takes an isolation back in the reverse order', () => {
    const states = statesOf(templateOf());
    const walk = (first: string) => {
      const names = [first];
      while (names[names.length - 1] !== 'RecordDone') names.push(states[names[names.length - 1]].Next);
      return names.slice(0, -1).map((name) => states[name].Parameters.Payload?.phase ?? states[name].Resource.split(':').pop());
    };
    expect(walk(states.Isolate.Default)).toEqual(['RUNS', 'attachRolePolicy', 'NETWORK']);
    expect(walk(states.Isolate.Choices[0].Next)).toEqual(['NETWORK', 'detachRolePolicy', 'RUNS']);
  });

  test('gives the role back, and records nothing, when an isolation that is done again was undone meanwhile', () => {
    const states = statesOf(templateOf());
    const onUndone = (name: string) => states[name].Catch.find(({ ErrorEquals }: any) => ErrorEquals.includes('Undone')).Next;
    expect(onUndone('StopRuns')).toBe('NotIsolated');
    expect(onUndone('CloseNetwork')).toBe('FreeRole');
    expect(states.FreeRole).toMatchObject({ Resource: expect.stringMatching(/detachRolePolicy$/), Next: 'NotIsolated' });
    expect(states.NotIsolated).toEqual({ Type: 'Succeed' });
    expect(states.StopRuns.Retry[0]).toEqual({ ErrorEquals: ['Undone'], MaxAttempts: 0 });
  });

  test('does nothing by default when nobody answers in four hours', () => {
    const { Ask } = statesOf(templateOf());
    expect(Ask.TimeoutSeconds).toBe(4 * 3600);
    expect(Ask.Catch[0]).toMatchObject({ ErrorEquals: ['States.Timeout'], Next: 'RecordExpired' });
  });

  test('acts without an answer where that was chosen', () => {
    const { Ask } = statesOf(templateOf({ approval: { timeout: Duration.minutes(30), onTimeout: ApprovalTimeout.ACT } }));
    expect(Ask.TimeoutSeconds).toBe(1800);
    expect(Ask.Catch[0]).toMatchObject({ ErrorEquals: ['States.Timeout'], Next: 'Play' });
  });

  test('lives longer than a question waits', () => {
    expect(definitionOf(templateOf({ approval: { timeout: Duration.days(14) } })).TimeoutSeconds ?? Infinity).toBeGreaterThan(14 * 86_400);
  });

  test('knows no function of another responder, nor does that one know its', () => {
    const { stack, zone } = respondingApp();
    new IncidentResponder(zone, 'Another', { plays: [Play.isolateFunction()] });
    const template = Template.fromStack(stack);
    for (const machine of Object.values<any>(template.findResources('AWS::StepFunctions::StateMachine'))) {
      const definition = JSON.stringify(machine.Properties.DefinitionString);
      expect(/members.*?Retry/.exec(definition)![0]).toMatch(/Read[0-9A-F]{8}.*Ship[0-9A-F]{8}/);
      expect(/members.*?Retry/.exec(definition)![0]).not.toMatch(/Responder|Another/);
    }
  });

  test('knows the functions of the zone that came before and after it, and neither its own nor those of another zone', () => {
    const { members } = definitionOf(templateOf()).States.Plan.Parameters.Payload;
    expect(members).toEqual([
      { name: expect.stringMatching(/^Read[0-9A-F]{8}$/), role: expect.stringMatching(/^ReadOwnRole[0-9A-F]{8}$/) },
      { name: expect.stringMatching(/^Ship[0-9A-F]{8}$/), role: expect.stringMatching(/^ShipOwnRole[0-9A-F]{8}$/) },
    ]);
  });
});

describe('what is kept', () => {
  test('incidents: encrypted, recoverable, forgotten in time', () => {
    expect(only(templateOf(), 'AWS::DynamoDB::GlobalTable', 'ZoneResponderIncidents')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
        Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
      },
    });
  });

  test('evidence: locked for a year, or as long as is asked', () => {
    const lock = (template: Template) => only(template, 'AWS::S3::Bucket', 'ZoneResponderEvidence').Properties.ObjectLockConfiguration.Rule.DefaultRetention;
    expect(lock(templateOf()).Days).toBe(365);
    expect(lock(templateOf({ evidenceRetention: Duration.days(30) })).Days).toBe(30);
  });

  test('both go with the stack where that was chosen, by the prop or by the profile', () => {
    const policies = (template: Template) => [['AWS::DynamoDB::GlobalTable', 'ZoneResponderIncidents'], ['AWS::S3::Bucket', 'ZoneResponderEvidence']]
      .map(([type, id]) => only(template, type, id).DeletionPolicy);
    expect(policies(templateOf({ removalPolicy: RemovalPolicy.DESTROY }))).toEqual(['Delete', 'Delete']);
    const stack = new Stack(new App(), 'Stack');
    const zone = new TrustZone(stack, 'Zone', { profile: Profile.SANDBOX });
    new IncidentResponder(zone, 'Responder', { plays: [Play.isolateFunction()] });
    expect(policies(Template.fromStack(stack))).toEqual(['Delete', 'Delete']);
  });
});

describe('a drill', () => {
  const scheduleOf = (template: Template) => only(template, 'AWS::Scheduler::Schedule', 'ZoneResponderDrillSchedule').Properties;
  const alarmOf = (template: Template) => only(template, 'AWS::CloudWatch::Alarm', 'ZoneResponderDrillUnanswered').Properties;

  test('is sent to the bus once a day as an event that a rule of the responder matches, and changes nothing', () => {
    const template = templateOf();
    const { Target, ScheduleExpression } = scheduleOf(template);
    expect(ScheduleExpression).toBe('rate(24 hours)');
    expect(JSON.stringify(Target.Arn)).toMatch(/:events:.*:event-bus\/default/);
    const { source, 'detail-type': type, detail } = ruleOf(template, 'Own').EventPattern;
    expect([[Target.EventBridgeParameters.Source], [Target.EventBridgeParameters.DetailType]]).toEqual([source, type]);
    const finding = JSON.parse(Target.Input);
    expect(finding.severity).toBeGreaterThanOrEqual(detail.severity[0].numeric[1]);
    expect(finding).toMatchObject({ drill: true, id: 'drill-<aws.scheduler.execution-id>' });
  });

  test('is in the form that the function takes, reaches the severity of every responder, and each is a finding of its own', () => {
    const detail = (execution: string) => JSON.parse(scheduleOf(templateOf({ minSeverity: 10 })).Target.Input.replace('<aws.scheduler.execution-id>', execution));
    const [first, second] = ['a', 'b'].map((execution) => findingsOfEvent({ source: 'zero-trust', detail: detail(execution) })[0]);
    expect(first).toMatchObject({ drill: true, severity: 10, targets: [{ kind: 'FUNCTION', id: 'drill' }] });
    expect(incidentId(first, first.targets[0])).not.toBe(incidentId(second, second.targets[0]));
    const incident = { incident: 'i', finding: first, target: first.targets[0] } as any;
    const modes = planFor(incident, playsOf(templateOf({ mode: PlayMode.ACT }))).map(({ mode }) => mode);
    expect(modes).toEqual(['DRY_RUN', 'DRY_RUN']);
  });

  test('that is not answered within an hour alarms, also when nothing is measured', () => {
    expect(alarmOf(templateOf())).toMatchObject({
      Namespace: 'AWS/States',
      MetricName: 'ExecutionsSucceeded',
      Dimensions: [{ Name: 'StateMachineArn', Value: { Ref: expect.stringMatching(/^ZoneResponderMachine/) } }],
      Statistic: 'Sum',
      Period: 3600,
      EvaluationPeriods: 25,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      AlarmActions: [{ Ref: expect.stringMatching(/^ZoneAlarm/) }],
    });
  });

  test('comes as often as is asked', () => {
    const hourly = templateOf({ drillInterval: Duration.hours(1) });
    expect(scheduleOf(hourly).ScheduleExpression).toBe('rate(1 hour)');
    expect(alarmOf(hourly).EvaluationPeriods).toBe(2);
    expect(alarmOf(templateOf({ drillInterval: Duration.days(6) })).EvaluationPeriods).toBe(145);
  });

  test('may put events of its source to the default bus, and nothing else there', () => {
    const { PolicyDocument } = only(templateOf(), 'AWS::IAM::ManagedPolicy', 'ZoneResponderDrillRolePolicy').Properties;
    expect(PolicyDocument.Statement.filter(({ Action }: any) => JSON.stringify(Action).includes('events:'))).toEqual([{
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: scheduleOf(templateOf()).Target.Arn,
      Condition: { StringEquals: { 'events:source': 'zero-trust', 'events:detail-type': 'Finding' } },
    }]);
  });
});

describe('who is asked', () => {
  test('the alarm topic of the zone, or the topic that is named', () => {
    expect(environmentOf(templateOf(), 'Coordinate').APPROVAL_TOPIC).toEqual({ Ref: expect.stringMatching(/^Zone/) });
    const stack = new Stack(new App(), 'Stack');
    const zone = new TrustZone(stack, 'Zone');
    const topic = sns.Topic.fromTopicArn(stack, 'OnCall', 'arn:aws:sns:eu-west-1:111122223333:on-call');
    new IncidentResponder(zone, 'Responder', { plays: [Play.isolateFunction()], approval: { topic } });
    expect(environmentOf(Template.fromStack(stack), 'Coordinate').APPROVAL_TOPIC).toBe(topic.topicArn);
  });

  test('grantDecide lets a role invoke the function that takes decisions, and nothing else', () => {
    const template = templateOf({}, ({ stack, responder }) => {
      responder.grantDecide(new iam.Role(stack, 'Lead', { assumedBy: new iam.AccountPrincipal('111122223333') }));
    });
    const policies = Object.values(template.findResources('AWS::IAM::Policy')).filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('Lead'));
    expect(policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual([{
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ZoneResponderDecide/), 'Arn'] },
    }]);
  });

  test('grantDecide refuses an account that the zone does not trust', () => {
    const { responder } = respondingApp();
    expect(() => responder.grantDecide(new iam.AccountPrincipal('444455556666'))).toThrow(expect.objectContaining({ id: 'UntrustedAccount' }));
  });
});

describe('a firewall that blocks for a responder', () => {
  const rulesOf = (template: Template) => (Object.values(template.findResources('AWS::WAFv2::WebACL'))[0] as any).Properties.Rules;

  test('asks its two sets of addresses, empty at first, ahead of all rules', () => {
    const template = templateOf();
    const [first, ...others] = rulesOf(template).sort((a: any, b: any) => a.Priority - b.Priority);
    expect(first).toMatchObject({ Name: 'RespondingAddresses', Action: { Block: {} } });
    const asked = first.Statement.OrStatement.Statements.map(({ IPSetReferenceStatement: { Arn } }: any) => Arn['Fn::GetAtt'][0]);
    const sets = template.findResources('AWS::WAFv2::IPSet');
    expect(asked.map((id: string) => sets[id].Properties)).toEqual([
      { Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: [] }, { Scope: 'REGIONAL', IPAddressVersion: 'IPV6', Addresses: [] },
    ]);
    expect(others.every(({ Priority }: any) => Priority > first.Priority)).toBe(true);
  });

  test('has no such rule without the play', () => {
    const names = rulesOf(templateOf({ plays: [Play.isolateFunction()] })).map(({ Name }: any) => Name);
    expect(names).not.toContain('RespondingAddresses');
    expect(names.length).toBeGreaterThan(0);
  });

  test('is told in its own scope and region which sets there are, and whom to spare', () => {
    const { stack, zone, firewall } = respondingApp({ plays: [Play.isolateFunction()] });
    new IncidentResponder(zone, 'Another', { plays: [Play.blockAddress(firewall, { neverBlock: ['203.0.113.0/24', '2001:db8::/32'] })] });
    const { ADDRESS_SETS, NEVER_BLOCK } = only(Template.fromStack(stack), 'AWS::Lambda::Function', 'ZoneAnotherBlockAddress').Properties.Environment.Variables;
    const sets = JSON.parse(ADDRESS_SETS['Fn::Join'][1].map((part: any) => (typeof part === 'string' ? part : 'x')).join(''));
    expect(sets).toMatchObject([{ version: 'IPV4', scope: FirewallScope.REGIONAL }, { version: 'IPV6', scope: FirewallScope.REGIONAL }]);
    expect(JSON.parse(NEVER_BLOCK)).toEqual(['203.0.113.0/24', '2001:db8::/32']);
  });
});

describe('refused', () => {
  const failsWith = (id: string, path = 'Stack/Zone/Responder') => expect.objectContaining({ name: 'ZeroTrustError', id, path });
  const make = (props: Partial<IncidentResponderProps>) => () => respondingApp({ plays: [Play.isolateFunction()], ...props });

  test.each<[string, string, Partial<IncidentResponderProps>]>([
    ['NoPlays', 'no plays', { plays: [] }],
    ['PlayTwice', 'a play that is there twice', { plays: [Play.isolateFunction(), Play.isolateFunction({ mode: PlayMode.ACT })] }],
    ['BadSeverity', 'a severity below 0', { minSeverity: -1 }],
    ['BadSeverity', 'a severity over 10', { minSeverity: 10.1 }],
    ['BadSeverity', 'a severity that is no number', { minSeverity: NaN }],
    ['BadBudget', 'a negative budget', { maxActions: -1 }],
    ['BadBudget', 'half an action', { maxActions: 1.5 }],
    ['BadTimeout', 'a question for seconds', { approval: { timeout: Duration.seconds(59) } }],
    ['BadTimeout', 'a question for more than 14 days', { approval: { timeout: Duration.days(15) } }],
    ['BadInterval', 'drills within the hour', { drillInterval: Duration.minutes(30) }],
    ['BadInterval', 'drills at half hours', { drillInterval: Duration.minutes(90) }],
    ['BadInterval', 'drills that no alarm can watch', { drillInterval: Duration.hours(145) }],
    ['UnknownProp', 'a prop that it does not have', { minSeverty: 5 } as any],
    ['UnknownProp', 'an option of approval that there is not', { approval: { timout: Duration.hours(1) } as any }],
  ])('%s: %s', (id, _what, props) => {
    expect(make(props)).toThrow(failsWith(id));
  });

  test.each<[string, Partial<IncidentResponderProps>]>([
    ['severity 0', { minSeverity: 0 }], ['severity 10', { minSeverity: 10 }], ['no budget', { maxActions: 0 }],
    ['a minute', { approval: { timeout: Duration.minutes(1) } }], ['14 days', { approval: { timeout: Duration.days(14) } }],
  ])('not: %s', (_what, props) => {
    expect(make(props)).not.toThrow();
  });

  const block = (options: BlockAddressOptions) => () => Play.blockAddress(new WebFirewall(new Stack(new App(), 'Stack'), 'Firewall'), options);

  test.each([Duration.minutes(4), Duration.days(31)])('BadTtl: %s', (ttl) => {
    expect(block({ ttl })).toThrow(failsWith('BadTtl', 'Stack/Firewall'));
  });

  test.each([Duration.minutes(5), Duration.days(30)])('not: %s', (ttl) => {
    expect(block({ ttl })).not.toThrow();
  });

  test.each(['office', '203.0.113', '203.0.113.7/33', '203.0.113.7/', '203.0.113.7/24/1', '2001:db8::/129', '2001:db8::/x', ''])('BadAddress: %j', (range) => {
    expect(block({ neverBlock: ['198.51.100.1', range] })).toThrow(failsWith('BadAddress', 'Stack/Firewall'));
  });

  test.each(['203.0.113.7', '203.0.113.7/32', '0.0.0.0/0', '2001:db8::1', '2001:db8::/128'])('not: %s', (range) => {
    expect(block({ neverBlock: [range] })).not.toThrow();
  });

  test('AlreadyBlocking: a firewall that has a responder', () => {
    const { zone, firewall } = respondingApp();
    expect(() => new IncidentResponder(zone, 'Another', { plays: [Play.blockAddress(firewall)] })).toThrow(failsWith('AlreadyBlocking', 'Stack/Firewall'));
  });
});
