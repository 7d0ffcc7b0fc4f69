import type { Change } from '../../graph/diff/change';
import type { TemplateModel } from '../../model';
import { fixedCosts } from '../costs/fixed-costs';
import { inUsd } from '../stacks';

/** Cents may come from rounding. */
const LEAST = 0.005;

/** What the fixed bill of a month has more and less of, by type. */
export function costChanges(old: TemplateModel, current: TemplateModel): Change[] {
  const [before, after] = [old, current].map(({ resources }) => new Map(fixedCosts(resources).costs.map((cost) => [cost.type, cost])));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((type) => {
    const [was, now] = [before, after].map((costs) => costs.get(type) ?? { count: 0, monthlyUsd: 0 });
    const more = now.monthlyUsd - was.monthlyUsd;
    if (Math.abs(more) < LEAST) return [];
    return [{
      kind: more > 0 ? 'higher-cost' : 'lower-cost',
      from: type,
      text: `${type} costs ${inUsd(now.monthlyUsd)} a month (${now.count}), and before ${inUsd(was.monthlyUsd)} (${was.count})`,
      version: 'new',
    } as const];
  });
}
