import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { logFailure } from '../../../shared/log';

/** A call that the authorizer let through. */
export interface Call {
  /** Who calls, as the authorizer verified it. Nothing that the caller sends can change it. */
  readonly caller: string;
  readonly correlationId: string;
  readonly event: APIGatewayProxyEvent;
}

export interface Answer {
  readonly status: number;
  readonly body?: object;
}

/** Thrown for what the caller may know. Any other error becomes a 500 that says nothing. */
export class Refusal extends Error {
  constructor(readonly status: 400 | 401 | 404 | 409, message: string) {
    super(message);
  }
}

/** The one answer for a claim that does not exist and for somebody else's. */
export const noSuchClaim = () => new Refusal(404, 'No such claim');

/** Makes a Lambda handler of what serves a route: finds the caller, and turns every error into an answer that leaks nothing. */
export function route(serve: (call: Call) => Promise<Answer>) {
  return async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const correlationId = event.requestContext.requestId;
    try {
      return reply(await serve({ caller: callerOf(event), correlationId, event }));
    } catch (error) {
      if (error instanceof Refusal) return reply({ status: error.status, body: { message: error.message, correlationId } });
      logFailure('request-failed', error, { correlationId });
      return reply({ status: 500, body: { message: 'Internal error', correlationId } });
    }
  };
}

/** The subject of the token: where Cedar decided it is in the authorizer's answer, where Cognito did among the claims. */
function callerOf({ requestContext: { authorizer } }: APIGatewayProxyEvent): string {
  const caller: unknown = authorizer?.sub ?? authorizer?.claims?.sub;
  if (typeof caller !== 'string' || caller === '') throw new Refusal(401, 'Unauthorized');
  return caller;
}

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

function reply({ status, body }: Answer): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: body ? JSON.stringify(body) : '',
  };
}
