import { defineProperty, getOwnPropertyDescriptor, keysOf, now as time, ownKeys, preventExtensions, textOf } from '../captured';
import type { Tools } from './sink';

const SHARED: [string, object][] = [['Object', Object.prototype], ['Array', Array.prototype], ['Function', Function.prototype], ['String', String.prototype], ['Promise', Promise.prototype]];

/**
 * Milliseconds between two looks at every key, symbols and hidden ones among them: these lists are dear to make, and for a function whose invocations follow each
 * other faster they were a fiftieth of its CPU. What is assigned, as a merge of JSON does, is seen after each invocation nevertheless.
 */
const EVERY = 10;

/** What all objects inherit from. Asked before and after each invocation, and so without lists of its own. */
export class Prototypes {
  private before: PropertyKey[][] = [];
  private values: PropertyDescriptor[] = [];
  /** How many keys of each can be enumerated: none, but where a library adds one. */
  private enumerable: number[] = [];
  private looked = 0;
  /** The invocations since then have been looked at for what is assigned alone. */
  private isDue = false;

  constructor(private readonly tools: Tools) {}

  /** From here on nothing is added. Libraries that extend prototypes did so when they were loaded. With `block`, `Object.prototype` refuses by itself. */
  public keep(): void {
    for (let i = 0; i < SHARED.length; i++) this.before[i] = ownKeys(SHARED[i][1]);
    for (let i = 0; i < this.before[0].length; i++) this.values[i] = getOwnPropertyDescriptor(Object.prototype, this.before[0][i])!;
    for (let i = 0; i < SHARED.length; i++) this.enumerable[i] = keysOf(SHARED[i][1]).length;
    if (this.tools.blocks) preventExtensions(Object.prototype);
  }

  /** Before an invocation: what an earlier one left, that was not looked for then. */
  public settle(): void {
    if (this.isDue && time() - this.looked >= EVERY) this.check();
  }

  /** Reports what an invocation left, and with `block` takes it away. */
  public check(): void {
    if (this.before.length === 0) return;
    const now = time();
    this.isDue = now - this.looked < EVERY && now >= this.looked;
    if (!this.isDue) this.looked = now;
    // with `block`, nothing can have been added to the first
    for (let i = this.tools.blocks ? 1 : 0; i < SHARED.length; i++) {
      if (this.isDue && keysOf(SHARED[i][1]).length === this.enumerable[i]) continue;
      const keys = ownKeys(SHARED[i][1]);
      if (!isSame(keys, this.before[i])) this.changed(i, keys);
    }
    const keys = this.before[0];
    if (this.isDue && this.isAsBefore(keys)) return;
    for (let i = 0; i < this.values.length; i++) {
      const held = getOwnPropertyDescriptor(Object.prototype, keys[i]);
      const { value, get } = this.values[i];
      if (held === undefined || held.value !== value || held.get !== get) this.replaced(i, held);
    }
  }

  /** Whether what is read by the keys is what was there. A getter may lie, until its descriptor is looked at. */
  private isAsBefore(keys: PropertyKey[]): boolean {
    const prototype = Object.prototype as any;
    try {
      for (let i = 0; i < this.values.length; i++) if (this.values[i].get === undefined && prototype[keys[i]] !== this.values[i].value) return false;
    } catch {
      return false;
    }
    return true;
  }

  private changed(at: number, now: PropertyKey[]): void {
    const name = SHARED[at][0];
    const prototype = SHARED[at][1];
    for (let k = 0; k < now.length; k++) {
      if (has(this.before[at], now[k])) continue;
      this.tools.report('prototype-pollution', `${name}.prototype.${textOf(now[k])}`);
      if (this.tools.blocks) delete (prototype as any)[now[k]];
    }
    this.before[at] = ownKeys(prototype);
    this.enumerable[at] = keysOf(prototype).length;
  }

  private replaced(at: number, held: PropertyDescriptor | undefined): void {
    const key = this.before[0][at];
    this.tools.report('prototype-pollution', `Object.prototype.${textOf(key)} replaced`);
    if (this.tools.blocks) {
      try {
        defineProperty(Object.prototype, key, this.values[at]);
      } catch { /* it was made to stay, or was deleted: nothing is added any more */ }
    } else if (held !== undefined) {
      this.values[at] = held;
    }
  }
}

function isSame(some: PropertyKey[], others: PropertyKey[]): boolean {
  if (some.length !== others.length) return false;
  for (let i = 0; i < some.length; i++) if (some[i] !== others[i]) return false;
  return true;
}

function has(keys: PropertyKey[], key: PropertyKey): boolean {
  for (let i = 0; i < keys.length; i++) if (keys[i] === key) return true;
  return false;
}
