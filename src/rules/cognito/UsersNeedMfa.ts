import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-001',
  title: 'A user pool asks everyone for a second factor',
  severity: 'high',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'A password alone is guessed, phished or bought.',
  remediation: 'Set MfaConfiguration ON.',
  check: (pool) => isOneOf(pool.at('MfaConfiguration'), ['ON'], 'users may sign in with one factor'),
};
