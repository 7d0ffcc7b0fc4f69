import { describe, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-012',
  title: 'A changed address counts when it was verified',
  severity: 'medium',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'Who signs in by an address, or gets a new password by it, owns the account: an address that nobody verified may be anybody\'s.',
  remediation: 'Name in AttributesRequireVerificationBeforeUpdate each attribute of AutoVerifiedAttributes.',
  check(pool) {
    const verified = pool.at('UserAttributeUpdateSettings', 'AttributesRequireVerificationBeforeUpdate').items().map((one) => textOf(one.value));
    return every(pass(), ...pool.at('AutoVerifiedAttributes').items().map((attribute): RuleResult => {
      const name = textOf(attribute.value);
      if (name === undefined || attribute.value.kind === 'unknown') return unknown('what it verifies is not known before deployment', describe(attribute.value));
      return verified.includes(name) ? pass(name) : fail(`it takes another ${name} before that is verified`, name);
    }));
  },
};
