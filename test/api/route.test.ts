import { Lazy } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { parseRoute } from '../../src/api/route';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id, path: 'Stack/Api' });
const parse = (text: string) => parseRoute('Stack/Api', text);

const VERB = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE');
const LITERAL = fc.stringMatching(/^[a-z0-9][a-z0-9._:-]{0,8}$/);

describe('a route', () => {
  test('is a verb and a path', () => {
    expect(parse('GET /orders/{id}/items/{item-id}')).toEqual({
      verb: 'GET',
      path: '/orders/{id}/items/{item-id}',
      segments: ['orders', '{id}', 'items', '{item-id}'],
      parameters: ['id', 'item-id'],
    });
  });

  test('may be the root', () => {
    expect(parse('POST /')).toEqual({ verb: 'POST', path: '/', segments: [], parameters: [] });
  });

  test('may take the rest of the path at its end', () => {
    expect(parse('GET /files/{path+}')).toMatchObject({ segments: ['files', '{path+}'], parameters: ['path'] });
  });

  test.each([
    ['', 'no space'],
    ['GET', 'no space'],
    ['/orders', 'no space'],
    ['GET/orders', 'no space'],
    ['get /orders', 'not one of'],
    ['FETCH /orders', 'not one of'],
    ['ANY /orders', 'not one of'],
    ['OPTIONS /orders', 'not one of'],
    [' GET /orders', 'not one of'],
    ['GET orders', 'does not begin with a slash'],
    ['GET  /orders', 'does not begin with a slash'],
    ['GET ', 'does not begin with a slash'],
    ['GET /orders/', 'empty'],
    ['GET //orders', 'empty'],
    ['GET /orders?all=1', 'characters'],
    ['GET /orders/*', 'characters'],
    ['GET /orders /x', 'characters'],
    ['GET /ördérs', 'characters'],
    ['GET /orders/%2e%2e', 'characters'],
    ['GET /orders/..', 'characters'],
    ['GET /orders/.', 'characters'],
    ['GET /orders/{}', 'characters'],
    ['GET /orders/{id', 'characters'],
    ['GET /orders/x{id}', 'characters'],
    ['GET /orders/{id}{n}', 'characters'],
    ['GET /orders/{id}/lines/{id}', 'twice'],
    ['GET /{all+}/orders', 'must be last'],
    ['GET /orders/Resource', 'uses itself'],
    ['GET /orders/GET', 'uses itself'],
    ['GET /orders\n', 'characters'],
  ])('%j is not well formed: %s', (text, what) => {
    expect(() => parse(text)).toThrow(failsWith('BadRoute'));
    expect(() => parse(text)).toThrow(what);
  });

  test('is a literal, because a token would hide it until deployment', () => {
    expect(() => parse(Lazy.string({ produce: () => 'GET /orders' }))).toThrow(failsWith('TokenRoute'));
    expect(() => parse(`GET /${Lazy.string({ produce: () => 'orders' })}`)).toThrow(failsWith('TokenRoute'));
  });

  test('comes back from its parts, whatever they are', () => {
    fc.assert(fc.property(VERB, fc.array(LITERAL, { maxLength: 6 }), (verb, segments) => {
      const path = `/${segments.join('/')}`;
      expect(parse(`${verb} ${path}`)).toEqual({ verb, path, segments, parameters: [] });
    }));
  });

  test('is parsed, or refused by a typed error, whatever the text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.tuple(VERB, fc.string()).map(([verb, rest]) => `${verb} /${rest}`)), (text) => {
      try {
        const { verb, path, segments } = parse(text);
        expect(`${verb} ${path}`).toBe(text);
        expect(segments.every((segment) => segment.length > 0)).toBe(true);
      } catch (error) {
        if ((error as Error).name !== 'ZeroTrustError') throw error;
      }
    }));
  });
});
