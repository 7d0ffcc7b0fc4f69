import { every, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

const FLOWS = [
  'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH', 'CUSTOM_AUTH_FLOW_ONLY',
];

export const rule: Rule = {
  id: 'ZT-COGNITO-008',
  title: 'No password of a user passes through a client',
  severity: 'medium',
  types: ['AWS::Cognito::UserPoolClient'],
  rationale: 'A client that sends passwords has them: in its memory, its logs, and in the hands of whoever takes it over.',
  remediation: 'Leave the flows USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH out of ExplicitAuthFlows; use the managed login, SRP or passkeys.',
  check(client) {
    const flows = client.at('ExplicitAuthFlows').items();
    return every(pass(`${flows.length} flows`), ...flows.map((flow) => isOneOf(flow, FLOWS, 'it sees the passwords of users')));
  },
};
