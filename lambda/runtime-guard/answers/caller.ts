/** Who waits for the answer, and so what may stand in it. */
export type Caller = 'http' | 'authorizer' | 'service';

/** A request of API Gateway, a function URL or a load balancer; an authorizer, whose errors are part of its protocol; or a service of AWS. */
export function callerOf(event: unknown): Caller {
  const e = event as Record<string, any> | null;
  if (typeof e !== 'object' || e === null) return 'service';
  if ((e.type === 'TOKEN' || e.type === 'REQUEST') && (typeof e.methodArn === 'string' || typeof e.routeArn === 'string')) return 'authorizer';
  return isRequest(e) ? 'http' : 'service';
}

/** Whether an event is an HTTP request, one that an authorizer is asked about too. */
export function isRequest(event: unknown): event is Record<string, any> {
  const e = event as Record<string, any> | null;
  return typeof e === 'object' && e !== null && (typeof e.httpMethod === 'string' || e.requestContext?.http !== undefined);
}

/** Whether an event came from outside as a request did: an HTTP request, or a message of a WebSocket. */
export function isAsked(event: unknown): event is Record<string, any> {
  return isRequest(event) || typeof (event as any)?.requestContext?.connectionId === 'string';
}

/** `POST /orders`, as the route is declared. */
export function routeOf(event: any): string {
  return event.routeKey ?? event.requestContext?.routeKey ?? `${event.httpMethod ?? event.requestContext?.http?.method} ${event.resource ?? event.path ?? event.rawPath}`;
}
