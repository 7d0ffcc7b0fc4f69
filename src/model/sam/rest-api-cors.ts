import { ANY_METHOD, INTEGRATION, pathItems, pathsOf } from './api-body';
import { compact, Draft, isGiven } from './intrinsics';
import { intrinsicOf, isObject, objectOrEmpty } from '../json';

const ALL_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Adds a method that answers preflight requests to every path that has none. */
export function addCors(body: Draft, cors: unknown): void {
  const { AllowMethods, AllowHeaders, AllowOrigin = "'*'", MaxAge, AllowCredentials } = isObject(cors) && !intrinsicOf(cors) ? cors : { AllowOrigin: cors };
  for (const path of pathsOf(body)) {
    for (const item of pathItems(body, path)) {
      if (item.options !== undefined) continue;
      const methods = isGiven(AllowMethods) ? AllowMethods : `'${methodsOf(item).join(',')}'`;
      item.options = preflight(compact({
        'Access-Control-Allow-Origin': AllowOrigin,
        'Access-Control-Allow-Headers': isGiven(AllowHeaders) ? AllowHeaders : undefined,
        'Access-Control-Allow-Methods': methods,
        'Access-Control-Max-Age': MaxAge,
        'Access-Control-Allow-Credentials': AllowCredentials === true ? "'true'" : undefined,
      }));
    }
  }
}

function methodsOf(item: Draft): string[] {
  const names = Object.keys(item);
  return names.includes(ANY_METHOD) ? ALL_METHODS : [...new Set([...names, 'options'].map((name) => name.toUpperCase()))].sort();
}

function preflight(headers: Draft): Draft {
  const named = Object.entries(headers);
  return {
    summary: 'CORS support',
    consumes: ['application/json'],
    produces: ['application/json'],
    [INTEGRATION]: {
      type: 'mock',
      requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
      responses: {
        default: {
          statusCode: '200',
          responseParameters: Object.fromEntries(named.map(([name, value]) => [`method.response.header.${name}`, value])),
          responseTemplates: { 'application/json': '{}\n' },
        },
      },
    },
    responses: {
      200: {
        description: 'Default response for CORS method',
        headers: Object.fromEntries(named.map(([name]) => [name, { type: name === 'Access-Control-Max-Age' ? 'integer' : 'string' }])),
      },
    },
  };
}

/** Headers of preflight answers as OpenAPI 3 has them. */
export function preflightToOpenApi3(body: Draft): void {
  for (const path of pathsOf(body)) {
    const options = isObject(body.paths) && isObject(body.paths[path]) ? (body.paths[path] as Draft).options : undefined;
    if (!isObject(options)) continue;
    const draft = options as Draft;
    delete draft.produces;
    delete draft.consumes;
    const answer = objectOrEmpty(objectOrEmpty(draft.responses)['200']) as Draft;
    if (isObject(answer.headers)) answer.headers = Object.fromEntries(Object.entries(answer.headers).map(([name, schema]) => [name, { schema }]));
  }
}
