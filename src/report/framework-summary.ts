import type { Evidence, EvidenceItem } from './evidence';
import type { Control, Framework } from '../frameworks/framework';

/** What the evidence says about a control: the worst of its rules, or why there is nothing to say. */
export type ControlStatus = 'fail' | 'unknown' | 'baselined' | 'off' | 'waived' | 'pass' | 'not-seen' | 'not-covered';

/** From the worst down. */
export const CONTROL_STATUSES: ControlStatus[] = ['fail', 'unknown', 'baselined', 'off', 'waived', 'pass', 'not-seen', 'not-covered'];

export interface ControlSummary {
  readonly control: Control;
  readonly status: ControlStatus;
  /** Its rules that were applied, by id, with what they found. */
  readonly rules: ReadonlyMap<string, EvidenceItem[]>;
}

export interface FrameworkSummary {
  readonly framework: Framework;
  readonly controls: ControlSummary[];
  readonly counts: Record<ControlStatus, number>;
}

/** Sums the verdicts up by the controls of frameworks. */
export function summariseFrameworks({ rules, items }: Evidence, frameworks: Framework[]): FrameworkSummary[] {
  const byRule = new Map<string, EvidenceItem[]>(rules.map(({ id }) => [id, []]));
  for (const item of items) byRule.get(item.rule.id)?.push(item);
  return frameworks.map((framework) => {
    const controls = framework.controls.map((control): ControlSummary => {
      const found = new Map([...byRule].filter(([id]) => control.rules.includes(id)));
      return { control, rules: found, status: statusOf(found) };
    });
    const counts = Object.fromEntries(CONTROL_STATUSES.map((status) => [status, controls.filter((control) => control.status === status).length]));
    return { framework, controls, counts: counts as Record<ControlStatus, number> };
  });
}

function statusOf(rules: ReadonlyMap<string, EvidenceItem[]>): ControlStatus {
  if (rules.size === 0) return 'not-covered';
  const verdicts = new Set<ControlStatus>([...rules.values()].flat().map(({ verdict }) => verdict));
  return CONTROL_STATUSES.find((status) => verdicts.has(status)) ?? 'not-seen';
}
