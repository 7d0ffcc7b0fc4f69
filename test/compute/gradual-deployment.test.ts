import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SnsEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import {
  DeclaredEdges, EventSource, GradualDeploymentOptions, Intent, SecureApi, SecureEventBus, SecureFunction, SecureFunctionProps, SecureFunctionUrl,
  SecureHttpApi, SecureQueue, SecureSecret, SecureStateMachine, SecureTopic, SecureUserPool, ServiceLink, TrustZone, ZeroTrustChecks, ZoneNetwork,
} from '../../src';
import { DeployedTemplates } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { findingsOf, fivePacks } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const ALIAS = { Ref: expect.stringMatching(/^FnLiveAlias/) };
const env = { account: '111122223333', region: 'eu-west-1' };

function gradual(options?: GradualDeploymentOptions, props: Partial<SecureFunctionProps> = {}) {
  const stack = new Stack(new App(), 'Stack', { env });
  const fn = new SecureFunction(stack, 'Fn', { code, ...props });
  const alias = fn.deployGradually(options);
  return { stack, fn, alias, template: () => Template.fromStack(stack) };
}

const only = (template: Template, type: string, prefix = '') => {
  const found = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(prefix));
  expect(found).toHaveLength(1);
  return found[0][1];
};

/** Whether a template has nothing that would invoke the function around its alias. */
function namesOf(template: Template, type: string, property = 'FunctionName') {
  return Object.values(template.findResources(type)).map(({ Properties }) => Properties[property]);
}

describe('a function that is deployed gradually', () => {
  test('leaves nothing open in the five packs and ours, with everything that invokes it', () => {
    const { open } = findingsOf((app) => {
      const stack = new Stack(app, 'Stack');
      const zone = TrustZone.of(stack);
      const fn = new SecureFunction(stack, 'Fn', { code, timeout: Duration.seconds(5) });
      const alias = fn.deployGradually();
      new SecureApi(stack, 'Api', { zone, keepExecuteApiEndpoint: true }).addRoute('GET /orders', fn);
      fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue', {})));
      fn.consumes(EventSource.topic(new SecureTopic(stack, 'Topic', {})));
      fn.consumes(EventSource.eventBus(new SecureEventBus(stack, 'Bus', {}), { eventPattern: { detailType: ['order'] } }));
      fn.consumes(EventSource.schedule(ScheduleExpression.rate(Duration.hours(1))));
      new SecureUserPool(stack, 'Users', {}).addClaims(fn);
      alias.grantInvoke(new SecureFunction(stack, 'Caller', { code }));
    }, [...fivePacks(), new ZeroTrustChecks()]);
    expect(open).toEqual([]);
  });

  test('moves a tenth of the traffic for five minutes, and goes back on failure, stop and alarm', () => {
    const template = gradual().template();
    expect(only(template, 'AWS::CodeDeploy::DeploymentGroup').Properties).toEqual({
      ApplicationName: { Ref: expect.stringMatching(/^FnDeploymentApplication/) },
      ServiceRoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^FnDeploymentRole/), 'Arn'] },
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      DeploymentStyle: { DeploymentOption: 'WITH_TRAFFIC_CONTROL', DeploymentType: 'BLUE_GREEN' },
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: { Ref: expect.stringMatching(/^FnDeploymentNewVersionErrors/) } }] },
      AutoRollbackConfiguration: {
        Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
    });
    expect(only(template, 'AWS::Lambda::Alias')).toEqual(expect.objectContaining({
      Properties: {
        Name: 'live', FunctionName: { Ref: expect.stringMatching(/^Fn/) }, FunctionVersion: { 'Fn::GetAtt': [expect.stringMatching(/^FnCurrentVersion/), 'Version'] },
      },
      UpdatePolicy: {
        CodeDeployLambdaAliasUpdate: {
          ApplicationName: { Ref: expect.stringMatching(/^FnDeploymentApplication/) }, DeploymentGroupName: { Ref: expect.stringMatching(/^FnDeploymentGroup/) },
        },
      },
      DependsOn: [expect.stringMatching(/^FnDeploymentRolePolicy/), expect.stringMatching(/^FnDeploymentRole/)],
    }));
  });

  test('takes what it is given', () => {
    const { stack } = gradual();
    const other = new SecureFunction(stack, 'Other', { code });
    const slow = new cloudwatch.Alarm(stack, 'Slow', { metric: other.metricDuration(), threshold: 1, evaluationPeriods: 1 });
    other.deployGradually({
      aliasName: 'prod', deploymentConfig: codedeploy.LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTE, errorThreshold: 3, alarms: [slow],
    });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Alias', { Name: 'prod' });
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentConfigName: 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute',
      AlarmConfiguration: { Alarms: [Match.anyValue(), { Name: { Ref: Match.stringLikeRegexp('^Slow') } }] },
    });
    expect(only(template, 'AWS::CloudWatch::Alarm', 'OtherDeployment').Properties.Threshold).toBe(3);
  });

  test('has an alarm on failed runs of the new version alone, which also publishes to the topic of the zone', () => {
    const { Properties } = only(gradual().template(), 'AWS::CloudWatch::Alarm');
    const name = { Ref: expect.stringMatching(/^Fn/) };
    expect(Properties).toEqual(expect.objectContaining({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: expect.stringMatching(/^TrustZoneAlarms|^TrustZone.*Topic/) }],
    }));
    expect(Properties.Dimensions).toEqual(expect.arrayContaining([
      { Name: 'FunctionName', Value: name },
      { Name: 'Resource', Value: { 'Fn::Join': ['', [name, ':live']] } },
      { Name: 'ExecutedVersion', Value: { 'Fn::GetAtt': [expect.stringMatching(/^FnCurrentVersion/), 'Version'] } },
    ]));
  });

  test('says of asynchronous invocations for the alias what was said for the function', () => {
    const before = gradual(undefined, { retryAttempts: 0 }).template();
    expect(Object.values(before.findResources('AWS::Lambda::EventInvokeConfig')).map(({ Properties }) => Properties.MaximumRetryAttempts)).toEqual([0, 0]);
    const { fn, template } = gradual();
    fn.configureAsyncInvoke({ maxEventAge: Duration.minutes(5) });
    const { Qualifier, MaximumEventAgeInSeconds } = only(template(), 'AWS::Lambda::EventInvokeConfig').Properties;
    expect(JSON.stringify(Qualifier)).toMatch(/FnLiveAlias/);
    expect(MaximumEventAgeInSeconds).toBe(300);
  });

  test('says the same after configureAsyncInvoke before it', () => {
    const stack = new Stack(new App(), 'Stack');
    const fn = new SecureFunction(stack, 'Fn', { code });
    fn.configureAsyncInvoke({ retryAttempts: 1 });
    fn.deployGradually();
    expect(Object.values(Template.fromStack(stack).findResources('AWS::Lambda::EventInvokeConfig'))).toHaveLength(2);
  });
});

describe('the role of CodeDeploy', () => {
  test('is assumed by CodeDeploy for the deployment groups of this application alone', () => {
    const { AssumeRolePolicyDocument, ManagedPolicyArns } = only(gradual().template(), 'AWS::IAM::Role', 'FnDeploymentRole').Properties;
    expect(ManagedPolicyArns).toBeUndefined();
    expect(AssumeRolePolicyDocument.Statement).toEqual([{
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { Service: 'codedeploy.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111122223333' },
        ArnLike: {
          'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':codedeploy:eu-west-1:111122223333:deploymentgroup:', { Ref: expect.stringMatching(/^FnDeploymentApplication/) }, '/*']] },
        },
      },
    }]);
  });

  test('may move this alias, read these alarms and run these hooks, and nothing else, as an IAM simulator judges', async () => {
    const { stack, template } = withHooks();
    new SecureFunction(stack, 'Other', { code }).deployGradually();
    const deployed = new DeployedTemplates([template().toJSON()]);
    const judge = new IamJudge(deployed);
    const id = (type: string, prefix: string) => Object.keys(deployed.resources(type)).find((one) => one.startsWith(prefix))!;
    const role = id('AWS::IAM::Role', 'FnDeploymentRole');
    const arn = (prefix: string) => deployed.arnOf(id('AWS::Lambda::Function', prefix));
    const alarm = (prefix: string) => deployed.arnOf(id('AWS::CloudWatch::Alarm', prefix));
    const may = (action: string, resource: string) => judge.roleAllows(role, id('AWS::Lambda::Function', 'Fn'), { action, resource });

    for (const action of ['lambda:GetAlias', 'lambda:UpdateAlias']) {
      expect(await may(action, arn('Fn'))).toBe(true);
      expect(await may(action, arn('Other'))).toBe(false);
    }
    expect(await may('cloudwatch:DescribeAlarms', alarm('FnDeployment'))).toBe(true);
    expect(await may('cloudwatch:DescribeAlarms', alarm('OtherDeployment'))).toBe(false);
    expect(await may('lambda:InvokeFunction', arn('Hook'))).toBe(true);
    for (const action of ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode', 'lambda:DeleteAlias', 'lambda:PublishVersion']) {
      expect(await may(action, arn('Fn'))).toBe(false);
    }
    expect(await may('s3:GetObject', 'arn:aws:s3:::any/CodeDeploy/key')).toBe(false);
  });

  function withHooks() {
    const stack = new Stack(new App(), 'Stack', { env });
    const preHook = new SecureFunction(stack, 'Hook', { code });
    new SecureFunction(stack, 'Fn', { code }).deployGradually({ preHook });
    return { stack, template: () => Template.fromStack(stack) };
  }

  test('hooks may answer for this deployment group, and have the way to do so', () => {
    const { stack, template } = withHooks();
    template().hasResource('AWS::Lambda::Alias', { UpdatePolicy: { CodeDeployLambdaAliasUpdate: { BeforeAllowTrafficHook: { Ref: Match.stringLikeRegexp('^Hook') } } } });
    template().hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.eu-west-1.codedeploy' });
    const { Statement } = only(template(), 'AWS::IAM::ManagedPolicy', 'HookOwnRole').Properties.PolicyDocument;
    expect(Statement).toContainEqual(expect.objectContaining({ Action: 'codedeploy:PutLifecycleEventHookExecutionStatus' }));
    expect(JSON.stringify(Statement)).not.toContain('"*"');
    expect(DeclaredEdges.of(stack)).toContainEqual({
      caller: 'codedeploy.amazonaws.com', target: 'Stack/Hook', intent: Intent.INVOKE, actions: ['lambda:InvokeFunction'],
    });
  });
});

describe('what invokes it goes through the alias', () => {
  test('queues and schedules', () => {
    const { stack, fn, alias, template } = gradual();
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue', {})));
    alias.addEventSource(new SqsEventSource(new SecureQueue(stack, 'Second', {})));
    fn.consumes(EventSource.schedule(ScheduleExpression.rate(Duration.hours(1))));
    for (const name of namesOf(template(), 'AWS::Lambda::EventSourceMapping')) expect(JSON.stringify(name)).toMatch(/FnLiveAlias.*:live/);
    // bounded as those of a function are
    template().allResourcesProperties('AWS::Lambda::EventSourceMapping', { ScalingConfig: { MaximumConcurrency: 10 }, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    expect(only(template(), 'AWS::Scheduler::Schedule').Properties.Target.Arn).toEqual(ALIAS);
    const { Statement } = only(template(), 'AWS::IAM::ManagedPolicy', 'FnSchedulesRole').Properties.PolicyDocument;
    expect(Statement).toContainEqual({ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: ALIAS });
    // polled from outside of the network
    expect(template().findResources('AWS::EC2::VPCEndpoint')).toEqual({});
  });

  test('topics and buses', () => {
    const { stack, fn, template } = gradual();
    fn.consumes(EventSource.topic(new SecureTopic(stack, 'Topic', {})));
    fn.consumes(EventSource.eventBus(new SecureEventBus(stack, 'Bus', {}), { eventPattern: { detailType: ['order'] } }));
    expect(only(template(), 'AWS::SNS::Subscription').Properties.Endpoint).toEqual(ALIAS);
    expect(only(template(), 'AWS::Events::Rule').Properties.Targets[0].Arn).toEqual(ALIAS);
    const permissions = template().findResources('AWS::Lambda::Permission');
    expect(Object.values(permissions)).toHaveLength(2);
    for (const { Properties } of Object.values(permissions)) {
      expect(Properties).toEqual(expect.objectContaining({ FunctionName: ALIAS, SourceAccount: '111122223333', SourceArn: expect.anything() }));
    }
  });

  test('routes of REST and HTTP APIs, whether given the function or the alias', () => {
    const { stack, fn, alias, template } = gradual();
    new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true }).addRoute('GET /orders', fn);
    new SecureHttpApi(stack, 'Http', { keepExecuteApiEndpoint: true, withoutWebAcl: 'a test' }).addRoute('GET /orders', alias);
    expect(JSON.stringify(only(template(), 'AWS::ApiGateway::Method').Properties.Integration.Uri)).toMatch(/FnLiveAlias/);
    expect(only(template(), 'AWS::ApiGatewayV2::Integration').Properties.IntegrationUri).toEqual(ALIAS);
    expect(namesOf(template(), 'AWS::Lambda::Permission')).toEqual([ALIAS, ALIAS]);
    const invoked = DeclaredEdges.of(stack).filter(({ caller }) => /Api|Http/.test(caller)).map(({ target }) => target);
    expect(invoked).toEqual(['Stack/Fn', 'Stack/Fn']);
  });

  test('function URLs and triggers of user pools', () => {
    const { stack, fn, template } = gradual(undefined, { timeout: Duration.seconds(5) });
    new SecureFunctionUrl(stack, 'Url', { function: fn });
    new SecureUserPool(stack, 'Users', {}).addClaims(fn);
    const url = only(template(), 'AWS::Lambda::Url').Properties;
    expect(url).toEqual(expect.objectContaining({ Qualifier: 'live', AuthType: 'AWS_IAM' }));
    const trigger = only(template(), 'AWS::Cognito::UserPool').Properties.LambdaConfig.PreTokenGenerationConfig;
    expect(trigger.LambdaArn).toEqual(ALIAS);
    expect(namesOf(template(), 'AWS::Lambda::Permission')).toEqual([ALIAS]);
  });

  test('its own URL, which asks for signatures as well', () => {
    const { fn, template } = gradual();
    expect(() => fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE })).toThrow(failsWith('OpenFunctionUrl'));
    fn.addFunctionUrl();
    expect(only(template(), 'AWS::Lambda::Url').Properties.Qualifier).toBe('live');
  });

  test('tasks and grants that are given the alias, which name it alone', () => {
    const { stack, alias, template } = gradual();
    new SecureStateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(new tasks.LambdaInvoke(stack, 'Invoke', { lambdaFunction: alias })) });
    alias.grantInvoke(new SecureFunction(stack, 'Caller', { code }));
    const invoking = Object.values(template().findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }: any) => Action === 'lambda:InvokeFunction');
    expect(invoking.map(({ Resource }: any) => Resource)).toEqual([ALIAS, ALIAS]);
  });

  test('permissions of the alias are checked as those of the function', () => {
    const { alias, template } = gradual();
    expect(() => alias.addPermission('Any', { principal: new iam.AnyPrincipal() })).toThrow(failsWith('OpenPermission'));
    expect(() => alias.addPermission('Other', { principal: new iam.AccountPrincipal('999988887777') })).toThrow(failsWith('UntrustedAccount'));
    alias.addPermission('Logs', { principal: new iam.ServicePrincipal('logs.amazonaws.com') });
    template().hasResourceProperties('AWS::Lambda::Permission', { FunctionName: { Ref: Match.stringLikeRegexp('^FnLiveAlias') }, SourceAccount: '111122223333' });
  });
});

describe('what would go around the alias throws', () => {
  const around: Record<string, (fn: SecureFunction, stack: Stack) => void> = {
    'a permission of a service': (fn) => fn.addPermission('Logs', { principal: new iam.ServicePrincipal('logs.amazonaws.com') }),
    'a grant to invoke': (fn, stack) => fn.grantInvoke(new SecureFunction(stack, 'Caller', { code })),
    'a task of the CDK': (fn, stack) => new tasks.LambdaInvoke(stack, 'Invoke', { lambdaFunction: fn }),
    'an event source of the CDK that subscribes': (fn, stack) => fn.addEventSource(new SnsEventSource(new SecureTopic(stack, 'Topic', {}))),
    'a trigger of a plain user pool': (fn, stack) => new cognito.UserPool(stack, 'Users').addTrigger(cognito.UserPoolOperation.POST_CONFIRMATION, fn),
    'a rotation': (fn, stack) => new SecureSecret(stack, 'Secret', { rotationFunction: fn }),
    'a service link': (fn, stack) => new ServiceLink(stack, 'Link', { target: fn }),
  };

  test.each(Object.keys(around))('%s', (name) => {
    const { fn, stack } = gradual();
    const pointed = () => around[name](fn, stack);
    expect(pointed).toThrow(expect.objectContaining({ id: 'AroundAlias', message: expect.stringContaining('use the alias that deployGradually returned') }));
  });

  const first: Record<string, (fn: SecureFunction, stack: Stack) => void> = {
    ...around,
    'a route': (fn, stack) => new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true }).addRoute('GET /orders', fn),
    'a route of an HTTP API': (fn, stack) => new SecureHttpApi(stack, 'Http', { keepExecuteApiEndpoint: true, withoutWebAcl: 'a test' }).addRoute('GET /orders', fn),
    'a queue': (fn, stack) => fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue', {}))),
    'a schedule': (fn) => fn.consumes(EventSource.schedule(ScheduleExpression.rate(Duration.hours(1)))),
    'a function URL': (fn) => fn.addFunctionUrl(),
  };

  test.each(Object.keys(first))('%s that names the function already, when it is deployed gradually afterwards', (name) => {
    const stack = new Stack(new App(), 'Stack', { env });
    const fn = new SecureFunction(stack, 'Fn', { code });
    first[name](fn, stack);
    expect(() => fn.deployGradually()).toThrow(failsWith('AlreadyInvoked'));
    expect(stack.node.findAll().filter((one) => one instanceof lambda.Alias)).toEqual([]);
  });

  test('what a function may do itself is granted as ever', () => {
    const { stack, fn } = gradual();
    expect(() => new SecureQueue(stack, 'Queue', {}).grantSendMessages(fn)).not.toThrow();
  });
});

describe('gradual deployments that are refused', () => {
  const deploy = (options: any) => () => gradual(options);

  test('a second one', () => {
    const { fn } = gradual();
    expect(() => fn.deployGradually()).toThrow(failsWith('AlreadyGradual'));
  });

  test.each(['7', 'a b', '', 'a'.repeat(129)])('an alias called %j', (aliasName) => {
    expect(deploy({ aliasName })).toThrow(failsWith('BadAliasName'));
  });

  test.each([0, -1, 1.5, NaN])('a threshold of %d', (errorThreshold) => {
    expect(deploy({ errorThreshold })).toThrow(failsWith('BadThreshold'));
  });

  test('all at once', () => {
    expect(deploy({ deploymentConfig: codedeploy.LambdaDeploymentConfig.ALL_AT_ONCE })).toThrow(failsWith('NotGradual'));
  });

  test('a composite alarm, which would need a right on all alarms', () => {
    const stack = new Stack(new App(), 'Stack');
    const fn = new SecureFunction(stack, 'Fn', { code });
    const alarm = new cloudwatch.CompositeAlarm(stack, 'Any', { alarmRule: cloudwatch.AlarmRule.fromBoolean(true) });
    expect(() => fn.deployGradually({ alarms: [alarm] })).toThrow(failsWith('CompositeAlarm'));
  });

  test('an unknown option', () => {
    expect(deploy({ alarm: [] })).toThrow(failsWith('UnknownProp'));
  });
});

test('a function without a network is deployed gradually as well', () => {
  const stack = new Stack(new App(), 'Stack');
  const zone = new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('test') });
  new SecureFunction(stack, 'Fn', { code, zone }).deployGradually();
  Template.fromStack(stack).resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 1);
});
