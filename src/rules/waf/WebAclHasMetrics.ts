import { textOf } from '../../model';
import { every, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-WAF-006',
  title: 'AWS WAF web ACLs, rule groups and their rules have CloudWatch metrics enabled',
  severity: 'medium',
  types: ['AWS::WAFv2::RuleGroup', 'AWS::WAFv2::WebACL'],
  rationale: 'A flood of requests, or a rule that blocks legitimate users, shows in metrics first: without them, no alarm is possible.',
  remediation: 'Set CloudWatchMetricsEnabled to true in every VisibilityConfig.',
  check: (acl) => every(
    isTrue(acl.at('VisibilityConfig', 'CloudWatchMetricsEnabled'), 'CloudWatch metrics are not enabled'),
    ...acl.at('Rules').items().map((one) => isTrue(one.at('VisibilityConfig', 'CloudWatchMetricsEnabled'), `${textOf(one.at('Name').value) ?? 'a rule'} has no CloudWatch metrics`)),
  ),
};
