import { App, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { IncidentResponder, Play, ScheduledDetections, SecureFunction, TrustZone } from '../../src';
import { TemplateModel } from '../../src/model';
import { evaluate, RULES } from '../../src/rules';

type Resources = Record<string, any>;

const whole: { Resources: Resources } = (() => {
  const app = new App();
  const zone = new TrustZone(new Stack(app, 'Stack'), 'Zone');
  const code = Code.fromInline('exports.handler = async () => {}');
  new SecureFunction(zone, 'Fn', { code });
  new SecureFunction(new TrustZone(Stack.of(zone), 'Elsewhere'), 'Stranger', { code });
  new IncidentResponder(zone, 'Responder', { plays: [Play.isolateFunction(), Play.notify(zone.alarmTopic)] });
  new ScheduledDetections(zone, 'Bursts');
  return app.synth().stacks[0].template;
})();

/** The findings that a change of the template brings, as rule and logical id. */
function broughtBy(change: (resources: Resources) => void): string[] {
  const changed = structuredClone(whole);
  change(changed.Resources);
  const before = new Set(findings(whole));
  return findings(changed).filter((one) => !before.has(one));
}

function findings(template: object): string[] {
  return evaluate(new TemplateModel([{ id: 'S', name: 'S', template }]), RULES).filter(({ result }) => result.verdict !== 'pass')
    .map(({ rule, resource }) => `${rule.id} ${resource.logicalId.replace(/[0-9A-F]{8}$/, '')}`);
}

const idOf = (resources: Resources, start: RegExp, type: string) => (
  Object.keys(resources).find((id) => start.test(id) && resources[id].Type === type)!);
type Change = (properties: any, resources: Resources, id: string) => void;
const one = (start: RegExp, type: string, change: Change) => (resources: Resources) => {
  const id = idOf(resources, start, type);
  change(resources[id].Properties, resources, id);
};
const gone = (start: RegExp, type: string) => one(start, type, (_properties, resources, id) => { delete resources[id]; });
const allow = (start: RegExp, action: string, resource: (resources: Resources) => unknown) => one(start, 'AWS::IAM::ManagedPolicy', ({ PolicyDocument }, resources) => {
  PolicyDocument.Statement.push({ Effect: 'Allow', Action: action, Resource: resource(resources) });
});
const arnOf = (start: RegExp, type = 'AWS::Lambda::Function') => (resources: Resources) => ({ 'Fn::GetAtt': [idOf(resources, start, type), 'Arn'] });
const PLAY_POLICY = /^ZoneResponderIsolateFunctionOwnRolePolicy/;

test('the chain of a responder has no finding of its rules', () => {
  const ids = ['ZT-EVENTS-005', 'ZT-EVENTS-006', 'ZT-IAM-025', 'ZT-S3-015', 'ZT-SCHEDULER-003', 'ZT-STATES-006', 'ZT-STATES-007'];
  expect(findings(whole).filter((finding) => ids.some((id) => finding.startsWith(id)))).toEqual([]);
});

test.each<[string, string, (resources: Resources) => void]>([
  ['its rule is disabled', 'ZT-EVENTS-005 ZoneResponderGuardDuty', one(/^ZoneResponderGuardDuty/, 'AWS::Events::Rule', (rule) => { rule.State = 'DISABLED'; })],
  ['its rule has no target', 'ZT-EVENTS-005 ZoneResponderOwn', one(/^ZoneResponderOwn/, 'AWS::Events::Rule', (rule) => { rule.Targets = []; })],
  ['the rule for outside changes is disabled', 'ZT-EVENTS-005 ZoneResponderOutsideChanges',
    one(/^ZoneResponderOutsideChanges/, 'AWS::Events::Rule', (rule) => { rule.State = 'DISABLED'; })],
  ['its queue takes no events', 'ZT-EVENTS-006 ZoneResponderGuardDuty', gone(/^ZoneResponderFindingsPolicy/, 'AWS::SQS::QueuePolicy')],
  ['nothing reads its queue', 'ZT-EVENTS-006 ZoneResponderGuardDuty', gone(/^ZoneResponderIntake/, 'AWS::Lambda::EventSourceMapping')],
  ['its state machine has lost a play', 'ZT-STATES-007 ZoneResponderMachine', one(/^ZoneResponderMachine/, 'AWS::StepFunctions::StateMachine', (machine) => {
    machine.DefinitionString = JSON.parse(JSON.stringify(machine.DefinitionString).replaceAll('StringEquals\\":\\"isolateFunction', 'StringEquals\\":\\"other'));
  })],
  ['a play is planned that its state machine does not have', 'ZT-STATES-007 ZoneResponderMachine', one(/^ZoneResponderCoordinate/, 'AWS::Lambda::Function', (fn) => {
    fn.Environment.Variables.PLAYS = JSON.stringify([...JSON.parse(fn.Environment.Variables.PLAYS), { play: 'cutOffUser' }]);
  })],
  ['a play may change every function', 'ZT-IAM-025 ZoneResponderIsolateFunctionOwnRole', allow(PLAY_POLICY, 'lambda:PutFunctionConcurrency', () => '*')],
  ['a play may change functions by a wildcard', 'ZT-IAM-025 ZoneResponderIsolateFunctionOwnRole',
    allow(PLAY_POLICY, 'lambda:PutFunctionConcurrency', () => 'arn:aws:lambda:eu-west-1:111122223333:function:app-*')],
  ['a play may change itself', 'ZT-IAM-025 ZoneResponderIsolateFunctionOwnRole', allow(PLAY_POLICY, 'lambda:UpdateFunctionConfiguration', arnOf(/^ZoneResponderIsolateFunction/))],
  ['a play may change its own role', 'ZT-IAM-025 ZoneResponderIsolateFunctionOwnRole',
    allow(PLAY_POLICY, 'iam:PutRolePolicy', arnOf(/^ZoneResponderIsolateFunctionOwnRole[0-9A-F]{8}$/, 'AWS::IAM::Role'))],
  ['a play may change the function of another zone', 'ZT-IAM-025 ZoneResponderIsolateFunctionOwnRole', allow(PLAY_POLICY, 'lambda:PutFunctionConcurrency', arnOf(/^ElsewhereStranger/))],
  ['its state machine may change the role of another zone', 'ZT-IAM-025 ZoneResponderMachineOwnRole',
    allow(/^ZoneResponderMachineOwnRolePolicy/, 'iam:AttachRolePolicy', arnOf(/^ElsewhereStrangerOwnRole[0-9A-F]{8}$/, 'AWS::IAM::Role'))],
  ['its incidents have no point-in-time recovery', 'ZT-DYNAMODB-002 ZoneResponderIncidents', one(/^ZoneResponderIncidents/, 'AWS::DynamoDB::GlobalTable', ({ Replicas }) => {
    Replicas[0].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled = false;
  })],
  ['its incidents can be deleted', 'ZT-DYNAMODB-003 ZoneResponderIncidents', one(/^ZoneResponderIncidents/, 'AWS::DynamoDB::GlobalTable', ({ Replicas }) => {
    Replicas[0].DeletionProtectionEnabled = false;
  })],
  ['its evidence has no lock', 'ZT-S3-015 ZoneResponderEvidence', one(/^ZoneResponderEvidence/, 'AWS::S3::Bucket', (bucket) => { delete bucket.ObjectLockEnabled; })],
  ['its evidence has no retention', 'ZT-S3-015 ZoneResponderEvidence', one(/^ZoneResponderEvidence/, 'AWS::S3::Bucket', (bucket) => { delete bucket.ObjectLockConfiguration; })],
  ['the alarm of its drill is gone', 'ZT-STATES-006 ZoneResponderMachine', gone(/^ZoneResponderDrillUnanswered/, 'AWS::CloudWatch::Alarm')],
  ['the alarm of its drill takes silence for success', 'ZT-STATES-006 ZoneResponderMachine',
    one(/^ZoneResponderDrillUnanswered/, 'AWS::CloudWatch::Alarm', (alarm) => { alarm.TreatMissingData = 'notBreaching'; })],
  ['its drill is disabled', 'ZT-SCHEDULER-003 ZoneResponderDrillSchedule', one(/^ZoneResponderDrill/, 'AWS::Scheduler::Schedule', (schedule) => { schedule.State = 'DISABLED'; })],
  ['detections no longer run', 'ZT-SCHEDULER-003', one(/^ZoneBursts/, 'AWS::Scheduler::Schedule', (schedule) => { schedule.State = 'DISABLED'; })],
])('a responder is found broken when %s', (_what, finding, change) => {
  expect(broughtBy(change)).toContainEqual(expect.stringContaining(finding));
});
