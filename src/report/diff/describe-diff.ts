import type { ApprovedChange } from './approvals';
import type { AppDiff } from './collect-diff';
import { ChangeKind, isRisk, RELIEFS, Risk, RISKS } from '../../graph/diff/change';

/** How reports call a kind of change. */
export const TITLES: Record<ChangeKind, string> = {
  'new-public-route': 'New public routes',
  'weaker-authentication': 'Weaker authentication',
  'new-stranger': 'New access from outside',
  'new-path': 'New ways from outside to data',
  'new-control': 'New ways to take something over',
  'new-edge': 'New access',
  'widened': 'Wider access',
  'more-certain': 'Access that was possible and is certain',
  'removed-deny': 'Denials that are gone',
  'removed-control': 'Controls that are gone or fail',
  'lower-class': 'Lower data classes',
  'new-waiver': 'New waivers',
  'longer-waiver': 'Longer waivers',
  'new-finding': 'Findings on what is new',
  'higher-cost': 'Higher fixed costs',
  'new-route': 'New private routes',
  'gone-route': 'Routes that are gone',
  'stronger-authentication': 'Stronger authentication',
  'gone-stranger': 'Access from outside that is gone',
  'gone-path': 'Ways from outside that are gone',
  'gone-control': 'Ways to take something over that are gone',
  'gone-edge': 'Access that is gone',
  'narrowed': 'Narrower access',
  'less-certain': 'Access that was certain and is possible',
  'new-deny': 'New denials',
  'added-control': 'Controls that are new or pass',
  'higher-class': 'Higher data classes',
  'gone-waiver': 'Waivers that are gone',
  'shorter-waiver': 'Shorter waivers',
  'lower-cost': 'Lower fixed costs',
};

/** The changes of one kind, in an order that the same input always has. */
export interface ChangeGroup {
  readonly kind: ChangeKind;
  readonly changes: readonly ApprovedChange[];
}

/** What is riskier first, then what is safer; kinds without a change are left out. */
export function groupsOf({ changes }: AppDiff): ChangeGroup[] {
  return [...RISKS, ...RELIEFS].map((kind) => ({
    kind, changes: changes.filter((change) => change.kind === kind).sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)),
  })).filter((group) => group.changes.length > 0);
}

/** The changes that fail: of kinds that are to fail, and not approved. */
export function failing({ changes }: AppDiff, failOn: readonly Risk[]): ApprovedChange[] {
  return changes.filter(({ kind, approval }) => isRisk(kind) && failOn.includes(kind) && !approval);
}

/** One line on both versions. */
export function summaryOf(diff: AppDiff, failOn: readonly Risk[]): string {
  const { changes, monthlyUsd: { old, current } } = diff;
  if (changes.length === 0) return 'No difference in who may do what, in controls, waivers and fixed costs';
  const risks = changes.filter(({ kind }) => isRisk(kind));
  const approved = risks.filter(({ approval }) => approval).length;
  const many = failing(diff, failOn).length;
  return `${changes.length} ${changes.length === 1 ? 'difference' : 'differences'}: ${risks.length} ${risks.length === 1 ? 'adds' : 'add'} risk `
    + `(${many} ${many === 1 ? 'fails' : 'fail'}, ${approved} approved), ${changes.length - risks.length} reduce or keep it; fixed costs ${signed(current - old)} USD a month`;
}

function signed(amount: number): string {
  return `${amount < -0.005 ? '-' : '+'}${Math.abs(amount).toFixed(2)}`;
}

/** Who answers for a change. */
export function approvalLine({ approval }: ApprovedChange): string | undefined {
  return approval && `approved by ${approval.owner} until ${approval.until}: ${approval.reason}`;
}
