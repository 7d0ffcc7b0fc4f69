import { intrinsicOf, isObject, JsonObject, own } from '../json';

/** Globals are merged into every resource. More than this in all is no template but a bomb. */
const MAX_MERGED = 500_000;
const MAX_DEPTH = 50;
/** Lists of a resource that take the place of the global ones; all others are put behind them. */
const REPLACED = ['Architectures'];

/** The section `Globals` of a SAM template: maps are merged, lists are joined, anything else of the resource wins. */
export class Globals {
  private left = MAX_MERGED;

  constructor(private readonly section: unknown) {}

  /** The properties of a resource; `undefined` when all resources together become too large. */
  public merge(type: string, json: JsonObject): JsonObject | undefined {
    const properties = own(json, 'Properties');
    const local = isObject(properties) ? properties : {};
    const ignored = own(json, 'IgnoreGlobals');
    const globals = own(this.section, type.replace('AWS::Serverless::', ''));
    if (!isObject(globals) || ignored === '*') return local;
    const kept = Object.entries(globals).filter(([name]) => !Array.isArray(ignored) || !ignored.includes(name));
    const merged = this.mergeMaps(Object.fromEntries(kept), local, 0);
    return this.left < 0 ? undefined : merged;
  }

  private mergeMaps(global: JsonObject, local: JsonObject, depth: number): JsonObject {
    this.left -= Object.keys(global).length + Object.keys(local).length;
    if (this.left < 0 || depth > MAX_DEPTH) return local;
    const merged = new Map(Object.entries(global));
    for (const [key, value] of Object.entries(local)) merged.set(key, merged.has(key) ? this.mergeValues(key, merged.get(key), value, depth) : value);
    return Object.fromEntries(merged);
  }

  private mergeValues(key: string, global: unknown, local: unknown, depth: number): unknown {
    if (Array.isArray(global) && Array.isArray(local) && !(depth === 0 && REPLACED.includes(key))) {
      this.left -= global.length + local.length;
      return this.left < 0 ? local : [...global, ...local];
    }
    return isMap(global) && isMap(local) ? this.mergeMaps(global, local, depth + 1) : local;
  }
}

function isMap(json: unknown): json is JsonObject {
  return isObject(json) && !intrinsicOf(json);
}
