import { describe, Expression, textOf } from '../../model';
import { getAttOf, own } from '../../model/json';
import { every, fail, pass, unknown } from '../../model/judge';
import { hiddenParametersOf } from '../../model/sources';
import type { Rule, RuleResult } from '../rule';
import { isPlaceholder, isReadByAll } from '../secret-text';

/** Where a connection takes credentials. */
const CREDENTIALS = [
  ['ApiKeyAuthParameters', 'ApiKeyValue'],
  ['BasicAuthParameters', 'Password'],
  ['OAuthParameters', 'ClientParameters', 'ClientSecret'],
];

export const rule: Rule = {
  id: 'ZT-EVENTS-004',
  title: 'EventBridge connections contain no plaintext secrets',
  severity: 'critical',
  types: ['AWS::Events::Connection'],
  rationale: 'A plaintext credential in a template is also in the repository, in the stack history and in build logs.',
  remediation: 'Use a dynamic reference to Secrets Manager: {{resolve:secretsmanager:…}}, in CDK SecretValue.secretsManager.',
  check: (connection) => every(...CREDENTIALS.map((path) => fromSecret(connection.at('AuthParameters', ...path)))),
};

/** An attribute of a resource of AWS, as the key of a GraphQL API: it is in no template. What a nested stack or own code gives may be written there. */
function isMadeAtDeployment({ stack, source }: Expression): boolean {
  const target = getAttOf(own(source, 'Fn::GetAtt'));
  const type = target && stack.resources.get(target.logicalId)?.type;
  return type !== undefined && /^AWS::(?!CloudFormation::|Serverless::Application$)/.test(type);
}

function fromSecret(credential: Expression): RuleResult {
  if (credential.isAbsent) return pass();
  const { value } = credential;
  const text = textOf(value) ?? '';
  const hidden = value.kind === 'unknown' ? hiddenParametersOf(credential) : [];
  if (hidden.some(({ fallback }) => fallback !== '' && !isPlaceholder(fallback))) return fail('its parameter has a default in plaintext');
  // a text such as `Bearer …` around it is no secret
  if (hidden.length > 0) return pass('a NoEcho parameter');
  if (isMadeAtDeployment(credential.at())) return pass('what another resource makes');
  if (/^\{\{resolve:(secretsmanager|ssm-secure):.+\}\}$/.test(text)) return pass('a dynamic reference');
  return value.kind === 'unknown' && !isReadByAll(value) ? unknown('a credential is not known before deployment', describe(value)) : fail('its credentials are in the template in plaintext', 'a literal');
}
