import { Duration, Lazy } from 'aws-cdk-lib';
import { ApiCors } from '../../src/api/api-cors';
import { allOf, failsWith, withApi } from '../support/api';

const APP = 'https://app.example.com';

function withCors(cors: ApiCors) {
  const made = withApi({ cors });
  made.api.addRoute('GET /orders', made.fn);
  made.api.addRoute('POST /orders', made.fn);
  made.api.addRoute('DELETE /orders/{id}', made.fn);
  return made.template();
}

const preflights = (cors: ApiCors) => allOf(withCors(cors), 'AWS::ApiGateway::Method').filter((method) => method.HttpMethod === 'OPTIONS');
const headersOf = (preflight: any) => preflight.Integration.IntegrationResponses[0].ResponseParameters;
const gatewayHeaders = (cors: ApiCors) => allOf(withCors(cors), 'AWS::ApiGateway::GatewayResponse').map((response) => response.ResponseParameters);

describe('CORS', () => {
  test('is off unless it is asked for', () => {
    const { api, fn, template } = withApi();
    api.addRoute('GET /orders', fn);
    expect(allOf(template(), 'AWS::ApiGateway::Method').map((method) => method.HttpMethod)).toEqual(['GET']);
    expect(JSON.stringify(template().toJSON())).not.toContain('Access-Control');
  });

  test('answers on each path with a route, and no other, with the verbs that it has', () => {
    expect(preflights({ allowOrigins: [APP] }).map((preflight) => headersOf(preflight)['method.response.header.Access-Control-Allow-Methods']).sort())
      .toEqual(["'DELETE'", "'GET,POST'"]);
  });

  test('answers by itself, with 204', () => {
    for (const preflight of preflights({ allowOrigins: [APP] })) {
      expect(preflight.Integration.Type).toBe('MOCK');
      expect(preflight.MethodResponses.map((response: any) => response.StatusCode)).toEqual(['204']);
    }
  });

  test('names one origin and varies by it', () => {
    expect(headersOf(preflights({ allowOrigins: [APP] })[0])).toEqual({
      'method.response.header.Access-Control-Allow-Origin': `'${APP}'`,
      'method.response.header.Access-Control-Allow-Methods': expect.any(String),
      'method.response.header.Access-Control-Allow-Headers': "'Authorization,Content-Type,X-Amz-Date,X-Amz-Security-Token'",
      'method.response.header.Access-Control-Max-Age': "'300'",
      'method.response.header.Vary': "'Origin'",
    });
  });

  test('takes what it is told', () => {
    expect(headersOf(preflights({
      allowOrigins: [APP], allowCredentials: true, allowHeaders: ['X-One'], exposeHeaders: ['X-Two'], maxAge: Duration.hours(1),
    })[0])).toMatchObject({
      'method.response.header.Access-Control-Allow-Credentials': "'true'",
      'method.response.header.Access-Control-Allow-Headers': "'X-One'",
      'method.response.header.Access-Control-Expose-Headers': "'X-Two'",
      'method.response.header.Access-Control-Max-Age': "'3600'",
    });
  });

  test('lets the one page read what API Gateway refuses by itself', () => {
    for (const headers of gatewayHeaders({ allowOrigins: [APP], allowCredentials: true })) {
      expect(headers).toMatchObject({
        'gatewayresponse.header.Access-Control-Allow-Origin': `'${APP}'`,
        'gatewayresponse.header.Access-Control-Allow-Credentials': "'true'",
        'gatewayresponse.header.Vary': "'Origin'",
      });
    }
  });

  test('echoes no origin there when it names several', () => {
    expect(JSON.stringify(gatewayHeaders({ allowOrigins: [APP, 'https://other.example.com'] }))).not.toContain('Access-Control');
  });

  test.each<[ApiCors]>([
    [{ allowOrigins: ['*'] }],
    [{ allowOrigins: ['*'], allowCredentials: true }],
    [{ allowOrigins: [APP, '*'] }],
    [{ allowOrigins: [APP], allowHeaders: ['*'] }],
    [{ allowOrigins: [APP], exposeHeaders: ['*'], allowCredentials: true }],
  ])('refuses %j', (cors) => {
    expect(() => withApi({ cors })).toThrow(failsWith('CorsWildcard'));
  });

  test.each([
    'null', '', 'app.example.com', 'https://', 'https://*.example.com', 'https://app.example.com/', 'https://app.example.com/x', 'http://app.example.com',
    'https://a.example.com, https://b.example.com', "https://app.example.com'", 'http://localhost.example.com',
  ])('refuses the origin %j', (origin) => {
    expect(() => withApi({ cors: { allowOrigins: [origin] } })).toThrow(failsWith('BadOrigin'));
  });

  test('refuses an empty list, and headers that are none', () => {
    expect(() => withApi({ cors: { allowOrigins: [] } })).toThrow(failsWith('BadOrigin'));
    expect(() => withApi({ cors: { allowOrigins: [APP], allowHeaders: ["X'"] } })).toThrow(failsWith('BadHeader'));
  });

  test('takes a token for the host, and not for the whole origin, which might become a wildcard', () => {
    const host = Lazy.string({ produce: () => 'app.example.com' });
    expect(() => withApi({ cors: { allowOrigins: [`https://${host}`] } })).not.toThrow();
    expect(() => withApi({ cors: { allowOrigins: [host] } })).toThrow(failsWith('BadOrigin'));
  });

  test('takes a page on the developer\'s own machine', () => {
    expect(() => withApi({ cors: { allowOrigins: ['http://localhost:3000', 'http://127.0.0.1'] } })).not.toThrow();
  });
});
