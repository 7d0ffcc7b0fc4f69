import { getOwnPropertyDescriptor, ownKeys, preventExtensions } from '../captured';
import type { Tools } from './sink';

const SHARED: [string, object][] = [['Object', Object.prototype], ['Array', Array.prototype], ['Function', Function.prototype], ['String', String.prototype], ['Promise', Promise.prototype]];

/** What all objects inherit from. */
export class Prototypes {
  private before: [string, object, PropertyKey[]][] = [];
  private values: unknown[] = [];

  constructor(private readonly tools: Tools) {}

  /** From here on nothing is added. Libraries that extend prototypes did so when they were loaded. With `block`, `Object.prototype` refuses by itself. */
  public keep(): void {
    for (let i = 0; i < SHARED.length; i++) this.before[i] = [SHARED[i][0], SHARED[i][1], ownKeys(SHARED[i][1])];
    for (let i = 0; i < this.before[0][2].length; i++) this.values[i] = valueOf(Object.prototype, this.before[0][2][i]);
    if (this.tools.blocks) preventExtensions(Object.prototype);
  }

  /** Reports what an invocation left, and with `block` takes it away. */
  public check(): void {
    for (let i = 0; i < this.before.length; i++) {
      const [name, prototype, keys] = this.before[i];
      const now = ownKeys(prototype);
      if (now.length === keys.length) continue;
      for (let k = 0; k < now.length; k++) if (!has(keys, now[k])) this.found(name, prototype, now[k]);
      if (!this.tools.blocks) this.before[i] = [name, prototype, now];
    }
    if (this.before.length === 0) return;
    // after each invocation, and so without a list of its own
    const keys = this.before[0][2];
    for (let i = 0; i < this.values.length; i++) {
      const value = valueOf(Object.prototype, keys[i]);
      if (value === this.values[i]) continue;
      this.tools.report('prototype-pollution', `Object.prototype.${String(keys[i])} replaced`);
      if (this.tools.blocks) (Object.prototype as any)[keys[i]] = this.values[i];
      else this.values[i] = value;
    }
  }

  private found(name: string, prototype: any, key: PropertyKey): void {
    this.tools.report('prototype-pollution', `${name}.prototype.${String(key)}`);
    if (this.tools.blocks) delete prototype[key];
  }
}

function valueOf(prototype: object, key: PropertyKey): unknown {
  const descriptor = getOwnPropertyDescriptor(prototype, key);
  return descriptor === undefined ? undefined : descriptor.value ?? descriptor.get;
}

function has(keys: PropertyKey[], key: PropertyKey): boolean {
  for (let i = 0; i < keys.length; i++) if (keys[i] === key) return true;
  return false;
}
