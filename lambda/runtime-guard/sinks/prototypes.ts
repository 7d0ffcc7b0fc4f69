import { defineProperty, getOwnPropertyDescriptor, ownKeys, preventExtensions, textOf } from '../captured';
import type { Tools } from './sink';

const SHARED: [string, object][] = [['Object', Object.prototype], ['Array', Array.prototype], ['Function', Function.prototype], ['String', String.prototype], ['Promise', Promise.prototype]];

/** What all objects inherit from. Asked after each invocation, and so without lists of its own. */
export class Prototypes {
  private before: PropertyKey[][] = [];
  private values: PropertyDescriptor[] = [];

  constructor(private readonly tools: Tools) {}

  /** From here on nothing is added. Libraries that extend prototypes did so when they were loaded. With `block`, `Object.prototype` refuses by itself. */
  public keep(): void {
    for (let i = 0; i < SHARED.length; i++) this.before[i] = ownKeys(SHARED[i][1]);
    for (let i = 0; i < this.before[0].length; i++) this.values[i] = getOwnPropertyDescriptor(Object.prototype, this.before[0][i])!;
    if (this.tools.blocks) preventExtensions(Object.prototype);
  }

  /** Reports what an invocation left, and with `block` takes it away. */
  public check(): void {
    if (this.before.length === 0) return;
    // with `block`, nothing can have been added to the first
    for (let i = this.tools.blocks ? 1 : 0; i < SHARED.length; i++) {
      const now = ownKeys(SHARED[i][1]);
      if (!isSame(now, this.before[i])) this.changed(i, now);
    }
    const keys = this.before[0];
    for (let i = 0; i < this.values.length; i++) {
      const held = getOwnPropertyDescriptor(Object.prototype, keys[i]);
      const { value, get } = this.values[i];
      if (held === undefined || held.value !== value || held.get !== get) this.replaced(i, held);
    }
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
