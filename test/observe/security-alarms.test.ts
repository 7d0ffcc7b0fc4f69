import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Profile, SecureFunction, TrustZone, ZoneNetwork } from '../../src';
import { SecureStateMachine } from '../../src/compute/secure-state-machine';
import { FirewallScope } from '../../src/edge/firewall-scope';
import { WebFirewall } from '../../src/edge/web-firewall';
import { AuditTrail } from '../../src/observe/audit-trail';
import { SecurityAlarms } from '../../src/observe/security-alarms';
import { AnomalyMetric, SecurityAlarmsProps } from '../../src/observe/security-alarms-props';
import { stackFindings } from '../support/packs';

const OF_FUNCTIONS = [
  'FunctionAnomaly', 'FunctionConcurrencyAnomaly', 'FunctionDuration10s', 'FunctionDurationAnomaly', 'FunctionErrorAnomaly', 'FunctionErrors',
  'FunctionThrottles',
];
const TOPIC = { Ref: expect.stringContaining('TrustZoneAlarms') };

function app(): Stack {
  return new Stack(new App(), 'Stack');
}

function fn(scope: Construct, id: string, timeout?: Duration): SecureFunction {
  return new SecureFunction(scope, id, { code: lambda.Code.fromInline('exports.handler = async () => {}'), timeout });
}

/** A member of a kind that another room makes, as a plain L2. */
function join<T extends Construct>(member: T): T {
  TrustZone.of(member)._join(member);
  return member;
}

function api(scope: Construct, id: string): apigateway.RestApi {
  const made = join(new apigateway.RestApi(scope, id));
  made.root.addMethod('GET');
  return made;
}

/** The alarms of a stack by construct id. */
function alarmsOf(stack: Stack): Record<string, any> {
  const rendered = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm');
  const alarms = stack.node.findAll().filter((node): node is cloudwatch.CfnAlarm => node instanceof cloudwatch.CfnAlarm);
  return Object.fromEntries(alarms.map((alarm) => [alarm.node.id, rendered[stack.resolve(alarm.logicalId)].Properties]));
}

function ids(stack: Stack): string[] {
  return Object.keys(alarmsOf(stack)).sort();
}

/** The metrics behind an alarm, as `namespace metric statistic { dimensions }`. */
function metricsOf(alarm: any): unknown[] {
  return alarm.Metrics.filter((query: any) => query.MetricStat).map(({ MetricStat: { Metric, Period, Stat } }: any) => ({
    metric: `${Metric.Namespace} ${Metric.MetricName} ${Stat} ${Period}`,
    ...Object.fromEntries(Metric.Dimensions.map((dimension: any) => [dimension.Name, dimension.Value])),
  }));
}

function expressions(alarm: any): Record<string, string> {
  return Object.fromEntries(alarm.Metrics.filter((query: any) => query.Expression).map((query: any) => [query.Id, query.Expression]));
}

function patterns(stack: Stack): Record<string, string> {
  const filters = Object.values<any>(Template.fromStack(stack).findResources('AWS::Logs::MetricFilter'));
  return Object.fromEntries(filters.map(({ Properties }) => [Properties.MetricTransformations[0].MetricName, Properties.FilterPattern]));
}

describe('alarms exist for what the zone has', () => {
  test('so an empty zone has none', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms');
    expect(ids(stack)).toEqual([]);
  });

  test('and a function outside the zone gets none', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms');
    new lambda.Function(stack, 'Fn', { code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X });
    expect(ids(stack)).toEqual([]);
  });

  test('and it does not matter whether members come before the alarms or after', () => {
    const before = app();
    fn(before, 'Fn');
    new SecurityAlarms(before, 'Alarms');
    const after = app();
    new SecurityAlarms(after, 'Alarms');
    fn(after, 'Fn');
    expect(Template.fromStack(before).findResources('AWS::CloudWatch::Alarm')).toEqual(Template.fromStack(after).findResources('AWS::CloudWatch::Alarm'));
    expect(ids(after)).toEqual(['DeadLetters', ...OF_FUNCTIONS]);
  });

  test('and all publish to the topic of the zone, and are quiet while nothing is measured', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms', { trail: new AuditTrail(stack, 'Trail') });
    fn(stack, 'Fn');
    api(stack, 'Api');
    new WebFirewall(stack, 'Firewall');
    join(new secretsmanager.Secret(stack, 'Secret'));
    const all = Object.values(alarmsOf(stack));
    expect(all).toHaveLength(18);
    for (const alarm of all) {
      expect(alarm.AlarmActions).toEqual([TOPIC]);
      expect(alarm.TreatMissingData).toBe('notBreaching');
      expect(alarm.AlarmDescription).toMatch(/\.$/);
    }
  });
});

describe('alarms can publish', () => {
  const template = () => {
    const stack = app();
    fn(stack, 'Fn');
    new SecurityAlarms(stack, 'Alarms');
    return Template.fromStack(stack);
  };

  test('as the topic takes messages from alarms of this account', () => {
    template().hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Action: 'sns:Publish',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        })]),
      },
    });
  });

  test('as the key of that topic lets alarms of this account use it', () => {
    const [topic] = Object.values<any>(template().findResources('AWS::SNS::Topic'));
    const key = template().toJSON().Resources[topic.Properties.KmsMasterKeyId['Fn::GetAtt'][0]];
    expect(key.Properties.KeyPolicy.Statement).toContainEqual(expect.objectContaining({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' },
    }));
  });
});

describe('functions', () => {
  function one(props?: SecurityAlarmsProps, timeout?: Duration): Record<string, any> {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms', props);
    fn(stack, 'Fn', timeout);
    return alarmsOf(stack);
  }
  const name = { FunctionName: { Ref: expect.stringMatching(/^Fn/) } };

  test('that fail raise an alarm', () => {
    const { FunctionErrors: alarm } = one();
    expect(metricsOf(alarm)).toEqual([{ metric: 'AWS/Lambda Errors Sum 300', ...name }]);
    expect(expressions(alarm)).toEqual({ combined: 'SUM([FILL(m1, 0)])' });
    expect(alarm).toMatchObject({ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1 });
    expect(one({ functionErrorThreshold: 7 }).FunctionErrors.Threshold).toBe(7);
  });

  test('that are throttled raise an alarm', () => {
    const { FunctionThrottles: alarm } = one();
    expect(metricsOf(alarm)).toEqual([{ metric: 'AWS/Lambda Throttles Sum 300', ...name }]);
    expect(alarm.Threshold).toBe(1);
    expect(one({ functionThrottleThreshold: 7 }).FunctionThrottles.Threshold).toBe(7);
  });

  test('that run for 80 % of their timeout raise an alarm', () => {
    const { FunctionDuration10s: alarm } = one();
    expect(metricsOf(alarm)).toEqual([{ metric: 'AWS/Lambda Duration Maximum 300', ...name }]);
    expect(expressions(alarm)).toEqual({ combined: 'MAX([FILL(m1, 0)])' });
    expect(alarm.Threshold).toBe(8_000);
    expect(one({ durationThreshold: 50 }, Duration.seconds(30)).FunctionDuration30s.Threshold).toBe(15_000);
  });

  test('with another timeout have an alarm of their own, as one threshold cannot serve two', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms');
    fn(stack, 'A', Duration.seconds(5));
    fn(stack, 'B', Duration.seconds(60));
    fn(stack, 'C', Duration.seconds(5));
    const alarms = alarmsOf(stack);
    expect(metricsOf(alarms.FunctionDuration5s)).toHaveLength(2);
    expect(metricsOf(alarms.FunctionDuration60s)).toHaveLength(1);
    expect([alarms.FunctionDuration5s.Threshold, alarms.FunctionDuration60s.Threshold]).toEqual([4_000, 48_000]);
  });

  test('with a timeout that nobody knows yet are warned about, and watched for all else', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms');
    fn(stack, 'Fn', Duration.seconds(new CfnParameter(stack, 'Timeout', { type: 'Number' }).valueAsNumber));
    expect(ids(stack)).toEqual(['DeadLetters', ...OF_FUNCTIONS.filter((id) => id !== 'FunctionDuration10s')]);
    Annotations.fromStack(stack).hasWarning('/Stack/Fn', Match.stringLikeRegexp('UnknownTimeout'));
  });

  test('that run more or less often than expected raise an alarm', () => {
    const { FunctionAnomaly: alarm } = one();
    expect(metricsOf(alarm)).toEqual([{ metric: 'AWS/Lambda Invocations Sum 300', ...name }]);
    expect(expressions(alarm)).toEqual({ combined: 'SUM([FILL(m1, 0)])', band: 'ANOMALY_DETECTION_BAND(combined, 3)' });
    expect(alarm).toMatchObject({
      ThresholdMetricId: 'band', ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold', EvaluationPeriods: 3,
    });
    expect(alarm.Threshold).toBeUndefined();
    expect(alarm.Metrics.filter((query: any) => query.ReturnData).map((query: any) => query.Id)).toEqual(['combined', 'band']);
    expect(expressions(one({ anomalyBandWidth: 2.5 }).FunctionAnomaly).band).toBe('ANOMALY_DETECTION_BAND(combined, 2.5)');
  });

  test.each<[string, string, string, string]>([
    ['fail', 'FunctionErrorAnomaly', 'AWS/Lambda Errors Sum 300', 'SUM([FILL(m1, 0)])'],
    ['take longer', 'FunctionDurationAnomaly', 'AWS/Lambda Duration Average 300', 'MAX([FILL(m1, REPEAT)])'],
    ['run at the same time', 'FunctionConcurrencyAnomaly', 'AWS/Lambda ConcurrentExecutions Maximum 300', 'MAX([FILL(m1, 0)])'],
  ])('that %s above the band raise an alarm, and none below it', (_, id, metric, combined) => {
    const alarm = one()[id];
    expect(metricsOf(alarm)).toEqual([{ metric, ...name }]);
    expect(expressions(alarm)).toEqual({ combined, band: 'ANOMALY_DETECTION_BAND(combined, 3)' });
    expect(alarm).toMatchObject({ ThresholdMetricId: 'band', ComparisonOperator: 'GreaterThanUpperThreshold', EvaluationPeriods: 3 });
  });

  test('have the bands that are named, and no other', () => {
    const bands = (props?: SecurityAlarmsProps) => Object.entries(one(props)).filter(([, alarm]) => alarm.ThresholdMetricId).map(([id]) => id);
    expect(bands()).toHaveLength(4);
    expect(bands({ anomalyMetrics: [AnomalyMetric.ERRORS] })).toEqual(['FunctionErrorAnomaly']);
    expect(bands({ anomalyMetrics: [] })).toEqual([]);
  });

  test('each have bands of their own where that is asked for, and share the other alarms', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms', { functionsPerAnomalyAlarm: 1 });
    for (const id of ['A', 'B', 'C']) fn(stack, id);
    const alarms = Object.entries(alarmsOf(stack));
    const bands = alarms.filter(([, alarm]) => alarm.ThresholdMetricId);
    expect(bands.map(([, alarm]) => metricsOf(alarm).length)).toEqual(Array.from({ length: 12 }, () => 1));
    expect(metricsOf(alarmsOf(stack).FunctionErrors)).toHaveLength(3);
  });

  test('of development have no bands, unless they are asked for', () => {
    const made = (props?: SecurityAlarmsProps) => {
      const stack = app();
      const zone = new TrustZone(stack, 'Zone', { profile: Profile.DEVELOPMENT });
      new SecurityAlarms(stack, 'Alarms', { zone, ...props });
      fn(stack, 'Fn');
      return ids(stack);
    };
    expect(made()).toEqual(['DeadLetters', 'FunctionDuration10s', 'FunctionErrors', 'FunctionThrottles']);
    expect(made({ anomalyMetrics: [AnomalyMetric.INVOCATIONS] })).toContain('FunctionAnomaly');
  });

  test('share alarms by ten, the most that CloudWatch takes', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms');
    for (let i = 1; i <= 21; i++) fn(stack, `Fn${i}`);
    const alarms = alarmsOf(stack);
    expect(['FunctionErrors', 'FunctionErrors2', 'FunctionErrors3'].map((id) => metricsOf(alarms[id]).length)).toEqual([10, 10, 1]);
    expect(expressions(alarms.FunctionErrors).combined).toBe(`SUM([${Array.from({ length: 10 }, (_, i) => `FILL(m${i + 1}, 0)`).join(', ')}])`);
    const watched = Object.entries(alarms).filter(([id]) => id.startsWith('FunctionErrors')).flatMap(([, alarm]) => metricsOf(alarm) as any[]);
    expect(new Set(watched.map((metric) => metric.FunctionName.Ref)).size).toBe(21);
    expect(Object.keys(alarms)).toHaveLength(7 * 3 + 1);
    for (const alarm of Object.values(alarms)) {
      expect(alarm.Metrics.filter((query: any) => query.Expression).length).toBeLessThanOrEqual(10);
      expect(alarm.Metrics.length).toBeLessThanOrEqual(20);
    }
  });
});

describe('logs', () => {
  const detectors = (stack: Stack): any[] => Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogAnomalyDetector'))
    .map(({ Properties }) => Properties);

  function watched(props?: SecurityAlarmsProps): Stack {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms', { logAnomalies: true, ...props });
    fn(stack, 'Fn');
    new SecureStateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromString('{}') });
    return stack;
  }

  test('of functions and state machines have a detector each, as one takes one log group, under the key of the logs', () => {
    const stack = watched();
    const all = detectors(stack);
    expect(all).toHaveLength(2);
    for (const { LogGroupArnList, KmsKeyId, EvaluationFrequency, AnomalyVisibilityTime } of all) {
      const [group, ...others] = LogGroupArnList;
      expect(others).toEqual([]);
      expect(JSON.stringify(group)).toMatch(/:log-group:.*Ref":"\w*Logs/);
      // a detector takes the ARN without the :* that Fn::GetAtt ends with
      expect(JSON.stringify(group)).not.toContain('Arn');
      expect(KmsKeyId['Fn::GetAtt'][0]).toContain('ConfidentialKey');
      expect([EvaluationFrequency, AnomalyVisibilityTime]).toEqual(['FIFTEEN_MIN', 21]);
    }
    expect(detectors(watched({ logAnomalyVisibilityDays: 7 })).map(({ AnomalyVisibilityTime }) => AnomalyVisibilityTime)).toEqual([7, 7]);
  });

  test('with anomalies of high priority raise an alarm, by the name of their detector', () => {
    const stack = watched();
    const { LogAnomalies: alarm } = alarmsOf(stack);
    expect(metricsOf(alarm)).toEqual(detectors(stack).map(({ DetectorName }) => (
      { metric: 'AWS/Logs AnomalyCount Sum 300', LogAnomalyDetector: DetectorName, LogAnomalyPriority: 'HIGH' })));
    expect(new Set(detectors(stack).map(({ DetectorName }) => DetectorName)).size).toBe(2);
    expect(alarm).toMatchObject({ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' });
  });

  test('are read by CloudWatch Logs under the key for detectors of this account only', () => {
    const stack = watched();
    const statements = Object.values<any>(Template.fromStack(stack).findResources('AWS::KMS::Key')).flatMap(({ Properties }) => Properties.KeyPolicy.Statement)
      .filter(({ Condition }) => JSON.stringify(Condition ?? {}).includes('anomaly-detector'));
    expect(statements.map(({ Condition }) => Object.keys(Condition.ArnLike))).toEqual([
      ['aws:SourceArn', 'kms:EncryptionContext:aws:logs:arn'], ['aws:SourceArn', 'kms:EncryptionContext:aws-crypto-ec:aws:logs:arn'],
    ]);
    for (const { Condition } of statements) expect(Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
  });

  test('are left alone where that is not asked for', () => {
    const stack = watched({ logAnomalies: undefined });
    expect(detectors(stack)).toEqual([]);
    expect(ids(stack)).not.toContain('LogAnomalies');
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('anomaly-detector');
  });
});

describe('what else a zone has', () => {
  test('APIs that answer with 4xx or 5xx raise an alarm', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms');
    api(stack, 'Orders');
    const alarms = alarmsOf(stack);
    expect(metricsOf(alarms.ApiClientErrors)).toEqual([{ metric: 'AWS/ApiGateway 4XXError Sum 300', ApiName: 'Orders' }]);
    expect(metricsOf(alarms.ApiServerErrors)).toEqual([{ metric: 'AWS/ApiGateway 5XXError Sum 300', ApiName: 'Orders' }]);
    expect([alarms.ApiClientErrors.Threshold, alarms.ApiServerErrors.Threshold]).toEqual([50, 1]);
    expect(Object.keys(alarms)).toHaveLength(2);
  });

  test('APIs have thresholds of their own', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms', { apiClientErrorThreshold: 500, apiServerErrorThreshold: 5 });
    api(stack, 'Orders');
    const { ApiClientErrors, ApiServerErrors } = alarmsOf(stack);
    expect([ApiClientErrors.Threshold, ApiServerErrors.Threshold]).toEqual([500, 5]);
  });

  test('web firewalls that block much raise an alarm', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms', { blockedRequestThreshold: 30 });
    const firewall = new WebFirewall(stack, 'Firewall');
    const { BlockedRequests: alarm, ...rest } = alarmsOf(stack);
    expect(metricsOf(alarm)).toEqual([{
      metric: 'AWS/WAFV2 BlockedRequests Sum 300', WebACL: firewall.metricName, Region: { Ref: 'AWS::Region' }, Rule: 'ALL',
    }]);
    expect(alarm.Threshold).toBe(30);
    expect(rest).toEqual({});
  });

  test('state machines whose executions fail or run out of time raise an alarm', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms', { executionFailureThreshold: 3 });
    new SecureStateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromString('{}') });
    const { ExecutionsFailed, ExecutionsTimedOut, ...rest } = alarmsOf(stack);
    const StateMachineArn = { Ref: expect.stringMatching(/^Machine/) };
    expect(metricsOf(ExecutionsFailed)).toEqual([{ metric: 'AWS/States ExecutionsFailed Sum 300', StateMachineArn }]);
    expect(metricsOf(ExecutionsTimedOut)).toEqual([{ metric: 'AWS/States ExecutionsTimedOut Sum 300', StateMachineArn }]);
    expect([ExecutionsFailed.Threshold, ExecutionsTimedOut.Threshold]).toEqual([3, 3]);
    expect(rest).toEqual({});
  });

  test('web firewalls of distributions are measured without a region', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
    new SecurityAlarms(stack, 'Alarms');
    new WebFirewall(stack, 'Firewall', { firewallScope: FirewallScope.CLOUDFRONT });
    expect(Object.keys(metricsOf(alarmsOf(stack).BlockedRequests)[0] as object)).toEqual(['metric', 'WebACL', 'Rule']);
  });

  test('dead letters raise an alarm: the zone\'s, and those of each queue once', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms');
    fn(stack, 'A');
    fn(stack, 'B');
    const queue = new sqs.Queue(stack, 'Rejected');
    for (const id of ['Orders', 'Refunds']) join(new sqs.Queue(stack, id, { deadLetterQueue: { queue, maxReceiveCount: 3 } }));
    join(new sqs.Queue(stack, 'WithoutDeadLetters'));
    const { DeadLetters: alarm } = alarmsOf(stack);
    const metric = 'AWS/SQS ApproximateNumberOfMessagesVisible Maximum 300';
    expect(metricsOf(alarm)).toEqual([
      { metric, QueueName: { 'Fn::GetAtt': [expect.stringContaining('TrustZoneDeadLetters'), 'QueueName'] } },
      { metric, QueueName: { 'Fn::GetAtt': [expect.stringContaining('Rejected'), 'QueueName'] } },
    ]);
    expect(expressions(alarm)).toEqual({ combined: 'MAX([FILL(m1, 0), FILL(m2, 0)])' });
    expect(alarm.Threshold).toBe(1);
  });
});

describe('the trail', () => {
  const SIGNALS = ['DeniedCalls', 'KeysAtRisk', 'PolicyChanges', 'RootUse', 'SignInWithoutMfa', 'TrailChanges'];

  function watched(props?: SecurityAlarmsProps): Stack {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms', { trail: new AuditTrail(stack, 'Trail'), ...props });
    return stack;
  }

  test('raises an alarm for each signal, from its log group', () => {
    const stack = watched();
    const alarms = alarmsOf(stack);
    expect(Object.keys(alarms).sort()).toEqual(SIGNALS);
    for (const { Properties } of Object.values<any>(Template.fromStack(stack).findResources('AWS::Logs::MetricFilter'))) {
      expect(Properties.LogGroupName).toEqual({ Ref: 'TrailLogs73276642' });
      const [{ MetricNamespace, MetricName, MetricValue }] = Properties.MetricTransformations;
      expect(alarms[MetricName]).toMatchObject({ Namespace: MetricNamespace, MetricName, Statistic: 'Sum', Period: 300 });
      expect(MetricValue).toBe('1');
    }
  });

  test('without one, nothing is raised', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms');
    join(new secretsmanager.Secret(stack, 'Secret'));
    expect(ids(stack)).toEqual([]);
    Template.fromStack(stack).resourceCountIs('AWS::Logs::MetricFilter', 0);
  });

  test('may be one that exists already, by its log group', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms', { trailLogGroup: logs.LogGroup.fromLogGroupName(stack, 'Organisation', 'aws-cloudtrail-logs') });
    Template.fromStack(stack).allResourcesProperties('AWS::Logs::MetricFilter', { LogGroupName: 'aws-cloudtrail-logs' });
    expect(ids(stack)).toEqual(SIGNALS);
  });

  test('of two zones is not counted twice', () => {
    const stack = app();
    const trail = new AuditTrail(stack, 'Trail');
    new SecurityAlarms(stack, 'One', { trail });
    new SecurityAlarms(stack, 'Two', { trail });
    const filters = Object.values<any>(Template.fromStack(stack).findResources('AWS::Logs::MetricFilter'));
    const metrics = filters.map(({ Properties: { MetricTransformations: [{ MetricNamespace, MetricName }] } }) => `${MetricNamespace} ${MetricName}`);
    expect(new Set(metrics).size).toBe(12);
  });

  test.each<[string, object[], object[]]>([
    ['DeniedCalls', [
      { errorCode: 'AccessDenied', eventName: 'GetItem', sourceIPAddress: '1.2.3.4' },
      { errorCode: 'AccessDeniedException', eventName: 'Decrypt', sourceIPAddress: '1.2.3.4' },
      { errorCode: 'Client.UnauthorizedOperation', eventName: 'RunInstances', sourceIPAddress: '1.2.3.4' },
    ], [
      { eventName: 'GetItem', sourceIPAddress: '1.2.3.4' },
      { errorCode: 'ValidationException', eventName: 'GetItem', sourceIPAddress: '1.2.3.4' },
      { errorCode: 'AccessDenied', eventName: 'HeadBucket', sourceIPAddress: '1.2.3.4' },
      { errorCode: 'AccessDenied', eventName: 'PutObject', sourceIPAddress: 'delivery.logs.amazonaws.com' },
    ]],
    ['RootUse', [
      { userIdentity: { type: 'Root' }, eventType: 'AwsApiCall' },
      { userIdentity: { type: 'Root' }, eventType: 'AwsConsoleSignIn' },
    ], [
      { userIdentity: { type: 'AssumedRole' }, eventType: 'AwsApiCall' },
      { userIdentity: { type: 'Root', invokedBy: 'autoscaling.amazonaws.com' }, eventType: 'AwsApiCall' },
      { userIdentity: { type: 'Root' }, eventType: 'AwsServiceEvent' },
    ]],
    ['SignInWithoutMfa', [
      { eventName: 'ConsoleLogin', userIdentity: { type: 'IAMUser' }, additionalEventData: { MFAUsed: 'No' }, responseElements: { ConsoleLogin: 'Success' } },
    ], [
      { eventName: 'ConsoleLogin', userIdentity: { type: 'IAMUser' }, additionalEventData: { MFAUsed: 'Yes' }, responseElements: { ConsoleLogin: 'Success' } },
      { eventName: 'ConsoleLogin', userIdentity: { type: 'IAMUser' }, additionalEventData: { MFAUsed: 'No' }, responseElements: { ConsoleLogin: 'Failure' } },
      { eventName: 'ConsoleLogin', userIdentity: { type: 'AssumedRole' }, additionalEventData: { MFAUsed: 'No' }, responseElements: { ConsoleLogin: 'Success' } },
    ]],
    ['PolicyChanges', [
      { eventName: 'PutRolePolicy', sourceIPAddress: '1.2.3.4' },
      { eventName: 'UpdateAssumeRolePolicy', sourceIPAddress: '1.2.3.4' },
      { eventName: 'DeleteBucketPolicy', sourceIPAddress: '1.2.3.4' },
    ], [
      { eventName: 'PutRolePolicy', sourceIPAddress: 'cloudformation.amazonaws.com' },
      { eventName: 'GetRolePolicy', sourceIPAddress: '1.2.3.4' },
    ]],
    ['KeysAtRisk', [
      { eventSource: 'kms.amazonaws.com', eventName: 'ScheduleKeyDeletion', sourceIPAddress: '1.2.3.4' },
      { eventSource: 'kms.amazonaws.com', eventName: 'DisableKey', sourceIPAddress: '1.2.3.4' },
      { eventSource: 'kms.amazonaws.com', eventName: 'PutKeyPolicy', sourceIPAddress: '1.2.3.4' },
    ], [
      { eventSource: 'kms.amazonaws.com', eventName: 'Decrypt', sourceIPAddress: '1.2.3.4' },
      { eventSource: 'kms.amazonaws.com', eventName: 'PutKeyPolicy', sourceIPAddress: 'cloudformation.amazonaws.com' },
      { eventSource: 'other.amazonaws.com', eventName: 'DisableKey', sourceIPAddress: '1.2.3.4' },
    ]],
    ['TrailChanges', [
      { eventName: 'StopLogging' }, { eventName: 'DeleteTrail' }, { eventName: 'UpdateTrail' }, { eventName: 'PutEventSelectors' },
      { eventName: 'PutBucketObjectLockConfiguration' },
    ], [{ eventName: 'DescribeTrails' }, { eventName: 'LookupEvents' }]],
  ])('%s matches the calls that it is for, and no others', (signal, matching, others) => {
    const pattern = patterns(watched())[signal];
    expect(matching.map((event) => matches(pattern, event))).toEqual(matching.map(() => true));
    expect(others.map((event) => matches(pattern, event))).toEqual(others.map(() => false));
  });

  test('is told how many denied calls are too many', () => {
    expect(alarmsOf(watched()).DeniedCalls.Threshold).toBe(5);
    expect(alarmsOf(watched({ deniedCallThreshold: 1 })).DeniedCalls.Threshold).toBe(1);
    expect(alarmsOf(watched({ deniedCallThreshold: 9 })).RootUse.Threshold).toBe(1);
  });

  test('is filtered by patterns of at most 1,024 characters', () => {
    const stack = watched();
    for (let i = 0; i < 4; i++) join(new secretsmanager.Secret(stack, `S${i}`, { secretName: `${i}`.repeat(128) }));
    const lengths = Object.values(patterns(stack)).map((pattern) => pattern.length);
    expect(lengths).toHaveLength(7);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1_024);
  });
});

describe('secrets', () => {
  function withSecret(network?: ZoneNetwork): { stack: Stack; name: string } {
    const stack = app();
    new TrustZone(stack, 'Zone', { network });
    new SecurityAlarms(stack, 'Alarms', { trail: new AuditTrail(stack, 'Trail') });
    const secret = join(new secretsmanager.Secret(stack, 'Secret'));
    return { stack, name: stack.resolve(stack.getLogicalId(secret.node.defaultChild as secretsmanager.CfnSecret)) };
  }
  const read = (secretId: string, more: object = {}) => ({
    eventName: 'GetSecretValue', requestParameters: { secretId }, userIdentity: { type: 'AssumedRole' }, ...more,
  });

  test('that are read from outside of a network raise an alarm, by name or by ARN; reads by the zone do not', () => {
    const { stack, name } = withSecret();
    const pattern = patterns(stack).SecretReadsByOthers;
    expect(alarmsOf(stack).SecretReadsByOthers.Threshold).toBe(1);
    expect(matches(pattern, read(`${name}-AbCdEf012345`))).toBe(true);
    expect(matches(pattern, read(`arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}-AbCdEf012345-x1y2z3`))).toBe(true);
    expect(matches(pattern, read(`${name}-AbCdEf012345`, { vpcEndpointId: 'vpce-1' }))).toBe(false);
  });

  test('that a member of the network may not read raise an alarm', () => {
    const { stack, name } = withSecret();
    expect(matches(patterns(stack).SecretReadsByOthers, read(name, { vpcEndpointId: 'vpce-1', errorCode: 'AccessDenied' }))).toBe(true);
  });

  test('of others raise none', () => {
    const { stack } = withSecret();
    expect(matches(patterns(stack).SecretReadsByOthers, read('SomebodyElses-AbCdEf012345'))).toBe(false);
  });

  test('of a zone without a network raise an alarm when whoever reads them is no role', () => {
    const { stack, name } = withSecret(ZoneNetwork.none('a test'));
    const pattern = patterns(stack).SecretReadsByOthers;
    expect(matches(pattern, read(name, { userIdentity: { type: 'IAMUser' } }))).toBe(true);
    expect(matches(pattern, read(name))).toBe(false);
  });

  test('are known by the names that they were given', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms', { trail: new AuditTrail(stack, 'Trail') });
    join(new secretsmanager.Secret(stack, 'Secret', { secretName: 'orders/receipts' }));
    expect(patterns(stack).SecretReadsByOthers).toContain('"*orders/receipts*"');
  });

  test('share an alarm, over as many filters as they need', () => {
    const stack = app();
    new SecurityAlarms(stack, 'Alarms', { trail: new AuditTrail(stack, 'Trail') });
    for (let i = 0; i < 9; i++) join(new secretsmanager.Secret(stack, `Secret${i}`));
    Template.fromStack(stack).resourcePropertiesCountIs('AWS::Logs::MetricFilter', {
      MetricTransformations: [Match.objectLike({ MetricName: 'SecretReadsByOthers' })],
    }, 3);
    expect(ids(stack).filter((id) => id.startsWith('SecretReads'))).toEqual(['SecretReadsByOthers']);
  });
});

describe('members in another stack', () => {
  function twoStacks(env?: { region: string; account: string }): { home: Stack; other: Stack } {
    const root = new App();
    const home = new Stack(root, 'Home', { env: env && { ...env, region: 'eu-west-1' } });
    const other = new Stack(root, 'Other', { env });
    const zone = new TrustZone(home, 'Zone');
    zone.serve(other);
    new SecurityAlarms(home, 'Alarms', { zone, trail: new AuditTrail(home, 'Trail', { zone }) });
    return { home, other };
  }

  test('are watched from that stack, so that the stacks make no cycle', () => {
    const { home, other } = twoStacks();
    fn(other, 'Fn');
    join(new secretsmanager.Secret(other, 'Secret'));
    (home.node.root as App).synth();
    expect(other.dependencies).toEqual([home]);
    expect(home.dependencies).toEqual([]);
    expect(ids(other)).toEqual(OF_FUNCTIONS);
    expect(ids(home)).toContain('DeadLetters');
    expect(ids(home)).toContain('SecretReadsByOthers');
  });

  test('of another region are warned about, as an alarm cannot publish there', () => {
    const { other } = twoStacks({ region: 'us-east-1', account: '123456789012' });
    join(new sqs.Queue(other, 'Queue', { deadLetterQueue: { queue: new sqs.Queue(other, 'Rejected'), maxReceiveCount: 3 } }));
    expect(ids(other)).toEqual([]);
    Annotations.fromStack(other).hasWarning('/Other/Rejected', Match.stringLikeRegexp('NotWatched'));
  });
});

describe('bad input throws before anything is made', () => {
  test.each<[string, SecurityAlarmsProps]>([
    ['no errors', { functionErrorThreshold: 0 }],
    ['a negative band', { anomalyBandWidth: -1 }],
    ['more than the timeout', { durationThreshold: 101 }],
    ['not a number', { deniedCallThreshold: NaN }],
    ['more functions than an alarm takes', { functionsPerAnomalyAlarm: 11 }],
    ['half a function', { functionsPerAnomalyAlarm: 1.5 }],
    ['anomalies for less than a week', { logAnomalyVisibilityDays: 6 }],
    ['anomalies for more than 90 days', { logAnomalyVisibilityDays: 91 }],
  ])('%s', (_, props) => {
    const stack = app();
    expect(() => new SecurityAlarms(stack, 'Alarms', props)).toThrow(expect.objectContaining({ id: 'BadThreshold', path: 'Stack/Alarms' }));
    expect(stack.node.children).toEqual([]);
  });

  test('two trails', () => {
    const stack = app();
    const trail = new AuditTrail(stack, 'Trail');
    expect(() => new SecurityAlarms(stack, 'Alarms', { trail, trailLogGroup: trail.logGroup })).toThrow(expect.objectContaining({ id: 'TwoTrails' }));
  });

  test('a trail that lies elsewhere', () => {
    const root = new App();
    const stack = new Stack(root, 'Stack', { env: { region: 'eu-west-1', account: '111111111111' } });
    const organisation = new Stack(root, 'Organisation', { env: { region: 'eu-west-1', account: '222222222222' } });
    const trailLogGroup = logs.LogGroup.fromLogGroupName(organisation, 'Logs', 'aws-cloudtrail-logs');
    expect(() => new SecurityAlarms(stack, 'Alarms', { trailLogGroup })).toThrow(expect.objectContaining({ id: 'TrailElsewhere' }));
  });
});

test('a trail with alarms over a function, queues and a firewall leaves nothing open in the five packs', () => {
  const { open, acknowledged } = stackFindings((stack) => {
    fn(stack, 'Fn');
    new WebFirewall(stack, 'Firewall');
    const trail = new AuditTrail(stack, 'Trail');
    new SecurityAlarms(stack, 'Alarms', { trail });
  });
  expect(open).toEqual([]);
  expect([...new Set(acknowledged.map(({ rule }) => rule.replace(/^(HIPAA.Security|NIST.800.53.R5|PCI.DSS.321)-/, '')))].sort()).toEqual([
    'AwsSolutions-IAM5[Resource::*]', 'S3BucketReplicationEnabled', 'S3DefaultEncryptionKMS', 'Serverless-SQSRedrivePolicy',
    'VPCDefaultSecurityGroupClosed',
  ]);
});

/**
 * Decides filter patterns as CloudWatch Logs documents them: `&&` binds before `||`, strings with `*`, `NOT EXISTS`, and a
 * comparison with a field that is not there is false.
 */
function matches(pattern: string, event: object): boolean {
  const tokens = pattern.match(/"[^"]*"|\|\||&&|!=|NOT EXISTS|[{}()=]|\$[\w.]+/g)!;
  let at = 0;
  const next = () => tokens[at++];
  const field = (path: string): any => path.split('.').slice(1).reduce((value: any, key) => value?.[key], event);
  const isLike = (value: unknown, text: string) => typeof value === 'string'
    && new RegExp(`^${text.slice(1, -1).replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`).test(value);

  function either(): boolean {
    let value = both();
    while (tokens[at] === '||') {
      at++;
      const right = both();
      value = value || right;
    }
    return value;
  }
  function both(): boolean {
    let value = term();
    while (tokens[at] === '&&') {
      at++;
      const right = term();
      value = value && right;
    }
    return value;
  }
  function term(): boolean {
    const token = next();
    if (token === '(' || token === '{') {
      const value = either();
      next();
      return value;
    }
    const value = field(token);
    const operator = next();
    if (operator === 'NOT EXISTS') return value === undefined;
    const text = next();
    return value !== undefined && isLike(value, text) === (operator === '=');
  }
  const result = either();
  expect(at).toBe(tokens.length);
  return result;
}
