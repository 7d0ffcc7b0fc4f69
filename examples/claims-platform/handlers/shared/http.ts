import type { APIGatewayProxyEvent } from 'aws-lambda';
import { Refusal, routeFor } from '../../../shared/http';

export { Refusal };

/** The one answer for a claim that does not exist and for somebody else's. */
export const noSuchClaim = () => new Refusal(404, 'No such claim');

/** Makes a Lambda handler of what serves a route: where Cedar decided the caller is in the authorizer's answer, where Cognito did among the claims. */
export const route = routeFor(({ requestContext: { authorizer } }: APIGatewayProxyEvent) => authorizer?.sub ?? authorizer?.claims?.sub);

/** The body as a record; the API's schema has checked its shape, and is not relied upon for what handlers do with it. */
export function bodyOf(event: APIGatewayProxyEvent): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(event.isBase64Encoded ? '' : event.body ?? '');
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // told below, without the text that could not be read
  }
  throw new Refusal(400, 'body must be a JSON object');
}
