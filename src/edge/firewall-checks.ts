import { isIP } from 'net';
import { Size, Stack, Token } from 'aws-cdk-lib';
import { COUNTRY_CODES } from './country-codes';
import { MANAGED_RULE_GROUPS } from './firewall-rules';
import { FirewallScope } from './firewall-scope';
import type { WebFirewallProps } from './web-firewall-props';
import { ZeroTrustError } from '../core/errors';

/** Where what is global is made: web ACLs, certificates and metrics of CloudFront. */
export const GLOBAL_REGION = 'us-east-1';
/** The most of a body that AWS WAF can be made to inspect for API Gateway, Cognito and CloudFront. */
const INSPECTABLE_KIBIBYTES = 64;
/** What AWS WAF takes as the limit of a rate-based rule. */
const RATE_LIMIT = { min: 10, max: 2_000_000_000 };
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]{1,64}$/;

/**
 * Throws on bad properties before anything is made.
 *
 * @internal
 */
export function checkFirewall(path: string, stack: Stack, props: WebFirewallProps): void {
  if (props.firewallScope === FirewallScope.CLOUDFRONT && stack.region !== GLOBAL_REGION) {
    throw new ZeroTrustError(path, 'FirewallRegion', `a web firewall for distributions is made in ${GLOBAL_REGION} only.`,
      `put it into a stack with env: { region: '${GLOBAL_REGION}' }, or let EdgeDistribution make one.`);
  }
  checkRate(path, 'rateLimit', props.rateLimit);
  checkRate(path, 'callerRateLimit', props.callerRateLimit);
  checkHeader(path, props.rateLimitKeyHeader);
  checkBodySize(path, props.maxBodySize);
  checkCountries(path, props);
  checkAddresses(path, 'allowAddresses', props.allowAddresses);
  checkAddresses(path, 'blockAddresses', props.blockAddresses);
  checkCountOnly(path, props.countOnly ?? {});
}

function checkRate(path: string, name: string, limit?: number): void {
  if (limit === undefined) return;
  if (!Token.isUnresolved(limit) && Number.isInteger(limit) && limit >= RATE_LIMIT.min && limit <= RATE_LIMIT.max) return;
  throw new ZeroTrustError(path, 'InvalidRateLimit', `${name} is no whole number from ${RATE_LIMIT.min} to ${RATE_LIMIT.max}.`,
    'give the requests of five minutes as a literal number, for example 1000.');
}

function checkHeader(path: string, header?: string): void {
  if (header === undefined || (!Token.isUnresolved(header) && HEADER_NAME.test(header))) return;
  throw new ZeroTrustError(path, 'InvalidHeaderName', 'rateLimitKeyHeader is no name of a header.',
    'give the literal name of the header that tells callers apart, for example \'x-api-key\'.');
}

function checkBodySize(path: string, size?: Size): void {
  if (size === undefined) return;
  const bytes = size.isUnresolved() ? NaN : size.toBytes();
  if (bytes >= 1 && bytes <= INSPECTABLE_KIBIBYTES * 1024) return;
  throw new ZeroTrustError(path, 'BodyNotInspectable', `AWS WAF inspects at most ${INSPECTABLE_KIBIBYTES} KiB of a body.`,
    `set maxBodySize to a literal size up to ${INSPECTABLE_KIBIBYTES} KiB; take larger payloads by a presigned upload to a bucket.`);
}

/** @internal */
export function checkCountries(path: string, { allowCountries, blockCountries }: { allowCountries?: string[]; blockCountries?: string[] }): void {
  if (allowCountries && blockCountries) {
    throw new ZeroTrustError(path, 'AmbiguousCountries', 'both allowCountries and blockCountries are given.',
      'give one: countries outside of allowCountries are blocked already.');
  }
  for (const [name, codes] of Object.entries({ allowCountries, blockCountries })) {
    if (!codes) continue;
    refuseEmpty(path, name, codes);
    for (const code of codes) {
      if (COUNTRY_CODES.has(code)) continue;
      throw new ZeroTrustError(path, 'UnknownCountry', `${name} holds ${shown(code)}, which is no country.`,
        'use literal ISO 3166-1 alpha-2 codes in capitals, for example \'DE\'.');
    }
  }
}

function checkAddresses(path: string, name: string, cidrs?: string[]): void {
  if (!cidrs) return;
  refuseEmpty(path, name, cidrs);
  for (const cidr of cidrs) {
    if (isCidr(cidr)) continue;
    throw new ZeroTrustError(path, 'InvalidCidr', `${name} holds ${shown(cidr)}, which is no address range that AWS WAF takes.`,
      'use literal CIDR notation, for example 203.0.113.7/32 or 2001:db8::/32; /0 is not possible.');
  }
}

/** An empty list would allow nobody or block nobody: a slip in either case. */
function refuseEmpty(path: string, name: string, list: string[]): void {
  if (list.length > 0) return;
  throw new ZeroTrustError(path, 'EmptyList', `${name} is empty.`, 'name at least one entry, or leave the property out.');
}

function isCidr(text: string): boolean {
  const [, address, prefix] = /^([\da-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = address === undefined ? 0 : isIP(address);
  return version !== 0 && Number(prefix) >= 1 && Number(prefix) <= (version === 4 ? 32 : 128);
}

function checkCountOnly(path: string, countOnly: Record<string, string[]>): void {
  const groups: string[] = Object.values(MANAGED_RULE_GROUPS);
  for (const [group, rules] of Object.entries(countOnly)) {
    refuseEmpty(path, `countOnly of ${shown(group)}`, rules);
    if (groups.includes(group)) continue;
    throw new ZeroTrustError(path, 'UnknownRuleGroup', `countOnly names ${shown(group)}, which this firewall does not use.`,
      `use one of ${groups.join(', ')}.`);
  }
}

function shown(value: string): string {
  return Token.isUnresolved(value) ? 'a value that is not known before deployment' : `'${value}'`;
}
