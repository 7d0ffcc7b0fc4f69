import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';

/**
 * Which TLS handshakes an API accepts. Nothing older than TLS 1.2, and forward secrecy in each.
 *
 * Source: API Gateway developer guide, "Supported security policies".
 */
export enum ApiTlsPolicy {
  /** TLS 1.2 and 1.3 with post-quantum key exchange for clients that know it (`SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09`). */
  POST_QUANTUM = 'POST_QUANTUM',
  /** TLS 1.3 only (`SecurityPolicy_TLS13_1_3_2025_09`). */
  TLS_1_3 = 'TLS_1_3',
  /** TLS 1.3 only, by modules that FIPS 140 validates (`SecurityPolicy_TLS13_1_3_FIPS_2025_09`). */
  TLS_1_3_FIPS = 'TLS_1_3_FIPS',
}

/**
 * Client certificates that an API asks for.
 */
export interface ApiMutualTls {
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
   * @default - the version that is there when the domain is deployed
   */
  readonly version?: string;
}

/**
 * The domain of an API.
 */
export interface SecureApiDomain {
  /**
   * The domain name, in lower case.
   */
  readonly domainName: string;

  /**
   * The certificate for the name, in the region of the API.
   */
  readonly certificate: acm.ICertificate;

  /**
   * Asks each client for a certificate. API Gateway then takes its older TLS 1.2 policy only.
   *
   * @default - clients show no certificate
   */
  readonly mutualTls?: ApiMutualTls;

  /**
   * The zone in which the name gets its record.
   *
   * @default - no record is made
   */
  readonly hostedZone?: route53.IHostedZone;
}
