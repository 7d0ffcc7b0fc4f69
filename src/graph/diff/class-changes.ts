import { calledAs, Change } from './change';
import type { Matching } from './matching';
import type { TemplateModel, TemplateResource } from '../../model';
import { DATA_CLASSES } from '../data-class';
import { classOf, STORE_TYPES } from '../stores';

/** Stores in both versions whose data class is another one now. One that no key tells is the lowest. */
export function classChanges(current: TemplateModel, matching: Matching): Change[] {
  return STORE_TYPES.flatMap(({ type }) => current.ofType(type)).flatMap((store) => {
    const before = matching.other(store);
    const [was, now] = [before && classIn(before), classIn(store)];
    if (!before || was === now) return [];
    const lower = rank(now) < rank(was);
    const name = calledAs(store);
    return [{
      kind: lower ? 'lower-class' : 'higher-class', from: name, text: `${name} is ${now ?? 'of no data class'} now, and was ${was ?? 'of none'}`, resource: store, version: 'new',
    } as const];
  });
}

/** The lowest that it may have. */
function classIn(store: TemplateResource): string | undefined {
  const worlds = store.stack.model.worlds.explore(() => classOf(store)) ?? [undefined];
  return worlds.sort((a, b) => rank(a) - rank(b))[0];
}

function rank(dataClass: string | undefined): number {
  return dataClass === undefined ? -1 : DATA_CLASSES.indexOf(dataClass);
}
