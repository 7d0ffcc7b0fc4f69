import { App, Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { deployed, hardened, resourcesOf, stackWithDefaults } from './support';
import { FirewallScope, WebFirewall, ZeroTrustChecks } from '../../src';
import { ZeroTrustDefaults } from '../../src/defaults/zero-trust-defaults';
import { findingsOf, fivePacks } from '../support/packs';

const schema: appsync.ISchema = { bind: (api) => ({ apiId: (api as appsync.GraphqlApi).apiId, definition: 'type Query { order: String }' }) };
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const only = (stack: Stack, type: string) => {
  const found = Object.values(resourcesOf(stack)).filter((resource) => resource.Type === type);
  expect(found).toHaveLength(1);
  return found[0].Properties;
};

function newFunction(stack: Stack, id = 'Fn') {
  return new lambda.Function(stack, id, { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
}

function sockets(stack: Stack, connect: Partial<apigatewayv2.WebSocketRouteOptions> = {}) {
  return new apigatewayv2.WebSocketApi(stack, 'Sockets', {
    connectRouteOptions: { integration: new WebSocketLambdaIntegration('Connect', newFunction(stack)), ...connect },
  });
}

describe('a WebSocket API', () => {
  test('takes signed connections only, where nothing was said', () => {
    const stack = stackWithDefaults();
    const api = sockets(stack);
    expect(only(stack, 'AWS::ApiGatewayV2::Route')).toEqual(expect.objectContaining({ RouteKey: '$connect', AuthorizationType: 'AWS_IAM' }));
    expect(hardened(api)).toEqual(['connectRouteOptions.authorizer']);
  });

  test('keeps the authorizer that it was given', () => {
    const stack = stackWithDefaults();
    const api = sockets(stack, { authorizer: new WebSocketLambdaAuthorizer('Own', newFunction(stack, 'Authorizer')) });
    expect(only(stack, 'AWS::ApiGatewayV2::Route').AuthorizationType).toBe('CUSTOM');
    expect(hardened(api)).toEqual([]);
  });

  test('without a $connect route stays open, and is a finding', () => {
    const { open } = findingsOf((app) => {
      ZeroTrustDefaults.applyTo(app);
      const stack = new Stack(app, 'Stack');
      new apigatewayv2.WebSocketApi(stack, 'Sockets').addRoute('send', { integration: new WebSocketLambdaIntegration('Send', newFunction(stack)) });
    }, [new ZeroTrustChecks()]);
    expect(open.map(({ rule }) => rule)).toContain('ZT-APIGATEWAY-001');
  });

  test('has stages that are throttled, and log connections and messages as JSON under the key, without their content', () => {
    const stack = stackWithDefaults();
    const stage = new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi: sockets(stack), stageName: 'prod' });
    const { DefaultRouteSettings, AccessLogSettings } = deployed(stage).Properties;
    expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200, DetailedMetricsEnabled: true });
    const fields = JSON.parse(AccessLogSettings.Format);
    expect(fields).toEqual(expect.objectContaining({ requestId: '$context.requestId', connectionId: '$context.connectionId', sourceIp: '$context.identity.sourceIp' }));
    const odd = (variable: any) => !/^\$context\.[\w.]+$/.test(variable) || /body|querystring|header/i.test(variable);
    expect(Object.values(fields).filter(odd)).toEqual([]);
    const [group] = Object.entries(resourcesOf(stack)).filter(([id, { Type }]) => Type === 'AWS::Logs::LogGroup' && id.startsWith('StageOwn'));
    expect(JSON.stringify(AccessLogSettings.DestinationArn)).toContain(group[0]);
    expect(group[1].Properties.KmsKeyId).toBeDefined();
    expect(hardened(stage)).toEqual(['accessLogSettings', 'detailedMetricsEnabled', 'throttle']);
  });

  test('keeps the settings of a stage', () => {
    const stack = stackWithDefaults();
    const logGroup = new logs.LogGroup(stack, 'Own');
    const stage = new apigatewayv2.WebSocketStage(stack, 'Stage', {
      webSocketApi: sockets(stack),
      stageName: 'prod',
      throttle: { rateLimit: 5, burstLimit: 5 },
      detailedMetricsEnabled: false,
      accessLogSettings: { destination: new apigatewayv2.LogGroupLogDestination(logGroup) },
    });
    const { DefaultRouteSettings } = deployed(stage).Properties;
    expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 5, DetailedMetricsEnabled: false });
    expect(JSON.stringify(deployed(stage).Properties.AccessLogSettings.DestinationArn)).toMatch(/Own/);
    expect(hardened(stage)).toEqual([]);
  });

  test('of an app with defaults has no finding of ours', () => {
    const { open } = findingsOf((app) => {
      ZeroTrustDefaults.applyTo(app);
      const stack = new Stack(app, 'Stack');
      new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi: sockets(stack), stageName: 'prod' });
    }, [new ZeroTrustChecks()]);
    expect(open.filter(({ path }) => /Sockets|Stage/.test(path.replace(/^Stack\//, ''))).map(({ rule }) => rule)).toEqual([]);
  });
});

describe('a GraphQL API', () => {
  const graphql = (stack: Stack, props: Partial<appsync.GraphqlApiProps> = {}) => new appsync.GraphqlApi(stack, 'Api', {
    name: 'orders', definition: appsync.Definition.fromSchema(schema), ...props,
  });

  test('takes signed requests in place of an API key, is traced, limits queries and tells no schema', () => {
    const stack = stackWithDefaults();
    expect(deployed(graphql(stack)).Properties).toEqual(expect.objectContaining({
      AuthenticationType: 'AWS_IAM', XrayEnabled: true, IntrospectionConfig: 'DISABLED', QueryDepthLimit: 10, ResolverCountLimit: 100,
    }));
    expect(Object.values(resourcesOf(stack)).filter(({ Type }) => Type === 'AWS::AppSync::ApiKey')).toEqual([]);
  });

  test('logs errors of fields without content, by a role for its own log group under the key', () => {
    const stack = stackWithDefaults();
    const { LogConfig } = deployed(graphql(stack)).Properties;
    expect(LogConfig).toEqual({
      CloudWatchLogsRoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^ApiOwnLogRole/), 'Arn'] }, ExcludeVerboseContent: true, FieldLogLevel: 'ERROR',
    });
    const resources = Object.entries(resourcesOf(stack)).filter(([id]) => id.startsWith('ApiOwn'));
    const of = (type: string) => resources.find(([, { Type }]) => Type === type)![1].Properties;
    expect(of('AWS::IAM::Role')).toEqual(expect.not.objectContaining({ ManagedPolicyArns: expect.anything() }));
    expect(of('AWS::IAM::ManagedPolicy').PolicyDocument.Statement).toEqual([{
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ApiOwnLogs/), 'Arn'] },
    }]);
    expect(of('AWS::Logs::LogGroup')).toEqual(expect.objectContaining({
      LogGroupName: { 'Fn::Join': ['', ['/aws/appsync/apis/', { 'Fn::GetAtt': [expect.stringMatching(/^Api/), 'ApiId'] }]] }, KmsKeyId: expect.anything(),
    }));
  });

  test('keeps what it was given, an API key included, which is a finding', () => {
    const stack = stackWithDefaults();
    const role = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('appsync.amazonaws.com') });
    const api = graphql(stack, {
      authorizationConfig: { defaultAuthorization: { authorizationType: appsync.AuthorizationType.API_KEY } },
      logConfig: { fieldLogLevel: appsync.FieldLogLevel.ALL, excludeVerboseContent: false, role },
      xrayEnabled: false,
      introspectionConfig: appsync.IntrospectionConfig.ENABLED,
      queryDepthLimit: 75,
      resolverCountLimit: 9,
    });
    expect(deployed(api).Properties).toEqual(expect.objectContaining({
      AuthenticationType: 'API_KEY',
      XrayEnabled: false,
      IntrospectionConfig: 'ENABLED',
      QueryDepthLimit: 75,
      ResolverCountLimit: 9,
      LogConfig: expect.objectContaining({ FieldLogLevel: 'ALL', ExcludeVerboseContent: false }),
    }));
    expect(hardened(api)).toEqual([]);
    const { open } = findingsOf((app) => {
      ZeroTrustDefaults.applyTo(app);
      graphql(new Stack(app, 'Stack'), { authorizationConfig: { defaultAuthorization: { authorizationType: appsync.AuthorizationType.API_KEY } } });
    }, [new ZeroTrustChecks()]);
    expect(open.map(({ rule }) => rule)).toContain('ZT-APPSYNC-001');
  });

  test('keeps the log group and role that the CDK makes where logs were asked for, and fills what was not said of them', () => {
    const stack = stackWithDefaults();
    const api = graphql(stack, { logConfig: { retention: logs.RetentionDays.ONE_WEEK } });
    expect(deployed(api).Properties.LogConfig).toEqual(expect.objectContaining({ FieldLogLevel: 'ERROR', ExcludeVerboseContent: true }));
    expect(Object.keys(resourcesOf(stack)).filter((id) => id.startsWith('ApiOwn'))).toEqual([]);
  });

  test('needs a web ACL, by WebFirewall.protectGraphqlApi, and then has no open finding', () => {
    const build = (protect: boolean) => findingsOf((app: App) => {
      ZeroTrustDefaults.applyTo(app);
      const stack = new Stack(app, 'Stack');
      const api = graphql(stack);
      if (protect) new WebFirewall(stack, 'Firewall').protectGraphqlApi(api);
    }, [...fivePacks(), new ZeroTrustChecks()]).open.map(({ rule }) => rule);
    expect(build(false)).toContain('ZT-APPSYNC-005');
    // this one asks for the content of requests, which ZT-APPSYNC-002 keeps out of logs
    expect(build(true)).toEqual(['AwsSolutions-ASC3']);
  });

  test('has one firewall, of its region', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
    const api = graphql(stack);
    const firewall = new WebFirewall(stack, 'Firewall');
    firewall.protectGraphqlApi(api);
    expect(only(stack, 'AWS::WAFv2::WebACLAssociation').ResourceArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Api/), 'Arn'] });
    expect(() => firewall.protectGraphqlApi(api)).toThrow(failsWith('AlreadyProtected'));
    const edge = new WebFirewall(stack, 'Edge', { firewallScope: FirewallScope.CLOUDFRONT });
    expect(() => edge.protectGraphqlApi(api)).toThrow(failsWith('FirewallScope'));
  });
});
