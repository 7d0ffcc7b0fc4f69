import { html, Markup } from './markup';
import { figure, table } from './parts';
import { PRICES } from '../costs/fixed-price';
import type { Evidence } from '../evidence';
import { describeBudget } from '../resource-budget';
import { inUsd, StackSummary } from '../stacks';

/** How full each stack is, and what it costs before anybody uses it. */
export function stacksSection({ stacks }: Evidence): Markup {
  return html`<div class="paper">${table('plain', 'Resources and fixed cost a month', [
    { title: 'Stack', cell: ({ name }: StackSummary) => name },
    { title: 'Resources', cell: ({ resources, budget }) => html`${figure(resources)}${budget ? html`<br><small>${describeBudget(budget)}.</small>` : ''}` },
    { title: 'Fixed cost a month', cell: ({ fixed }) => inUsd(fixed.monthlyUsd) },
    { title: 'Of which', cell: ({ fixed }) => html`${fixed.costs.map(({ type, count, monthlyUsd, note }) => html`${inUsd(monthlyUsd)}: ${type} (${figure(count)})${note ? html`<small>${note}</small>` : ''}<br>`)}` },
    { title: 'Not priced', cell: ({ fixed }) => (fixed.notPriced.length === 0 ? 'nothing' : html`${fixed.notPriced.map(({ type, count, why }) => html`${type} (${figure(count)}): ${why}<br>`)}`) },
  ], stacks)}</div>
<p class="faint">List prices of ${PRICES.region}, ${PRICES.asOf}, by AWS's pricing pages, without what is paid for by use, free tiers, discounts and taxes.</p>`;
}
