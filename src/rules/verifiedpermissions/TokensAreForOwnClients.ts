import { isNotEmpty, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VERIFIEDPERMISSIONS-002',
  title: 'An identity source takes tokens of named clients only',
  severity: 'high',
  types: ['AWS::VerifiedPermissions::IdentitySource'],
  rationale: 'Without a list of clients, a token that any app of the same provider got is taken too.',
  remediation: 'Set ClientIds for a user pool; Audiences or ClientIds for another provider of OpenID Connect.',
  check(source) {
    const finding = 'it takes tokens of every client';
    const selection = source.at('Configuration', 'OpenIdConnectConfiguration', 'TokenSelection');
    const lists = [
      source.at('Configuration', 'CognitoUserPoolConfiguration', 'ClientIds'),
      selection.at('AccessTokenOnly', 'Audiences'),
      selection.at('IdentityTokenOnly', 'ClientIds'),
    ];
    return some(...lists.map((list) => isNotEmpty(list, finding)));
  },
};
