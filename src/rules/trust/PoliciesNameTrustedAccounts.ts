import { everyReadPolicy, failAt, HOLDERS_OF_POLICIES } from './policies';
import { describe, Statement, TrustedAccounts } from '../../model';
import { isLayerAccount } from '../../model/aws-accounts';
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
  check: (resource, { trusted }) => everyReadPolicy(resource, (statement, { place }) => {
    const result = trustsNamedAccounts(statement, trusted);
    if (result.verdict === 'unknown') return result;
    if (result.verdict === 'fail') return failAt(place, result.finding, result.value ?? '');
    return statement.principals.length === 0 ? actsInTrusted(statement, place, trusted) : result;
  }),
};

/** What an identity may assume or use abroad gets its data. A template that shows no account of its own may mean it by a resource; a role is assumed abroad. */
function actsInTrusted(statement: Statement, place: string, trusted: TrustedAccounts): RuleResult {
  const assumes = statement.covers(['sts:AssumeRole']);
  if (!statement.allows || !(assumes || trusted.areKnown)) return pass();
  // a role of a name in any account is a finding of ZT-TRUST-008, any role at all one of ZT-IAM-020
  const abroad = statement.resources.filter((resource) => {
    const who = ownerOf(resource);
    return who.kind === 'account' && !trusted.has(who.account) && !isLayerAccount(who.account);
  });
  if (abroad.length === 0) return pass();
  return failAt(place, assumes ? 'its policy allows assuming a role of an account that is not trusted' : 'its policy grants access to a resource of an account that is not trusted', abroad.map(describe).join(', '));
}
