import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CostAlarmOptions, SecureFunction, SecurityAlarms, TrustZone } from '../../src';
import { stackFindings } from '../support/packs';

const TOPIC = { Ref: expect.stringContaining('TrustZoneAlarms') };

function build(costs: CostAlarmOptions, more: (stack: Stack) => void = () => {}): { stack: Stack; template: Template } {
  const stack = new Stack(new App(), 'Stack');
  more(stack);
  new SecurityAlarms(stack, 'Alarms', { costs });
  return { stack, template: Template.fromStack(stack) };
}

function fn(stack: Stack): SecureFunction {
  return new SecureFunction(stack, 'Fn', { code: lambda.Code.fromInline('exports.handler = async () => {}') });
}

function only(template: Template, type: string): any {
  const [{ Properties }, ...others] = Object.values(template.findResources(type));
  expect(others).toEqual([]);
  return Properties;
}

test('without costs there is no budget', () => {
  const stack = new Stack(new App(), 'Stack');
  new SecurityAlarms(stack, 'Alarms');
  for (const type of ['AWS::Budgets::Budget', 'AWS::CE::AnomalySubscription']) Template.fromStack(stack).resourceCountIs(type, 0);
});

describe('a budget', () => {
  test('of a month tells the topic of what is spent and what is forecast', () => {
    const { Budget, NotificationsWithSubscribers } = only(build({ monthlyBudgetUsd: 400 }).template, 'AWS::Budgets::Budget');
    expect(Budget).toMatchObject({ BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 400, Unit: 'USD' } });
    expect(Budget.FilterExpression).toBeUndefined();
    expect(NotificationsWithSubscribers.map(({ Notification }: any) => `${Notification.NotificationType} ${Notification.Threshold} ${Notification.ThresholdType}`))
      .toEqual(['ACTUAL 80 PERCENTAGE', 'ACTUAL 100 PERCENTAGE', 'FORECASTED 100 PERCENTAGE']);
    for (const { Subscribers } of NotificationsWithSubscribers) expect(Subscribers).toEqual([{ SubscriptionType: 'SNS', Address: TOPIC }]);
  });

  test('can be about tags, all of them', () => {
    const filter = (costTags: Record<string, string>) => only(build({ monthlyBudgetUsd: 4, costTags }).template, 'AWS::Budgets::Budget').Budget.FilterExpression;
    const app = { Tags: { Key: 'app', Values: ['orders'], MatchOptions: ['EQUALS'] } };
    expect(filter({ app: 'orders' })).toEqual(app);
    expect(filter({ app: 'orders', stage: 'prod' })).toEqual({ And: [app, { Tags: { Key: 'stage', Values: ['prod'], MatchOptions: ['EQUALS'] } }] });
  });

  test('and anomalies may publish to the topic and use its key, for this account', () => {
    const { template } = build({ monthlyBudgetUsd: 400 });
    const { PolicyDocument } = only(template, 'AWS::SNS::TopicPolicy');
    for (const service of ['budgets.amazonaws.com', 'costalerts.amazonaws.com']) {
      const statements = PolicyDocument.Statement.filter(({ Principal }: any) => Principal.Service === service);
      expect(statements).toEqual([expect.objectContaining({
        Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      })]);
      template.hasResourceProperties('AWS::KMS::Key', {
        KeyPolicy: {
          Statement: Match.arrayWith([Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Principal: { Service: service }, Condition: { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': Match.anyValue() } },
          })]),
        },
      });
    }
  });

  test('warns where the topic is not of this library, and could not be opened', () => {
    const stack = new Stack(new App(), 'Stack');
    const alarmTopic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:alarms');
    new SecurityAlarms(stack, 'Alarms', { zone: new TrustZone(stack, 'Zone', { alarmTopic }), costs: { monthlyBudgetUsd: 4 } });
    Annotations.fromStack(stack).hasWarning('/Stack/Alarms/Costs', Match.stringLikeRegexp('TopicNotOpened'));
    expect(Annotations.fromStack(build({ monthlyBudgetUsd: 4 }).stack).findWarning('*', Match.stringLikeRegexp('TopicNotOpened'))).toEqual([]);
  });
});

describe('anomalies of costs', () => {
  const threshold = (costs: CostAlarmOptions) => JSON.parse(only(build(costs).template, 'AWS::CE::AnomalySubscription').ThresholdExpression).Dimensions;

  test('are told at once, from a tenth of the budget or the impact that is given', () => {
    const { template } = build({ monthlyBudgetUsd: 400 });
    expect(only(template, 'AWS::CE::AnomalyMonitor')).toMatchObject({ MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' });
    expect(only(template, 'AWS::CE::AnomalySubscription')).toMatchObject({ Frequency: 'IMMEDIATE', Subscribers: [{ Type: 'SNS', Address: TOPIC }] });
    expect(threshold({ monthlyBudgetUsd: 400 })).toEqual({ Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE', MatchOptions: ['GREATER_THAN_OR_EQUAL'], Values: ['40'] });
    expect(threshold({ monthlyBudgetUsd: 400, anomalyImpactUsd: 5 }).Values).toEqual(['5']);
  });

  test('are those of a monitor that exists, of which an account has one', () => {
    const anomalyMonitorArn = 'arn:aws:ce::111122223333:anomalymonitor/a1b2';
    const { template } = build({ monthlyBudgetUsd: 400, anomalyMonitorArn });
    template.resourceCountIs('AWS::CE::AnomalyMonitor', 0);
    expect(only(template, 'AWS::CE::AnomalySubscription').MonitorArnList).toEqual([anomalyMonitorArn]);
  });
});

describe('stopping', () => {
  function stopping(more: Partial<CostAlarmOptions> = {}): Template {
    const stack = new Stack(new App(), 'Stack');
    new SecurityAlarms(stack, 'Alarms', { costs: { monthlyBudgetUsd: 400, stopRoles: [fn(stack).role!], ...more } });
    return Template.fromStack(stack);
  }
  const statements = (template: Template, id: RegExp) => Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(([name]) => id.test(name)).flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);

  test('asks a person first, and waits for half as much again', () => {
    const action = only(stopping(), 'AWS::Budgets::BudgetsAction');
    expect(action).toMatchObject({
      ActionType: 'APPLY_IAM_POLICY',
      ApprovalModel: 'MANUAL',
      ActionThreshold: { Type: 'PERCENTAGE', Value: 150 },
      NotificationType: 'ACTUAL',
      Subscribers: [{ Type: 'SNS', Address: TOPIC }],
    });
    expect(action.Definition.IamActionDefinition.Roles).toEqual([{ Ref: expect.stringMatching(/^FnOwnRole/) }]);
    expect(only(stopping({ stopWithoutApproval: true, stopAtPercent: 200 }), 'AWS::Budgets::BudgetsAction'))
      .toMatchObject({ ApprovalModel: 'AUTOMATIC', ActionThreshold: { Value: 200 } });
  });

  test('denies all but logs', () => {
    expect(statements(stopping(), /CostsStop[0-9A-F]{8}$/)).toEqual([
      { Sid: 'BudgetSpent', Effect: 'Deny', NotAction: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
    ]);
  });

  test('may attach that one policy, to those roles and no others, for a budget of this account', () => {
    const template = stopping();
    expect(statements(template, /CostsStopRole/)).toEqual([{
      Effect: 'Allow',
      Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^FnOwnRole/), 'Arn'] },
      Condition: { ArnEquals: { 'iam:PolicyARN': { Ref: expect.stringMatching(/CostsStop[0-9A-F]{8}$/) } } },
    }]);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [Match.objectLike({
          Principal: { Service: 'budgets.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: { 'aws:SourceArn': Match.anyValue() } },
        })],
      },
    });
  });

  test('is not made without roles', () => {
    build({ monthlyBudgetUsd: 400 }).template.resourceCountIs('AWS::Budgets::BudgetsAction', 0);
  });
});

test.each<[string, CostAlarmOptions]>([
  ['no budget', { monthlyBudgetUsd: 0 }],
  ['a budget that is no number', { monthlyBudgetUsd: NaN }],
  ['an endless one', { monthlyBudgetUsd: Infinity }],
  ['five percentages', { monthlyBudgetUsd: 1, alertPercents: [10, 20, 30, 40, 50] }],
  ['one twice', { monthlyBudgetUsd: 1, alertPercents: [80, 80] }],
  ['zero percent', { monthlyBudgetUsd: 1, alertPercents: [0] }],
  ['an anomaly of nothing', { monthlyBudgetUsd: 1, anomalyImpactUsd: 0 }],
  ['nothing to stop', { monthlyBudgetUsd: 1, stopRoles: [] }],
  ['a stop of nothing', { monthlyBudgetUsd: 1, stopAtPercent: 120 }],
])('%s is refused before anything is made', (_, costs) => {
  const stack = new Stack(new App(), 'Stack');
  expect(() => new SecurityAlarms(stack, 'Alarms', { costs })).toThrow(expect.objectContaining({ id: 'BadBudget', path: 'Stack/Alarms' }));
  expect(stack.node.children).toEqual([]);
});

test('a word that is none is refused', () => {
  const stack = new Stack(new App(), 'Stack');
  const costs = { monthlyBudgetUsd: 1, monthlyLimit: 2 } as CostAlarmOptions;
  expect(() => new SecurityAlarms(stack, 'Alarms', { costs })).toThrow(expect.objectContaining({ id: 'UnknownProp' }));
});

test('the five packs find nothing open with a budget that stops a role', () => {
  const { open } = stackFindings((stack) => {
    new SecurityAlarms(stack, 'Alarms', { costs: { monthlyBudgetUsd: 400, stopRoles: [fn(stack).role as iam.IRole] } });
  });
  expect(open).toEqual([]);
});
