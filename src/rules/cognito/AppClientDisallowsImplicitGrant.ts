import { every, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-006',
  title: 'Amazon Cognito app clients do not allow the implicit grant',
  severity: 'medium',
  types: ['AWS::Cognito::UserPoolClient'],
  rationale: 'The implicit grant returns tokens in the URL, where browser history, logs and page scripts can read them.',
  remediation: 'Set AllowedOAuthFlows to code, or to client_credentials for machine clients.',
  check(client) {
    const flows = client.at('AllowedOAuthFlows').items();
    return every(pass(`${flows.length} flows`), ...flows.map((flow) => isOneOf(flow, ['client_credentials', 'code'], 'it allows the implicit grant, which returns tokens in the URL')));
  },
};
