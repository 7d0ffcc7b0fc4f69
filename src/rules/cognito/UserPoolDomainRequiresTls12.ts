import { isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-COGNITO-016',
  title: 'Amazon Cognito custom domains require TLS 1.2 or later',
  severity: 'low',
  types: ['AWS::Cognito::UserPoolDomain'],
  rationale: 'Passwords and authorization codes pass over this domain. Without a security policy, which can be set since June 2026, it may still accept TLS 1.0.',
  remediation: 'Set CustomDomainConfig.SecurityPolicy to TLS_V1_2_2021 or TLS_V1_3_2025.',
  // source: Amazon Cognito API reference, "CustomDomainConfigType"
  check(domain) {
    const config = domain.at('CustomDomainConfig');
    if (config.isAbsent) return pass('an Amazon Cognito prefix domain');
    return isOneOf(config.at('SecurityPolicy'), ['TLS_V1_2_2021', 'TLS_V1_3_2025'], 'it may accept TLS versions before 1.2');
  },
};
