import { Expression } from '../../model';
import { every, isNotEmpty, isOneOf, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-004',
  title: 'A distribution reaches its origins by TLS 1.2 only',
  severity: 'high',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'The way from the edge to the origin is the internet too. The website endpoint of a bucket knows no TLS at all.',
  remediation: 'Set OriginProtocolPolicy https-only and OriginSSLProtocols [TLSv1.2] in each CustomOriginConfig.',
  check(distribution) {
    const origins = distribution.at('DistributionConfig', 'Origins').items().map((origin) => origin.at('CustomOriginConfig'));
    return every(pass(`${origins.length} origins`), ...origins.filter((origin) => !origin.isAbsent).map(reachedByTls));
  },
};

function reachedByTls(origin: Expression): RuleResult {
  return every(
    isOneOf(origin.at('OriginProtocolPolicy'), ['https-only'], 'it reaches an origin without TLS'),
    ...origin.at('OriginSSLProtocols').items().map((protocol) => isOneOf(protocol, ['TLSv1.2'], 'it takes TLS older than 1.2 from an origin')),
    isNotEmpty(origin.at('OriginSSLProtocols'), 'it takes TLS older than 1.2 from an origin'),
  );
}
