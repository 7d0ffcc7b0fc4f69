import { isPresent, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-009',
  title: 'A domain name with mutual TLS names the version of its truststore',
  severity: 'low',
  types: ['AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName'],
  rationale: 'Without a version, whatever lies in the bucket at the next deployment decides which clients are trusted.',
  remediation: 'Set MutualTlsAuthentication.TruststoreVersion to the version of a file in a versioned bucket.',
  check(domain) {
    const mutual = domain.at('MutualTlsAuthentication');
    return mutual.isAbsent ? pass('no mutual TLS') : isPresent(mutual.at('TruststoreVersion'), 'whom it trusts changes with a file');
  },
};
