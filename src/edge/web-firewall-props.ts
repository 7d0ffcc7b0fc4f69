import type { RemovalPolicy, Size } from 'aws-cdk-lib';
import type { FirewallScope } from './firewall-scope';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `WebFirewall`.
 */
export interface WebFirewallProps {
  /**
   * What the firewall stands in front of. `EdgeDistribution` makes its own, in the stack that it takes.
   *
   * @default FirewallScope.REGIONAL
   */
  readonly firewallScope?: FirewallScope;

  /**
   * Requests that one address may send in five minutes, 10 to 2,000,000,000. What goes over is answered with 429.
   *
   * @default 1000
   */
  readonly rateLimit?: number;

  /**
   * Requests that one caller may send in five minutes, 10 to 2,000,000,000, whatever addresses they come from. What goes
   * over is answered with 429.
   *
   * @default 1000
   */
  readonly callerRateLimit?: number;

  /**
   * The header that tells callers apart. It is redacted in logs.
   *
   * @default 'authorization'
   */
  readonly rateLimitKeyHeader?: string;

  /**
   * The largest request body, up to 64 KiB. Over 16 KiB AWS WAF inspects more of a body, which costs extra per request
   * that uses it.
   *
   * @default Size.kibibytes(8)
   */
  readonly maxBodySize?: Size;

  /**
   * The only countries that requests may come from, by ISO 3166-1 alpha-2 code. Excludes `blockCountries`.
   *
   * @default - all countries
   */
  readonly allowCountries?: string[];

  /**
   * Countries that no request may come from, by ISO 3166-1 alpha-2 code. Excludes `allowCountries`.
   *
   * @default - none
   */
  readonly blockCountries?: string[];

  /**
   * The only addresses that requests may come from, IPv4 or IPv6, in CIDR notation. Their requests are inspected as all
   * others are.
   *
   * @default - all addresses
   */
  readonly allowAddresses?: string[];

  /**
   * Addresses that no request may come from, IPv4 or IPv6, in CIDR notation.
   *
   * @default - none
   */
  readonly blockAddresses?: string[];

  /**
   * Rules of the managed groups that count requests instead of blocking them: group → names of rules, for example
   * `{ AWSManagedRulesCommonRuleSet: ['NoUserAgent_HEADER'] }`. They are listed in the template's metadata and in the
   * evidence. AWS WAF ignores the name of a rule that the group does not have.
   *
   * `AWSManagedRulesAnonymousIpList: ['HostingProviderIPList']` is for APIs whose callers are servers in a cloud.
   *
   * @default - every rule blocks
   */
  readonly countOnly?: Record<string, string[]>;

  /**
   * The zone whose key encrypts the logs.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * What happens to the logs when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}
