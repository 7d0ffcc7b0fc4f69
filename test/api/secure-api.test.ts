import { App, CfnResource, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { RouteAuthorizer } from '../../src/api/route-authorizer';
import { SecureApi } from '../../src/api/secure-api';
import { SecureApiProps } from '../../src/api/secure-api-props';
import { SecureFunction } from '../../src/compute/secure-function';
import { DataClass } from '../../src/core/data-class';
import { WebFirewall } from '../../src/edge/web-firewall';
import { SecureUserPool } from '../../src/identity/secure-user-pool';
import { TrustZone } from '../../src/zone/trust-zone';
import { allOf, code, failsWith, withApi } from '../support/api';
import { stackFindings } from '../support/packs';

const STAGE = 'AWS::ApiGateway::Stage';

/** What the API adds to what the zone and the function have acknowledged. */
const CACHE = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'].map((pack) =>
  `${pack}-APIGWCacheEnabledAndEncrypted Stack/Api/DeploymentStage.prod/Resource`);

function routed(props: Partial<SecureApiProps> = {}, context: Record<string, unknown> = {}) {
  const made = withApi(props, context);
  made.api.addRoute('GET /orders/{id}', made.fn);
  return { ...made, template: made.template() };
}

function acknowledgedByApi(findings: ReturnType<typeof stackFindings>): string[] {
  return findings.acknowledged.filter(({ path }) => path.startsWith('Stack/Api')).map(({ rule, path }) => `${rule} ${path}`).sort();
}

describe('a secure API', () => {
  test('with Cognito leaves nothing open in the five packs', () => {
    const findings = stackFindings((stack) => {
      const pool = new SecureUserPool(stack, 'Pool');
      const api = new SecureApi(stack, 'Api', {
        keepExecuteApiEndpoint: true, authorizer: RouteAuthorizer.cognito(pool), cors: { allowOrigins: ['https://app.example.com'] },
      });
      const fn = new SecureFunction(stack, 'Fn', { code });
      api.addRoute('POST /orders', fn, { scopes: ['orders/write'], body: { properties: { a: {} } } });
      api.addRoute('GET /orders/{id}', fn, { scopes: ['orders/read'], throttle: { rateLimit: 1, burstLimit: 1 } });
    });
    expect(findings.open).toEqual([]);
    expect(acknowledgedByApi(findings)).toEqual(CACHE);
  });

  test('with IAM acknowledges the one rule that takes Cognito for the only way to know a caller', () => {
    const findings = stackFindings((stack) => new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true })
      .addRoute('GET /orders', new SecureFunction(stack, 'Fn', { code })));
    expect(findings.open).toEqual([]);
    expect(acknowledgedByApi(findings)).toEqual(['AwsSolutions-COG4 Stack/Api/Default/orders/GET/Resource', ...CACHE]);
  });

  test('is regional, under a name that no other stack shares', () => {
    routed().template.hasResourceProperties('AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: ['REGIONAL'] }, Name: 'Stack-Api' });
  });

  test('says what it is for', () => {
    routed({ description: 'Orders' }).template.hasResourceProperties('AWS::ApiGateway::RestApi', { Description: 'Orders' });
  });

  test('leaves the account\'s log role alone', () => {
    const { template } = routed({}, { '@aws-cdk/aws-apigateway:disableCloudWatchRole': false });
    template.resourceCountIs('AWS::ApiGateway::Account', 0);
  });

  test('traces, meters and throttles, logs errors without bodies, and caches nothing', () => {
    expect(allOf(routed().template, STAGE)).toEqual([expect.objectContaining({
      StageName: 'prod',
      TracingEnabled: true,
      MethodSettings: [{
        HttpMethod: '*',
        ResourcePath: '/*',
        LoggingLevel: 'ERROR',
        DataTraceEnabled: false,
        MetricsEnabled: true,
        CachingEnabled: false,
        ThrottlingRateLimit: 100,
        ThrottlingBurstLimit: 200,
      }],
    })]);
    expect(allOf(routed().template, STAGE)[0]).not.toHaveProperty('CacheClusterEnabled');
  });

  test('takes its own throttle and stage name', () => {
    routed({ throttle: { rateLimit: 5, burstLimit: 6 }, stageName: 'v1' }).template.hasResourceProperties(STAGE, {
      StageName: 'v1', MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 6 })],
    });
    expect(() => withApi({ throttle: { rateLimit: 5, burstLimit: 0 } })).toThrow(failsWith('BadThrottle'));
  });

  test.each(['', 'a b', 'a/b', '${Token[TOKEN.1]}'])('refuses the stage name %j', (stageName) => {
    expect(() => withApi({ stageName })).toThrow(failsWith('BadStageName'));
  });

  test('shows a client certificate to HTTP backends', () => {
    routed().template.hasResourceProperties(STAGE, { ClientCertificateId: { Ref: Match.stringLikeRegexp('^ApiClientCertificate') } });
  });

  test('validates body and parameters', () => {
    expect(allOf(routed().template, 'AWS::ApiGateway::RequestValidator'))
      .toEqual([expect.objectContaining({ ValidateRequestBody: true, ValidateRequestParameters: true })]);
  });

  test('logs each request as JSON, with who, what and why, and nothing that a caller wrote in a header or body', () => {
    const { AccessLogSetting } = allOf(routed().template, STAGE)[0];
    expect(AccessLogSetting.DestinationArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^ApiAccessLogs/), 'Arn'] });
    const fields = Object.values(JSON.parse(AccessLogSetting.Format));
    for (const field of ['requestId', 'identity.sourceIp', 'identity.userArn', 'authorizer.claims.sub', 'authorizer.principalId', 'authorizer.error',
      'wafResponseCode', 'error.responseType', 'integrationErrorMessage', 'status', 'tlsVersion', 'xrayTraceId']) {
      expect(fields).toContain(`$context.${field}`);
    }
    expect(AccessLogSetting.Format).not.toMatch(/requestOverride|validationErrorString|messageString|userAgent|authorization"|header/i);
    expect(AccessLogSetting.Format.length).toBeLessThan(3_000);
    // API Gateway fills in the values as they are: none may be a number or an object
    expect(fields.every((field) => typeof field === 'string')).toBe(true);
  });

  test('keeps access and execution logs under the zone\'s key for a year, and with the stack gone', () => {
    const { template } = routed();
    template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Retain',
      Properties: {
        LogGroupName: { 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', { Ref: Match.stringLikeRegexp('^Api') }, '/prod']] },
        KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ZoneConfidentialKey'), 'Arn'] },
        RetentionInDays: 365,
      },
    });
    const groups = template.findResources('AWS::Logs::LogGroup');
    const access = Object.entries(groups).find(([id]) => id.startsWith('ApiAccessLogs'))![1];
    expect(access.DeletionPolicy).toBe('Retain');
    expect(access.Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^ZoneConfidentialKey/), 'Arn'] } });
    expect(access.Properties).not.toHaveProperty('LogGroupName');
  });

  test('has its execution log before API Gateway would make one without a key', () => {
    routed().template.hasResource(STAGE, { DependsOn: Match.arrayWith([Match.stringLikeRegexp('^ApiExecutionLogs')]) });
  });

  test('logs under the key of its data, and lets go of logs where it is told to', () => {
    const { template } = routed({ dataClass: DataClass.RESTRICTED, logRemovalPolicy: RemovalPolicy.DESTROY });
    const groups = Object.entries(template.findResources('AWS::Logs::LogGroup')).filter(([id]) => /^Api(Access|Execution)Logs/.test(id));
    expect(groups).toHaveLength(2);
    for (const [, group] of groups) {
      expect(group.DeletionPolicy).toBe('Delete');
      expect(group.Properties.KmsKeyId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^ZoneRestrictedKey/), 'Arn'] });
    }
  });

  test('answers errors with nothing but an identifier, and with security headers', () => {
    const responses = allOf(routed().template, 'AWS::ApiGateway::GatewayResponse');
    expect(responses.map((response) => response.ResponseType).sort()).toEqual(['DEFAULT_4XX', 'DEFAULT_5XX']);
    for (const { ResponseTemplates, ResponseParameters, StatusCode } of responses) {
      expect(Object.keys(JSON.parse(ResponseTemplates['application/json']))).toEqual(['message', 'requestId']);
      expect(ResponseTemplates['application/json'].match(/\$\w+(\.\w+)*/g)).toEqual(['$context.requestId']);
      expect(ResponseParameters).toEqual({
        'gatewayresponse.header.Cache-Control': "'no-store'",
        'gatewayresponse.header.Strict-Transport-Security': "'max-age=63072000; includeSubDomains'",
        'gatewayresponse.header.X-Content-Type-Options': "'nosniff'",
      });
      expect(StatusCode).toBeUndefined();
    }
  });

  test('stands behind a web firewall of its own', () => {
    const { template } = routed();
    template.resourceCountIs('AWS::WAFv2::WebACL', 1);
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: { 'Fn::Join': ['', Match.arrayWith(['/stages/', { Ref: Match.stringLikeRegexp('^ApiDeploymentStage') }])] },
      WebACLArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ApiFirewall'), 'Arn'] },
    });
  });

  test('may share a web firewall', () => {
    const stack = new Stack(new App(), 'Stack');
    const firewall = new WebFirewall(stack, 'Shared');
    const fn = new SecureFunction(stack, 'Fn', { code });
    for (const id of ['One', 'Two']) new SecureApi(stack, id, { keepExecuteApiEndpoint: true, firewall }).addRoute('GET /', fn);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::WAFv2::WebACL', 1);
    template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 2);
    template.resourceCountIs('AWS::Lambda::Permission', 2);
  });

  test('is a member of its zone', () => {
    const { stack, api } = withApi();
    expect(api.zone).toBe(TrustZone.of(stack));
    expect(api.zone._members).toContain(api);
    const other = new TrustZone(new Stack(new App(), 'Other'), 'Zone');
    expect(new SecureApi(stack, 'Elsewhere', { keepExecuteApiEndpoint: true, zone: other }).zone).toBe(other);
  });

  test('throws before anything is made', () => {
    const stack = new Stack(new App(), 'Stack');
    const bad: SecureApiProps[] = [
      { keepExecuteApiEndpoint: true, stageName: 'a b' },
      { keepExecuteApiEndpoint: true, cors: { allowOrigins: ['*'] } },
      { keepExecuteApiEndpoint: true, throttle: { rateLimit: 0, burstLimit: 0 } },
      { keepExecuteApiEndpoint: true, authorizer: RouteAuthorizer.cognito() },
    ];
    for (const props of bad) expect(() => new SecureApi(stack, 'Api', props)).toThrow(expect.objectContaining({ path: 'Stack/Api' }));
    expect(stack.node.children).toEqual([]);
  });

  test.each<[string, StackProps]>([
    ['without account and region', {}],
    ['in gov', { env: { account: '111111111111', region: 'us-gov-west-1' } }],
    ['in China', { env: { account: '111111111111', region: 'cn-north-1' } }],
  ])('names no partition %s', (_, props) => {
    const stack = new Stack(new App(), 'Stack', props);
    new TrustZone(stack, 'Zone', { prefixLists: { dynamodb: 'pl-1', s3: 'pl-2' } });
    const decider = RouteAuthorizer.request(new SecureFunction(stack, 'Decider', { code }), { identitySources: ['method.request.header.X'] });
    new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true, authorizer: decider }).addRoute('GET /', new SecureFunction(stack, 'Fn', { code }));
    const text = JSON.stringify(Template.fromStack(stack).toJSON());
    expect(text).not.toMatch(/arn:aws[:-]/);
    expect(text.match(/[\w.-]*amazonaws\.com[\w.]*/g)!.filter((name) => !/^[a-z-]+(\.\w[\w-]*)?\.amazonaws\.com(\.cn)?$/.test(name))).toEqual([]);
  });

  test('gives the same template each time, with and without the CDK\'s recommended flags', () => {
    const template = (context: Record<string, unknown> = {}) => {
      const made = withApi({ cors: { allowOrigins: ['https://a.example.com', 'https://b.example.com'] } }, context);
      const authorizer = RouteAuthorizer.cognito(cognito.UserPool.fromUserPoolId(made.stack, 'Pool', 'eu-west-1_x'));
      made.api.addRoute('POST /orders', made.fn, { authorizer, scopes: ['a/b'], body: { properties: { a: {} } } });
      const { Resources } = made.template().toJSON();
      return Object.fromEntries(Object.entries(Resources).filter(([id]) => id.startsWith('Api')));
    };
    expect(template()).toEqual(template());
    expect(template({
      '@aws-cdk/aws-apigateway:disableCloudWatchRole': true,
      '@aws-cdk/aws-apigateway:authorizerChangeDeploymentLogicalId': true,
      '@aws-cdk/aws-apigateway:requestValidatorUniqueId': true,
    })).toEqual(template());
  });
});

describe('the resources of an API', () => {
  const countsOf = (routes: number, functions: number, bodies = 0) => {
    const made = withApi();
    const handlers = [made.fn, ...Array.from({ length: functions - 1 }, (_, i) => new SecureFunction(made.stack, `Fn${i}`, { code }))];
    for (let i = 0; i < routes; i++) {
      made.api.addRoute(`POST /r${i}`, handlers[i % functions], { body: i < bodies ? { properties: { [`p${i}`]: {} } } : undefined });
    }
    const types = Object.values<any>(made.template().toJSON().Resources).map((resource) => resource.Type);
    return (type: string) => types.filter((one) => one === type).length;
  };

  test('are a method and a path part per route, a permission per function and a model per body', () => {
    const count = countsOf(10, 4, 3);
    expect(count('AWS::ApiGateway::Method')).toBe(10);
    expect(count('AWS::ApiGateway::Resource')).toBe(10);
    expect(count('AWS::Lambda::Permission')).toBe(4);
    expect(count('AWS::ApiGateway::Model')).toBe(3);
    expect(count('AWS::ApiGateway::RequestValidator')).toBe(1);
  });

  test('leave room for 45 functions with a route and a grant each in one stack', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true });
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const sizeOfApi = () => api.node.findAll().filter((node) => CfnResource.isCfnResource(node)).length;
    const fixed = sizeOfApi();
    for (let i = 0; i < 45; i++) {
      const fn = new SecureFunction(stack, `Fn${i}`, { code });
      table.grantReadData(fn);
      api.addRoute(`POST /r${i}`, fn, { body: { properties: { [`p${i}`]: {} } } });
    }
    // a resource, a method, a permission and a model
    expect((sizeOfApi() - fixed) / 45).toBe(4);
    expect(Object.keys(Template.fromStack(stack).toJSON().Resources).length).toBeLessThanOrEqual(500);
  });
});
