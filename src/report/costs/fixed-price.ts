import type { Expression, TemplateResource } from '../../model';

/** Region and month of all prices, list prices without free tier, credits and taxes. */
export const PRICES = { region: 'us-east-1', asOf: '2026-11' };

/** AWS's own month: prices by the hour are shown for 730 hours. */
export const HOURS = 730;

/** USD a month, or why the template does not tell it. */
export type Monthly = { readonly usd: number } | { readonly unknown: string };

/** What resources of a type cost each month even if nobody uses them. */
export interface FixedPrice {
  readonly type: string;
  /** The page of AWS that tells the price. */
  readonly source: string;
  /** What comes on top later, or is left out. */
  readonly note?: string;
  monthly(resource: TemplateResource): Monthly;
}

export function usd(amount: number): Monthly {
  return { usd: amount };
}

export function unknown(why: string): Monthly {
  return { unknown: why };
}

/** A price for each unit, whose count is not always known. */
export function each(price: number, count: number | undefined, units: string): Monthly {
  return count === undefined ? unknown(`how many ${units} is not known before deployment`) : usd(price * count);
}

/** One thing after the other; not known when one of them is not. */
export function sum(...parts: Monthly[]): Monthly {
  return parts.find((part) => 'unknown' in part) ?? usd(parts.reduce((total, part) => total + ('usd' in part ? part.usd : 0), 0));
}

/** A number, also when it is written as a text; `undefined` when it is not known. */
export function numberAt(expression: Expression, byDefault?: number): number | undefined {
  const { value } = expression;
  if (value.kind !== 'known') return undefined;
  if (value.value === undefined || value.value === null) return byDefault;
  const number = typeof value.value === 'number' || typeof value.value === 'string' ? Number(value.value) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** How many entries a list has; `undefined` when a parameter or a function stands for the list. */
export function lengthOf(expression: Expression): number | undefined {
  const { value } = expression;
  if (value.kind !== 'known') return undefined;
  if (value.value === undefined || value.value === null) return 0;
  return Array.isArray(value.value) ? expression.items().length : undefined;
}

/** The choice that a property makes; `undefined` when it is not known. */
export function choiceAt(expression: Expression, byDefault: string): string | undefined {
  const { value } = expression;
  return value.kind === 'known' ? String(value.value ?? byDefault) : undefined;
}
