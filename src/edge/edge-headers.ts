import { Duration, Names } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { deploymentId } from '../core/vended-logs';

/** A page that loads from its own origin, runs no inline script, and stands in no frame. */
const OWN_ORIGIN_ONLY = [
  'default-src \'self\'', 'base-uri \'self\'', 'form-action \'self\'', 'frame-ancestors \'none\'', 'object-src \'none\'', 'upgrade-insecure-requests',
].join('; ');

interface EdgeHeadersProps {
  readonly contentSecurityPolicy?: string;
  readonly hstsPreload?: boolean;
}

/** What every answer tells the browser, whatever the origin says. Source: OWASP Secure Headers Project. */
export function securityHeaders(scope: Construct, props: EdgeHeadersProps): cloudfront.ResponseHeadersPolicy {
  return new cloudfront.ResponseHeadersPolicy(scope, 'Headers', {
    // unique in an account, which may hold the stack more than once
    responseHeadersPolicyName: `${Names.uniqueResourceName(scope, { maxLength: 100, separator: '-' })}-${deploymentId()}`,
    securityHeadersBehavior: {
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(730), includeSubdomains: true, preload: props.hstsPreload ?? false, override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
      contentSecurityPolicy: { contentSecurityPolicy: props.contentSecurityPolicy ?? OWN_ORIGIN_ONLY, override: true },
      referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [{ header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true }],
    },
    // what the origin runs on is nobody's business
    removeHeaders: ['Server', 'X-Powered-By'],
  });
}
