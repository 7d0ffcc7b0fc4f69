import { TemplateResource, textOf } from '../../model';
import { fail, isAtMost, isThere, some } from '../../model/judge';
import type { Rule } from '../rule';

/** The most that AWS WAF takes is 2,000,000,000, which is no limit; this is 333 requests a second from one address. */
const MOST_REQUESTS = 100_000;

export const rule: Rule = {
  id: 'ZT-WAF-002',
  title: 'AWS WAF web ACLs have a blocking rate-based rule per IP address',
  severity: 'medium',
  types: ['AWS::WAFv2::WebACL'],
  rationale: 'A single IP address can guess passwords, scrape data, or increase the cost of a serverless app.',
  remediation: 'Add a rule with a RateBasedStatement aggregated by IP, without scope-down statement, a limit of at most 100,000 requests, and action Block.',
  check(acl) {
    const finding = 'it has no blocking rate limit of at most 100,000 requests per IP address';
    return some(...limits(acl).map((limit) => isAtMost(limit, MOST_REQUESTS, finding)), fail(finding, 'no blocking RateBasedStatement by IP'));
  },
};

function limits(acl: TemplateResource) {
  return acl.at('Rules').items().filter((one) => {
    const statement = one.at('Statement', 'RateBasedStatement');
    return isThere(one.at('Action', 'Block')) && statement.at('ScopeDownStatement').isAbsent
      && /^(FORWARDED_)?IP$/.test(textOf(statement.at('AggregateKeyType').value) ?? '');
  }).map((one) => one.at('Statement', 'RateBasedStatement', 'Limit'));
}
