import type { APIGatewayProxyResult } from 'aws-lambda';
import { logFailure } from './log';

/** What every event of an API has. */
interface ApiEvent {
  readonly requestContext: { readonly requestId: string };
}

/** A call that the authorizer let through. */
export interface Call<E extends ApiEvent> {
  /** Who calls: the subject of the access token, as the authorizer verified it. Nothing that the caller sends can change it. */
  readonly caller: string;
  readonly correlationId: string;
  readonly event: E;
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

/**
 * Makes Lambda handlers of what serves a route: they find the caller, and turn every error into an answer that leaks nothing.
 *
 * @param callerOf where the API's authorizer tells who calls
 */
export function routeFor<E extends ApiEvent>(callerOf: (event: E) => unknown) {
  return (serve: (call: Call<E>) => Promise<Answer>) => async (event: E): Promise<APIGatewayProxyResult> => {
    const correlationId = event.requestContext.requestId;
    try {
      const caller = callerOf(event);
      if (typeof caller !== 'string' || caller === '') throw new Refusal(401, 'Unauthorized');
      return reply(await serve({ caller, correlationId, event }), correlationId);
    } catch (error) {
      if (error instanceof Refusal) return reply({ status: error.status, body: { message: error.message, correlationId } }, correlationId);
      logFailure('request-failed', error, { correlationId });
      return reply({ status: 500, body: { message: 'Internal error', correlationId } }, correlationId);
    }
  };
}

function reply(answer: Answer, correlationId: string): APIGatewayProxyResult {
  return {
    statusCode: answer.status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-correlation-id': correlationId,
    },
    body: answer.body ? JSON.stringify(answer.body) : '',
  };
}
