import { describe, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-015',
  title: 'A second factor is an authenticator, and no text message alone',
  severity: 'low',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'A number is moved to another card by one call to a carrier, and messages are read on the way.',
  remediation: 'Put SOFTWARE_TOKEN_MFA into EnabledMfas, or let users sign in by passkeys.',
  check(pool) {
    const factors = pool.at('EnabledMfas');
    const names = factors.items().map((factor) => textOf(factor.value));
    if (names.includes('SOFTWARE_TOKEN_MFA')) return pass(describe(factors.value));
    const unclear = [factors, ...factors.items()].some(({ value }) => value.kind === 'unknown');
    if (unclear) return unknown('its second factors are not known before deployment', describe(factors.value));
    return names.includes('SMS_MFA') ? fail('its second factor is a text message', describe(factors.value)) : pass(describe(factors.value));
  },
};
