import { textOf } from '../../model';
import { isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-011',
  title: 'Amazon Cognito passkeys require user verification',
  severity: 'medium',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'Without user verification, possession of the device alone is enough to sign in.',
  remediation: 'Set WebAuthnUserVerification to required where AllowedFirstAuthFactors contains WEB_AUTHN.',
  check(pool) {
    const factors = pool.at('Policies', 'SignInPolicy', 'AllowedFirstAuthFactors').items();
    const passkeys = factors.some((factor) => factor.value.kind !== 'known' || textOf(factor.value) === 'WEB_AUTHN');
    return passkeys ? isOneOf(pool.at('WebAuthnUserVerification'), ['required'], 'passkeys do not require user verification') : pass('no passkeys');
  },
};
