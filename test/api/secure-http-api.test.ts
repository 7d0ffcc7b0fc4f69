import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { IdentitySource } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { TenancyConfig } from 'aws-cdk-lib/aws-lambda';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import {
  CedarAuthorizer, CedarPolicies, DeclaredEdges, EdgeDistribution, EdgeOrigin, HttpRouteAuthorizer, JwtAuthorizer, SecureFunction, SecureHttpApi,
  SecureHttpApiProps, SecureUserPool, SecurityAlarms, TokenKeys, TrustZone, ZeroTrustChecks, ZoneNetwork,
} from '../../src';
import { allOf, code, failsWith } from '../support/api';
import { findingsOf, fivePacks, stackFindings } from '../support/packs';

const REASON = { withoutWebAcl: 'tests of the API' };
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000';

function withApi(props: Partial<SecureHttpApiProps> = {}) {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('tests of the API') });
  const fn = new SecureFunction(stack, 'Fn', { code });
  const api = new SecureHttpApi(stack, 'Api', { ...props.domain ? {} : { keepExecuteApiEndpoint: true }, ...REASON, ...props });
  return { stack, fn, api, template: () => Template.fromStack(stack) };
}

const domainOf = (stack: Stack, mutual = false) => ({
  domainName: 'api.example.com',
  certificate: Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE),
  ...mutual && { mutualTls: { bucket: Bucket.fromBucketName(stack, 'Trust', 'trust'), key: 'store.pem', version: '1' } },
});

const KEY = { kty: 'RSA', kid: '1', n: 'AQAB', e: 'AQAB' };

describe('a secure HTTP API', () => {
  test('leaves nothing open in the five packs and ours, with tokens and with IAM', () => {
    const { open, acknowledged } = findingsOf((app) => {
      const stack = new Stack(app, 'Stack');
      const pool = new SecureUserPool(stack, 'Pool', { domainPrefix: 'notes-example' });
      pool.addScopes('notes', { write: 'Write notes' });
      const client = pool.addAppClient('Web', { scopes: ['notes/write'], callbackUrls: ['https://notes.example.com/in'] });
      const api = new SecureHttpApi(stack, 'Api', {
        authorizer: HttpRouteAuthorizer.userPool(pool, client),
        domain: domainOf(stack),
        cors: { allowOrigins: ['https://notes.example.com'] },
        ...REASON,
      });
      const fn = new SecureFunction(stack, 'Fn', { code });
      api.addRoute('POST /notes', fn, { scopes: ['notes/write'], throttle: { rateLimit: 1, burstLimit: 2 } });
      api.addRoute('GET /notes/{id}', fn, { authorizer: HttpRouteAuthorizer.iam() });
    }, [...fivePacks(), new ZeroTrustChecks()]);
    expect(open).toEqual([]);
    expect(acknowledged.filter(({ path }) => path.startsWith('Stack/Api'))).toEqual([]);
  });

  test('has one stage with throttle, metrics, and an access log in JSON under the key of the zone', () => {
    const { api, fn, template } = withApi();
    api.addRoute('GET /notes', fn);
    const [stage] = allOf(template(), 'AWS::ApiGatewayV2::Stage');
    expect(stage).toMatchObject({
      StageName: '$default', AutoDeploy: true, DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200, DetailedMetricsEnabled: true },
    });
    expect(stage.RouteSettings).toBeUndefined();
    expect(JSON.parse(stage.AccessLogSettings.Format)).toMatchObject({ routeKey: '$context.routeKey', tokenSubject: '$context.authorizer.claims.sub' });
    expect(stage.AccessLogSettings.Format).not.toMatch(/query|body|userAgent/i);
    template().hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', [Match.stringLikeRegexp('^/aws/vendedlogs/apigateway/'), Match.anyValue()]] }, KmsKeyId: Match.anyValue(), RetentionInDays: 365,
    });
  });

  test('gives a route its own throttle, after the route is there', () => {
    const { api, fn, template } = withApi({ throttle: { rateLimit: 5, burstLimit: 6 } });
    api.addRoute('GET /notes', fn);
    api.addRoute('POST /notes', fn, { throttle: { rateLimit: 1, burstLimit: 2 } });
    const [stage] = Object.values(template().findResources('AWS::ApiGatewayV2::Stage'));
    expect(stage.Properties.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 6 });
    expect(stage.Properties.RouteSettings).toEqual({ 'POST /notes': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2, DetailedMetricsEnabled: true } });
    expect(stage.DependsOn).toEqual([expect.stringMatching(/^ApiPOSTnotes/)]);
  });

  test('calls a function by one integration and one permission, however many routes it has', () => {
    const { api, fn, template } = withApi();
    api.addRoute('GET /notes', fn);
    api.addRoute('POST /notes', fn);
    expect(allOf(template(), 'AWS::ApiGatewayV2::Integration')).toEqual([expect.objectContaining({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' })]);
    expect(allOf(template(), 'AWS::Lambda::Permission')).toEqual([expect.objectContaining({
      Principal: 'apigateway.amazonaws.com', SourceAccount: '111122223333', SourceArn: { 'Fn::Join': ['', expect.arrayContaining([expect.stringMatching(/^\/\*\/\*$/)])] },
    })]);
    expect(DeclaredEdges.of(api).map(({ caller, target }) => `${caller} > ${target}`)).toContain('Stack/Api > Stack/Fn');
  });

  test('allows named pages only, with the verbs that it has', () => {
    const { api, fn, template } = withApi({ cors: { allowOrigins: ['https://notes.example.com'] } });
    api.addRoute('POST /notes', fn);
    api.addRoute('GET /notes', fn);
    template().hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: ['https://notes.example.com'],
        AllowMethods: ['GET', 'POST'],
        AllowHeaders: ['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token'],
        MaxAge: 300,
      },
    });
    expect(allOf(withApi().template(), 'AWS::ApiGatewayV2::Api')[0].CorsConfiguration).toBeUndefined();
    expect(() => withApi({ cors: { allowOrigins: ['*'] } })).toThrow(failsWith('CorsWildcard'));
    expect(() => withApi({ cors: { allowOrigins: ['https://*.example.com'] } })).toThrow(failsWith('BadOrigin'));
  });

  test('is served under its domain alone', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = new SecureHttpApi(stack, 'Api', {
      ...REASON, domain: { ...domainOf(stack, true), hostedZone: HostedZone.fromHostedZoneAttributes(stack, 'Dns', { hostedZoneId: 'Z1', zoneName: 'example.com' }) },
    });
    expect(api.urlForPath('/notes')).toBe('https://api.example.com/notes');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainNameConfigurations: [Match.objectLike({ SecurityPolicy: 'TLS_1_2', EndpointType: 'REGIONAL' })],
      MutualTlsAuthentication: { TruststoreUri: 's3://trust/store.pem', TruststoreVersion: '1' },
    });
    template.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'api.example.com.', Type: 'A' });
    template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
    const kept = withApi();
    expect(JSON.stringify(kept.stack.resolve(kept.api.urlForPath('/a')))).toMatch(/ApiEndpoint.*\/a/);
  });

  test('is watched by the alarms of its zone', () => {
    const { stack, api, template } = withApi();
    new SecurityAlarms(stack, 'Alarms');
    for (const name of ['4xx', '5xx']) {
      template().hasResourceProperties('AWS::CloudWatch::Alarm', {
        Metrics: Match.arrayWith([Match.objectLike({
          MetricStat: Match.objectLike({ Metric: { Namespace: 'AWS/ApiGateway', MetricName: name, Dimensions: [{ Name: 'ApiId', Value: stack.resolve(api.apiId) }] } }),
        })]),
      });
    }
  });
});

describe('who is let in to a route of an HTTP API', () => {
  test('is who signs, when nothing is said', () => {
    const { api, fn, template } = withApi();
    api.addRoute('GET /notes', fn);
    expect(allOf(template(), 'AWS::ApiGatewayV2::Route')).toEqual([expect.objectContaining({ AuthorizationType: 'AWS_IAM', RouteKey: 'GET /notes' })]);
    template().resourceCountIs('AWS::ApiGatewayV2::Authorizer', 0);
  });

  test('gets exactly the route that it is granted', () => {
    const { stack, api, fn, template } = withApi();
    const caller = new SecureFunction(stack, 'Caller', { code });
    api.addRoute('GET /notes/{id}', fn).grantInvoke(caller);
    const statements = Object.entries(template().findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => id.startsWith('CallerOwn'))
      .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement).filter(({ Action }) => Action === 'execute-api:Invoke');
    expect(statements).toEqual([{
      Action: 'execute-api:Invoke',
      Effect: 'Allow',
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:eu-west-1:111122223333:', stack.resolve(api.apiId), '/$default/GET/notes/*']] },
    }]);
    expect(DeclaredEdges.of(stack)).toContainEqual(expect.objectContaining({ caller: 'Stack/Caller', actions: ['execute-api:Invoke'] }));
  });

  test('is granted nothing on a route that does not know callers by IAM, or for other verbs', () => {
    const { api, fn } = withApi();
    const route = api.addRoute('GET /tokens', fn, { authorizer: HttpRouteAuthorizer.jwt('https://id.example.com', 'notes'), scopes: ['a'] });
    expect(() => route.grantInvoke(fn)).toThrow(failsWith('NotByIam'));
    expect(() => api.addRoute('GET /notes', fn).grantInvoke(fn, { httpMethods: [HttpMethod.POST] })).toThrow(failsWith('OtherMethods'));
  });

  test('has a token of the user pool for one of the clients, with a scope', () => {
    const { stack, api, fn, template } = withApi();
    const pool = new SecureUserPool(stack, 'Pool', { domainPrefix: 'notes-example' });
    pool.addScopes('notes', { read: 'Read notes' });
    const client = pool.addAppClient('Web', { scopes: ['notes/read'], callbackUrls: ['https://notes.example.com/in'] });
    const users = HttpRouteAuthorizer.userPool(pool, client);
    api.addRoute('GET /notes', fn, { authorizer: users, scopes: ['notes/read'] });
    api.addRoute('GET /notes/{id}', fn, { authorizer: users, scopes: ['notes/read'] });
    expect(allOf(template(), 'AWS::ApiGatewayV2::Authorizer')).toEqual([expect.objectContaining({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: [stack.resolve(client.userPoolClientId)],
        Issuer: { 'Fn::Join': ['', ['https://cognito-idp.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/', stack.resolve(pool.userPoolId)]] },
      },
    })]);
    template().hasResourceProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'JWT', AuthorizationScopes: ['notes/read'], AuthorizerId: Match.anyValue() });
    expect(() => HttpRouteAuthorizer.userPool(pool)).toThrow(failsWith('NoClients'));
  });

  test('has a token of a named issuer and audience', () => {
    const { api, fn, template } = withApi();
    api.addRoute('GET /notes', fn, { authorizer: HttpRouteAuthorizer.jwt('https://id.example.com', 'notes'), scopes: ['read'] });
    template().hasResourceProperties('AWS::ApiGatewayV2::Authorizer', { JwtConfiguration: { Audience: ['notes'], Issuer: 'https://id.example.com' } });
    expect(() => HttpRouteAuthorizer.jwt('http://id.example.com', 'notes')).toThrow(failsWith('BadIssuer'));
    expect(() => HttpRouteAuthorizer.jwt('https://id.example.com')).toThrow(failsWith('NoAudience'));
    expect(() => HttpRouteAuthorizer.jwt('https://id.example.com', '')).toThrow(failsWith('NoAudience'));
  });

  test('is whom a Lambda authorizer lets in, asked anew for each request in the format of a REST API', () => {
    const { stack, api, fn, template } = withApi();
    const decides = new SecureFunction(stack, 'Decides', { code });
    api.addRoute('GET /a', fn, { authorizer: HttpRouteAuthorizer.request(decides, { identitySources: [IdentitySource.header('X-Key')] }) });
    expect(allOf(template(), 'AWS::ApiGatewayV2::Authorizer')).toEqual([expect.objectContaining({
      AuthorizerType: 'REQUEST', AuthorizerPayloadFormatVersion: '1.0', AuthorizerResultTtlInSeconds: 0, IdentitySource: ['$request.header.X-Key'],
    })]);
    template().hasResourceProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'CUSTOM' });
    expect(allOf(template(), 'AWS::Lambda::Permission').map(({ SourceArn }) => JSON.stringify(SourceArn))).toContainEqual(expect.stringContaining('/authorizers/'));
  });

  test('may be decided for a while only by all that the decision depends on', () => {
    const { api, fn, template } = withApi();
    const resultsCacheTtl = Duration.minutes(1);
    expect(() => api.addRoute('GET /a', fn, {
      authorizer: HttpRouteAuthorizer.request(fn, { identitySources: [IdentitySource.header('X-Key')], resultsCacheTtl }),
    })).toThrow(failsWith('CacheNotKeyed'));
    expect(() => api.addRoute('GET /a', fn, { authorizer: HttpRouteAuthorizer.request(fn, { identitySources: [] }) })).toThrow(failsWith('NoIdentitySource'));
    const identitySources = [IdentitySource.header('X-Key'), IdentitySource.context('httpMethod'), IdentitySource.context('path')];
    api.addRoute('GET /a', fn, { authorizer: HttpRouteAuthorizer.request(fn, { identitySources, resultsCacheTtl }) });
    template().hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerResultTtlInSeconds: 60, IdentitySource: ['$request.header.X-Key', '$context.httpMethod', '$context.path'],
    });
  });

  test('may be decided by Cedar policies and by a JWT authorizer, each of one API', () => {
    const { stack, api, fn, template } = withApi();
    const pool = new SecureUserPool(stack, 'Pool', { domainPrefix: 'notes-example' });
    const cedar = new CedarAuthorizer(stack, 'Cedar', {
      userPool: pool,
      clients: [pool.addAppClient('Web', { callbackUrls: ['https://notes.example.com/in'] })],
      policies: [CedarPolicies.fromText('permit (principal, action == App::Action::"GET /notes/{id}", resource);')],
    });
    const tokens = new JwtAuthorizer(stack, 'Tokens', { issuer: 'https://id.example.com', audiences: ['notes'], keys: TokenKeys.fromJwks(JSON.stringify({ keys: [KEY] })) });
    api.addRoute('GET /notes/{id}', fn, { authorizer: HttpRouteAuthorizer.cedar(cedar) });
    api.addRoute('GET /partners', fn, { authorizer: HttpRouteAuthorizer.tokens(tokens), scopes: ['read'] });
    expect(allOf(template(), 'AWS::ApiGatewayV2::Authorizer').map(({ IdentitySource: source }) => source[0])).toEqual([
      '$request.header.Authorization', '$request.header.Authorization',
    ]);
    const other = new SecureHttpApi(stack, 'Other', { keepExecuteApiEndpoint: true, ...REASON });
    expect(() => other.addRoute('GET /partners', fn, { authorizer: HttpRouteAuthorizer.tokens(tokens) })).toThrow(failsWith('AuthorizerOfAnotherApi'));
  });
});

describe('an HTTP API refuses', () => {
  const tokens = HttpRouteAuthorizer.jwt('https://id.example.com', 'notes');

  test.each<[string, string, (made: ReturnType<typeof withApi>) => void]>([
    ['a token authorizer without scopes', 'MissingScopes', ({ api, fn }) => api.addRoute('GET /a', fn, { authorizer: tokens })],
    ['scopes that nothing reads', 'UnusedScopes', ({ api, fn }) => api.addRoute('GET /a', fn, { scopes: ['a'] })],
    ['a route twice', 'AlikeRoutes', ({ api, fn }) => [api.addRoute('GET /a/{id}', fn), api.addRoute('GET /a/{other}', fn)]],
    ['ANY', 'BadRoute', ({ api, fn }) => api.addRoute('ANY /a', fn)],
    ['a function that runs longer than it waits', 'TimeoutOverApiLimit', ({ api, stack }) => (
      api.addRoute('GET /a', new SecureFunction(stack, 'Slow', { code, timeout: Duration.seconds(31) })))],
    ['a function that keeps tenants apart', 'MissingTenant', ({ api, stack }) => (
      api.addRoute('GET /a', new SecureFunction(stack, 'Apart', { code, tenancyConfig: TenancyConfig.PER_TENANT })))],
    ['a throttle of nothing', 'BadThrottle', ({ api, fn }) => api.addRoute('GET /a', fn, { throttle: { rateLimit: 0, burstLimit: 1 } })],
  ])('%s', (_, id, add) => {
    const made = withApi();
    expect(() => add(made)).toThrow(failsWith(id));
  });

  test('routes whose methods or shapes differ are no duplicates, and 30 s are not too long', () => {
    const { stack, api, fn } = withApi();
    const slow = new SecureFunction(stack, 'Slow', { code, timeout: Duration.seconds(30) });
    expect(() => [api.addRoute('GET /a/{id}', slow), api.addRoute('POST /a/{id}', fn), api.addRoute('GET /a/{rest+}', fn), api.addRoute('GET /a/b', fn)]).not.toThrow();
  });

  test('to be without an endpoint, or to have two', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new SecureHttpApi(stack, 'A', {})).toThrow(failsWith('NoEndpoint'));
    expect(() => new SecureHttpApi(stack, 'B', { domain: domainOf(stack), keepExecuteApiEndpoint: true })).toThrow(failsWith('TwoEndpoints'));
    expect(() => new SecureHttpApi(stack, 'C', { domain: { ...domainOf(new Stack(), false), domainName: 'API.example.com' } })).toThrow(failsWith('BadDomainName'));
    expect(() => new SecureHttpApi(stack, 'D', { keepExecuteApiEndpoint: true, withoutWebAcl: ' ' })).toThrow(failsWith('NoReason'));
  });

  test('routes that the CDK adds open, or without scopes', () => {
    const { api, fn, template } = withApi();
    const integration = new HttpLambdaIntegration('Cdk', fn);
    api.addRoutes({ path: '/open', integration, authorizer: new HttpNoneAuthorizer() });
    expect(template).toThrow(/OpenRoute.*'ANY \/open'/);
    const other = withApi();
    other.api.addRoutes({
      path: '/identity',
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration('Cdk', other.fn),
      authorizer: new HttpJwtAuthorizer('Id', 'https://id.example.com', { jwtAudience: ['a'] }),
    });
    expect(other.template).toThrow(/MissingScopes/);
  });

  test('to be without a web firewall that nobody gave a reason for', () => {
    const { template } = withApi({ withoutWebAcl: undefined });
    expect(template).toThrow(/NoWebAcl.*EdgeOrigin\.httpApi/);
    const { stack } = withApi();
    expect(stack.node.findChild('Api').node.metadata.map(({ data }) => data)).toContain('withoutWebAcl: tests of the API');
  });
});

describe('a distribution before an HTTP API', () => {
  function withEdge(mutual: boolean, options: Parameters<typeof EdgeOrigin.httpApi>[1]) {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
    new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('tests of the API') });
    const api = new SecureHttpApi(stack, 'Api', { domain: domainOf(stack, mutual) });
    new EdgeDistribution(stack, 'Edge', { origin: EdgeOrigin.httpApi(api, options), keepCloudFrontDomain: true });
    return { stack, template: () => Template.fromStack(stack) };
  }
  const client = Certificate.fromCertificateArn(new Stack(), 'Client', 'arn:aws:acm:us-east-1:111122223333:certificate/1');

  test('is the web firewall that the API lacks, and proves itself by a certificate', () => {
    const { template } = withEdge(true, { clientCertificate: client });
    template().hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        WebACLId: Match.anyValue(),
        Origins: [Match.objectLike({ DomainName: 'api.example.com', CustomOriginConfig: Match.objectLike({ OriginMtlsConfig: Match.anyValue() }) })],
      },
    });
  });

  test('is refused where callers can go around it, unless that is said', () => {
    expect(() => withEdge(false, { clientCertificate: client })).toThrow(failsWith('DirectlyReachable'));
    expect(() => withEdge(true, {})).toThrow(failsWith('DirectlyReachable'));
    expect(withEdge(false, { alsoReachableDirectly: 'partners' }).template).not.toThrow();
  });
});

test('an HTTP API of the CDK is no secure one', () => {
  const { open } = stackFindings((stack) => void new HttpApi(stack, 'Api').addRoutes({ path: '/a', integration: new HttpLambdaIntegration('Fn', new SecureFunction(stack, 'Fn', { code })) }));
  expect(open.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['AwsSolutions-APIG4', 'AwsSolutions-APIG1']));
});
