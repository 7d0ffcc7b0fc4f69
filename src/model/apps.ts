import { append } from './append';
import { intrinsicOf, isObject } from './json';
import type { TemplateInput } from './parsed-stack';
import type { Origin, TemplateIndex, TemplateStack } from './template';

/** Functions by which a template takes something from another stack. */
export const JOINS = ['Fn::ImportValue', 'Fn::GetStackOutput'];

/**
 * The inputs of each app, in their order: templates of one assembly, and files that nest or import each other. What only lies in the same folder has
 * nothing to do with each other.
 */
export function appsOf(model: TemplateIndex, inputs: readonly TemplateInput[]): TemplateInput[][] {
  if (new Set(inputs.map(({ app }) => app)).size < 2) return [[...inputs]];
  const joined = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let next = joined.get(root); next !== undefined; next = joined.get(root)) root = next;
    return root;
  };
  const join = (one: string, other: string) => {
    const [from, to] = [rootOf(one), rootOf(other)];
    if (from !== to) joined.set(from, to);
  };
  const byApp = new Map<string | undefined, string>();
  for (const { id, app, nestedIn } of inputs) {
    const first = byApp.get(app);
    if (first === undefined) byApp.set(app, id);
    else join(id, first);
    if (nestedIn) join(id, nestedIn.id);
  }
  for (const stack of model.stacks) {
    for (const origin of takenBy(stack)) join(stack.id, origin.stack.id);
  }
  const apps = new Map<string, TemplateInput[]>();
  for (const input of inputs) append(apps, rootOf(input.id), input);
  return [...apps.values()];
}

/** Where a template takes something from. By a list of what is left to do and not by recursion: templates may be deeper than the call stack. */
function takenBy(stack: TemplateStack): Origin[] {
  const found: Origin[] = [];
  const left: unknown[] = [...[...stack.resources.values()].map(({ properties }) => properties.source), ...stack.entries('Outputs').map(([, output]) => output)];
  while (left.length > 0) {
    const json = left.pop();
    const intrinsic = intrinsicOf(json);
    const origin = intrinsic && JOINS.includes(intrinsic.name) ? stack.model.originOf(intrinsic, stack) : undefined;
    if (origin) found.push(origin);
    if (Array.isArray(json) || isObject(json)) for (const inner of Object.values(json)) if (typeof inner === 'object' && inner !== null) left.push(inner);
  }
  return found;
}
