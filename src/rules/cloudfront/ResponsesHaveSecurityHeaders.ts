import { describe, Expression, textOf } from '../../model';
import { every, fail, isAtLeast, isTrue, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { behaviorsOf } from './behaviors';

/** Policies of AWS with security headers, whose ids are the same in every account: SecurityHeaders, and two with CORS. */
const MANAGED = ['67f7725c-6f97-4210-82d7-5512b31e9d03', 'e61eb60c-9c35-4d20-a928-2b84e02af89c', 'eaab4381-ed33-4a86-88ca-d9558dc6cd63'];

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-007',
  title: 'CloudFront responses have Strict-Transport-Security and X-Content-Type-Options headers',
  severity: 'low',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'With HSTS a browser no longer uses plain HTTP, and with nosniff it does not run a text response as a script.',
  remediation: 'Give every behavior a response headers policy with StrictTransportSecurity and ContentTypeOptions.',
  check: (distribution) => every(...behaviorsOf(distribution).map(hasHeaders)),
};

function hasHeaders(behavior: Expression): RuleResult {
  const { value } = behavior.at('ResponseHeadersPolicyId');
  const policy = resourceOf(value, 'AWS::CloudFront::ResponseHeadersPolicy');
  if (policy) {
    const headers = policy.at('ResponseHeadersPolicyConfig', 'SecurityHeadersConfig');
    return every(
      isAtLeast(headers.at('StrictTransportSecurity', 'AccessControlMaxAgeSec'), 1, 'its responses lack Strict-Transport-Security'),
      isTrue(headers.at('ContentTypeOptions', 'Override'), 'its responses lack X-Content-Type-Options'),
    );
  }
  if (MANAGED.includes(textOf(value) ?? '')) return pass(describe(value));
  return value.kind === 'known' && value.value === undefined ? fail('its responses have no security headers', 'no ResponseHeadersPolicyId')
    : unknown('its response headers policy is not in the templates', describe(value));
}
