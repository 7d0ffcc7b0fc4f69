import type { APIGatewayProxyResult, APIGatewayProxyWithCognitoAuthorizerEvent } from 'aws-lambda';
import { logFailure } from '../../../shared/log';

/** A call that the authorizer let through. */
export interface Call {
  /** Who calls: the subject of the access token, as the authorizer verified it. Nothing that the caller sends can change it. */
  readonly caller: string;
  readonly correlationId: string;
  readonly event: APIGatewayProxyWithCognitoAuthorizerEvent;
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

/** The one answer for an order that does not exist and for somebody else's. */
export const noSuchOrder = () => new Refusal(404, 'No such order');

/** Makes a Lambda handler of what serves a route: finds the caller, and turns every error into an answer that leaks nothing. */
export function route(serve: (call: Call) => Promise<Answer>) {
  return async (event: APIGatewayProxyWithCognitoAuthorizerEvent): Promise<APIGatewayProxyResult> => {
    const correlationId = event.requestContext.requestId;
    try {
      return reply(await serve({ caller: callerOf(event), correlationId, event }), correlationId);
    } catch (error) {
      if (error instanceof Refusal) return reply({ status: error.status, body: { message: error.message, correlationId } }, correlationId);
      logFailure('request-failed', error, { correlationId });
      return reply({ status: 500, body: { message: 'Internal error', correlationId } }, correlationId);
    }
  };
}

function callerOf(event: APIGatewayProxyWithCognitoAuthorizerEvent): string {
  const subject: unknown = event.requestContext.authorizer?.claims?.sub;
  if (typeof subject !== 'string' || subject === '') throw new Refusal(401, 'Unauthorized');
  return subject;
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
