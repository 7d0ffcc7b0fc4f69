import { textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const INSIGHTS = ['ApiCallRateInsight', 'ApiErrorRateInsight'];

export const rule: Rule = {
  id: 'ZT-CLOUDTRAIL-002',
  title: 'A trail finds unusual rates of calls and errors',
  severity: 'low',
  types: ['AWS::CloudTrail::Trail'],
  rationale: 'Who tries stolen credentials makes many calls, and many that are refused, before one that succeeds.',
  remediation: 'Set InsightSelectors ApiCallRateInsight and ApiErrorRateInsight.',
  check(trail) {
    const types = trail.at('InsightSelectors').items().map((one) => one.at('InsightType').value);
    return every(...INSIGHTS.map((insight): RuleResult => {
      if (types.some((type) => textOf(type) === insight)) return pass(insight);
      return types.some((type) => type.kind === 'unknown') ? unknown(`whether it has ${insight} is not known before deployment`) : fail(`it does not have ${insight}`, 'no such selector');
    }));
  },
};
