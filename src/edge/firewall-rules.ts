import { Size } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';

/** Rule name → managed rule group of AWS. */
export const MANAGED_RULE_GROUPS = {
  IpReputation: 'AWSManagedRulesAmazonIpReputationList',
  AnonymousIp: 'AWSManagedRulesAnonymousIpList',
  KnownBadInputs: 'AWSManagedRulesKnownBadInputsRuleSet',
  SqlInjection: 'AWSManagedRulesSQLiRuleSet',
  Common: 'AWSManagedRulesCommonRuleSet',
};

/** Answers to what a rule of ours blocks: a status and no reason. The managed groups answer with a plain 403. */
export const BLOCK_RESPONSES = {
  Forbidden: { contentType: 'APPLICATION_JSON', content: '{"message":"Forbidden"}' },
  TooManyRequests: { contentType: 'APPLICATION_JSON', content: '{"message":"Too many requests"}' },
};

/** What AWS WAF sees of all headers together, and of all cookies. */
const INSPECTED_HEADER_BYTES = 8_192;
/** The bodies over which the Common rule set blocks. */
const COMMON_BODY_BYTES = 8_192;
const WINDOW_SECONDS = 300;
const FORWARDED_FOR = 'X-Forwarded-For';
/**
 * CloudFront appends the address of the viewer to what the viewer wrote, so it is among the last ten, which are looked at. Source: AWS WAF API reference,
 * "IPSetForwardedIPConfig".
 */
const FORWARDED_BY = { headerName: FORWARDED_FOR, fallbackBehavior: 'MATCH', position: 'ANY' };
/** Every text goes to AWS WAF as it came: a transformation could make two callers one. */
const AS_IT_CAME = [{ priority: 0, type: 'NONE' }];

type Rule = wafv2.CfnWebACL.RuleProperty;
type Statement = wafv2.CfnWebACL.StatementProperty;
type NamedRule = Omit<Rule, 'priority' | 'visibilityConfig'>;

/** @internal */
export interface FirewallRules {
  readonly rateLimit: number;
  readonly callerRateLimit: number;
  readonly rateLimitKeyHeader: string;
  readonly maxBodySize: Size;
  readonly allowCountries?: string[];
  readonly blockCountries?: string[];
  /** ARNs of IP sets, one for each address family in use. */
  readonly allowAddressSets: string[];
  readonly blockAddressSets: string[];
  /** Those that a responder fills and empties. */
  readonly respondingAddressSets: string[];
  readonly countOnly: Record<string, string[]>;
  /** Which requests come from an address of CloudFront, with that of the viewer in X-Forwarded-For. */
  readonly behindCloudFront: 'none' | 'some' | 'all';
}

/**
 * The rules of a firewall, cheapest first: what an earlier rule blocks, a later one does not inspect.
 *
 * Capacity, of 1,500 units that the basic price holds: Common 700, known bad inputs 200, SQL injection 200, anonymous
 * addresses 50, reputation 25; rate by address 2, rate by caller 32, oversize 3, and at most 5 for addresses and countries.
 *
 * @internal
 */
export function firewallRules(choices: FirewallRules): Rule[] {
  return [
    ...addressRules(choices),
    ...countryRules(choices),
    ...choices.behindCloudFront === 'all' ? [] : [managed('IpReputation', choices), managed('AnonymousIp', choices)],
    ...ratesPerAddress(choices),
    block('RatePerCaller', {
      rateBasedStatement: {
        aggregateKeyType: 'CUSTOM_KEYS',
        customKeys: [{ header: { name: choices.rateLimitKeyHeader, textTransformations: AS_IT_CAME } }],
        limit: choices.callerRateLimit,
        evaluationWindowSec: WINDOW_SECONDS,
      },
    }, 429),
    oversize(choices.maxBodySize.toBytes()),
    managed('KnownBadInputs', choices),
    managed('SqlInjection', choices),
    managed('Common', choices),
  ].map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) }));
}

/**
 * Metrics for every rule (FSBP WAF.12), and no samples: a sample holds whole requests, for three hours, outside of the
 * zone's key, and the log has them all.
 *
 * @internal
 */
export function visibility(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}

/**
 * Behind CloudFront by the first address of X-Forwarded-For, as the address of CloudFront would be one for thousands of viewers. What is no
 * address there was written by hand, and is blocked. Without the header that rule passes a request by, so requests that come around
 * CloudFront are counted by their own address.
 */
function ratesPerAddress({ behindCloudFront, rateLimit }: FirewallRules): NamedRule[] {
  const limit = { limit: rateLimit, evaluationWindowSec: WINDOW_SECONDS };
  if (behindCloudFront === 'none') return [block('RatePerAddress', { rateBasedStatement: { aggregateKeyType: 'IP', ...limit } }, 429)];
  const forwardedIpConfig = { headerName: FORWARDED_FOR, fallbackBehavior: 'MATCH' };
  const forwarded = block('RatePerAddress', { rateBasedStatement: { aggregateKeyType: 'FORWARDED_IP', forwardedIpConfig, ...limit } }, 429);
  if (behindCloudFront === 'all') return [forwarded];
  const scopeDownStatement = not({
    sizeConstraintStatement: {
      comparisonOperator: 'GE', size: 0, fieldToMatch: { singleHeader: { Name: FORWARDED_FOR.toLowerCase() } }, textTransformations: AS_IT_CAME,
    },
  });
  return [forwarded, block('RatePerDirectAddress', { rateBasedStatement: { aggregateKeyType: 'IP', scopeDownStatement, ...limit } }, 429)];
}

/**
 * What a responder blocks comes first, before any other rule looks at a request. Behind CloudFront it is the viewer's address: that of the connection is
 * one of CloudFront's.
 */
function addressRules({ respondingAddressSets, allowAddressSets, blockAddressSets, behindCloudFront }: FirewallRules): NamedRule[] {
  const rules: NamedRule[] = [];
  if (respondingAddressSets.length) {
    const direct = behindCloudFront === 'all' ? [] : addressIn(respondingAddressSets);
    const forwarded = behindCloudFront === 'none' ? [] : addressIn(respondingAddressSets, FORWARDED_BY);
    rules.push(block('RespondingAddresses', any([...direct, ...forwarded])));
  }
  if (blockAddressSets.length) rules.push(block('BlockedAddresses', anyAddressIn(blockAddressSets)));
  if (allowAddressSets.length) rules.push(block('OtherAddresses', not(anyAddressIn(allowAddressSets))));
  return rules;
}

function countryRules({ allowCountries, blockCountries }: FirewallRules): NamedRule[] {
  if (blockCountries) return [block('BlockedCountries', { geoMatchStatement: { countryCodes: blockCountries } })];
  if (allowCountries) return [block('OtherCountries', not({ geoMatchStatement: { countryCodes: allowCountries } }))];
  return [];
}

/** What AWS WAF cannot see in full never passes: padding would carry an attack past every later rule. */
function oversize(maxBodyBytes: number): NamedRule {
  return block('Oversize', {
    orStatement: {
      statements: [
        over(maxBodyBytes, { body: { oversizeHandling: 'MATCH' } }),
        over(INSPECTED_HEADER_BYTES, { headers: { matchPattern: { all: {} }, matchScope: 'VALUE', oversizeHandling: 'MATCH' } }),
        over(INSPECTED_HEADER_BYTES, { cookies: { matchPattern: { all: {} }, matchScope: 'VALUE', oversizeHandling: 'MATCH' } }),
      ],
    },
  });
}

function managed(name: keyof typeof MANAGED_RULE_GROUPS, { countOnly, maxBodySize }: FirewallRules): NamedRule {
  const group = MANAGED_RULE_GROUPS[name];
  const counted = new Set(countOnly[group]);
  // The rule `Oversize` blocks in its place, at the limit that was asked for.
  if (name === 'Common' && maxBodySize.toBytes() > COMMON_BODY_BYTES) counted.add('SizeRestrictions_BODY');
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        ruleActionOverrides: counted.size ? [...counted].sort().map((rule) => ({ name: rule, actionToUse: { count: {} } })) : undefined,
      },
    },
  };
}

function block(name: string, statement: Statement, responseCode: 403 | 429 = 403): NamedRule {
  const customResponseBodyKey: keyof typeof BLOCK_RESPONSES = responseCode === 429 ? 'TooManyRequests' : 'Forbidden';
  return { name, statement, action: { block: { customResponse: { responseCode, customResponseBodyKey } } } };
}

function anyAddressIn(arns: string[]): Statement {
  return any(addressIn(arns));
}

function addressIn(arns: string[], ipSetForwardedIpConfig?: wafv2.CfnWebACL.IPSetForwardedIPConfigurationProperty): Statement[] {
  return arns.map((arn) => ({ ipSetReferenceStatement: { arn, ipSetForwardedIpConfig } }));
}

function any(statements: Statement[]): Statement {
  return statements.length === 1 ? statements[0] : { orStatement: { statements } };
}

function not(statement: Statement): Statement {
  return { notStatement: { statement } };
}

function over(size: number, fieldToMatch: wafv2.CfnWebACL.FieldToMatchProperty): Statement {
  return { sizeConstraintStatement: { comparisonOperator: 'GT', size, fieldToMatch, textTransformations: AS_IT_CAME } };
}
