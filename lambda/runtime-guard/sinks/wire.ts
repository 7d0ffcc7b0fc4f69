import { net } from '../builtins';
import { apply, each, getPrototypeOf, includes, isArray, isBytes, latin1, matches, slice, split, wrap } from '../captured';
import { Blocked } from '../shared';
import { leavesExpression, leavesSql, leaving } from '../untrusted';
import { NOTHING, statementsOf } from './chunks';
import { Hosts, isRuntimeApi } from './hosts';
import type { Found, Outgoing } from './outgoing';
import type { Tools } from './sink';

/** What is sent, before TLS encrypts it: statements whose meaning an input changes, and data of the masked kinds to hosts outside. */
export function guardWire(tools: Tools, hosts: Hosts, outgoing: Outgoing): void {
  const { destroy } = net.Socket.prototype;
  const runtime = new WeakSet<object>();
  const { has, add } = WeakSet.prototype;
  const normalize = (net as any)._normalizeArgs as (args: unknown[]) => [any];
  wrap(net.Socket.prototype, 'connect', (original) => function (this: any, ...args: any[]) {
    const options = (isArray(args[0]) ? args[0] : normalize(args))[0] as any;
    const name = hosts.nameOf(options?.host);
    if (isRuntimeApi(hosts, name, options?.port)) apply(add, runtime, [this]);
    outgoing.connects(this, name, options?.port);
    const result = apply(original, this, args);
    outgoing.connected(this);
    return result;
  });
  guardWrites(net.Socket.prototype, tools, destroy, (socket, chunk, encoding) => (
    apply(has, runtime, [socket]) ? stolen(tools, chunk) : changed(tools, chunk) ?? outgoing.found(socket, chunk, encoding)
  ));
}

type Check = (stream: any, chunk: unknown, encoding: unknown) => Found | undefined;

/** Asks before each write, and with `block` destroys instead. */
function guardWrites(target: any, { report, blocks }: Tools, destroy: (...args: any[]) => unknown, check: Check): void {
  each(['write', 'end'], (name) => wrap(target, name, (original) => function (this: any, ...args: any[]) {
    const found = check(this, args[0], args[1]);
    if (found === undefined) return apply(original, this, args);
    report(found.kind, found.detail);
    if (!blocks) return apply(original, this, args);
    apply(destroy, this, [new Blocked(found.kind, found.detail)]);
    return false;
  }));
}

/** Bodies of HTTP/2 go to a stream of a session, never to its socket. */
export function guardHttp2(tools: Tools, http2: any, outgoing: Outgoing): void {
  let isDone = false;
  wrap(http2, 'connect', (original) => function (this: any, ...args: any[]) {
    const session = apply(original, this, args);
    outgoing.opens(session, args[0]);
    if (!isDone) {
      isDone = true;
      wrap(getPrototypeOf(session), 'request', (request) => function (this: any, ...given: any[]) {
        const stream = apply(request, this, given);
        outgoing.belongs(stream, this);
        guardWrites(stream, tools, stream.destroy, (_, chunk, encoding) => changed(tools, chunk) ?? outgoing.found(stream, chunk, encoding));
        return stream;
      });
    }
    return session;
  });
}

function changed(tools: Tools, chunk: unknown): Found | undefined {
  const invocation = tools.invocation();
  if (invocation === undefined || chunk === undefined || chunk === null || typeof chunk === 'function') return undefined;
  const statements = statementsOf(chunk);
  if (statements === NOTHING) return undefined;
  const { sql, backslashEscapes, expressions, mongo } = statements;
  for (const statement of sql) {
    if (leaving(invocation, statement, (whole, text) => leavesSql(whole, text, backslashEscapes))) return { kind: 'sql-injection', detail: 'an input changes the statement' };
  }
  for (const expression of expressions) {
    if (leaving(invocation, expression, leavesExpression)) return { kind: 'nosql-injection', detail: 'an input changes an expression of DynamoDB' };
  }
  if (mongo === undefined) return undefined;
  for (const operator of invocation.untrusted.operators) {
    if (includes(mongo, `${operator}\0`)) return { kind: 'nosql-injection', detail: `the operator ${operator} of an input` };
  }
  const inCode = (whole: string, text: string) => text.length > 2 && matches(/['"();|&=]/, text) && includes(whole, text);
  if (includes(mongo, '$where\0') && leaving(invocation, mongo, inCode)) return { kind: 'nosql-injection', detail: 'an input in $where' };
  return undefined;
}

/** What Lambda's runtime itself sends over HTTP: answers and errors. It takes the next event by native code. */
const ANSWER = /\/runtime\/(?:invocation\/[\w-]+\/(?:response|error)|init\/error)|^(?![A-Z]+ \/)/;

/** Code of an invocation that takes the events of others. */
function stolen(tools: Tools, chunk: unknown): Found | undefined {
  if (!tools.isReady() || tools.invocation() === undefined || chunk === undefined || chunk === null || typeof chunk === 'function') return undefined;
  const text = slice(typeof chunk === 'string' ? chunk : isBytes(chunk) ? latin1(chunk) : `${chunk as string}`, 0, 512);
  return matches(ANSWER, text) && !includes(text, 'invocation/next') ? undefined : { kind: 'runtime-api', detail: slice(split(text, '\r\n')[0], 0, 80) };
}
