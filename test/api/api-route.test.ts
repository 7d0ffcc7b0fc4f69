import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { RouteAuthorizer } from '../../src/api/route-authorizer';
import { SecureApi } from '../../src/api/secure-api';
import { SecureFunction } from '../../src/compute/secure-function';
import { DeclaredEdges } from '../../src/core/declared-edges';
import { allOf, code, failsWith, withApi } from '../support/api';

const METHOD = 'AWS::ApiGateway::Method';
const { OBJECT, STRING } = JsonSchemaType;

describe('a route', () => {
  test('hands authorised and valid requests to the function as they are', () => {
    const { api, fn, template } = withApi();
    api.addRoute('GET /orders/{id}', fn, { operationName: 'GetOrder' });
    template().hasResourceProperties(METHOD, {
      HttpMethod: 'GET',
      AuthorizationType: 'AWS_IAM',
      AuthorizerId: Match.absent(),
      OperationName: 'GetOrder',
      RequestValidatorId: { Ref: Match.stringLikeRegexp('^ApiValidator') },
      Integration: {
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
        Uri: { 'Fn::Join': ['', Match.arrayWith([{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Fn'), 'Arn'] }, '/invocations'])] },
      },
    });
    template().hasResourceProperties('AWS::ApiGateway::Resource', { PathPart: '{id}', ParentId: { Ref: Match.stringLikeRegexp('^Apiorders') } });
  });

  test('requires its path parameters, and the query parameters and headers that it names', () => {
    const { api, fn, template } = withApi();
    api.addRoute('GET /orders/{id}/{line}', fn, { requiredQuery: ['version'], requiredHeaders: ['If-Match'] });
    api.addRoute('GET /orders', fn);
    const [withParameters, without] = ['{line}', 'orders'].map((part) => allOf(template(), METHOD)
      .find((method) => method.ResourceId.Ref.startsWith(part === 'orders' ? 'Apiorders33' : 'Apiordersidline')));
    expect(withParameters.RequestParameters).toEqual({
      'method.request.path.id': true,
      'method.request.path.line': true,
      'method.request.querystring.version': true,
      'method.request.header.If-Match': true,
    });
    expect(without.RequestParameters).toBeUndefined();
  });

  test('validates the body by a closed schema, whatever content type the request claims', () => {
    const { api, fn, template } = withApi();
    api.addRoute('POST /orders', fn, { body: { type: OBJECT, required: ['sku'], properties: { sku: { type: STRING }, to: { type: OBJECT } } } });
    template().hasResourceProperties(METHOD, { RequestModels: { $default: { Ref: Match.stringLikeRegexp('^ApiBody') } } });
    template().hasResourceProperties('AWS::ApiGateway::Model', {
      Schema: {
        type: 'object',
        required: ['sku'],
        additionalProperties: false,
        properties: { sku: { type: 'string' }, to: { type: 'object', additionalProperties: false } },
      },
    });
  });

  test('shares a model with each route of the same body, and the validator with all', () => {
    const { api, fn, template } = withApi();
    api.addRoute('POST /orders', fn, { body: { type: OBJECT, properties: { a: {} } } });
    api.addRoute('PUT /orders', fn, { body: { type: OBJECT, properties: { a: {} }, additionalProperties: false } });
    api.addRoute('PATCH /orders', fn, { body: { type: OBJECT, properties: { b: {} } } });
    template().resourceCountIs('AWS::ApiGateway::Model', 2);
    template().resourceCountIs('AWS::ApiGateway::RequestValidator', 1);
  });

  test('lets the API invoke the function by one permission, for this stage, API and account only', () => {
    const { api, fn, template } = withApi({ stageName: 'live' });
    api.addRoute('GET /orders', fn);
    api.addRoute('POST /orders', fn);
    template().resourceCountIs('AWS::Lambda::Permission', 1);
    template().hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'apigateway.amazonaws.com',
      Action: 'lambda:InvokeFunction',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: { 'Fn::Join': ['', Match.arrayWith([':execute-api:', { Ref: Match.stringLikeRegexp('^Api') }, '/live/*/*'])] },
    });
    expect(JSON.stringify(template().toJSON())).not.toContain('test-invoke-stage');
  });

  test('gives a plain function the same permission', () => {
    const { stack, api, template } = withApi();
    api.addRoute('GET /orders', new lambda.Function(stack, 'Plain', { code, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X }));
    template().resourceCountIs('AWS::Lambda::Permission', 1);
    template().hasResourceProperties('AWS::Lambda::Permission', {
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: { 'Fn::Join': ['', Match.arrayWith(['/prod/*/*'])] },
    });
  });

  test('declares that the API invokes the function', () => {
    const { stack, api, fn } = withApi();
    api.addRoute('GET /orders', fn);
    expect(DeclaredEdges.of(stack)).toContainEqual({ caller: 'Stack/Api', target: 'Stack/Fn', intent: 'invoke', actions: ['lambda:InvokeFunction'] });
  });

  test('is granted to a caller by verb and path, as a declared edge', () => {
    const { stack, api, fn, template } = withApi();
    const caller = new SecureFunction(stack, 'Caller', { code });
    api.addRoute('GET /orders/{id}', fn).grantExecute(caller);
    template().hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Action: 'execute-api:Invoke',
          Resource: { 'Fn::Join': ['', Match.arrayWith(['/GET/orders/*'])] },
        })]),
      },
    });
    expect(DeclaredEdges.of(stack)).toContainEqual(expect.objectContaining({
      caller: 'Stack/Caller', target: 'Stack/Api/Default/orders/{id}/GET', intent: 'invoke', actions: ['execute-api:Invoke'],
    }));
  });

  test('may have a throttle of its own, which says all that the stage says for others', () => {
    const { api, fn, template } = withApi({ throttle: { rateLimit: 50, burstLimit: 80 } });
    api.addRoute('GET /', fn, { throttle: { rateLimit: 0.5, burstLimit: 1 } });
    api.addRoute('POST /orders/{id}', fn, { throttle: { rateLimit: 5, burstLimit: 10 } });
    api.addRoute('GET /orders', fn);
    const quiet = { LoggingLevel: 'ERROR', DataTraceEnabled: false, MetricsEnabled: true, CachingEnabled: false };
    expect(allOf(template(), 'AWS::ApiGateway::Stage')[0].MethodSettings).toEqual([
      { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 50, ThrottlingBurstLimit: 80, ...quiet },
      { HttpMethod: 'GET', ResourcePath: '/', ThrottlingRateLimit: 0.5, ThrottlingBurstLimit: 1, ...quiet },
      { HttpMethod: 'POST', ResourcePath: '/~1orders~1{id}', ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10, ...quiet },
    ]);
  });

  test.each<[string, object]>([
    ['its verb', { route: 'PUT /orders' }],
    ['its function', { functionId: 'Other' }],
    ['its body', { options: { body: { type: OBJECT, properties: { b: {} } } } }],
    ['its parameters', { options: { requiredQuery: ['v'] } }],
    ['its authorizer', { options: { authorizer: 'cognito', scopes: ['a/b'] } }],
  ])('deploys anew when %s changes', (_, change: any) => {
    const deployment = ({ route = 'POST /orders', functionId = 'One', options = {} }: any) => {
      const { stack, api, template } = withApi();
      const authorizer = options.authorizer && RouteAuthorizer.cognito(new cognito.UserPool(stack, 'Pool'));
      api.addRoute(route, new SecureFunction(stack, functionId, { code }), { ...options, authorizer });
      return Object.keys(template().findResources('AWS::ApiGateway::Deployment'))[0];
    };
    expect(deployment({})).toEqual(deployment({}));
    expect(deployment(change)).not.toEqual(deployment({}));
  });

  test('deploys anew when the name of its function changes', () => {
    const deployment = (functionName: string) => {
      const { stack, api, template } = withApi();
      api.addRoute('GET /', new SecureFunction(stack, 'Named', { code, functionName }));
      return Object.keys(template().findResources('AWS::ApiGateway::Deployment'))[0];
    };
    expect(deployment('one')).not.toEqual(deployment('two'));
  });

  test('may use a function of another stack, which does not come to depend on the API', () => {
    const app = new App();
    const functions = new Stack(app, 'Functions');
    const stack = new Stack(app, 'Apis');
    const fn = new SecureFunction(functions, 'Fn', { code });
    new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true }).addRoute('GET /', fn);
    app.synth();
    expect(stack.dependencies).toContain(functions);
    expect(functions.dependencies).toEqual([]);
  });
});

describe('a route is refused', () => {
  test('when it is not well formed', () => {
    const { api, fn } = withApi();
    expect(() => api.addRoute('orders', fn)).toThrow(failsWith('BadRoute'));
    expect(() => api.addRoute(Lazy.string({ produce: () => 'GET /' }), fn)).toThrow(failsWith('TokenRoute'));
  });

  test.each([
    ['GET /orders', 'GET /orders'],
    ['GET /', 'GET /'],
    ['GET /orders/{id}', 'GET /orders/{order}'],
    ['GET /orders/{id}', 'DELETE /orders/{order}'],
    ['GET /orders/{id}/lines', 'GET /orders/{order}/notes'],
    ['GET /files/{path+}', 'GET /files/{name}'],
  ])('when %s is there and %s is alike', (first, second) => {
    const { api, fn } = withApi();
    api.addRoute(first, fn);
    expect(() => api.addRoute(second, fn)).toThrow(failsWith('AlikeRoutes'));
  });

  test('when the CDK made one like it', () => {
    const { api, fn } = withApi();
    api.root.addResource('orders').addMethod('GET', undefined, { requestValidator: api.requestValidator });
    expect(() => api.addRoute('GET /orders', fn)).toThrow(failsWith('AlikeRoutes'));
    expect(() => api.addRoute('POST /orders', fn)).not.toThrow();
  });

  test('but not when only its verb or a literal differs', () => {
    const { api, fn, template } = withApi();
    for (const route of ['GET /orders', 'POST /orders', 'GET /orders/{id}', 'GET /orders/all', 'GET /carts/{cart}']) api.addRoute(route, fn);
    template().resourceCountIs(METHOD, 5);
  });

  test('when a Cognito authorizer has no scopes, which would let ID tokens in', () => {
    const { stack, api, fn } = withApi();
    const authorizer = RouteAuthorizer.cognito(new cognito.UserPool(stack, 'Pool'));
    expect(() => api.addRoute('GET /', fn, { authorizer })).toThrow(failsWith('MissingScopes'));
    expect(() => api.addRoute('GET /', fn, { authorizer, scopes: [] })).toThrow(failsWith('MissingScopes'));
  });

  test('when it names scopes that nobody looks at', () => {
    const { api, fn } = withApi();
    expect(() => api.addRoute('GET /', fn, { scopes: ['a/b'] })).toThrow(failsWith('UnusedScopes'));
  });

  test('when its function may run longer than the API waits', () => {
    const { stack, api, fn } = withApi();
    const slow = new SecureFunction(stack, 'Slow', { code, timeout: Duration.seconds(30) });
    expect(() => api.addRoute('GET /', slow)).toThrow(failsWith('TimeoutOverApiLimit'));
    expect(() => api.addRoute('GET /', slow.currentVersion)).toThrow(failsWith('TimeoutOverApiLimit'));
    expect(() => api.addRoute('GET /', slow.addAlias('live'))).toThrow(failsWith('TimeoutOverApiLimit'));
    expect(() => api.addRoute('GET /', new SecureFunction(stack, 'Just', { code, timeout: Duration.seconds(29) }))).not.toThrow();
    expect(() => api.addRoute('POST /', fn)).not.toThrow();
  });

  test.each([
    { rateLimit: 0, burstLimit: 1 },
    { rateLimit: -1, burstLimit: 1 },
    { rateLimit: 1, burstLimit: 0 },
    { rateLimit: 1, burstLimit: 1.5 },
    { rateLimit: NaN, burstLimit: 1 },
  ])('when its throttle is %j', (throttle) => {
    const { api, fn } = withApi();
    expect(() => api.addRoute('GET /', fn, { throttle })).toThrow(failsWith('BadThrottle'));
  });

  test.each(['', 'a b', 'a=b', "a'"])('when it requires a parameter %j', (name) => {
    const { api, fn } = withApi();
    expect(() => api.addRoute('GET /', fn, { requiredQuery: [name] })).toThrow(failsWith('BadParameter'));
    expect(() => api.addRoute('GET /', fn, { requiredHeaders: [name] })).toThrow(failsWith('BadParameter'));
  });

  test('before anything of it is made', () => {
    const { stack, api, fn } = withApi();
    const before = stack.node.findAll().length;
    expect(() => api.addRoute('POST /a/b', fn, { body: { allOf: [{}, {}] } })).toThrow(failsWith('OpenSchema'));
    expect(() => api.addRoute('POST /a/b', fn, { authorizer: RouteAuthorizer.request(fn, { identitySources: [] }) })).toThrow(failsWith('NoIdentitySource'));
    expect(() => api.addRoute('POST /a/b', fn, { scopes: ['a/b'] })).toThrow(failsWith('UnusedScopes'));
    expect(stack.node.findAll()).toHaveLength(before);
  });

  test('by an error that names the API', () => {
    const { api, fn } = withApi();
    expect(() => api.addRoute('GET', fn)).toThrow(/^\[Stack\/Api\] BadRoute: .* Remediation: write it as/);
  });
});

test('a role that is granted a route gets nothing else', () => {
  const { stack, api, fn, template } = withApi();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  api.addRoute('GET /', fn).grantExecute(role);
  template().hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [Match.objectLike({ Action: 'execute-api:Invoke' })] } });
});
