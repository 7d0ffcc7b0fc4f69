// Code of the function, or of a library in it, replaces the methods that a check could ask: each answers that there is nothing.
import net from 'node:net';
import { INSIDE, ports, THROUGH } from './common.mjs';

const { defineProperty, getOwnPropertyDescriptor } = Object;
const { ownKeys } = Reflect;
const { from } = Buffer;
const { log } = console;

/** What Node.js and the stand-in for Lambda themselves need to go on. */
const KEPT = ['constructor', 'toString', 'valueOf', 'then', 'catch', 'finally', 'call', 'bind', Symbol.hasInstance];
const never = () => undefined;

function overwrite(...targets) {
  for (let i = 0; i < targets.length; i++) {
    const keys = ownKeys(targets[i]);
    for (let k = 0; k < keys.length; k++) {
      let isKept = false;
      for (let n = 0; n < KEPT.length; n++) isKept ||= KEPT[n] === keys[k];
      const { configurable, writable, value } = getOwnPropertyDescriptor(targets[i], keys[k]);
      if (!isKept && configurable && writable && typeof value === 'function') defineProperty(targets[i], keys[k], { configurable, writable, value: never });
    }
  }
}
const everything = () => overwrite(RegExp.prototype, String.prototype, Array.prototype, Set.prototype, Map.prototype, WeakSet.prototype, WeakMap.prototype, Buffer.prototype, getPrototypeOfBytes(), JSON, Reflect);
const getPrototypeOfBytes = () => Object.getPrototypeOf(Uint8Array.prototype);

const sent = (text) => {
  const body = from(text);
  const socket = net.connect(ports.aws, '127.0.0.1');
  return new Promise((done, failed) => {
    socket.once('error', failed).once('connect', () => {
      everything();
      socket.write(body, (error) => (error ? failed(error) : done(THROUGH)));
    });
  });
};
export const statement = async (event) => sent(`{"Statement":"SELECT * FROM t WHERE name = '${event.queryStringParameters.v}'"}`);

export const card = async () => {
  everything();
  log('pan 4111 1111 1111 1111');
  return THROUGH;
};
export const inAnswer = async () => {
  everything();
  return { statusCode: 200, body: 'pan 4111 1111 1111 1111' };
};
export const expressions = async () => {
  defineProperty(RegExp.prototype, 'exec', { value: never });
  defineProperty(RegExp.prototype, 'test', { value: () => false });
  log('pan 4111 1111 1111 1111');
  return THROUGH;
};
export const folder = async (event) => {
  const { readFileSync } = await import('node:fs');
  const path = `${INSIDE}/../${event.queryStringParameters.v}`;
  everything();
  return readFileSync(path).length >= 0 && THROUGH;
};
/** A list that goes over nothing: what is guarded when it is first asked for would stay as it is. */
export const lateDebugger = async () => {
  Array.prototype[Symbol.iterator] = function* none() { /* nothing */ };
  const { Session } = process.getBuiltinModule('node:inspector');
  new Session().connect();
  return THROUGH;
};
/** The names of the policy are within reach of any code. */
export const policy = async () => {
  const { kinds } = globalThis[Symbol.for('cdk-zero-trust.guard')]?.policy ?? { kinds: new Set() };
  Set.prototype.clear.call(kinds);
  Set.prototype.has = () => false;
  try {
    kinds.has = () => false;
  } catch { /* it is frozen */ }
  log('pan 4111 1111 1111 1111');
  return THROUGH;
};

// not attacks of their own: what runs before and after them

/** An honest error after everything was replaced. */
export const fails = async () => {
  overwrite(RegExp.prototype);
  RegExp.prototype.exec = () => ['object is not extensible'];
  RegExp.prototype.test = () => true;
  throw new TypeError('the order is closed');
};
/** The second request is checked by what the first one left. */
export const answers = async () => {
  KEPT[KEPT.length] = Symbol.iterator; // Node.js 22 asks it between two invocations
  everything();
  return { statusCode: 200, body: '{}' };
};
