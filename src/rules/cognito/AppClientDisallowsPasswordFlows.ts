import { every, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

const FLOWS = [
  'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH', 'CUSTOM_AUTH_FLOW_ONLY',
];

export const rule: Rule = {
  id: 'ZT-COGNITO-008',
  title: 'Amazon Cognito app clients do not allow plaintext password authentication flows',
  severity: 'medium',
  types: ['AWS::Cognito::UserPoolClient'],
  rationale: 'An app client that sends passwords has access to them, and so have its memory, its logs and an attacker who compromises it.',
  remediation: 'Remove USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH flows from ExplicitAuthFlows; use managed login, SRP or passkeys.',
  check(client) {
    const flows = client.at('ExplicitAuthFlows').items();
    return every(pass(`${flows.length} flows`), ...flows.map((flow) => isOneOf(flow, FLOWS, 'it allows a plaintext password flow')));
  },
};
