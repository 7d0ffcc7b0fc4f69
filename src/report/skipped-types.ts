import type { TemplateModel } from '../model';
import { COVERAGE, RULES } from '../rules';

/** A type that no rule looks at. */
export interface Skipped {
  readonly type: string;
  readonly resources: number;
}

/** The types of some templates that no rule looks at, by name. */
export function skippedTypes({ resources }: TemplateModel): Skipped[] {
  const lookedAt = new Set([...RULES, ...COVERAGE].flatMap(({ types }) => types));
  const found = new Map<string, number>();
  for (const { type } of resources) if (type !== '' && !lookedAt.has(type)) found.set(type, (found.get(type) ?? 0) + 1);
  return [...found].map(([type, many]) => ({ type, resources: many })).sort((a, b) => (a.type < b.type ? -1 : 1));
}
