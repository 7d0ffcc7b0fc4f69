import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-001',
  title: 'Amazon Cognito user pools require MFA',
  severity: 'medium',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'A password alone can be guessed, phished or bought.',
  remediation: 'Set MfaConfiguration ON.',
  check: (pool) => isOneOf(pool.at('MfaConfiguration'), ['ON'], 'users can sign in without MFA'),
};
