import type { Evidence } from './evidence';

/** About 6,000 resources: the page has 35 MB, the other reports 50 to 120. */
const MANY_VERDICTS = 100_000;

/** Whether there are more verdicts than a person or a browser goes through: reports for programs are not laid out, and the page is cut. */
export function isLarge({ items }: Pick<Evidence, 'items'>): boolean {
  return items.length > MANY_VERDICTS;
}

/** How many rows a table of the page has: all but of many verdicts. */
export function mostRows(evidence: Pick<Evidence, 'items'>): number {
  return isLarge(evidence) ? 1_000 : Infinity;
}
