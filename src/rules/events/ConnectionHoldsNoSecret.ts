import { describe, Expression, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { isReadByAll } from '../secret-text';

/** Where a connection takes credentials. */
const CREDENTIALS = [
  ['ApiKeyAuthParameters', 'ApiKeyValue'],
  ['BasicAuthParameters', 'Password'],
  ['OAuthParameters', 'ClientParameters', 'ClientSecret'],
];

export const rule: Rule = {
  id: 'ZT-EVENTS-004',
  title: 'A connection takes its credentials from a secret',
  severity: 'critical',
  types: ['AWS::Events::Connection'],
  rationale: 'A credential in a template is in the repository, in the history of the stack and in the build log.',
  remediation: 'Refer to Secrets Manager: {{resolve:secretsmanager:…}}, in CDK SecretValue.secretsManager.',
  check: (connection) => every(...CREDENTIALS.map((path) => fromSecret(connection.at('AuthParameters', ...path)))),
};

function fromSecret(credential: Expression): RuleResult {
  if (credential.isAbsent) return pass();
  const { value } = credential;
  const text = textOf(value) ?? '';
  if (/^\{\{resolve:(secretsmanager|ssm-secure):.+\}\}$/.test(text)) return pass('a dynamic reference');
  return value.kind === 'unknown' && !isReadByAll(value) ? unknown('a credential is not known before deployment', describe(value)) : fail('a credential of it is in the template', 'a literal');
}
