import { App } from 'aws-cdk-lib';
import { addClaimsStacks } from '../../examples/claims-platform/app';
import { ACCOUNT, DeployedTemplates } from '../support/deployed-template';
import { matches } from '../support/event-pattern';
import { IamJudge } from '../support/iam-judge';

jest.setTimeout(300_000);

// What follows reads the templates alone: no construct, no edge.
const app = new App();
addClaimsStacks(app);
const deployed = DeployedTemplates.ofAssembly(app.synth());
const judge = new IamJudge(deployed);

const RULE = 'AWS::Events::Rule';
const FUNCTION = 'AWS::Lambda::Function';
const MACHINE = 'AWS::StepFunctions::StateMachine';
const arns = deployed.arns();
const all = (type: string) => Object.entries(deployed.resources(type)).map(([id, properties]) => ({ id, arn: arns[id], ...properties }));
const only = <T>(found: T[]): T => {
  expect(found).toHaveLength(1);
  return found[0];
};
const called = (arn: string) => only(all(FUNCTION).filter((one) => one.arn === arn));
const environmentOf = (fn: any): any => fn.Environment?.Variables ?? {};

/** What this app can find, as the event in which it says so. Sources: user guides of GuardDuty, Security Hub; docs/constructs/incident-responder.md. */
const FINDINGS: Record<string, (severe: boolean) => object> = {
  'GuardDuty': (severe) => ({
    'source': 'aws.guardduty', 'detail-type': 'GuardDuty Finding', 'detail': { severity: severe ? 8 : 4, type: 'Backdoor:Lambda/C&CActivity.B' },
  }),
  'Security Hub': (severe) => ({
    'source': 'aws.securityhub',
    'detail-type': 'Security Hub Findings - Imported',
    'detail': { findings: [{ ProductName: 'Inspector', RecordState: 'ACTIVE', Severity: { Label: severe ? 'HIGH' : 'LOW' }, Workflow: { Status: 'NEW' } }] },
  }),
  'a detection of its own': (severe) => ({ 'source': 'zero-trust', 'detail-type': 'Finding', 'detail': { id: '1', severity: severe ? 7 : 5, targets: [] } }),
};
const SOURCES: Record<string, string> = { 'GuardDuty': 'AWS::GuardDuty::Detector', 'Security Hub': 'AWS::SecurityHub::Hub' };

const receivers = (event: object) => all(RULE).filter(({ EventBusName }) => !EventBusName)
  .filter(({ EventPattern }) => EventPattern && matches(EventPattern, event))
  .flatMap(({ Targets }) => Targets.map(({ Arn }: any) => Arn as string));

const RESPONDERS = [
  ['Assessment', ['isolateFunction', 'notify']],
  ['Intake', ['isolateFunction', 'blockAddress', 'cutOffUser', 'notify']],
] as const;

describe.each(RESPONDERS)('the responder of %s', (stack, plays) => {
  const machine = only(all(MACHINE).filter(({ id }) => id.startsWith(`${stack}.`) && id.includes('Responder')));
  const definition = JSON.parse(machine.DefinitionString);
  const intake = only(all(FUNCTION).filter((fn) => environmentOf(fn).MIN_SEVERITY && environmentOf(fn).STATE_MACHINE === machine.arn));
  const mapping = only(all('AWS::Lambda::EventSourceMapping').filter(({ FunctionName }) => intake.arn.endsWith(`:${FunctionName}`)));
  const findings = only(all('AWS::SQS::Queue').filter(({ arn }) => arn === mapping.EventSourceArn));

  test.each(Object.keys(FINDINGS))('gets what %s finds, once it is severe enough', (source) => {
    if (SOURCES[source]) expect(all(SOURCES[source])).not.toEqual([]);
    expect(receivers(FINDINGS[source](true))).toContain(findings.arn);
    expect(receivers(FINDINGS[source](false))).not.toContain(findings.arn);
  });

  test('is let into its queue by rules of this account, with the key', () => {
    const policy = only(all('AWS::SQS::QueuePolicy').filter(({ Queues }) => Queues.some((url: string) => findings.arn.endsWith(`:${url}`))));
    const key = only(all('AWS::KMS::Key').filter(({ arn }) => arn === findings.KmsMasterKeyId));
    const lets = (statements: any[], action: string) => statements.filter(({ Effect, Principal, Action }) => Effect === 'Allow'
      && Principal.Service === 'events.amazonaws.com' && [Action].flat().includes(action));
    expect(only(lets(policy.PolicyDocument.Statement, 'sqs:SendMessage')).Condition.StringEquals).toEqual({ 'aws:SourceAccount': ACCOUNT });
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) expect(lets(key.KeyPolicy.Statement, action)).not.toEqual([]);
  });

  test('starts the state machine from there', async () => {
    expect(mapping.Enabled).not.toBe(false);
    const byLambda = { byLambda: true };
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']) {
      expect([action, await judge.allows(intake.id, { action, resource: findings.arn, ...byLambda })]).toEqual([action, true]);
    }
    expect(await judge.allows(intake.id, { action: 'states:StartExecution', resource: machine.arn, throughEndpoint: true })).toBe(true);
  });

  test('plans exactly its plays, and has a way for each', () => {
    const coordinate = called(definition.States.Plan.Parameters.FunctionName);
    expect(JSON.parse(environmentOf(coordinate).PLAYS).map(({ play }: any) => play)).toEqual(plays);
    const { States } = definition.States.EachPlay.ItemProcessor;
    expect(States.Play.Choices.map(({ StringEquals }: any) => StringEquals)).toEqual(plays);
    for (const { Next } of States.Play.Choices) {
      const reached = reachedFrom(Next, States);
      expect(reached).toEqual(expect.arrayContaining(['RecordDone', 'RecordFailed']));
      expect(tasksOf(Object.fromEntries(reached.map((name) => [name, States[name]])))).not.toEqual([]);
    }
  });

  test('has no state that nothing leads to, and no way that leads nowhere', () => {
    const machines = [definition, definition.States.EachPlay.ItemProcessor];
    for (const { StartAt, States } of machines) expect(reachedFrom(StartAt, States).sort()).toEqual(Object.keys(States).sort());
  });

  test('may call each function of its plays, and each is there', async () => {
    const functions = [...new Set(tasksOf(definition.States).map(({ Parameters }) => Parameters.FunctionName).filter(Boolean))].map(called);
    expect(functions.length).toBeGreaterThan(plays.length - 1);
    for (const { id, arn } of functions) {
      expect([id, id.startsWith(`${stack}.`), await judge.allows(machine.id, { action: 'lambda:InvokeFunction', resource: arn })]).toEqual([id, true, true]);
    }
  });

  test('denies everything to a role by a policy that is there, and publishes to a topic that is there', async () => {
    const policies = tasksOf(definition.States).map(({ Parameters }) => Parameters.PolicyArn).filter(Boolean);
    const quarantine = only(all('AWS::IAM::ManagedPolicy').filter(({ arn }) => arn === only([...new Set(policies)])));
    expect(quarantine.PolicyDocument.Statement).toContainEqual(expect.objectContaining({ Effect: 'Deny', Action: '*', Resource: '*' }));
    const notify = only(all(FUNCTION).filter((fn) => fn.id.startsWith(`${stack}.`) && environmentOf(fn).TOPIC));
    const topic = only(all('AWS::SNS::Topic').filter(({ arn }) => arn === environmentOf(notify).TOPIC));
    expect(await judge.allows(notify.id, { action: 'sns:Publish', resource: topic.arn, throughEndpoint: true })).toBe(true);
  });
});

test('the two detectors and both drills put findings on the bus to which the responders listen', () => {
  const putsFindings = ({ PolicyDocument }: any) => PolicyDocument.Statement.some(({ Action, Resource }: any) => [Action].flat().includes('events:PutEvents') && Resource.endsWith(':event-bus/default'));
  const policies = all('AWS::IAM::ManagedPolicy').filter(putsFindings);
  const roles = policies.flatMap(({ Roles }) => Roles as string[]);
  const detectors = all(FUNCTION).filter(({ Role }) => roles.some((role) => Role.endsWith(`/${role}`)));
  expect(detectors.map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['Intake.ZoneDetectionsFunction', 'Intake.ZoneLogDetectionsFunction']);
  const drills = all('AWS::Scheduler::Schedule').filter(({ Target }) => Target.EventBridgeParameters);
  expect(drills.map(({ id }) => id.split('.')[0])).toEqual(['Assessment', 'Intake']);
  for (const { Target } of drills) {
    const event = { 'source': Target.EventBridgeParameters.Source, 'detail-type': Target.EventBridgeParameters.DetailType, 'detail': JSON.parse(Target.Input) };
    expect(Target.Arn).toMatch(/:event-bus\/default$/);
    expect(receivers(event).filter((arn) => arn.includes('ResponderFindings'))).toHaveLength(2);
  }
});

test('calls that detections watch reach the function that judges them', () => {
  const call = (eventName: string, service: string) => ({ 'source': `aws.${service}`, 'detail-type': 'AWS API Call via CloudTrail', 'detail': { eventName, eventSource: `${service}.amazonaws.com` } });
  const detector = only(all(FUNCTION).filter(({ id }) => id.startsWith('Intake.ZoneDetectionsFunction')));
  for (const [name, service] of [['StopLogging', 'cloudtrail'], ['DeleteDetector', 'guardduty'], ['UpdateFunctionCode20150331v2', 'lambda'], ['UpdateWebACL', 'wafv2'], ['GetSecretValue', 'secretsmanager']]) {
    expect([name, receivers(call(name, service))]).toEqual([name, expect.arrayContaining([detector.arn])]);
  }
  expect(receivers(call('ListTables', 'dynamodb'))).toEqual([]);
  const permitted = all('AWS::Lambda::Permission').filter(({ FunctionName, Principal }) => FunctionName === detector.arn && Principal === 'events.amazonaws.com');
  const watching = all(RULE).filter(({ Targets }) => Targets.some(({ Arn }: any) => Arn === detector.arn));
  expect(watching.length).toBeGreaterThan(0);
  expect(permitted.map(({ SourceArn }) => SourceArn).sort()).toEqual(watching.map(({ arn }) => arn).sort());
});

/** Names of the states that can be reached, each of which must be there. */
function reachedFrom(start: string, states: Record<string, any>, seen: string[] = []): string[] {
  if (seen.includes(start)) return seen;
  expect(Object.keys(states)).toContain(start);
  const { Next, Default, Choices = [], Catch = [] } = states[start];
  const next = [Next, Default, ...Choices.map((choice: any) => choice.Next), ...Catch.map((one: any) => one.Next)].filter(Boolean);
  return next.reduce((names: string[], name: string) => reachedFrom(name, states, names), [...seen, start]);
}

/** Tasks of a machine, those of its maps too. */
function tasksOf(states: Record<string, any>): any[] {
  return Object.values<any>(states).flatMap((state) => [
    ...state.Type === 'Task' ? [state] : [],
    ...state.ItemProcessor ? tasksOf(state.ItemProcessor.States) : [],
  ]);
}
