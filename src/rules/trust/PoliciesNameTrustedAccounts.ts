import { everyPolicy, failAt, HOLDERS_OF_POLICIES } from './policies';
import { describe, Statement, TrustedAccounts } from '../../model';
import { pass } from '../../model/judge';
import { ownerOf } from '../../model/narrowing';
import { trustsNamedAccounts } from '../principals';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-TRUST-002',
  title: 'Policies grant access to trusted accounts only',
  severity: 'high',
  types: [HOLDERS_OF_POLICIES],
  rationale: 'A principal, source or role of another account is outside the control of the owner of this one; an external ID is not a secret.',
  remediation: 'Remove the account, or trust it by name: trustedAccounts of ZeroTrust.enforce, audit --trusted-account.',
  check: (resource, { trusted }) => everyPolicy(resource, (statement, { place }) => {
    const result = trustsNamedAccounts(statement, trusted);
    if (result.verdict !== 'pass') return failAt(place, result.finding, result.value ?? '');
    return statement.principals.length === 0 ? assumesTrusted(statement, trusted) : result;
  }),
};

/** What an identity may assume abroad acts there with its data. */
function assumesTrusted(statement: Statement, trusted: TrustedAccounts): RuleResult {
  if (!statement.allows || !statement.covers(['sts:AssumeRole'])) return pass();
  const abroad = statement.resources.filter((role) => {
    const who = ownerOf(role);
    return who.kind === 'account' && !trusted.has(who.account);
  });
  return abroad.length === 0 ? pass() : failAt(statement.sid ?? 'sts:AssumeRole', 'its policy allows to assume a role of an account that is not trusted', abroad.map(describe).join(', '));
}
