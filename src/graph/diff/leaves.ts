import type { Names } from './names';
import { Expression, TemplateResource } from '../../model';

/** One value within the properties of a resource, in words that both versions share. */
export interface Leaf {
  /** As `Rules[block].Action.Count`: an item of a list has its name, where it has one. */
  readonly path: string;
  readonly label: string;
  readonly name: string;
}

/** Of a property, or of a path. */
type Test = (name: string) => boolean;

const MAX_DEPTH = 24;
/** By what items of lists are known. */
const KEYS = ['Name', 'Key', 'RuleName', 'ResourceType', 'HttpMethod'];

/** What properties are in any world of conditions, without those that are left out, and of them what is at paths that count. */
export function leavesOf(resource: TemplateResource, leftOut: Test, counts: Test, names: Names): Leaf[] {
  const entries = () => resource.properties.entries().filter(([key]) => !leftOut(key));
  const look = () => (resource.exists() ? entries().flatMap(([key, value]) => leavesIn(value, key, counts, names, 0)) : []);
  const worlds = resource.stack.model.worlds.explore(look) ?? [look()];
  const found = worlds.flat().filter((leaf): leaf is Leaf => leaf !== undefined);
  return [...new Map(found.map((leaf) => [`${leaf.path} ${leaf.label}`, leaf])).values()];
}

/** Undefined for one that does not count: it is there all the same, so that what it is in is none. */
function leavesIn(expression: Expression, path: string, counts: Test, names: Names, depth: number): (Leaf | undefined)[] {
  if (expression.isAbsent) return [];
  const { value } = expression;
  const within = (inner: Expression, key: string) => leavesIn(inner, `${path}${key}`, counts, names, depth + 1);
  if (depth < MAX_DEPTH && value.kind === 'known' && typeof value.value === 'object') {
    const inner = Array.isArray(value.value) ? expression.items().flatMap((item) => within(item, nameIn(item, names)))
      : expression.entries().flatMap(([key, item]) => within(item, `.${key}`));
    if (inner.length > 0) return inner;
  }
  return [counts(path) ? { path, label: names.of(expression), name: names.said(expression) } : undefined];
}

function nameIn(item: Expression, names: Names): string {
  const key = item.value.kind === 'known' && typeof item.value.value === 'object' ? KEYS.map((one) => item.at(one)).find((one) => !one.isAbsent) : undefined;
  return key && typeof key.source !== 'object' ? `[${names.of(key)}]` : '[]';
}
