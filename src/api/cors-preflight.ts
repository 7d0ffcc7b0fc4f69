import { Duration, Lazy, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { ApiCors } from './api-cors';
import { ZeroTrustError } from '../core/errors';
import { EXACT_ORIGIN } from '../core/exact-origin';

export const DEFAULT_HEADERS = ['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token'];
const HEADER = /^[A-Za-z0-9-]+$/;

/** Throws on CORS that would open the API to pages that nobody named, on behalf of the API at a path. */
export function checkCors(path: string, cors: ApiCors): void {
  const { allowOrigins, allowHeaders = [], exposeHeaders = [] } = cors;
  if ([...allowOrigins, ...allowHeaders, ...exposeHeaders].includes('*')) {
    throw new ZeroTrustError(path, 'CorsWildcard', `CORS allows '*'${cors.allowCredentials ? ' with credentials' : ''}, which is every web page.`,
      'name each origin and each header.');
  }
  if (allowOrigins.length === 0) {
    throw new ZeroTrustError(path, 'BadOrigin', 'CORS allows no origin.', 'name the origins, or leave cors out.');
  }
  for (const origin of allowOrigins) {
    if (EXACT_ORIGIN.test(origin)) continue;
    throw new ZeroTrustError(path, 'BadOrigin', `CORS origin '${Token.isUnresolved(origin) ? 'a token' : origin}' is not an exact origin.`,
      'write scheme and host only, for example https://app.example.com; a token may stand for the host alone.');
  }
  for (const header of [...allowHeaders, ...exposeHeaders]) {
    if (!HEADER.test(header)) throw new ZeroTrustError(path, 'BadHeader', `CORS names a header '${header}'.`, 'use letters, digits and hyphens.');
  }
}

/** Lets a path answer the browser's question; the verbs are those that it has when the app is synthesised. */
export function addPreflight(resource: apigateway.IResource, cors: ApiCors, verbs: () => string[]): void {
  resource.addCorsPreflight({
    allowOrigins: cors.allowOrigins,
    allowMethods: [Lazy.string({ produce: () => verbs().join(',') })],
    allowHeaders: cors.allowHeaders ?? DEFAULT_HEADERS,
    allowCredentials: cors.allowCredentials,
    exposeHeaders: cors.exposeHeaders,
    maxAge: cors.maxAge ?? Duration.minutes(5),
  });
}
