import { describe, Expression, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-007',
  title: 'A client sends users back by TLS only',
  severity: 'medium',
  types: ['AWS::Cognito::UserPoolClient'],
  rationale: 'The code that buys tokens is in the address. On http://localhost any program of the machine may take it.',
  remediation: 'Use https in CallbackURLs, LogoutURLs and DefaultRedirectURI, and keep addresses of developers in a client of their own.',
  check: (client) => {
    const addresses = ['CallbackURLs', 'LogoutURLs', 'DefaultRedirectURI'].flatMap((property) => client.at(property).items());
    return every(pass(`${addresses.length} addresses`), ...addresses.map(usesTls));
  },
};

/** Apps have schemes of their own, which no network sees. */
function usesTls(address: Expression): RuleResult {
  const { value } = address;
  const text = textOf(value) ?? '';
  if (/^http:/i.test(text)) return fail('it sends users back without TLS', describe(value));
  return /^[\w.+-]+:/.test(text) ? pass(describe(value)) : unknown('whether it sends users back by TLS is not known before deployment', describe(value));
}
