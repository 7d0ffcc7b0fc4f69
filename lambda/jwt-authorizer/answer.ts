import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

/** What is known of a caller that is let in; texts only, as API Gateway passes nothing else. */
export interface Caller {
  readonly sub: string;
  readonly [name: string]: string;
}

export type Authorizer = (event: APIGatewayRequestAuthorizerEvent) => Promise<APIGatewayAuthorizerResult>;

/** In milliseconds; less than the function has. */
const TIMEOUT = 5_000;
/** In an IAM policy these stand for more than themselves. */
const NOT_LITERAL = /[*?]|\$\{/;

/**
 * Lets a decision take its time, and no more; answers API Gateway with a policy for the very method and path that was asked for.
 * Whatever goes wrong denies. Logs who was refused or let in where and why, never a token or a message that could quote one.
 */
export async function answer(event: APIGatewayRequestAuthorizerEvent, decide: () => Promise<Caller>): Promise<APIGatewayAuthorizerResult> {
  const route = routeOf(event);
  try {
    if (NOT_LITERAL.test(event.methodArn)) throw new Refusal('PathIsPattern');
    const caller = await within(TIMEOUT, decide());
    log({ decision: 'Allow', route, sub: caller.sub, requestId: event.requestContext?.requestId });
    return { principalId: caller.sub, policyDocument: policy('Allow', event.methodArn), context: caller };
  } catch (error) {
    log({ decision: 'Deny', route, reason: error instanceof Refusal ? error.message : (error as Error)?.name, requestId: event.requestContext?.requestId });
    return { principalId: 'denied', policyDocument: policy('Deny', event.methodArn ?? '*') };
  }
}

/** A refusal whose reason may be logged: it quotes nothing of the request. */
export class Refusal extends Error {}

/** The route as the API declares it: `GET /orders/{id}`. */
export function routeOf(event: APIGatewayRequestAuthorizerEvent): string {
  return `${event.httpMethod} ${event.resource}`;
}

/** The one token of the `Authorization` header. */
export function bearerOf(event: APIGatewayRequestAuthorizerEvent): string {
  const [, token] = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(headerOf(event, 'Authorization')) ?? [];
  if (!token) throw new Refusal('NoBearerToken');
  return token;
}

/** A header that is there once: of two, each side could read another one. */
export function headerOf({ headers, multiValueHeaders }: APIGatewayRequestAuthorizerEvent, name: string): string {
  const values = (all: Record<string, unknown> | null | undefined) =>
    Object.entries(all ?? {}).filter(([key]) => key.toLowerCase() === name.toLowerCase()).flatMap(([, value]) => value as string | string[]);
  const several = values(multiValueHeaders);
  const [value, ...others] = several.length > 0 ? several : values(headers);
  if (typeof value !== 'string' || value === '' || others.length > 0) throw new Refusal(`NoHeader ${name}`);
  return value;
}

function policy(effect: 'Allow' | 'Deny', resource: string) {
  return { Version: '2012-10-17', Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resource }] };
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal('TooLate')), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function log(record: Record<string, unknown>): void {
  console.info(JSON.stringify(record));
}
