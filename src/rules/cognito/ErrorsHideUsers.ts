import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-003',
  title: 'A client of a user pool does not tell who has an account',
  severity: 'medium',
  types: ['AWS::Cognito::UserPoolClient'],
  rationale: 'With the older errors, a list of addresses becomes a list of accounts to attack.',
  remediation: 'Set PreventUserExistenceErrors ENABLED.',
  check: (client) => isOneOf(client.at('PreventUserExistenceErrors'), ['ENABLED'], 'its errors tell who has an account'),
};
