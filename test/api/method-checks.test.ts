import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { withApi } from '../support/api';

const EXACT_ORIGIN = [{ statusCode: '204', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'https://app.example.com'" } }];

const { AuthorizationType, HttpIntegration, LambdaIntegration, MockIntegration } = apigateway;

/** What synthesis says to a method that the CDK's own API made. */
function withMethod(add: (made: ReturnType<typeof withApi>) => void) {
  const made = withApi();
  made.api.addRoute('GET /good', made.fn);
  add(made);
  return made.template;
}

describe('a method that the CDK adds to a secure API', () => {
  test('is authorised by IAM when it has no statement', () => {
    withMethod(({ api, fn }) => api.root.addResource('x').addMethod('GET', new LambdaIntegration(fn), { requestValidator: api.requestValidator }))()
      .allResourcesProperties('AWS::ApiGateway::Method', { AuthorizationType: 'AWS_IAM' });
  });

  test.each<[string, (made: ReturnType<typeof withApi>) => void]>([
    ['is open', ({ api }) => api.root.addMethod('GET', new MockIntegration(), { authorizationType: AuthorizationType.NONE })],
    ['is open with a validator', ({ api }) => api.root.addMethod('GET', new MockIntegration(),
      { authorizationType: AuthorizationType.NONE, requestValidator: api.requestValidator })],
    ['has an API key alone, which is no authentication', ({ api }) => api.root.addMethod('GET', new MockIntegration(),
      { authorizationType: AuthorizationType.NONE, apiKeyRequired: true, requestValidator: api.requestValidator })],
    ['is ANY and open', ({ api }) => api.root.addMethod('ANY', new MockIntegration(), { authorizationType: AuthorizationType.NONE })],
    ['is an open proxy', ({ api }) => api.root.addProxy({ defaultMethodOptions: { authorizationType: AuthorizationType.NONE } })],
    ['is OPTIONS with a backend', ({ api }) => api.root.addMethod('OPTIONS', new HttpIntegration('https://example.com'),
      { authorizationType: AuthorizationType.NONE })],
    ['is OPTIONS without CORS', ({ api }) => api.root.addMethod('OPTIONS', new MockIntegration(), { authorizationType: AuthorizationType.NONE })],
    ['is OPTIONS with a backend that names an origin', ({ api }) => api.root.addMethod('OPTIONS',
      new HttpIntegration('https://example.com', { options: { integrationResponses: EXACT_ORIGIN } }), { authorizationType: AuthorizationType.NONE })],
    ['answers by itself to another verb', ({ api }) => api.root.addMethod('GET',
      new MockIntegration({ integrationResponses: EXACT_ORIGIN }), { authorizationType: AuthorizationType.NONE })],
    ['answers every origin', ({ api }) => api.root.addCorsPreflight({ allowOrigins: ['*'] })],
    ['was made by new Method', ({ api }) => new apigateway.Method(api, 'Own',
      { resource: api.root, httpMethod: 'GET', options: { authorizationType: AuthorizationType.NONE } })],
  ])('fails synthesis when it %s', (_, add) => {
    expect(withMethod(add)).toThrow(/\[Stack\/Api\/[^\]]+\] OpenMethod: \w+ \/\S* is open to everyone/);
  });

  test('fails synthesis when it takes ID tokens', () => {
    const authorised = (authorizationScopes?: string[]) => withMethod(({ stack, api }) => {
      const pool = new cognito.UserPool(stack, 'Pool');
      api.root.addMethod('GET', new MockIntegration(), {
        authorizationType: AuthorizationType.COGNITO,
        authorizer: new apigateway.CognitoUserPoolsAuthorizer(stack, 'Authorizer', { cognitoUserPools: [pool] }),
        requestValidator: api.requestValidator,
        authorizationScopes,
      });
    });
    expect(authorised()).toThrow('[Stack/Api/Default/GET] MissingScopes');
    expect(authorised([])).toThrow('MissingScopes');
    expect(authorised(['a/b'])).not.toThrow();
  });

  test('fails synthesis when nobody looks at its requests', () => {
    expect(withMethod(({ api }) => api.root.addMethod('GET'))).toThrow('[Stack/Api/Default/GET] UnvalidatedMethod');
    expect(withMethod(({ api }) => api.root.addProxy())).toThrow('[Stack/Api/Default/{proxy+}/ANY] UnvalidatedMethod');
  });

  test('passes as ANY when it is authorised and validated', () => {
    withMethod(({ api, fn }) => api.root.addProxy({ anyMethod: false })
      .addMethod('ANY', new LambdaIntegration(fn), { requestValidator: api.requestValidator }))()
      .hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'ANY', AuthorizationType: 'AWS_IAM' });
  });

  test('passes as the answer to browsers from exact origins', () => {
    expect(withMethod(({ api }) => api.root.addCorsPreflight({ allowOrigins: ['https://app.example.com'] }))).not.toThrow();
  });

  test('fails synthesis with all others that are at fault', () => {
    const template = withMethod(({ api }) => {
      api.root.addMethod('GET', new MockIntegration(), { authorizationType: AuthorizationType.NONE });
      api.root.addMethod('PUT');
    });
    expect(template).toThrow(/OpenMethod[^]*UnvalidatedMethod/);
  });

  test('brings no permission for the console\'s test stage', () => {
    const template = withMethod(({ api, fn }) => api.root.addMethod('GET', new LambdaIntegration(fn), { requestValidator: api.requestValidator }))();
    expect(JSON.stringify(template.toJSON())).not.toContain('test-invoke-stage');
  });
});

test('an API without any route fails synthesis', () => {
  expect(withApi().template).toThrow("doesn't contain any methods");
});
