import { Expression, textOf } from '../../model';
import { every, fail, isAtLeast } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-011',
  title: 'A stage limits the rate of requests',
  severity: 'medium',
  types: ['AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage'],
  rationale: 'Without limits of its own, one API may use up what the account has for all of them, and run functions at that rate.',
  remediation: 'Set ThrottlingRateLimit and ThrottlingBurstLimit in MethodSettings for all methods, or in DefaultRouteSettings.',
  check(stage) {
    if (stage.type === 'AWS::ApiGatewayV2::Stage') {
      return every(limited(stage.at('DefaultRouteSettings'), 'its routes'), ...stage.at('RouteSettings').entries().map(([route, one]) => notLifted(one, route)));
    }
    const settings = stage.at('MethodSettings').items();
    const all = settings.find((one) => textOf(one.at('HttpMethod').value) === '*' && textOf(one.at('ResourcePath').value) === '/*');
    return every(
      all ? limited(all, 'its methods') : fail('it does not limit the rate of its methods', 'no setting for * /*'),
      ...settings.map((one) => notLifted(one, `${textOf(one.at('HttpMethod').value)} ${textOf(one.at('ResourcePath').value)}`)),
    );
  },
};

/** A limit below zero is none. */
function limited(settings: Expression, where: string): RuleResult {
  return every(...['ThrottlingRateLimit', 'ThrottlingBurstLimit'].map((limit) => isAtLeast(settings.at(limit), 0, `it does not limit the rate of ${where}`)));
}

function notLifted(settings: Expression, where: string): RuleResult {
  return every(...['ThrottlingRateLimit', 'ThrottlingBurstLimit'].map((limit) => isAtLeast(settings.at(limit), 0, `it does not limit the rate of ${where}`, 0)));
}
