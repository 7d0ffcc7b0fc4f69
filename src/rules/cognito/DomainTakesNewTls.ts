import { isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-016',
  title: 'A sign-in domain of one\'s own answers to TLS 1.2 or newer',
  severity: 'low',
  types: ['AWS::Cognito::UserPoolDomain'],
  rationale: 'Passwords and codes pass over this domain. Since June 2026 it says itself what it answers to, and one that says nothing may still answer to TLS 1.0.',
  remediation: 'Set CustomDomainConfig.SecurityPolicy to TLS_V1_2_2021 or TLS_V1_3_2025.',
  // source: Amazon Cognito API reference, "CustomDomainConfigType"
  check(domain) {
    const config = domain.at('CustomDomainConfig');
    if (config.isAbsent) return pass('a domain of AWS');
    return isOneOf(config.at('SecurityPolicy'), ['TLS_V1_2_2021', 'TLS_V1_3_2025'], 'it may answer to TLS before 1.2');
  },
};
