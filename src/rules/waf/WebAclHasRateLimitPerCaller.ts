import { textOf } from '../../model';
import { fail, isAtMost, isThere, some } from '../../model/judge';
import type { Rule } from '../rule';

/** As for addresses: 333 requests a second. */
const MOST_REQUESTS = 100_000;
/** What tells callers apart who share an address, or one who has many. */
const CALLER_KEYS = ['ASN', 'Cookie', 'Header', 'JA3Fingerprint', 'JA4Fingerprint', 'LabelNamespace', 'QueryArgument'];

export const rule: Rule = {
  id: 'ZT-WAF-005',
  title: 'AWS WAF web ACLs have a blocking rate-based rule with custom keys per caller',
  severity: 'low',
  types: ['AWS::WAFv2::WebACL'],
  rationale: 'A client, or a stolen token, that uses a thousand IP addresses stays below every limit per IP address.',
  remediation: 'Add a rule with a RateBasedStatement of AggregateKeyType CUSTOM_KEYS on a header, cookie, query argument or fingerprint, and action Block.',
  check(acl) {
    const finding = 'it has no blocking rate limit of at most 100,000 requests per caller';
    const limits = acl.at('Rules').items().filter((one) => {
      const statement = one.at('Statement', 'RateBasedStatement');
      return isThere(one.at('Action', 'Block')) && textOf(statement.at('AggregateKeyType').value) === 'CUSTOM_KEYS'
        && statement.at('CustomKeys').items().some((key) => key.entries().some(([kind]) => CALLER_KEYS.includes(kind)));
    });
    return some(...limits.map((one) => isAtMost(one.at('Statement', 'RateBasedStatement', 'Limit'), MOST_REQUESTS, finding)), fail(finding, 'no blocking RateBasedStatement with custom keys'));
  },
};
