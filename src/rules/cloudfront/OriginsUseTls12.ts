import { Expression } from '../../model';
import { every, isNotEmpty, isOneOf, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-004',
  title: 'CloudFront distributions connect to custom origins over HTTPS with TLS 1.2 only',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'The connection from the edge to the origin crosses the internet too. S3 website endpoints do not support TLS at all.',
  remediation: 'Set OriginProtocolPolicy https-only and OriginSSLProtocols [TLSv1.2] in each CustomOriginConfig.',
  check(distribution) {
    const origins = distribution.at('DistributionConfig', 'Origins').items().map((origin) => origin.at('CustomOriginConfig'));
    return every(pass(`${origins.length} origins`), ...origins.filter((origin) => !origin.isAbsent).map(reachedByTls));
  },
};

function reachedByTls(origin: Expression): RuleResult {
  return every(
    isOneOf(origin.at('OriginProtocolPolicy'), ['https-only'], 'it connects to an origin without TLS'),
    ...origin.at('OriginSSLProtocols').items().map((protocol) => isOneOf(protocol, ['TLSv1.2'], 'it accepts TLS versions before 1.2 from an origin')),
    isNotEmpty(origin.at('OriginSSLProtocols'), 'it accepts TLS versions before 1.2 from an origin'),
  );
}
