import { Change, isRisk, Risk } from '../../graph/diff/change';
import { outOfTime } from '../../waivers/waiver-terms';

/** A change that somebody answers for, before it is there. */
export interface Approval {
  readonly change: Risk;
  /** As the change calls it. */
  readonly from: string;
  /** As the change calls it, where it has one. */
  readonly to?: string;
  /** The actions that may come; all that the change has where none is named. */
  readonly actions?: readonly string[];
  readonly owner: string;
  readonly reason: string;
  /** The last day on which it counts, as `YYYY-MM-DD`, in UTC. */
  readonly until: string;
  /** File and line. */
  readonly source: string;
}

export interface ApprovedChange extends Change {
  readonly approval?: Approval;
}

interface Approved {
  readonly approved: ApprovedChange[];
  readonly problems: string[];
}

/**
 * Marks the changes that are approved. Approvals that are out of time count for nothing; those that match no change are reported, as what they were
 * for may be deployed.
 */
export function approve(changes: readonly Change[], approvals: readonly Approval[], today: string): Approved {
  const wrong = new Map(approvals.map((approval) => [approval, outOfTime(approval.until, today)]));
  const good = approvals.filter((approval) => wrong.get(approval) === undefined);
  const used = new Set<Approval>();
  const approved = changes.map((change): ApprovedChange => {
    const approval = isRisk(change.kind) ? good.find((one) => isFor(one, change)) : undefined;
    if (!approval) return change;
    used.add(approval);
    return { ...change, approval };
  });
  const problems = approvals.filter((approval) => !used.has(approval)).map((approval) => (
    `The approval of ${approval.change} from ${approval.from}${approval.to === undefined ? '' : ` to ${approval.to}`} (${approval.owner}; ${approval.source}) `
    + `${wrong.get(approval) === undefined ? 'is stale: there is no such change' : `does not count: ${wrong.get(approval)}`}`));
  return { approved, problems };
}

function isFor({ change: kind, from, to, actions }: Approval, change: Change): boolean {
  const allowed = actions?.map((action) => action.toLowerCase());
  return kind === change.kind && from === change.from && (to ?? '') === (change.to ?? '')
    && (!allowed || (change.actions ?? []).every((action) => allowed.includes(action.toLowerCase())));
}
