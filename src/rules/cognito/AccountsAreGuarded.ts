import { every, isAtLeast, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-002',
  title: 'A user pool asks for 14 characters, blocks risky sign-ins, and cannot be deleted by mistake',
  severity: 'high',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'Long passwords withstand guessing, threat protection those that leaked; a deleted pool takes all its users with it.',
  remediation: 'Set PasswordPolicy.MinimumLength to 14 or more, AdvancedSecurityMode ENFORCED and DeletionProtection ACTIVE.',
  check: (pool) => every(
    isAtLeast(pool.at('Policies', 'PasswordPolicy', 'MinimumLength'), 14, 'passwords may be shorter than 14 characters'),
    isOneOf(pool.at('UserPoolAddOns', 'AdvancedSecurityMode'), ['ENFORCED'], 'risky sign-ins are not blocked'),
    isOneOf(pool.at('DeletionProtection'), ['ACTIVE'], 'it can be deleted by one call'),
  ),
};
