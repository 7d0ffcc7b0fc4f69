import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { DataClass, DeclaredEdges, EventSource, ScheduleEventSourceOptions, SecureFunction, SecureFunctionProps, TrustZone, ZeroTrustChecks } from '../../src';
import { findingsOf, fivePacks } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const hourly = ScheduleExpression.rate(Duration.hours(1));

function withSchedule(options?: ScheduleEventSourceOptions, props: Partial<SecureFunctionProps> = {}, expression = hourly) {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const fn = new SecureFunction(stack, 'Fn', { code, ...props });
  fn.consumes(EventSource.schedule(expression, options));
  return { stack, fn, template: () => Template.fromStack(stack) };
}

const only = (template: Template, type: string, prefix = '') => {
  const found = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(prefix));
  expect(found).toHaveLength(1);
  return found[0][1].Properties;
};

describe('a schedule as a source', () => {
  test('leaves nothing open in the five packs and ours', () => {
    const { open } = findingsOf((app) => {
      new SecureFunction(new Stack(app, 'Stack'), 'Fn', { code }).consumes(EventSource.schedule(hourly, { input: { days: 90 } }));
    }, [...fivePacks(), new ZeroTrustChecks()]);
    expect(open).toEqual([]);
  });

  test('invokes the function at its times, under its key, a bounded number of times, and then keeps what was not delivered', () => {
    const { template } = withSchedule();
    expect(only(template(), 'AWS::Scheduler::Schedule')).toEqual({
      GroupName: { Ref: expect.stringMatching(/^FnSchedulesGroup/) },
      ScheduleExpression: 'rate(1 hour)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
      KmsKeyArn: { 'Fn::GetAtt': [expect.stringMatching(/^TrustZoneConfidentialKey/), 'Arn'] },
      Target: {
        Arn: { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] },
        RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^FnSchedulesRole/), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^TrustZoneDeadLetters/), 'Arn'] } },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 5 },
      },
    });
  });

  test('takes what it is given', () => {
    const { template } = withSchedule({
      input: { days: 90 },
      description: 'Forgets',
      flexibleTimeWindow: Duration.minutes(15),
      start: new Date('2027-01-01T00:00:00Z'),
      end: new Date('2028-01-01T00:00:00Z'),
      retryAttempts: 0,
      maxEventAge: Duration.minutes(5),
      enabled: false,
    }, {}, ScheduleExpression.cron({ minute: '0', hour: '3', timeZone: TimeZone.EUROPE_BERLIN }));
    expect(only(template(), 'AWS::Scheduler::Schedule')).toMatchObject({
      Description: 'Forgets',
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      StartDate: '2027-01-01T00:00:00.000Z',
      EndDate: '2028-01-01T00:00:00.000Z',
      State: 'DISABLED',
      Target: { Input: '{"days":90}', RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 0 } },
    });
  });

  test('has a role for the group of the function alone, which may invoke, send dead letters and read its schedules', () => {
    const { stack, template } = withSchedule();
    const group = { 'Fn::GetAtt': [expect.stringMatching(/^FnSchedulesGroup/), 'Arn'] };
    expect(only(template(), 'AWS::IAM::Role', 'FnSchedules').AssumeRolePolicyDocument.Statement).toEqual([{
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnEquals: { 'aws:SourceArn': group } },
    }]);
    const statements = only(template(), 'AWS::IAM::ManagedPolicy', 'FnSchedules').PolicyDocument.Statement;
    expect(statements.map(({ Action, Condition }: any) => [Action, Condition && Object.keys(Object.values(Condition)[0] as object)])).toEqual([
      ['lambda:InvokeFunction', undefined],
      ['sqs:SendMessage', undefined],
      [['kms:Decrypt', 'kms:GenerateDataKey'], ['kms:ViaService']],
      ['kms:Decrypt', ['kms:EncryptionContext:aws:scheduler:schedule:arn']],
    ]);
    expect(JSON.stringify(statements[3].Condition)).toMatch(/:scheduler:eu-west-1:111122223333:schedule\/.*FnSchedulesGroup.*\/\*/);
    expect(statements.flatMap(({ Resource }: any) => Resource)).not.toContain('*');
    expect(DeclaredEdges.of(stack)).toContainEqual(expect.objectContaining({ caller: 'scheduler.amazonaws.com', target: 'Stack/Fn' }));
  });

  test('shares group and role with the other schedules of the function, and opens nothing to other functions', () => {
    const { stack, fn, template } = withSchedule();
    fn.consumes(EventSource.schedule(ScheduleExpression.rate(Duration.days(1))));
    new SecureFunction(stack, 'Other', { code }).consumes(EventSource.schedule(hourly));
    template().resourceCountIs('AWS::Scheduler::Schedule', 3);
    template().resourceCountIs('AWS::Scheduler::ScheduleGroup', 2);
    template().resourceCountIs('AWS::Lambda::Permission', 0);
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 0);
    expect(Object.keys(template().findResources('AWS::IAM::Role')).filter((id) => id.includes('SchedulesRole'))).toHaveLength(2);
  });

  test('keeps restricted input and its dead letters under the key of that class', () => {
    const { template } = withSchedule({}, { dataClass: DataClass.RESTRICTED });
    const schedule = only(template(), 'AWS::Scheduler::Schedule');
    expect(schedule.KmsKeyArn['Fn::GetAtt'][0]).toMatch(/^TrustZoneRestrictedKey/);
    expect(schedule.Target.DeadLetterConfig.Arn['Fn::GetAtt'][0]).toMatch(/^FnUndeliveredRESTRICTED/);
  });

  test('works with the zone in another stack', () => {
    const app = new App();
    new TrustZone(new Stack(app, 'First'), 'Zone').serve(app);
    const second = new Stack(app, 'Second');
    new SecureFunction(second, 'Fn', { code }).consumes(EventSource.schedule(hourly));
    expect(() => app.synth()).not.toThrow();
    Template.fromStack(second).hasResourceProperties('AWS::Scheduler::Schedule', { Target: Match.objectLike({ DeadLetterConfig: Match.anyValue() }) });
  });

  test('names no partition', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'cn-north-1' } });
    new SecureFunction(stack, 'Fn', { code }).consumes(EventSource.schedule(hourly));
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/arn:aws[:-]/);
  });

  test.each<[string, ScheduleEventSourceOptions]>([
    ['more attempts than the service makes', { retryAttempts: 186 }],
    ['half an attempt', { retryAttempts: 0.5 }],
    ['events that are tried for seconds', { maxEventAge: Duration.seconds(59) }],
    ['events that are tried for days', { maxEventAge: Duration.hours(25) }],
    ['a window of more than a day', { flexibleTimeWindow: Duration.hours(25) }],
    ['an end before its start', { start: new Date(2), end: new Date(1) }],
  ])('refuses %s', (_, options) => {
    expect(() => withSchedule(options)).toThrow(failsWith('BadSchedule'));
  });

  test('takes the limits themselves', () => {
    expect(() => withSchedule({ retryAttempts: 185, maxEventAge: Duration.days(1), flexibleTimeWindow: Duration.days(1) })).not.toThrow();
  });
});
