import { textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const INSIGHTS = ['ApiCallRateInsight', 'ApiErrorRateInsight'];

export const rule: Rule = {
  id: 'ZT-CLOUDTRAIL-002',
  title: 'CloudTrail trails have Insights for API call rate and API error rate',
  severity: 'low',
  types: ['AWS::CloudTrail::Trail'],
  rationale: 'An attacker who tries stolen credentials makes many calls, most of them denied, before one succeeds.',
  remediation: 'Set InsightSelectors ApiCallRateInsight and ApiErrorRateInsight.',
  check(trail) {
    const types = trail.at('InsightSelectors').items().map((one) => one.at('InsightType').value);
    return every(...INSIGHTS.map((insight): RuleResult => {
      if (types.some((type) => textOf(type) === insight)) return pass(insight);
      return types.some((type) => type.kind === 'unknown') ? unknown(`whether it has ${insight} is not known before deployment`) : fail(`it does not have ${insight}`, 'no such selector');
    }));
  },
};
