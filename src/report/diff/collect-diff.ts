import { Approval, ApprovedChange, approve } from './approvals';
import { controlChanges } from './control-changes';
import { costChanges } from './cost-changes';
import { waiverChanges } from './waiver-changes';
import type { Change } from '../../graph/diff/change';
import { GraphDiff, Version } from '../../graph/diff/graph-diff';
import type { TemplateModel } from '../../model';
import type { ReadTemplate } from '../../model/read-templates';
import type { PlacedWaiver } from '../../waivers/waiver-record';
import { summariseStacks } from '../stacks';

/** One side of a comparison, as it was read. */
export interface DiffSide {
  readonly templates: ReadTemplate[];
  readonly model: TemplateModel;
  /** Of a file of waivers. */
  readonly waivers: PlacedWaiver[];
}

/** How two versions of an app differ. */
export interface AppDiff {
  readonly old: DiffSide;
  readonly current: DiffSide;
  readonly changes: readonly ApprovedChange[];
  /** The fixed bill of both, in USD a month. */
  readonly monthlyUsd: { readonly old: number; readonly current: number };
  /** What is wrong with approvals, as sentences without a full stop. */
  readonly approvalProblems: readonly string[];
}

/**
 * Compares two versions in who may do what, in what guards them, in who accepted what, and in what they cost; never in how they are written.
 *
 * @param progress told after each rule on each version
 */
export function collectDiff(old: DiffSide, current: DiffSide, approvals: readonly Approval[], today: string, progress?: () => void): AppDiff {
  const { matching, changes } = new GraphDiff(new Version(old.model), new Version(current.model));
  const all: Change[] = [
    ...changes,
    ...controlChanges(old.model, current.model, matching, progress),
    ...waiverChanges(old, current, matching),
    ...costChanges(old.model, current.model),
  ];
  const { approved, problems } = approve(all, approvals, today);
  return { old, current, changes: approved, monthlyUsd: { old: billOf(old), current: billOf(current) }, approvalProblems: problems };
}

function billOf({ model }: DiffSide): number {
  return summariseStacks(model).reduce((sum, { fixed }) => sum + fixed.monthlyUsd, 0);
}
