import { CAPACITY_PRICES } from './capacity-prices';
import type { FixedPrice, Monthly } from './fixed-price';
import { NETWORK_PRICES } from './network-prices';
import { notPricedBecause } from './other-types';
import { SECURITY_PRICES } from './security-prices';
import type { TemplateResource } from '../../model';

/** Every price of the table, one for a type. */
export const FIXED_PRICES: FixedPrice[] = [...CAPACITY_PRICES, ...NETWORK_PRICES, ...SECURITY_PRICES];

const BY_TYPE = new Map(FIXED_PRICES.map((price) => [price.type, price]));

/** What the resources of a type cost each month even if nobody uses them. */
export interface FixedCost {
  readonly type: string;
  readonly count: number;
  readonly monthlyUsd: number;
  readonly source: string;
  /** What comes on top later, or is left out. */
  readonly note?: string;
}

/** Resources whose fixed price is not in the sum. */
export interface NotPriced {
  readonly type: string;
  readonly count: number;
  /** The end of a sentence about the type or its resources. */
  readonly why: string;
}

export interface FixedCosts {
  readonly monthlyUsd: number;
  /** By type, the dearest first. Types without a fixed price are not here. */
  readonly costs: FixedCost[];
  readonly notPriced: NotPriced[];
}

/**
 * The fixed part of the bill for some resources: what is paid for by the month or the hour, at list prices of one region. What is not known
 * before deployment is said, never guessed; a resource under a condition counts as if it were made.
 */
export function fixedCosts(resources: Iterable<TemplateResource>): FixedCosts {
  const costs = new Map<string, FixedCost>();
  const notPriced = new Map<string, NotPriced>();
  for (const resource of resources) {
    const price = BY_TYPE.get(resource.type);
    const monthly = price ? dearest(resource, price) : without(resource.type);
    if ('unknown' in monthly) {
      const key = `${resource.type} ${monthly.unknown}`;
      notPriced.set(key, { type: resource.type, count: (notPriced.get(key)?.count ?? 0) + 1, why: monthly.unknown });
    } else if (price && monthly.usd > 0) {
      const { type, source, note } = price;
      const before = costs.get(type) ?? { count: 0, monthlyUsd: 0 };
      costs.set(type, { type, count: before.count + 1, monthlyUsd: before.monthlyUsd + monthly.usd, source, note });
    }
  }
  const byPrice = [...costs.values()].map((cost) => ({ ...cost, monthlyUsd: toCents(cost.monthlyUsd) })).filter(({ monthlyUsd }) => monthlyUsd > 0)
    .sort((a, b) => b.monthlyUsd - a.monthlyUsd || (a.type < b.type ? -1 : 1));
  return { monthlyUsd: toCents(byPrice.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0)), costs: byPrice, notPriced: [...notPriced.values()] };
}

/** The highest of all worlds of conditions. */
function dearest(resource: TemplateResource, price: FixedPrice): Monthly {
  const all = resource.stack.model.worlds.explore(() => price.monthly(resource));
  if (!all) return { unknown: 'it hangs on more conditions than can be tried' };
  return all.reduce((most, one) => ('unknown' in most || (!('unknown' in one) && one.usd <= most.usd) ? most : one));
}

function without(type: string): Monthly {
  const why = notPricedBecause(type);
  return why === undefined ? { usd: 0 } : { unknown: why };
}

function toCents(usd: number): number {
  return Math.round(usd * 100 + 1e-6) / 100;
}
