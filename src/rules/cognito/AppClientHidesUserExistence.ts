import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-003',
  title: 'Amazon Cognito app clients hide user existence in error responses',
  severity: 'medium',
  types: ['AWS::Cognito::UserPoolClient'],
  rationale: 'With legacy error responses, a list of email addresses can be turned into a list of accounts to attack.',
  remediation: 'Set PreventUserExistenceErrors ENABLED.',
  check: (client) => isOneOf(client.at('PreventUserExistenceErrors'), ['ENABLED'], 'its error responses reveal which users exist'),
};
