import { FRAMEWORKS } from '..';
import { EXPRESSIBLE_RULES } from './expression';

export { expressionOf } from './expression';
export { packsFor, packTemplates } from './packs';

/** What packs can be made for, as the command line calls it. */
export const PACKED_FRAMEWORKS: string[] = ['all-rules', ...FRAMEWORKS.map(({ id }) => id)];

/** The rules whose packs serve a framework. */
export function rulesServing(id: string): string[] | undefined {
  if (id === 'all-rules') return EXPRESSIBLE_RULES;
  const framework = FRAMEWORKS.find((one) => one.id === id);
  return framework && [...new Set(framework.controls.flatMap(({ rules }) => rules))];
}
