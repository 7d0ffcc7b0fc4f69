import { isObject, own } from '../../src/model/json';

/** The resources of a template by logical id. */
export type Resources = { readonly [logicalId: string]: any };
/** Where something stands: logical id, `Properties` or an attribute, and so on. */
export type Place = readonly string[];

/** Stands for nothing: what a deletion leaves. */
export const GONE = Symbol('gone');

export function valueAt(json: unknown, place: Place): any {
  return place.reduce<any>((here, key) => (Array.isArray(here) ? here[Number(key)] : own(here, key)), json);
}

/** A copy with another value at a place. What is not on the way there is shared with the original. */
export function changedAt(json: any, [key, ...rest]: Place, value: unknown): any {
  const old = Array.isArray(json) ? json[Number(key)] : own(json, key);
  const changed = rest.length === 0 ? value : changedAt(old, rest, value);
  if (Array.isArray(json)) return changed === GONE ? json.filter((_, i) => i !== Number(key)) : Object.assign([...json], { [key]: changed });
  const { [key]: _, ...others } = isObject(json) ? json : {};
  return changed === GONE ? others : { ...json, [key]: changed };
}

/** `Rules.#.Action`: the same for every element of a list. */
export function pattern(place: Place): string {
  return place.map((key) => (/^\d+$/.test(key) ? '#' : key)).join('.');
}
