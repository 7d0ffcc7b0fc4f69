import { Stack, Token } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { EdgeBehavior } from './edge-behavior';
import type { EdgeDistributionProps } from './edge-distribution-props';
import { EdgeStacks } from './edge-stacks';
import { checkCountries, GLOBAL_REGION } from './firewall-checks';
import { FirewallScope } from './firewall-scope';
import { DataClass } from '../core/data-class';
import { ZeroTrustError } from '../core/errors';

/** What tells viewers apart. */
interface Viewers {
  readonly viewerMutualTls?: object;
  readonly trustedKeyGroups?: object[];
}

const DOMAIN_NAME = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Throws on bad properties before anything is made. */
export function checkEdge(path: string, stack: Stack, props: EdgeDistributionProps): void {
  EdgeStacks.check(path, stack);
  checkViewers(path, props.origin._behavior, props);
  checkDomain(path, stack, props);
  checkFirewallOf(path, props);
  checkCountries(path, props);
  const { floodThreshold, contentSecurityPolicy } = props;
  if (floodThreshold !== undefined && !(Number.isInteger(floodThreshold) && floodThreshold >= 1 && !Token.isUnresolved(floodThreshold))) {
    throw new ZeroTrustError(path, 'BadThreshold', 'floodThreshold is no whole number of requests.', 'give the requests of five minutes, 1 or more.');
  }
  if (contentSecurityPolicy === '') {
    throw new ZeroTrustError(path, 'EmptyPolicy', 'the content security policy is empty, which allows everything.',
      'name the sources that pages need, or leave it out for the default.');
  }
}

/** Throws when everyone on the internet would be served what is of the highest class. */
export function checkViewers(path: string, { dataClass }: EdgeBehavior, { viewerMutualTls, trustedKeyGroups = [] }: Viewers): void {
  if (dataClass !== DataClass.RESTRICTED || viewerMutualTls || trustedKeyGroups.length > 0) return;
  throw new ZeroTrustError(path, 'RestrictedContent', 'the origin holds RESTRICTED data, and every viewer would be served.',
    'ask viewers for signed URLs (trustedKeyGroups) or for certificates (viewerMutualTls), or give the bucket the class that its content has.');
}

function checkDomain(path: string, stack: Stack, { domain, keepCloudFrontDomain, tlsPolicy }: EdgeDistributionProps): void {
  if (!domain && !keepCloudFrontDomain) {
    throw new ZeroTrustError(path, 'NoDomain', 'the distribution has no domain name, and the default cloudfront.net name accepts TLS 1.0.',
      'give it a domain, or set keepCloudFrontDomain: true.');
  }
  if (keepCloudFrontDomain && (domain || tlsPolicy)) {
    throw new ZeroTrustError(path, 'TwoDomains', 'keepCloudFrontDomain is given beside a domain or a TLS policy, which it cannot have.',
      'leave keepCloudFrontDomain out.');
  }
  if (!domain) return;
  if (domain.domainNames.length === 0) {
    throw new ZeroTrustError(path, 'EmptyList', 'domainNames is empty.', 'name at least one domain.');
  }
  const bad = domain.domainNames.find((name) => !Token.isUnresolved(name) && !DOMAIN_NAME.test(name));
  if (bad !== undefined) {
    throw new ZeroTrustError(path, 'BadDomainName', `'${bad}' is no domain name that CloudFront takes.`,
      'use full names in lower case, for example www.example.com.');
  }
  if (!domain.certificate) return checkProofOf(path, stack, domain.hostedZone);
  const region = regionOf(domain.certificate);
  if (region !== undefined && region !== GLOBAL_REGION) {
    throw new ZeroTrustError(path, 'CertificateRegion', `the certificate is in ${region}, and CloudFront takes those of ${GLOBAL_REGION} only.`,
      `request it in a stack with env: { region: '${GLOBAL_REGION}' }, or import it by its ARN.`);
  }
}

/** What a certificate is proved by that is made here. */
function checkProofOf(path: string, stack: Stack, hostedZone?: route53.IHostedZone): void {
  if (!hostedZone) {
    throw new ZeroTrustError(path, 'NoCertificate', 'the domain has no certificate, and no hosted zone that could prove one.',
      'pass certificate, or the public hostedZone of the names.');
  }
  if (stack.region !== GLOBAL_REGION && Token.isUnresolved(hostedZone.hostedZoneId)) {
    throw new ZeroTrustError(path, 'LiteralNeeded', `the certificate is made in a stack of ${GLOBAL_REGION} that comes before the hosted zone.`,
      'import the zone by its id, HostedZone.fromHostedZoneAttributes, or pass certificate.');
  }
}

/** By its ARN, or by the stack that makes it; nothing is known of one that is imported by a token. */
function regionOf(certificate: acm.ICertificate): string | undefined {
  const arn = certificate.certificateArn;
  const region = Token.isUnresolved(arn) ? certificate.node.defaultChild && Stack.of(certificate).region : arn.split(':')[3];
  return Token.isUnresolved(region) ? undefined : region;
}

function checkFirewallOf(path: string, { firewall, firewallProps }: EdgeDistributionProps): void {
  if (firewall && firewallProps) {
    throw new ZeroTrustError(path, 'TwoFirewalls', 'both firewall and firewallProps are given.', 'give one: firewallProps is for a firewall made here.');
  }
  if (firewall && firewall.firewallScope !== FirewallScope.CLOUDFRONT) {
    throw new ZeroTrustError(path, 'FirewallScope', 'a web firewall of a region cannot stand in front of a distribution.',
      'make it with firewallScope: FirewallScope.CLOUDFRONT in us-east-1, or leave it out.');
  }
}
