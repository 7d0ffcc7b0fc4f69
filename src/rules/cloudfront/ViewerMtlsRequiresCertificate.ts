import { every, isFalseOrAbsent, isOneOf, isPresent, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-014',
  title: 'CloudFront viewer mTLS requires an unexpired certificate from a trust store',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'When certificates are optional or their expiry is ignored, viewers without a valid certificate have access too.',
  remediation: 'Set ViewerMtlsConfig.Mode to required with a TrustStoreId, and omit IgnoreCertificateExpiry.',
  check(distribution) {
    const asked = distribution.at('DistributionConfig', 'ViewerMtlsConfig');
    if (asked.isAbsent) return pass('no viewer mTLS');
    return every(
      isOneOf(asked.at('Mode'), ['required'], 'it accepts viewers without a certificate'),
      isPresent(asked.at('TrustStoreConfig', 'TrustStoreId'), 'it has no trust store'),
      isFalseOrAbsent(asked.at('TrustStoreConfig', 'IgnoreCertificateExpiry'), 'it accepts expired certificates'),
    );
  },
};
