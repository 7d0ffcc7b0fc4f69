import type { TemplateStack } from '../model';

/** What CloudFormation takes in one stack; a nested stack counts for itself. */
export const MOST_RESOURCES = 500;
/** From here on a stack is near its end: 80 %. */
export const NEAR_LIMIT = MOST_RESOURCES * 0.8;

/** How many types are named, and how many constructs of each. */
const TYPES_TOLD = 5;
const CONSTRUCTS_TOLD = 3;

/** A stack that is near or over what CloudFormation takes. */
export interface ResourceBudget {
  readonly resources: number;
  readonly isOver: boolean;
  /** The types that are there most often, the most first. */
  readonly contributors: Contributor[];
}

/** Resources of one type, and the constructs below the stack that have most of them. */
export interface Contributor {
  readonly type: string;
  readonly count: number;
  readonly constructs: { readonly name: string; readonly count: number }[];
}

/** `undefined` for a stack that is far from the limit. */
export function resourceBudget({ id, resources }: TemplateStack): ResourceBudget | undefined {
  if (resources.size < NEAR_LIMIT) return undefined;
  const all = [...resources.values()];
  const shared = scopeOf(id, all.flatMap(({ path }) => path ?? []));
  const contributors = tally(all.map(({ type }) => type)).slice(0, TYPES_TOLD).map(({ name: type, count }) => ({
    type, count, constructs: tally(all.flatMap((one) => (one.type === type && one.path ? below(shared, one.path) : []))).slice(0, CONSTRUCTS_TOLD),
  }));
  return { resources: resources.size, isOver: resources.size > MOST_RESOURCES, contributors };
}

/** What is wrong with the budget of a stack, for people. */
export function describeBudget({ resources, isOver, contributors }: ResourceBudget): string {
  const most = contributors.map(({ type, count, constructs }) => {
    const by = constructs.map((one) => `${one.name} ${one.count}`).join(', ');
    return `${type} ${count}${by ? ` (${by}${constructs.length === CONSTRUCTS_TOLD ? ', …' : ''})` : ''}`;
  });
  const limit = isOver ? `more than the ${MOST_RESOURCES} that CloudFormation takes` : `${Math.round((resources / MOST_RESOURCES) * 100)} % of the ${MOST_RESOURCES} that CloudFormation takes`;
  return `The stack has ${resources} resources, ${limit}. Most are ${most.join('; ')}`;
}

function tally(names: string[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** The stack's own construct path: its id in an assembly; else what all paths start with. */
function scopeOf(id: string, paths: string[]): string[] {
  if (paths.length === 0 || paths.every((path) => path.startsWith(`${id}/`))) return id.split('/');
  const [first, ...others] = paths.map((path) => path.split('/').slice(0, -1));
  return others.reduce((shared, path) => shared.filter((_, i) => shared.slice(0, i + 1).every((part, j) => part === path[j])), first);
}

function below(scope: string[], path: string): string {
  return path.split('/')[scope.length];
}
