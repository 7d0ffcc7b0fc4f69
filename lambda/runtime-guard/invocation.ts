import { callerOf, isAsked, routeOf } from './answers/caller';
import { leaveError } from './answers/errors';
import { leave } from './answers/http';
import { plainAnswer } from './answers/plain';
import { guardStream } from './answers/stream';
import { holdsPrototype, inspectRequest } from './parts';
import type { Guard } from './shared';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

type AnyHandler = ((...args: any[]) => any) & { [STREAMING]?: unknown };

/** The handler that Lambda calls instead of the function's own, and of the same kind: streaming, by callback, or by promise. */
export function guarded(handler: AnyHandler, guard: Guard): AnyHandler {
  if (handler[STREAMING] !== undefined) return Object.assign(streaming(handler, guard), { [STREAMING]: handler[STREAMING] });
  return handler.length > 2 ? byCallback(handler, guard) : byPromise(handler, guard);
}

function byPromise(handler: AnyHandler, guard: Guard): AnyHandler {
  return async (event: unknown, context: unknown) => {
    const refused = refuse(event, guard, context);
    if (refused !== undefined) return refused;
    try {
      return answered(await guard.invoke(event, () => handler(event, context)), event, guard, context);
    } catch (error) {
      return thrown(error, event, guard, context);
    } finally {
      guard.checkPrototypes();
    }
  };
}

/** Lambda waits until the event loop is empty after a callback; a promise would end the invocation at once. */
function byCallback(handler: AnyHandler, guard: Guard): AnyHandler {
  return (event: unknown, context: unknown, callback: (error: unknown, answer?: unknown) => void) => {
    const refused = refuse(event, guard, context);
    if (refused !== undefined) return callback(null, refused);
    const done = (error: unknown, answer?: unknown) => {
      guard.checkPrototypes();
      if (error === null || error === undefined) return callback(null, answered(answer, event, guard, context));
      const left = leaveError(error, callerOf(event), guard, context);
      return 'answer' in left ? callback(null, left.answer) : callback(left.error);
    };
    try {
      const result = guard.invoke(event, () => handler(event, context, done));
      if (typeof result?.then !== 'function') return undefined;
      return result.then((answer: unknown) => answered(answer, event, guard, context), (error: unknown) => thrown(error, event, guard, context));
    } catch (error) {
      return done(error);
    }
  };
}

function streaming(handler: AnyHandler, guard: Guard): AnyHandler {
  return async (event: unknown, stream: any, context: unknown) => {
    if (refuse(event, guard, context) !== undefined) {
      stream.write('{"message":"Forbidden"}');
      return stream.end();
    }
    try {
      return await guard.invoke(event, () => handler(event, guardStream(stream, guard), context));
    } catch (error) {
      const left = leaveError(error, 'service', guard, context);
      throw 'error' in left ? left.error : error;
    } finally {
      guard.checkPrototypes();
    }
  };
}

/** The answer to a request with an attack in it, where its route or the policy blocks such. */
function refuse(event: unknown, guard: Guard, context: unknown): unknown {
  const { requests, blockedRoutes } = guard.policy;
  if (requests === undefined && blockedRoutes.size === 0) return undefined;
  if (!isAsked(event)) {
    if (requests !== undefined && holdsPrototype(event)) guard.report('request-attack', 'prototype-pollution in a message'); // whoever sent it waits for no answer
    return undefined;
  }
  const found = inspectRequest(event);
  if (found.length === 0) return undefined;
  for (const { attack, place } of found) guard.report('request-attack', `${attack} in ${place}`);
  return requests === 'block' || blockedRoutes.has(routeOf(event)) ? plainAnswer(403, context) : undefined;
}

function answered(answer: unknown, event: unknown, guard: Guard, context: unknown): unknown {
  return callerOf(event) === 'http' ? leave(answer, guard, context) : answer;
}

function thrown(error: unknown, event: unknown, guard: Guard, context: unknown): unknown {
  const left = leaveError(error, callerOf(event), guard, context);
  if ('answer' in left) return left.answer;
  throw left.error;
}
