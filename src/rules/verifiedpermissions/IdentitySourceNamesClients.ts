import { isNotEmpty, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VERIFIEDPERMISSIONS-002',
  title: 'Verified Permissions identity sources accept tokens of named clients or audiences only',
  severity: 'high',
  types: ['AWS::VerifiedPermissions::IdentitySource'],
  rationale: 'Without a list of clients, tokens of every app of the same identity provider are accepted.',
  remediation: 'Set ClientIds for a user pool, and Audiences or ClientIds for another OpenID Connect provider.',
  check(source) {
    const finding = 'it accepts tokens of every client';
    const selection = source.at('Configuration', 'OpenIdConnectConfiguration', 'TokenSelection');
    const lists = [
      source.at('Configuration', 'CognitoUserPoolConfiguration', 'ClientIds'),
      selection.at('AccessTokenOnly', 'Audiences'),
      selection.at('IdentityTokenOnly', 'ClientIds'),
    ];
    return some(...lists.map((list) => isNotEmpty(list, finding)));
  },
};
