import { RemovalPolicy } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { EdgeOrigin } from './edge-origin';
import type { WebFirewall } from './web-firewall';
import type { WebFirewallProps } from './web-firewall-props';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Which TLS handshakes a distribution accepts from viewers. Forward secrecy in each.
 *
 * Source: Amazon CloudFront developer guide, "Supported protocols and ciphers between viewers and CloudFront".
 */
export enum EdgeTlsPolicy {
  /** TLS 1.2 and 1.3 (`TLSv1.2_2021`). */
  TLS_1_2 = 'TLS_1_2',
  /** TLS 1.3 only (`TLSv1.3_2025`). */
  TLS_1_3 = 'TLS_1_3',
}

/**
 * The domain of a distribution.
 */
export interface EdgeDomain {
  /**
   * The names under which the distribution is served, in lower case.
   */
  readonly domainNames: string[];

  /**
   * The certificate for the names, in us-east-1.
   *
   * @default - one is made there, which `hostedZone` proves and renews
   */
  readonly certificate?: acm.ICertificate;

  /**
   * The public hosted zone in which each name gets its records, A and AAAA. To prove a certificate for a stack in another
   * region it is imported by its id.
   *
   * @default - no records are made; `certificate` is then required
   */
  readonly hostedZone?: route53.IHostedZone;
}

/**
 * Client certificates that a distribution asks viewers for.
 */
export interface EdgeMutualTls {
  /**
   * The bucket with the trust store.
   */
  readonly bucket: s3.IBucket;

  /**
   * Key of the trust store in the bucket: the certificates of the authorities, in PEM.
   */
  readonly key: string;

  /**
   * Version of the object, so that no later one is trusted.
   *
   * @default - the version that is there when the trust store is deployed
   */
  readonly version?: string;
}

/**
 * Properties of an `EdgeDistribution`. One of `domain` and `keepCloudFrontDomain` is required.
 */
export interface EdgeDistributionProps {
  /**
   * What answers requests that no other behavior matches.
   */
  readonly origin: EdgeOrigin;

  /**
   * The domain under which the distribution is served.
   *
   * @default - none; `keepCloudFrontDomain` is then required
   */
  readonly domain?: EdgeDomain;

  /**
   * Serves under the name that CloudFront gives (`….cloudfront.net`) and with its certificate, which takes TLS 1.0 too. Stands
   * in the template's metadata and in the evidence; the findings on TLS stay open.
   *
   * @default false
   */
  readonly keepCloudFrontDomain?: boolean;

  /**
   * Which TLS handshakes viewers may use. Cannot be chosen with `keepCloudFrontDomain`.
   *
   * @default EdgeTlsPolicy.TLS_1_2
   */
  readonly tlsPolicy?: EdgeTlsPolicy;

  /**
   * Asks each viewer for a certificate. HTTP/3 is then off, as CloudFront takes client certificates over TCP only.
   *
   * @default - viewers show no certificate
   */
  readonly viewerMutualTls?: EdgeMutualTls;

  /**
   * Public keys of those who sign URLs or cookies: what is asked for without a signature is refused.
   *
   * @default - no signature is asked for
   */
  readonly trustedKeyGroups?: cloudfront.IKeyGroup[];

  /**
   * The web firewall, of scope CLOUDFRONT. Excludes `firewallProps`.
   *
   * @default - one of its own in us-east-1
   */
  readonly firewall?: WebFirewall;

  /**
   * How the web firewall of its own is set up: limits, body size, addresses, rules that only count. Scope and zone are those
   * of the distribution, and so is the removal policy when it is left out.
   *
   * @default - the defaults of `WebFirewall`
   */
  readonly firewallProps?: WebFirewallProps;

  /**
   * The only countries that are served, by ISO 3166-1 alpha-2 code. Excludes `blockCountries`.
   *
   * @default - all countries; the pack AwsSolutions warns of that (CFR1)
   */
  readonly allowCountries?: string[];

  /**
   * Countries that are not served, by ISO 3166-1 alpha-2 code. Excludes `allowCountries`.
   *
   * @default - none
   */
  readonly blockCountries?: string[];

  /**
   * What a viewer gets who asks for `/`.
   *
   * @default - `index.html` when the origin is a bucket, else what the origin answers
   */
  readonly defaultRootObject?: string;

  /**
   * Which sources a page may load from, as `Content-Security-Policy`. It replaces what the origin says.
   *
   * @default - the page's own origin only, no plug-ins, no frames, no inline scripts
   */
  readonly contentSecurityPolicy?: string;

  /**
   * Asks browser vendors to put the domain on their lists of those that are never reached in the clear. It takes months to
   * undo, and holds for all subdomains.
   *
   * @default false
   */
  readonly hstsPreload?: boolean;

  /**
   * Requests in five minutes that raise an alarm.
   *
   * @default 100000
   */
  readonly floodThreshold?: number;

  /**
   * Protects the distribution by Shield Advanced, and raises an alarm when it detects an attack. The account has to subscribe
   * first: 3,000 USD a month for the organisation, for a year.
   *
   * @default false; Shield Standard protects every distribution at no cost
   */
  readonly shieldProtection?: boolean;

  /**
   * What the distribution is for, up to 128 characters.
   *
   * @default - the path of the construct
   */
  readonly description?: string;

  /**
   * The zone of the distribution.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * What happens to logs, and to the keys and the topic of stacks made in us-east-1, when the stacks go.
   *
   * @default - as the zone says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}
