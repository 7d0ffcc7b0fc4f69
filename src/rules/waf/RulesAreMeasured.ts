import { textOf } from '../../model';
import { every, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-WAF-006',
  title: 'A web ACL and each of its rules is measured',
  severity: 'medium',
  types: ['AWS::WAFv2::RuleGroup', 'AWS::WAFv2::WebACL'],
  rationale: 'A flood, or a rule that blocks users, is seen in the metrics first: without them no alarm can tell.',
  remediation: 'Set CloudWatchMetricsEnabled in every VisibilityConfig.',
  check: (acl) => every(
    isTrue(acl.at('VisibilityConfig', 'CloudWatchMetricsEnabled'), 'it is not measured'),
    ...acl.at('Rules').items().map((one) => isTrue(one.at('VisibilityConfig', 'CloudWatchMetricsEnabled'), `${textOf(one.at('Name').value) ?? 'a rule'} is not measured`)),
  ),
};
