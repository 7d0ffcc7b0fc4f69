// What leads to a prototype in messages of queues, topics, buses and streams. Their texts may be anything; a key that reaches what all objects inherit
// from is never meant. Small, and a part of the guard itself: a function that gets no request does not load the rules for them.
import { recode } from '../native';

/** A text that may hold such a key, perhaps in escapes, or Base64 of JSON. Most messages hold neither, and are not read again. */
const SUSPECT = /proto|\\u00|"(?:e[wy]|W|I)[\w+/-]{10,}={0,2}\\*"/;
const JSON_START = /^\s*[{["]/;
const JSON_IN_BASE64 = /^(?:e[wy]|W|I)[\w+/-]{10,}={0,2}$/;

/** Whether a key of an object leads to a prototype: `__proto__`, or `constructor` with `prototype` in it. */
export function reachesPrototype(key: string, held: unknown): boolean {
  return key === '__proto__' || (key === 'constructor' && typeof held === 'object' && held !== null && Object.hasOwn(held, 'prototype'));
}

/** Whether an event, or what is in its texts that are JSON, to any depth, has a key that leads to a prototype. */
export function holdsPrototype(event: unknown): boolean {
  const open: unknown[] = [event];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') {
      const text = JSON_IN_BASE64.test(value) ? recode(value, 'base64', 'utf8') : value;
      const held = SUSPECT.test(text) && JSON_START.test(text) ? parse(text) : undefined;
      if (held !== undefined) open.push(held);
    } else if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) open.push(value[i]);
    } else if (typeof value === 'object' && value !== null) {
      for (const key of Object.keys(value)) {
        const held = (value as Record<string, unknown>)[key];
        if (reachesPrototype(key, held)) return true;
        open.push(held);
      }
    }
  }
  return false;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
