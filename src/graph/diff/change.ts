import type { TemplateResource } from '../../model';
import type { Certainty } from '../trust/trust-graph';

/** What may be different between two versions of an app and makes it less safe: the words that `--fail-on` takes. */
export const RISKS = [
  'new-public-route', 'weaker-authentication', 'new-stranger', 'new-path', 'new-control', 'new-edge', 'widened', 'more-certain', 'removed-deny',
  'removed-control', 'lower-class', 'new-waiver', 'longer-waiver', 'new-finding', 'higher-cost',
] as const;
export type Risk = (typeof RISKS)[number];

/** What is different and makes it no less safe: it is reported, and fails nothing. */
export const RELIEFS = [
  'new-route', 'gone-route', 'stronger-authentication', 'gone-stranger', 'gone-path', 'gone-control', 'gone-edge', 'narrowed', 'less-certain', 'new-deny',
  'added-control', 'higher-class', 'gone-waiver', 'shorter-waiver', 'lower-cost',
] as const;
export type Relief = (typeof RELIEFS)[number];

export type ChangeKind = Risk | Relief;

/** The risks that fail unless the caller names others: all but the bill, and findings on what is new, which are an audit's. */
export const FAILING_BY_DEFAULT: readonly Risk[] = RISKS.filter((risk) => !['new-finding', 'higher-cost'].includes(risk));

/** One difference between two versions of an app. */
export interface Change {
  readonly kind: ChangeKind;
  /** Who may do it, or what it is about. */
  readonly from: string;
  /** To whom or what. */
  readonly to?: string;
  /** What came or went: IAM actions, or patterns of them. */
  readonly actions?: readonly string[];
  readonly certainty?: Certainty;
  /** A sentence without a full stop. */
  readonly text: string;
  /** More of it, for readers who want to know why: sentences without a full stop. */
  readonly because?: readonly string[];
  /** Where it stands: in the new version, or for what is gone in the old one. */
  readonly resource?: TemplateResource;
  /** `old` where the place is of the old version. */
  readonly version: 'old' | 'new';
}

export function isRisk(kind: ChangeKind): kind is Risk {
  return (RISKS as readonly string[]).includes(kind);
}

/** How changes and approvals call a resource: its construct path without the CDK's own last part, else stack and logical id. */
export function calledAs({ path, name, logicalId, stack }: TemplateResource): string {
  if (path === undefined) return stack.nestedAs ? name : `${stack.name}/${logicalId}`;
  return path.replace(/\/(?:Resource|Default)$/, '');
}
