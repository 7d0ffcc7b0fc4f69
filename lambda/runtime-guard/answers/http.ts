import { base64, bytesOf, each, lowerCase, matches, ownKeys, parse, stringify } from '../captured';
import type { Guard } from '../shared';
import { plainAnswer } from './plain';
import { clean, withoutSessions } from './texts';
import { recode } from '../native';
import { hasStack } from '../parts';

const TEXT = /^(?:text\/|application\/(?:[\w.+-]*json|[\w.+-]*xml|x-www-form-urlencoded|javascript|problem\+))/i;
const MAX_BODY = 6_291_556; // what Lambda lets an answer have

/**
 * The answer to a request from outside. With `block`, an answer with a stack becomes a plain 500, and data of the masked kinds are masked in its
 * body and headers; with `monitor` both are only reported.
 */
export function leave(answer: unknown, guard: Guard, context: unknown): unknown {
  if (typeof answer === 'string') return leaveText(answer, guard, context);
  if (typeof answer !== 'object' || answer === null) return answer;
  const { body, isBase64Encoded, statusCode } = answer as { body?: unknown; isBase64Encoded?: boolean; statusCode?: number };
  const text = isBase64Encoded ? decoded(answer, body) : body;
  if (body === undefined && statusCode === undefined) return leaveObject(answer, guard, context); // HTTP APIs infer an answer from any object
  if (typeof text !== 'string' || text.length > MAX_BODY) return { ...answer, ...headersOf(answer, guard) };
  const left = leaveText(text, guard, context);
  if (typeof left !== 'string') return left;
  // what was read is what leaves, whatever a getter gives next
  return { ...answer, ...headersOf(answer, guard), body: left === text ? body : isBase64Encoded ? base64(bytesOf(left)) : left };
}

function leaveText(text: string, guard: Guard, context: unknown): string | object {
  const blocks = guard.policy.mode === 'block';
  if (hasStack(text)) {
    guard.report('stack-trace', 'in the body of an answer');
    if (blocks) return plainAnswer(500, context);
  }
  const { text: masked, kinds } = clean(text, guard.policy);
  if (kinds.length > 0) guard.report('data-in-answer', kinds.join(', '));
  return blocks ? masked : text;
}

function leaveObject(answer: object, guard: Guard, context: unknown): unknown {
  const text = stringify(answer);
  if (text === undefined) return answer;
  const left = leaveText(text, guard, context);
  if (left === text) return answer;
  if (typeof left !== 'string') return left;
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: left };
}

const HEADERS = ['headers', 'multiValueHeaders', 'cookies'];

function headersOf(answer: any, guard: Guard): object {
  const changed: Record<string, unknown> = {};
  const policy = withoutSessions(guard.policy); // a session cookie is meant to leave
  if (policy.kinds.size === 0) return changed;
  each(HEADERS, (name) => {
    const text = answer[name] === undefined ? undefined : stringify(answer[name]);
    if (text === undefined) return;
    const { text: masked, kinds } = clean(text, policy);
    if (kinds.length === 0) return;
    guard.report('data-in-answer', `${kinds.join(', ')} in ${name}`);
    if (guard.policy.mode === 'block') changed[name] = parse(masked);
  });
  return changed;
}

function decoded(answer: any, body: unknown): string | undefined {
  if (typeof body !== 'string' || typeof answer.headers !== 'object' || answer.headers === null) return undefined;
  let isText = false;
  each(ownKeys(answer.headers), (name) => {
    if (typeof name === 'string' && lowerCase(name) === 'content-type') isText ||= matches(TEXT, `${answer.headers[name]}`);
  });
  return isText ? recode(body, 'base64', 'utf8') : undefined;
}
