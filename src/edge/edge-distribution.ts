import { CfnResource, Names, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { checkEdge, checkViewers } from './edge-checks';
import { EdgeDistributionProps, EdgeDomain, EdgeMutualTls, EdgeTlsPolicy } from './edge-distribution-props';
import { securityHeaders } from './edge-headers';
import { EdgeOrigin } from './edge-origin';
import { EdgeStacks, nameAcrossRegions } from './edge-stacks';
import { EdgeLogs, EdgeWatch } from './edge-watch';
import { GLOBAL_REGION } from './firewall-checks';
import { FirewallScope } from './firewall-scope';
import { WebFirewall } from './web-firewall';
import { checkProps } from '../core/checked-props';
import { complete } from '../core/complete-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { deploymentId } from '../core/vended-logs';
import { checkResidency } from '../zone/residency';
import { TrustZone } from '../zone/trust-zone';

/**
 * A CloudFront distribution with a web firewall, in front of origins that are reached through it only.
 *
 * In the template: the distribution, a policy of security headers, and for each origin what lets the distribution in. In
 * us-east-1, because CloudFront takes them from there alone: the web firewall, access logs as JSON under a key, alarms on floods
 * and errors with the topic that they publish to, and a certificate when none is given. For a stack in another region two
 * stacks are made for these in the same app or stage, `<stack>-edge` and `<stack>-edge-watch`; `cdk deploy --all` takes them in
 * the right order. They hand over names as outputs that CloudFormation reads across regions, without functions of the CDK.
 * Nobody is subscribed to `alarmTopic` yet.
 *
 * Throws `UnknownRegion`, `NoCloudFront`, `NestedStack`, `OutsideResidency`, `RestrictedContent`, `NoDomain`, `TwoDomains`, `BadDomainName`,
 * `NoCertificate`, `LiteralNeeded`, `CertificateRegion`, `TwoFirewalls`, `FirewallScope`, `AmbiguousCountries`,
 * `UnknownCountry`, `EmptyList`, `EmptyPolicy`, `BadThreshold`; on behaviors `UnsafeOrigin`, `PlainHttp`, `SharedCache`; and
 * what `EdgeOrigin` throws.
 *
 * Fixed cost: the web firewall (13 USD a month), 0.20 USD for alarms, and keys in us-east-1. Source: FSBP CloudFront.1,
 * CloudFront.3, CloudFront.5 to CloudFront.10, CloudFront.13, CloudFront.15 to CloudFront.17; NIST 800-53 AC-4, SC-5, SC-7, SC-8.
 *
 * @example
 * declare const pages: SecureBucket;
 * declare const hostedZone: route53.IHostedZone;
 *
 * new EdgeDistribution(this, 'Edge', {
 *   origin: EdgeOrigin.bucket(pages),
 *   domain: { domainNames: ['www.example.com'], hostedZone },
 *   allowCountries: ['DE', 'FR'],
 * });
 */
export class EdgeDistribution extends cloudfront.Distribution {
  /** The zone of the distribution. */
  public readonly zone: TrustZone;
  /** The zone of what stands in us-east-1: a `DataPerimeter` goes around it too. In a stack there it is `zone`. */
  public readonly edgeZone: TrustZone;
  /** The web firewall in front of the distribution. */
  public readonly firewall: WebFirewall;
  /** Where each request is logged, in us-east-1. */
  public readonly accessLogGroup: logs.ILogGroup;
  /** The topic in us-east-1 that alarms of the distribution publish to. */
  public readonly alarmTopic: sns.ITopic;

  private readonly headers: cloudfront.ResponseHeadersPolicy;
  private readonly viewers: EdgeDistributionProps;

  constructor(scope: Construct, id: string, props: EdgeDistributionProps) {
    const path = pathOf(scope, id);
    checkProps(new.target === EdgeDistribution, 'EdgeDistributionProps', path, props);
    const stack = Stack.of(scope);
    checkEdge(path, stack, props);
    const zone = props.zone ?? TrustZone.of(scope);
    // addresses of viewers are logged there
    zone._onProfile((profile) => checkResidency(profile, GLOBAL_REGION, path));
    const { origin, domain } = props;
    super(scope, id, complete({
      defaultBehavior: { ...behaviorOf(origin, props.trustedKeyGroups), origin },
      domainNames: domain?.domainNames,
      httpVersion: props.viewerMutualTls ? cloudfront.HttpVersion.HTTP2 : cloudfront.HttpVersion.HTTP2_AND_3,
      defaultRootObject: props.defaultRootObject ?? origin._behavior.defaultRootObject,
      geoRestriction: geoRestriction(props),
      comment: props.description ?? path,
    }));
    this.zone = zone;
    this.viewers = props;
    this.headers = securityHeaders(this, props);
    const stacks = new EdgeStacks(this, this.zone, props.logRemovalPolicy);
    this.finish(props, domain && (domain.certificate ?? ownCertificate(stacks, domain)));

    this.firewall = props.firewall ?? ownFirewall(stacks, props);
    nameAcrossRegions(this.firewall.node.findChild('WebAcl') as CfnResource, stack);
    this.attachWebAclId(this.firewall.webAclArn);

    const { logGroup, destinationArn } = new EdgeLogs('AccessLogs', { ...stacks.before, removalPolicy: props.logRemovalPolicy });
    const after = stacks.after;
    nameAcrossRegions(this.node.defaultChild as CfnResource, Stack.of(after.scope));
    new EdgeWatch('Watch', {
      ...after,
      distributionId: this.distributionId,
      logDestinationArn: destinationArn,
      floodThreshold: props.floodThreshold ?? 100_000,
      shieldProtection: props.shieldProtection ?? false,
    });
    this.accessLogGroup = logGroup;
    this.edgeZone = after.zone;
    this.alarmTopic = this.edgeZone.alarmTopic;

    if (domain?.hostedZone) this.addRecords(domain.domainNames, domain.hostedZone);
    if (props.keepCloudFrontDomain) this.node.addMetadata('cdk-zero-trust:opt-out', 'keepCloudFrontDomain');
    this.zone._join(this);
  }

  /**
   * Sends requests whose path matches to another origin, with the same headers and signatures.
   *
   * Throws `UnsafeOrigin` for an origin that is no `EdgeOrigin`, `PlainHttp` for one that may be asked in the clear,
   * `SharedCache` when answers of an API or a function were to be cached, and `RestrictedContent` when everyone would be served
   * what is RESTRICTED.
   *
   * @param pathPattern which paths, for example `/api/*`
   * @param origin what answers
   * @param options what differs: a `responseHeadersPolicy` replaces the security headers, `trustedKeyGroups` those of the distribution
   */
  public override addBehavior(pathPattern: string, origin: cloudfront.IOrigin, options: cloudfront.AddBehaviorOptions = {}): void {
    if (!(origin instanceof EdgeOrigin)) {
      throw new ZeroTrustError(this, 'UnsafeOrigin', `what answers '${pathPattern}' may be reached around the distribution.`,
        'use EdgeOrigin.bucket, EdgeOrigin.api or EdgeOrigin.functionUrl.');
    }
    if (options.viewerProtocolPolicy === cloudfront.ViewerProtocolPolicy.ALLOW_ALL) {
      throw new ZeroTrustError(this, 'PlainHttp', `'${pathPattern}' would be answered in the clear.`, 'leave viewerProtocolPolicy out.');
    }
    if (origin._behavior.isPersonal && options.cachePolicy && options.cachePolicy !== origin._behavior.cachePolicy) {
      throw new ZeroTrustError(this, 'SharedCache', `answers to '${pathPattern}' are for one caller, and a cache would give them to others.`,
        'leave cachePolicy out.');
    }
    const { viewerMutualTls, trustedKeyGroups } = this.viewers;
    checkViewers(this.node.path, origin._behavior, { viewerMutualTls, trustedKeyGroups: options.trustedKeyGroups ?? trustedKeyGroups });
    super.addBehavior(pathPattern, origin, { ...behaviorOf(origin, trustedKeyGroups), responseHeadersPolicy: this.headers, ...said(options) });
  }

  /** On the L1, because the L2 wants what it names before there is a scope for it, and does not know the rest. */
  private finish({ viewerMutualTls, tlsPolicy }: EdgeDistributionProps, certificate?: acm.ICertificate): void {
    const resource = this.node.defaultChild as cloudfront.CfnDistribution;
    const config = resource.distributionConfig as cloudfront.CfnDistribution.DistributionConfigProperty;
    const made = certificate?.node.defaultChild;
    if (made instanceof CfnResource) nameAcrossRegions(made, Stack.of(this));
    resource.distributionConfig = {
      ...config,
      viewerCertificate: certificate && {
        acmCertificateArn: certificate.certificateArn,
        minimumProtocolVersion: TLS_POLICIES[tlsPolicy ?? EdgeTlsPolicy.TLS_1_2],
        sslSupportMethod: cloudfront.SSLMethod.SNI,
      },
      defaultCacheBehavior: {
        ...config.defaultCacheBehavior as cloudfront.CfnDistribution.DefaultCacheBehaviorProperty,
        responseHeadersPolicyId: this.headers.responseHeadersPolicyId,
      },
      // No bucket: requests are delivered to the log group (standard logging v2), and this says that cookies stay out.
      logging: { includeCookies: false },
      viewerMtlsConfig: viewerMutualTls && {
        mode: 'required',
        trustStoreConfig: {
          trustStoreId: trustStore(this, viewerMutualTls).attrId, advertiseTrustStoreCaNames: false, ignoreCertificateExpiry: false,
        },
      },
    };
  }

  private addRecords(domainNames: string[], zone: route53.IHostedZone): void {
    const target = route53.RecordTarget.fromAlias(new targets.CloudFrontTarget(this));
    domainNames.forEach((recordName, index) => {
      new route53.ARecord(this, `Record${index}`, { zone, recordName, target });
      new route53.AaaaRecord(this, `RecordV6${index}`, { zone, recordName, target });
    });
  }
}

const TLS_POLICIES: Record<EdgeTlsPolicy, cloudfront.SecurityPolicyProtocol> = {
  [EdgeTlsPolicy.TLS_1_2]: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
  [EdgeTlsPolicy.TLS_1_3]: cloudfront.SecurityPolicyProtocol.TLS_V1_3_2025,
};

function behaviorOf({ _behavior }: EdgeOrigin, trustedKeyGroups?: cloudfront.IKeyGroup[]): cloudfront.AddBehaviorOptions {
  const { allowedMethods, viewerProtocolPolicy, cachePolicy, originRequestPolicy } = _behavior;
  return { allowedMethods, viewerProtocolPolicy, cachePolicy, originRequestPolicy, trustedKeyGroups };
}

/** Without what is left undefined, which would undo the defaults that it stands beside. */
function said(options: cloudfront.AddBehaviorOptions): cloudfront.AddBehaviorOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function ownCertificate(stacks: EdgeStacks, { domainNames, hostedZone }: EdgeDomain): acm.Certificate {
  const [domainName, ...subjectAlternativeNames] = domainNames;
  return new acm.Certificate(stacks.before.scope, 'Certificate', {
    domainName, subjectAlternativeNames, validation: acm.CertificateValidation.fromDns(hostedZone),
  });
}

function ownFirewall(stacks: EdgeStacks, { firewallProps, logRemovalPolicy }: EdgeDistributionProps): WebFirewall {
  const { scope, zone } = stacks.before;
  return new WebFirewall(scope, 'Firewall', { logRemovalPolicy, ...firewallProps, firewallScope: FirewallScope.CLOUDFRONT, zone });
}

function geoRestriction({ allowCountries, blockCountries }: EdgeDistributionProps): cloudfront.GeoRestriction | undefined {
  if (allowCountries) return cloudfront.GeoRestriction.allowlist(...allowCountries);
  return blockCountries && cloudfront.GeoRestriction.denylist(...blockCountries);
}

function trustStore(scope: Construct, { bucket, key, version }: EdgeMutualTls): cloudfront.CfnTrustStore {
  return new cloudfront.CfnTrustStore(scope, 'TrustStore', {
    name: `${Names.uniqueResourceName(scope, { maxLength: 50, separator: '-' })}-${deploymentId()}`,
    caCertificatesBundleSource: {
      caCertificatesBundleS3Location: { bucket: bucket.bucketName, key, version, region: bucket.env.region },
    },
  });
}
