import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { IdentitySource } from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { RouteAuthorizer } from '../../src/api/route-authorizer';
import { SecureFunction } from '../../src/compute/secure-function';
import { DeclaredEdges } from '../../src/core/declared-edges';
import { allOf, code, failsWith, withApi } from '../support/api';

const AUTHORIZER = 'AWS::ApiGateway::Authorizer';
const AUTHORIZATION = IdentitySource.header('Authorization');
const ROUTE = [IdentitySource.context('httpMethod'), IdentitySource.context('path')];

describe('a Cognito authorizer', () => {
  test('wants an access token with one of the route\'s scopes, and decides each request anew', () => {
    const { stack, api, fn, template } = withApi();
    const pool = new cognito.UserPool(stack, 'Pool');
    api.addRoute('GET /orders', fn, { authorizer: RouteAuthorizer.cognito(pool), scopes: ['orders/read'] });
    template().hasResourceProperties('AWS::ApiGateway::Method', {
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizationScopes: ['orders/read'],
      AuthorizerId: { Ref: Match.stringLikeRegexp('^ApiAuthorizer') },
    });
    template().hasResourceProperties(AUTHORIZER, {
      Type: 'COGNITO_USER_POOLS',
      IdentitySource: 'method.request.header.Authorization',
      ProviderARNs: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Pool'), 'Arn'] }],
      AuthorizerResultTtlInSeconds: 0,
    });
  });

  test('is made once for a pool, and may stand for all routes of the API', () => {
    const { stack, fn, template, api } = withApi();
    const pools = [new cognito.UserPool(stack, 'A'), new cognito.UserPool(stack, 'B')];
    for (const verb of ['GET', 'PUT']) {
      api.addRoute(`${verb} /`, fn, { authorizer: RouteAuthorizer.cognito(pools[0]), scopes: ['a/b'] });
      api.addRoute(`${verb} /both`, fn, { authorizer: RouteAuthorizer.cognito(...pools), scopes: ['a/b'] });
    }
    expect(allOf(template(), AUTHORIZER).map((authorizer) => authorizer.ProviderARNs.length).sort()).toEqual([1, 2]);
  });

  test('is the default of an API that names it', () => {
    const { stack } = withApi();
    const authorizer = RouteAuthorizer.cognito(new cognito.UserPool(stack, 'Pool'));
    const second = withApi({ authorizer: RouteAuthorizer.cognito(cognito.UserPool.fromUserPoolId(stack, 'Known', 'eu-west-1_x')) });
    second.api.addRoute('GET /', second.fn, { scopes: ['a/b'] });
    second.api.addRoute('POST /', second.fn, { authorizer: RouteAuthorizer.iam() });
    expect(allOf(second.template(), 'AWS::ApiGateway::Method').map((method) => method.AuthorizationType).sort())
      .toEqual(['AWS_IAM', 'COGNITO_USER_POOLS']);
    expect(() => second.api.addRoute('PUT /', second.fn, { authorizer })).toThrow(failsWith('MissingScopes'));
  });

  test('has a pool', () => {
    const { api, fn } = withApi();
    expect(() => api.addRoute('GET /', fn, { authorizer: RouteAuthorizer.cognito(), scopes: ['a/b'] })).toThrow(failsWith('NoUserPool'));
    expect(() => withApi({ authorizer: RouteAuthorizer.cognito() })).toThrow(failsWith('NoUserPool'));
  });
});

describe('a request authorizer', () => {
  const withRequest = (options: { identitySources: string[]; resultsCacheTtl?: Duration }) => {
    const made = withApi();
    const decider = new SecureFunction(made.stack, 'Decider', { code });
    const authorizer = RouteAuthorizer.request(decider, options);
    return { ...made, add: (route = 'GET /') => made.api.addRoute(route, made.fn, { authorizer }) };
  };

  test('asks a function about each request anew', () => {
    const { add, template } = withRequest({ identitySources: [AUTHORIZATION, IdentitySource.header('X-Tenant')] });
    add();
    add('GET /orders');
    template().resourceCountIs(AUTHORIZER, 1);
    template().hasResourceProperties(AUTHORIZER, {
      Type: 'REQUEST',
      IdentitySource: 'method.request.header.Authorization,method.request.header.X-Tenant',
      AuthorizerResultTtlInSeconds: 0,
      AuthorizerCredentials: Match.absent(),
      AuthorizerUri: {
        'Fn::Join': ['', [
          'arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, ':lambda:path/2015-03-31/functions/',
          { 'Fn::GetAtt': [Match.stringLikeRegexp('^Decider'), 'Arn'] }, '/invocations',
        ]],
      },
    });
    template().hasResourceProperties('AWS::ApiGateway::Method', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: Match.stringLikeRegexp('^ApiAuthorizer') } });
  });

  test('lets only itself invoke the function, and declares it', () => {
    const { stack, add, template } = withRequest({ identitySources: [AUTHORIZATION] });
    add();
    template().hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Decider'), 'Arn'] },
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: { 'Fn::Join': ['', Match.arrayWith(['/authorizers/', { Ref: Match.stringLikeRegexp('^ApiAuthorizer') }])] },
    });
    expect(DeclaredEdges.of(stack)).toContainEqual(expect.objectContaining({ caller: 'Stack/Api', target: 'Stack/Decider', intent: 'invoke' }));
  });

  test('keeps decisions only when they are keyed on verb and path too', () => {
    const resultsCacheTtl = Duration.minutes(5);
    expect(withRequest({ identitySources: [AUTHORIZATION], resultsCacheTtl }).add).toThrow(failsWith('CacheNotKeyed'));
    expect(withRequest({ identitySources: [AUTHORIZATION, ROUTE[0]], resultsCacheTtl }).add).toThrow(failsWith('CacheNotKeyed'));

    const { add, template } = withRequest({ identitySources: [AUTHORIZATION, ...ROUTE], resultsCacheTtl });
    add();
    template().hasResourceProperties(AUTHORIZER, { AuthorizerResultTtlInSeconds: 300 });
  });

  test.each<[string, { functionName?: string; identitySources?: string[] }]>([
    ['the name of its function', { functionName: 'other' }],
    ['what it asks for', { identitySources: [IdentitySource.header('X-Other')] }],
  ])('deploys the API anew when %s changes', (_, change) => {
    const deployment = ({ functionName = 'one', identitySources = [AUTHORIZATION] }: typeof change) => {
      const { stack, api, fn, template } = withApi();
      const authorizer = RouteAuthorizer.request(new SecureFunction(stack, 'Decider', { code, functionName }), { identitySources });
      api.addRoute('GET /', fn, { authorizer });
      return Object.keys(template().findResources('AWS::ApiGateway::Deployment'))[0];
    };
    expect(deployment({})).toEqual(deployment({}));
    expect(deployment(change)).not.toEqual(deployment({}));
  });

  test('keeps no decision longer than an hour', () => {
    expect(withRequest({ identitySources: [AUTHORIZATION, ...ROUTE], resultsCacheTtl: Duration.minutes(61) }).add).toThrow(failsWith('CacheTooLong'));
    expect(withRequest({ identitySources: [AUTHORIZATION], resultsCacheTtl: Duration.seconds(0) }).add).not.toThrow();
  });

  test('names what a caller must send', () => {
    expect(withRequest({ identitySources: [] }).add).toThrow(failsWith('NoIdentitySource'));
  });
});
