import { everyReadPolicy, failAt, HOLDERS_OF_POLICIES } from './policies';
import { describe, Statement, textOf } from '../../model';
import { pass } from '../../model/judge';
import { ownerOf } from '../../model/narrowing';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-TRUST-008',
  title: 'Policies name the account or organization of roles that they allow to assume',
  severity: 'medium',
  types: [HOLDERS_OF_POLICIES],
  rationale: 'A role of a name in any account is also the role of that name in the account of a stranger: a workload that takes the account from its input hands data over there.',
  remediation: 'Name the account in the ARN of the role, or add a condition on aws:ResourceOrgID or aws:ResourceAccount.',
  check: (resource) => everyReadPolicy(resource, (statement, { place }) => {
    if (!statement.allows || statement.principals.length > 0 || isBounded(statement) || !statement.covers(['sts:AssumeRole'])) return pass();
    const anywhere = statement.resources.filter((role) => ownerOf(role).kind === 'everyone' && /^arn:/.test(textOf(role) ?? ''));
    return anywhere.length === 0 ? pass() : failAt(place, 'its policy allows assuming a role of any account', anywhere.map(describe).join(', '));
  }),
};

/** Whether a condition holds the resource to an account or an organisation. */
function isBounded({ conditions }: Statement): boolean {
  return conditions.some(({ operator, key, values }) => /^(ForAnyValue:)?String(Equals|Like)(IgnoreCase)?$/.test(operator) && /^aws:resource(account|orgid|orgpaths)$/.test(key)
    && values.every((value) => !/^[*?]*$/.test(textOf(value) ?? '')));
}
