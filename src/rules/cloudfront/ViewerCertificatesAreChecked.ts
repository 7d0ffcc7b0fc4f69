import { every, isFalseOrAbsent, isOneOf, isPresent, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-014',
  title: 'A distribution that asks viewers for certificates takes no others',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'A viewer without a certificate, or with one that is no longer good, gets in as everyone else does when nobody checks.',
  remediation: 'Set ViewerMtlsConfig.Mode required with a TrustStoreId, and leave IgnoreCertificateExpiry out.',
  check(distribution) {
    const asked = distribution.at('DistributionConfig', 'ViewerMtlsConfig');
    if (asked.isAbsent) return pass('none are asked for');
    return every(
      isOneOf(asked.at('Mode'), ['required'], 'it takes viewers without a certificate too'),
      isPresent(asked.at('TrustStoreConfig', 'TrustStoreId'), 'it trusts nobody in particular'),
      isFalseOrAbsent(asked.at('TrustStoreConfig', 'IgnoreCertificateExpiry'), 'it takes certificates that are no longer good'),
    );
  },
};
