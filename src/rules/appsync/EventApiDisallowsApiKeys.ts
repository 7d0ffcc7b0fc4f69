import type { Expression } from '../../model';
import { every, isNotEmpty, isOneOf, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const WAYS = ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM', 'AWS_LAMBDA', 'OPENID_CONNECT'];
const OF_API = ['AuthProviders', 'ConnectionAuthModes', 'DefaultPublishAuthModes', 'DefaultSubscribeAuthModes'];
const OF_NAMESPACE = ['PublishAuthModes', 'SubscribeAuthModes'];

export const rule: Rule = {
  id: 'ZT-APPSYNC-004',
  title: 'AppSync Event APIs and channel namespaces do not use API key authorization',
  severity: 'high',
  types: ['AWS::AppSync::Api', 'AWS::AppSync::ChannelNamespace'],
  rationale: 'An API key is part of every copy of a web page and does not identify the caller: whoever has it connects, subscribes to each channel and publishes to it.',
  remediation: 'Set AuthType AWS_IAM, AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT or AWS_LAMBDA in AuthProviders and in each list of authorization modes.',
  // source: AWS AppSync Events developer guide, "Configuring authorization and authentication"
  check: (resource) => (resource.type === 'AWS::AppSync::Api'
    ? every(...OF_API.map((name) => byNamed(resource.at('EventConfig', name), true)))
    // a namespace that says nothing has the modes of its API
    : every(...OF_NAMESPACE.map((name) => byNamed(resource.at(name), false)))),
};

function byNamed(modes: Expression, isRequired: boolean): RuleResult {
  if (modes.isAbsent && !isRequired) return pass('the authorization modes of its API');
  return every(
    isNotEmpty(modes, 'it has no authorization mode'),
    ...modes.items().map((mode) => isOneOf(mode.at('AuthType'), WAYS, 'it can be used with an API key alone')),
  );
}
