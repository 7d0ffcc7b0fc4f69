import { isPresent, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-009',
  title: 'Mutual TLS truststores of API Gateway custom domain names are pinned to a version',
  severity: 'low',
  types: ['AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName'],
  rationale: 'Without a version, any change of the object in S3 changes which clients are trusted at the next deployment.',
  remediation: 'Set MutualTlsAuthentication.TruststoreVersion to the version of the object in a versioned bucket.',
  check(domain) {
    const mutual = domain.at('MutualTlsAuthentication');
    return mutual.isAbsent ? pass('no mutual TLS') : isPresent(mutual.at('TruststoreVersion'), 'its truststore has no version, so its trusted clients change with the S3 object');
  },
};
