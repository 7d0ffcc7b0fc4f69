import type { TemplateModel, TemplateResource } from '../../model';
import type { Rule, RuleResult } from '../rule';

/** Something that must exist somewhere in an app, or be provided from elsewhere. */
export interface CapabilityRule extends Rule {
  /** How the command line and files call it: `audit-trail`. */
  readonly capability: string;
  /** Whether it is a service of an account, of which each account of the app needs its own. */
  readonly isOfAccount: boolean;
  /** Whether one resource provides it; `elsewhere` are the names of those that are provided from elsewhere. */
  check(resource: TemplateResource, model: TemplateModel, elsewhere?: ReadonlySet<string>): RuleResult;
}

/** A capability as a rule: its `check` says whether one resource provides it, which one of all must. */
export function capability(
  name: string, number: string, about: Pick<Rule, 'title' | 'types' | 'rationale' | 'remediation'> & { readonly isOfAccount?: boolean },
  provides: (resource: TemplateResource, model: TemplateModel, elsewhere: ReadonlySet<string>) => RuleResult,
): CapabilityRule {
  return {
    capability: name, id: `ZT-CAPABILITY-${number}`, severity: 'high', isOfAccount: false, ...about, check: (resource, model, elsewhere = new Set()) => provides(resource, model, elsewhere),
  };
}
