import { describe, Expression, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-007',
  title: 'Callback and logout URLs of Amazon Cognito app clients do not use plain HTTP',
  severity: 'medium',
  types: ['AWS::Cognito::UserPoolClient'],
  rationale: 'The authorization code is part of the callback URL. On http://localhost any program on the machine can receive it.',
  remediation: 'Use https in CallbackURLs, LogoutURLs and DefaultRedirectURI, and put local development URLs into a separate app client.',
  check: (client) => {
    const addresses = ['CallbackURLs', 'LogoutURLs', 'DefaultRedirectURI'].flatMap((property) => client.at(property).items());
    return every(pass(`${addresses.length} URLs`), ...addresses.map(usesTls));
  },
};

/** Apps have schemes of their own, which no network sees. */
function usesTls(address: Expression): RuleResult {
  const { value } = address;
  const text = textOf(value) ?? '';
  if (/^http:/i.test(text)) return fail('a callback or logout URL uses plain HTTP', describe(value));
  return /^[\w.+-]+:/.test(text) ? pass(describe(value)) : unknown('whether a callback or logout URL uses HTTPS is not known before deployment', describe(value));
}
