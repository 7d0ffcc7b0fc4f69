import { every, isFalseOrAbsent, isOneOf, isPresent, some } from '../../model/judge';
import type { Rule } from '../rule';

/** Source: CloudFront developer guide, "Supported protocols and ciphers between viewers and CloudFront". */
const MODERN = ['TLSv1.2_2018', 'TLSv1.2_2019', 'TLSv1.2_2021', 'TLSv1.2_2025', 'TLSv1.3_2025'];

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-002',
  title: 'CloudFront distributions use a custom certificate, SNI and TLS 1.2 or later',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'With the default CloudFront certificate, TLS 1.0 is accepted and cannot be disabled.',
  remediation: 'Set ViewerCertificate with AcmCertificateArn, MinimumProtocolVersion TLSv1.2_2021 or newer, and SslSupportMethod sni-only.',
  check(distribution) {
    const certificate = distribution.at('DistributionConfig', 'ViewerCertificate');
    const finding = 'it has no custom certificate, so it accepts TLS 1.0';
    const own = every(
      some(isPresent(certificate.at('AcmCertificateArn'), finding), isPresent(certificate.at('IamCertificateId'), finding)),
      isFalseOrAbsent(certificate.at('CloudFrontDefaultCertificate'), finding),
    );
    if (own.verdict === 'fail') return own;
    return every(
      own,
      isOneOf(certificate.at('MinimumProtocolVersion'), MODERN, 'it accepts TLS versions before 1.2'),
      isOneOf(certificate.at('SslSupportMethod'), ['sni-only'], 'it uses dedicated IP addresses instead of SNI'),
    );
  },
};
