import { stringify } from '../captured';

/** An answer of our own: it tells what happened by its status alone. */
export function plainAnswer(status: 403 | 500, context: any) {
  const message = status === 403 ? 'Forbidden' : 'Internal Server Error';
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body: stringify({ message, requestId: context?.awsRequestId }) };
}
