import { TemplateResource, textOf } from '../../model';
import { decide, every, isNotEmpty, isPresent, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-023',
  title: 'API methods and routes with a user pool or JWT authorizer require authorization scopes',
  severity: 'medium',
  types: ['AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Route'],
  rationale: 'A user pool authorizer without scopes also accepts ID tokens, which every client of the pool has and which carry no permissions.',
  remediation: 'Set AuthorizationScopes.',
  check: (method) => (['COGNITO_USER_POOLS', 'JWT'].includes(textOf(method.at('AuthorizationType').value) ?? '') ? scopes(method) : pass('no user pool or JWT authorizer')),
};

function scopes(method: TemplateResource): RuleResult {
  const finding = 'it requires no scope, so it also accepts ID tokens';
  const asked = method.at('AuthorizationScopes');
  if (asked.value.kind === 'unknown') return unknown(finding);
  return every(isNotEmpty(asked, finding), ...asked.items().map((scope) => (scope.value.kind === 'known'
    ? decide(scope, finding, (value) => typeof value === 'string' && value.trim() !== '') : isPresent(scope, finding))));
}
