import { Expression, textOf } from '../../model';
import { every, fail, isAtLeast } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-011',
  title: 'API stages have throttling rate and burst limits',
  severity: 'medium',
  types: ['AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage'],
  rationale: 'Without its own limits, one API can use up the request quota of the account for all APIs, and invoke functions at that rate.',
  remediation: 'Set ThrottlingRateLimit and ThrottlingBurstLimit in MethodSettings for all methods, or in DefaultRouteSettings.',
  check(stage) {
    if (stage.type === 'AWS::ApiGatewayV2::Stage') {
      return every(limited(stage.at('DefaultRouteSettings'), 'its routes'), ...stage.at('RouteSettings').entries().map(([route, one]) => notLifted(one, route)));
    }
    const settings = stage.at('MethodSettings').items();
    const all = settings.find((one) => textOf(one.at('HttpMethod').value) === '*' && textOf(one.at('ResourcePath').value) === '/*');
    return every(
      all ? limited(all, 'its methods') : fail('it has no throttling limits for its methods', 'no setting for * /*'),
      ...settings.map((one) => notLifted(one, `${textOf(one.at('HttpMethod').value)} ${textOf(one.at('ResourcePath').value)}`)),
    );
  },
};

/** A limit below zero is none. */
function limited(settings: Expression, where: string): RuleResult {
  return every(...['ThrottlingRateLimit', 'ThrottlingBurstLimit'].map((limit) => isAtLeast(settings.at(limit), 0, `it has no throttling limits for ${where}`)));
}

function notLifted(settings: Expression, where: string): RuleResult {
  return every(...['ThrottlingRateLimit', 'ThrottlingBurstLimit'].map((limit) => isAtLeast(settings.at(limit), 0, `it has no throttling limits for ${where}`, 0)));
}
