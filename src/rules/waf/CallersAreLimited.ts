import { textOf } from '../../model';
import { fail, isAtMost, isThere, some } from '../../model/judge';
import type { Rule } from '../rule';

/** As for addresses: 333 requests a second. */
const MOST_REQUESTS = 100_000;
/** What tells callers apart who share an address, or one who has many. */
const CALLER_KEYS = ['ASN', 'Cookie', 'Header', 'JA3Fingerprint', 'JA4Fingerprint', 'LabelNamespace', 'QueryArgument'];

export const rule: Rule = {
  id: 'ZT-WAF-005',
  title: 'A web ACL blocks callers that send too many requests, from however many addresses',
  severity: 'low',
  types: ['AWS::WAFv2::WebACL'],
  rationale: 'A stolen token, or one client, behind a thousand addresses stays below every limit by address.',
  remediation: 'Add a rule with a RateBasedStatement of AggregateKeyType CUSTOM_KEYS by a header, cookie, query argument or fingerprint, and action Block.',
  check(acl) {
    const finding = 'it does not limit requests per caller';
    const limits = acl.at('Rules').items().filter((one) => {
      const statement = one.at('Statement', 'RateBasedStatement');
      return isThere(one.at('Action', 'Block')) && textOf(statement.at('AggregateKeyType').value) === 'CUSTOM_KEYS'
        && statement.at('CustomKeys').items().some((key) => key.entries().some(([kind]) => CALLER_KEYS.includes(kind)));
    });
    return some(...limits.map((one) => isAtMost(one.at('Statement', 'RateBasedStatement', 'Limit'), MOST_REQUESTS, finding)), fail(finding, 'no blocking RateBasedStatement by caller'));
  },
};
