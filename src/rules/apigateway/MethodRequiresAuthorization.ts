import { TemplateResource, textOf } from '../../model';
import { every, fail, isOneOf, isPresent, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { partsOf } from './endpoints';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-001',
  title: 'API methods and routes except OPTIONS require authorization',
  severity: 'critical',
  types: ['AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Route'],
  rationale: 'A method without an authorizer is open to the internet.',
  remediation: 'Set AuthorizationType to AWS_IAM, CUSTOM with an authorizer, or COGNITO_USER_POOLS (JWT for HTTP APIs) with AuthorizationScopes.',
  check(method) {
    const verb = method.type === 'AWS::ApiGateway::Method' ? method.at('HttpMethod') : method.at('RouteKey');
    if (/^OPTIONS( |$)/.test(textOf(verb.value) ?? '')) return pass('OPTIONS');
    const socket = resourceOf(method.at('ApiId').value, 'AWS::ApiGatewayV2::Api');
    if (socket && textOf(socket.at('ProtocolType').value) === 'WEBSOCKET' && textOf(verb.value) !== '$connect') return isAskedAtConnect(socket);
    return every(
      isOneOf(method.at('AuthorizationType'), ['AWS_IAM', 'COGNITO_USER_POOLS', 'CUSTOM', 'JWT'], 'it requires no authorization'),
      authorizer(method),
    );
  },
};

/** A WebSocket API asks when the connection is made; its other routes cannot have an authorizer. */
function isAskedAtConnect(api: TemplateResource): RuleResult {
  const hasConnect = partsOf(api, 'AWS::ApiGatewayV2::Route').some((route) => textOf(route.at('RouteKey').value) === '$connect');
  return hasConnect ? pass('$connect requires authorization') : fail('it has no $connect route, so connections require no authorization', 'no route $connect');
}

function authorizer(method: TemplateResource): RuleResult {
  switch (textOf(method.at('AuthorizationType').value)) {
    case 'COGNITO_USER_POOLS':
    case 'JWT':
    case 'CUSTOM': return isPresent(method.at('AuthorizerId'), 'it has no authorizer');
    default: return pass();
  }
}
