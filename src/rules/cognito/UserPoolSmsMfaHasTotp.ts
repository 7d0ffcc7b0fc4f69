import { describe, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-015',
  title: 'Amazon Cognito user pools with SMS MFA also enable TOTP MFA',
  severity: 'low',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'A phone number can be moved to another SIM by a call to the carrier, and SMS messages can be intercepted.',
  remediation: 'Add SOFTWARE_TOKEN_MFA to EnabledMfas, or use passkeys.',
  check(pool) {
    const factors = pool.at('EnabledMfas');
    const names = factors.items().map((factor) => textOf(factor.value));
    if (names.includes('SOFTWARE_TOKEN_MFA')) return pass(describe(factors.value));
    const unclear = [factors, ...factors.items()].some(({ value }) => value.kind === 'unknown');
    if (unclear) return unknown('its MFA methods are not known before deployment', describe(factors.value));
    return names.includes('SMS_MFA') ? fail('it offers SMS MFA without TOTP MFA', describe(factors.value)) : pass(describe(factors.value));
  },
};
