import { HeldStatement, Policies, Policy } from './policy';
import type { Request } from './request';
import type { Answer } from './texts';
import { statementsOf, TemplateStack } from '../../model';
import { TemplateExpression } from '../../model/expression';

/** A policy of the organisation, from a file. */
export interface AccountPolicy {
  readonly kind: 'SCP' | 'RCP';
  readonly name: string;
  readonly document: unknown;
}

/** Control policies that are given beside the templates: service control policies on who acts, resource control policies on what is acted on. */
export class AccountPolicies {
  private service?: Policy;
  private resource?: Policy;

  constructor(private readonly given: readonly AccountPolicy[], private readonly stack: TemplateStack | undefined) {}

  /** What they say. They grant nothing; a list of them without any Allow is beside the policy that allows all. */
  public rule(policies: Policies, action: string, scope: string, request: Request): { answer: Answer; text: string; open?: string } {
    for (const kind of ['SCP', 'RCP'] as const) {
      const policy = this.policy(kind, policies);
      if (policy.statements.length === 0 && policy.unread === undefined) continue;
      // their principals are everyone, or are written as conditions
      const ruling = policies.rule(policy, action, scope, request);
      const allows = policy.statements.some(({ statement }) => statement.allows) ? ruling.allows : 'yes';
      if (ruling.denies === 'yes' || allows === 'no') return { answer: 'no', text: `${ruling.by?.label ?? kind} denies ${action}` };
      if (ruling.denies === 'maybe' || allows === 'maybe') return { answer: 'maybe', text: `${kind} may deny ${action}`, open: ruling.open };
    }
    return { answer: 'yes', text: '' };
  }

  private policy(kind: 'SCP' | 'RCP', policies: Policies): Policy {
    const known = kind === 'SCP' ? this.service : this.resource;
    if (known) return known;
    const statements: HeldStatement[] = [];
    let unread: string | undefined;
    for (const { name, document } of this.given.filter((one) => one.kind === kind)) {
      const read = this.stack && statementsOf(new TemplateExpression(this.stack, document));
      if (read) statements.push(...read.map((statement) => new HeldStatement(statement, undefined, policies.texts, name)));
      else unread = `${name} cannot be read`;
    }
    const policy = { statements, unread };
    if (kind === 'SCP') this.service = policy;
    else this.resource = policy;
    return policy;
  }
}
