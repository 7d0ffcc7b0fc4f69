import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ComplianceBaseline, ComplianceBaselineProps, ConformanceFramework, DayOfWeek, IncidentResponder, Play, RecorderSource, ReportEvidence, ReportSchedule, SecureBucket, TrustZone, ZeroTrust } from '../../src';
import { DeployedTemplates } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { findingsOf, fivePacks } from '../support/packs';

function build(props: (stack: Stack) => ComplianceBaselineProps = () => ({})) {
  const stack = new Stack(new App(), 'Account');
  const baseline = new ComplianceBaseline(stack, 'Compliance', { frameworks: [ConformanceFramework.FSBP], reports: ReportSchedule.weekly(), ...props(stack) });
  return { stack, baseline };
}

test('no reports are made unless they are asked for', () => {
  const { stack, baseline } = build(() => ({ reports: undefined }));
  Template.fromStack(stack).resourceCountIs('AWS::Scheduler::Schedule', 0);
  expect([baseline.reportBucket, baseline.reportKey]).toEqual([undefined, undefined]);
  expect(() => baseline.grantReadReports({} as any)).toThrow('NoReports');
});

test('a schedule invokes the function that makes reports', () => {
  const cron = (reports: ReportSchedule) => Object.values(Template.fromStack(build(() => ({ reports })).stack).findResources('AWS::Scheduler::Schedule')).map(({ Properties }) => Properties.ScheduleExpression);
  expect(cron(ReportSchedule.weekly())).toEqual(['cron(0 6 ? * MON *)']);
  expect(cron(ReportSchedule.weekly(DayOfWeek.FRIDAY))).toEqual(['cron(0 6 ? * FRI *)']);
  expect(cron(ReportSchedule.monthly(28))).toEqual(['cron(0 6 28 * ? *)']);
  expect(cron(ReportSchedule.daily())).toEqual(['cron(0 6 * * ? *)']);
  expect(() => ReportSchedule.monthly(31)).toThrow('BadDay');
});

test('each version of a report is locked, under a key that the function alone signs with', () => {
  const template = Template.fromStack(build().stack);
  template.hasResourceProperties('AWS::S3::Bucket', { ObjectLockConfiguration: Match.objectLike({ Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } } }) });
  template.hasResourceProperties('AWS::KMS::Key', {
    KeySpec: 'ECC_NIST_P256',
    KeyUsage: 'SIGN_VERIFY',
    KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Action: 'kms:Sign', Principal: { AWS: '*' }, Condition: { ArnNotEquals: { 'aws:PrincipalArn': Match.anyValue() } } })]) },
  });
});

test('evidence without reports is refused, and so is a grant on evidence that is elsewhere', () => {
  const evidence = (stack: Stack) => ReportEvidence.bucket(new SecureBucket(stack, 'Evidence', { withoutReplica: 'a test' }), 'evidence/');
  expect(() => build((stack) => ({ reports: undefined, evidence: evidence(stack) }))).toThrow('NoReports');
  const { baseline, stack } = build((one) => ({ evidence: evidence(one) }));
  expect(() => baseline.grantPutEvidence((stack.node.findAll().find((one: any) => one.reportFunction) as any).reportFunction)).toThrow('NoReports');
});

test('the function reads its sources, signs, and writes reports alone, by an independent judge of IAM', async () => {
  const { stack, baseline } = build((one) => ({ responder: new IncidentResponder(TrustZone.of(one), 'Responder', { plays: [Play.notify(TrustZone.of(one).alarmTopic)] }) }));
  const deployed = DeployedTemplates.ofStacks({ Account: Template.fromStack(stack).toJSON() });
  const judge = new IamJudge(deployed);
  const fn = baseline.node.findAll().find((one: any) => one.reportFunction && one !== baseline) as any;
  const idOf = (construct: any) => `Account.${stack.resolve((construct.node.defaultChild as CfnResource).logicalId)}`;
  const bucket = deployed.arnOf(idOf(baseline.reportBucket));
  const key = deployed.arnOf(idOf(baseline.reportKey));
  const pack = `arn:aws:config:eu-west-1:${key.split(':')[4]}:conformance-pack/`;
  const allowed = (action: string, resource: string) => judge.allows(idOf(fn.reportFunction), { action, resource });
  expect(await allowed('kms:Sign', key)).toBe(true);
  expect(await allowed('kms:ScheduleKeyDeletion', key)).toBe(false);
  expect(await allowed('s3:PutObject', `${bucket}/reports/2026/report.json`)).toBe(true);
  expect(await allowed('s3:PutObject', `${bucket}/evidence/audit.json`)).toBe(false);
  expect(await allowed('s3:GetObject', `${bucket}/evidence/audit.json`)).toBe(true);
  expect(await allowed('s3:DeleteObject', `${bucket}/reports/2026/report.json`)).toBe(false);
  expect(await allowed('s3:BypassGovernanceRetention', `${bucket}/reports/2026/report.json`)).toBe(false);
  const region = key.split(':')[3];
  const named = pack.replace('eu-west-1', region);
  expect(await allowed('config:GetConformancePackComplianceDetails', `${named}zero-trust-fsbp-1/x`)).toBe(true);
  expect(await allowed('config:GetConformancePackComplianceDetails', `${named}another/x`)).toBe(false);
  expect(await allowed('config:DeleteConformancePack', `${named}zero-trust-fsbp-1/x`)).toBe(false);
});

test.each([
  ['default', RecorderSource.create()],
  ['default', RecorderSource.existing('platform')],
  ['of-the-platform', RecorderSource.existing('platform', 'of-the-platform')],
  ['aws-controltower-BaselineConfigRecorder', RecorderSource.controlTower()],
])('reads the state of the recorder %s alone', async (name, recorder) => {
  const { stack, baseline } = build(() => ({ recorder }));
  const deployed = DeployedTemplates.ofStacks({ Account: Template.fromStack(stack).toJSON() });
  const idOf = (construct: any) => `Account.${stack.resolve((construct.node.defaultChild as CfnResource).logicalId)}`;
  const { reportFunction } = baseline.node.findAll().find((one: any) => one.reportFunction) as any;
  const [, , , region, account] = deployed.arnOf(idOf(baseline.reportKey)).split(':');
  const allowed = (one: string) => new IamJudge(deployed).allows(idOf(reportFunction), {
    action: 'config:DescribeConfigurationRecorderStatus', resource: `arn:aws:config:${region}:${account}:configuration-recorder/${one}/x`,
  });
  expect([await allowed(name), await allowed('another')]).toEqual([true, false]);
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: Match.objectLike({ RECORDER: name }) } });
});

test('has no open finding over five packs and the rules of the library', () => {
  const { open } = findingsOf((app) => {
    const stack = new Stack(app, 'Account', { env: { account: '111122223333', region: 'eu-west-1' } });
    new ComplianceBaseline(stack, 'Compliance', { frameworks: [ConformanceFramework.FSBP], reports: ReportSchedule.weekly() });
    ZeroTrust.enforce(app);
  }, fivePacks());
  expect(open).toEqual([]);
});
