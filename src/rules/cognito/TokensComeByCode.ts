import { every, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-006',
  title: 'A client gets tokens by code, never in an address',
  severity: 'high',
  types: ['AWS::Cognito::UserPoolClient'],
  rationale: 'The implicit flow writes tokens into an address, where histories, logs and scripts of the page read them.',
  remediation: 'Set AllowedOAuthFlows to code, or to client_credentials for machines.',
  check(client) {
    const flows = client.at('AllowedOAuthFlows').items();
    return every(pass(`${flows.length} flows`), ...flows.map((flow) => isOneOf(flow, ['client_credentials', 'code'], 'it gets tokens in an address')));
  },
};
