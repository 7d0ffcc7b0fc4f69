import { textOf } from '../../model';
import { isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-011',
  title: 'A passkey asks who holds the device',
  severity: 'medium',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'Without verification of the user, who finds or steals the device has both factors in the hand.',
  remediation: 'Set WebAuthnUserVerification required where AllowedFirstAuthFactors holds WEB_AUTHN.',
  check(pool) {
    const factors = pool.at('Policies', 'SignInPolicy', 'AllowedFirstAuthFactors').items();
    const passkeys = factors.some((factor) => factor.value.kind !== 'known' || textOf(factor.value) === 'WEB_AUTHN');
    return passkeys ? isOneOf(pool.at('WebAuthnUserVerification'), ['required'], 'a passkey does not ask who holds the device') : pass('no passkeys');
  },
};
