import { describe, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-012',
  title: 'Amazon Cognito user pools require verification before auto-verified attributes are updated',
  severity: 'medium',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'An email address or phone number that signs in, or resets a password, controls the account. An unverified one may belong to another person.',
  remediation: 'List each attribute of AutoVerifiedAttributes in AttributesRequireVerificationBeforeUpdate.',
  check(pool) {
    const verified = pool.at('UserAttributeUpdateSettings', 'AttributesRequireVerificationBeforeUpdate').items().map((one) => textOf(one.value));
    return every(pass(), ...pool.at('AutoVerifiedAttributes').items().map((attribute): RuleResult => {
      const name = textOf(attribute.value);
      if (name === undefined || attribute.value.kind === 'unknown') return unknown('an auto-verified attribute is not known before deployment', describe(attribute.value));
      return verified.includes(name) ? pass(name) : fail(`it updates ${name} before the new value is verified`, name);
    }));
  },
};
