import { describe, Expression, textOf } from '../../model';
import { every, fail, isPresent, pass, some } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** A header that deployment fills in from a secret: what stands in the template, everyone who reads stacks can send. */
const FROM_SECRET = /\{\{resolve:(secretsmanager|ssm-secure):/;
const FINDING = 'an origin cannot authenticate CloudFront, so it can be called directly';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-011',
  title: 'Custom origins authenticate CloudFront (OAC, mTLS or secret header)',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'The web ACL, limits and logs of the edge cover only requests through CloudFront. An origin with a public name can also be called directly.',
  remediation: 'Give each CustomOriginConfig an OriginMtlsConfig, or the origin an OriginAccessControlId, a VPC '
    + 'origin, or a header with a secret that the web ACL of the origin requires.',
  check(distribution) {
    const origins = distribution.at('DistributionConfig', 'Origins').items().filter((origin) => !origin.at('CustomOriginConfig').isAbsent);
    return every(pass(`${origins.length} origins`), ...origins.map(isKnown));
  },
};

/** One proof is enough. */
function isKnown(origin: Expression): RuleResult {
  const certificate = origin.at('CustomOriginConfig', 'OriginMtlsConfig');
  if (!certificate.isAbsent) return isCertificate(certificate.at('ClientCertificateArn'));
  const control = origin.at('OriginAccessControlId');
  if (!control.isAbsent) return isPresent(control, FINDING);
  return some(fail(FINDING, describe(origin.at('DomainName').value)), ...origin.at('OriginCustomHeaders').items().map(holdsSecret));
}

function isCertificate(arn: Expression): RuleResult {
  const text = textOf(arn.value);
  return text === undefined || text.startsWith('arn:') ? isPresent(arn, FINDING) : fail(FINDING, text);
}

function holdsSecret(header: Expression): RuleResult {
  const { value } = header.at('HeaderValue');
  const name = describe(header.at('HeaderName').value);
  if (FROM_SECRET.test(textOf(value) ?? '')) return pass(name);
  return value.kind === 'known' ? fail(FINDING, name) : isPresent(header.at('HeaderValue'), FINDING);
}
