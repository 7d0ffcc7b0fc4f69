import type { APIGatewayProxyEventV2WithJWTAuthorizer as Event } from 'aws-lambda';
import { Refusal, routeFor } from '../../shared/http';

export { Refusal };

/** Makes a Lambda handler of what serves a route: API Gateway tells the caller among the claims of the token that it verified. */
export const route = routeFor(({ requestContext }: Event) => requestContext.authorizer?.jwt?.claims?.sub);

/** The body of a request, when it is a JSON object of no more than so many bytes: an HTTP API validates nothing. */
export function bodyOf({ body, isBase64Encoded }: Event, maxBytes: number): Record<string, unknown> {
  const text = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf-8');
  if (text.length > maxBytes) throw new Refusal(400, 'The body is too big');
  try {
    const value = JSON.parse(text.toString('utf-8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // answered below, as what is no object
  }
  throw new Refusal(400, 'The body is no JSON object');
}
