import { every, isAtLeast, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-002',
  title: 'Amazon Cognito user pools have 14-character passwords, threat and deletion protection',
  severity: 'medium',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'Long passwords resist guessing, threat protection resists compromised credentials, and deletion protection keeps the users of the pool.',
  remediation: 'Set PasswordPolicy.MinimumLength to 14 or more, UserPoolTier PLUS, AdvancedSecurityMode ENFORCED and DeletionProtection ACTIVE.',
  check: (pool) => every(
    isAtLeast(pool.at('Policies', 'PasswordPolicy', 'MinimumLength'), 14, 'passwords can be shorter than 14 characters'),
    isOneOf(pool.at('UserPoolAddOns', 'AdvancedSecurityMode'), ['ENFORCED'], 'threat protection is not enforced'),
    // the default, ESSENTIALS, has no threat protection, whatever the mode says
    isOneOf(pool.at('UserPoolTier'), ['PLUS'], 'its feature plan has no threat protection'),
    isOneOf(pool.at('DeletionProtection'), ['ACTIVE'], 'it has no deletion protection'),
  ),
};
