import { CONTROL_STATUSES, ControlStatus } from './control-status';
import { count, Counts, Evidence } from './evidence';
import type { Control, Framework } from '../frameworks/framework';

export interface ControlSummary {
  readonly control: Control;
  readonly status: ControlStatus;
  /** Its rules that were applied, by id, with how many of each verdict they found. */
  readonly rules: ReadonlyMap<string, Counts>;
}

export interface FrameworkSummary {
  readonly framework: Framework;
  readonly controls: ControlSummary[];
  readonly counts: Record<ControlStatus, number>;
}

/** Sums the verdicts up by the controls of frameworks. */
export function summariseFrameworks({ rules, items }: Evidence, frameworks: Framework[]): FrameworkSummary[] {
  const counted = new Map(rules.map(({ id }) => [id, count([])]));
  for (const { rule: { id }, verdict } of items) {
    const counts = counted.get(id);
    if (counts) counts[verdict]++;
  }
  return frameworks.map((framework) => {
    const controls = framework.controls.map((control): ControlSummary => {
      const found = new Map([...counted].filter(([id]) => control.rules.includes(id)));
      return { control, rules: found, status: statusOf(found) };
    });
    const counts = Object.fromEntries(CONTROL_STATUSES.map((status) => [status, controls.filter((control) => control.status === status).length]));
    return { framework, controls, counts: counts as Record<ControlStatus, number> };
  });
}

function statusOf(rules: ReadonlyMap<string, Counts>): ControlStatus {
  if (rules.size === 0) return 'not-covered';
  const all = [...rules.values()];
  return CONTROL_STATUSES.find((status) => all.some((counts) => (counts as Partial<Record<ControlStatus, number>>)[status])) ?? 'not-seen';
}
