import { ArnFormat, Fn, Lazy, Names, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as appsync from 'aws-cdk-lib/aws-appsync';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct, IConstruct } from 'constructs';
import { checkFirewall } from './firewall-checks';
import { BLOCK_RESPONSES, firewallRules, visibility } from './firewall-rules';
import { FirewallScope } from './firewall-scope';
import type { WebFirewallProps } from './web-firewall-props';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { vendedLogArn, vendedLogName } from '../core/vended-logs';
import { LogKind } from '../zone/logs/log-kind';
import { SecureLogGroup } from '../zone/logs/secure-log-group';
import { TrustZone } from '../zone/trust-zone';


/** An IP set of a responder. @internal */
export interface RespondingSet {
  readonly version: string;
  readonly id: string;
  readonly name: string;
  readonly arn: string;
}

/** Headers that carry credentials. */
const CREDENTIAL_HEADERS = ['authorization', 'cookie', 'x-amz-security-token', 'x-api-key'];
/** Over this size of a body AWS WAF must be told to look further, in steps of the same size. */
const INSPECTION_STEP_KIBIBYTES = 16;

/**
 * A web firewall in front of the APIs and user pools of a region, or of distributions: the managed rule groups Common, KnownBadInputs, SQLi,
 * AmazonIpReputationList and AnonymousIpList in block, rate limits per address and per caller, and no request larger than
 * what AWS WAF can inspect.
 *
 * In the template: the web ACL, its log group `aws-waf-logs-…` under the zone's key, the logging configuration, and an IP
 * set for each list and address family that is given. Credentials in headers are masked in whatever AWS WAF stores. AWS WAF
 * gives itself the right to write to the log group when logging is switched on, so none of the 10 resource policies that an
 * account may have is used up; whoever deploys needs `logs:PutResourcePolicy`.
 *
 * Throws on a country, address range, rate or size that AWS WAF does not take, on a rule group that is not used here, and on
 * scope CLOUDFRONT outside of us-east-1 (`FirewallRegion`).
 *
 * In front of an API behind an `EdgeDistribution`, requests are limited by the first address of X-Forwarded-For, which a caller can write: the
 * address itself is limited at the edge. Rules on reputation are left to the firewall of the distribution where it is the only way. Synthesis fails with `EdgeOnlyRules` for lists of addresses or countries there, and with `SharedFirewall` when something that is
 * reached directly has the same firewall.
 *
 * Fixed cost: 5 USD a month for the web ACL and 1 USD for each rule (10 to 13).
 * Source: FSBP WAF.10, WAF.11, WAF.12, APIGateway.4; NIST 800-53 SC-5, SC-7, SI-4; PCI DSS 6.4.2.
 *
 * @example
 * const firewall = new WebFirewall(this, 'Firewall', { rateLimit: 1000, blockCountries: ['KP'] });
 * new SecureApi(this, 'Api', { firewall, keepExecuteApiEndpoint: true });
 */
export class WebFirewall extends Construct {
  /** The zone of the firewall. */
  public readonly zone: TrustZone;
  /** What the firewall stands in front of. */
  public readonly firewallScope: FirewallScope;
  /** ARN of the web ACL. */
  public readonly webAclArn: string;
  /** Name of the web ACL. */
  public readonly webAclName: string;
  /** Value of the metric dimension `WebACL` in the namespace `AWS/WAFV2`; dimension `Rule` is `ALL` for all rules. */
  public readonly metricName: string;
  /** Where every inspected request is logged. */
  public readonly logGroup: logs.ILogGroup;

  /** What it is in front of, and what of it a distribution is in front of. */
  private readonly protectedOnes = new Set<IConstruct>();
  private readonly behind = new Map<IConstruct, 'some' | 'all'>();
  /** IP sets that a responder fills. */
  private readonly respondingSets: RespondingSet[] = [];

  constructor(scope: Construct, id: string, props: WebFirewallProps = {}) {
    checkProps(new.target === WebFirewall, 'WebFirewallProps', pathOf(scope, id), props);
    checkFirewall(pathOf(scope, id), Stack.of(scope), props);
    super(scope, id);
    this.firewallScope = props.firewallScope ?? FirewallScope.REGIONAL;
    const maxBodySize = props.maxBodySize ?? Size.kibibytes(8);
    const rateLimitKeyHeader = (props.rateLimitKeyHeader ?? 'authorization').toLowerCase();
    const countOnly = props.countOnly ?? {};
    const credentials = [...new Set([...CREDENTIAL_HEADERS, rateLimitKeyHeader])];

    this.zone = props.zone ?? TrustZone.of(this);
    this.metricName = Names.uniqueResourceName(this, { maxLength: 100, separator: '-' });
    const choices = {
      rateLimit: props.rateLimit ?? 1_000,
      callerRateLimit: props.callerRateLimit ?? 1_000,
      rateLimitKeyHeader,
      maxBodySize,
      allowCountries: props.allowCountries,
      blockCountries: props.blockCountries,
      allowAddressSets: this.addressSets('Allowed', props.allowAddresses),
      blockAddressSets: this.addressSets('Blocked', props.blockAddresses),
      countOnly,
    };
    const webAcl = new wafv2.CfnWebACL(this, 'WebAcl', {
      scope: this.firewallScope,
      defaultAction: { allow: {} },
      // only an origin that is added later tells where requests come from
      rules: Lazy.any({
        produce: () => firewallRules({
          ...choices, behindCloudFront: this.behindCloudFront, respondingAddressSets: this.respondingSets.map(({ arn }) => arn),
        }),
      }),
      customResponseBodies: BLOCK_RESPONSES,
      associationConfig: inspectionOf(maxBodySize, this.firewallScope),
      // Redaction of the log alone would leave the rate-limit keys, samples and Security Lake.
      dataProtectionConfig: {
        dataProtections: [{ action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_HEADER', fieldKeys: credentials } }],
      },
      visibilityConfig: visibility(this.metricName),
    });
    this.webAclArn = webAcl.attrArn;
    this.webAclName = Fn.select(0, Fn.split('|', webAcl.ref));
    this.logGroup = this.log(credentials, props.logRemovalPolicy);

    const counted = Object.entries(countOnly).flatMap(([group, rules]) => rules.map((rule) => `${group}/${rule}`));
    if (counted.length) this.node.addMetadata('cdk-zero-trust:opt-out', `countOnly: ${counted.join(', ')}`);
    this.node.addValidation({ validate: () => faultsBehindCloudFront(this.protectedOnes, this.behind, props) });
    this.zone._join(this);
  }

  /**
   * Tells that requests for a stage come by CloudFront, some or all of them. What goes by the address of the viewer is judged at the edge
   * then, where it is known.
   *
   * @internal
   */
  public _standBehindCloudFront(stage: IConstruct, requests: 'some' | 'all'): void {
    this.behind.set(stage, requests);
  }

  private get behindCloudFront(): 'none' | 'some' | 'all' {
    const all = [...this.behind.values()];
    return all.includes('some') ? 'some' : all[0] ?? 'none';
  }

  /**
   * Puts the firewall in front of a stage of a REST API.
   *
   * Throws `AlreadyProtected` when the stage has a firewall, `FirewallScope` when this one is for distributions.
   */
  public protect(stage: apigateway.IStage): void {
    const resourceArn = Stack.of(stage).formatArn({
      service: 'apigateway',
      account: '',
      resource: 'restapis',
      arnFormat: ArnFormat.SLASH_RESOURCE_SLASH_RESOURCE_NAME,
      resourceName: `${stage.restApi.restApiId}/stages/${stage.stageName}`,
    });
    this.associate(stage, resourceArn);
  }

  /**
   * Puts the firewall in front of the sign-in pages and the API of a user pool.
   *
   * Throws `AlreadyProtected` when the pool has a firewall, `FirewallScope` when this one is for distributions.
   */
  public protectUserPool(userPool: cognito.IUserPool): void {
    this.associate(userPool, userPool.userPoolArn);
  }

  /**
   * Puts the firewall in front of a GraphQL API of AWS AppSync.
   *
   * Throws `AlreadyProtected` when the API has a firewall, `FirewallScope` when this one is for distributions.
   */
  public protectGraphqlApi(api: appsync.IGraphqlApi): void {
    this.associate(api, api.arn);
  }

  /**
   * IP sets that a responder fills and empties, and a rule ahead of all others that blocks what is in them. CloudFormation makes them empty
   * and never looks at their addresses again.
   *
   * Throws `AlreadyBlocking` for a second responder: each would take off what the other blocks.
   *
   * @internal
   */
  public _respondingSets(): RespondingSet[] {
    if (this.respondingSets.length > 0) {
      throw new ZeroTrustError(this, 'AlreadyBlocking', 'a responder blocks addresses at this firewall already.', 'give the play to one responder.');
    }
    this.respondingSets.push(...['IPV4', 'IPV6'].map((version) => {
      const set = new wafv2.CfnIPSet(this, `Responding${version}`, { scope: this.firewallScope, ipAddressVersion: version, addresses: [] });
      return { version, id: set.attrId, arn: set.attrArn, name: Fn.select(0, Fn.split('|', set.ref)) };
    }));
    return this.respondingSets;
  }

  /** Beside the resource and not here, so that it lies in the stack of the resource, where the packs look for it. */
  private associate(resource: IConstruct, resourceArn: string): void {
    if (this.firewallScope === FirewallScope.CLOUDFRONT) {
      throw new ZeroTrustError(resource, 'FirewallScope', 'a web firewall of scope CLOUDFRONT stands in front of distributions only.',
        'use one of scope REGIONAL, in the region of the resource.');
    }
    if (resource.node.tryFindChild(ASSOCIATION)) {
      throw new ZeroTrustError(resource, 'AlreadyProtected', 'a web firewall stands in front of this already; there can be only one.',
        'protect it once.');
    }
    this.protectedOnes.add(resource);
    new wafv2.CfnWebACLAssociation(resource as Construct, ASSOCIATION, { resourceArn, webAclArn: this.webAclArn });
  }

  private addressSets(list: string, cidrs: string[] = []): string[] {
    const families = [
      { version: 'IPV4', addresses: cidrs.filter((cidr) => !cidr.includes(':')) },
      { version: 'IPV6', addresses: cidrs.filter((cidr) => cidr.includes(':')) },
    ];
    return families.filter(({ addresses }) => addresses.length).map(({ version, addresses }) => new wafv2.CfnIPSet(this,
      `${list}${version}`, { scope: this.firewallScope, ipAddressVersion: version, addresses }).attrArn);
  }

  private log(credentials: string[], removalPolicy?: RemovalPolicy): logs.ILogGroup {
    const logGroup = new SecureLogGroup(this, 'Logs', {
      zone: this.zone, removalPolicy, logGroupName: vendedLogName(this, 'aws-waf-logs-'),
    })._carries(LogKind.WAF);
    new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.webAclArn,
      logDestinationConfigs: [vendedLogArn(logGroup)],
      redactedFields: credentials.map((header) => ({ singleHeader: { Name: header } })),
    });
    return logGroup;
  }
}

/** What could not be right for all that a firewall is in front of: what it sees of a viewer behind CloudFront is not where the viewer is. */
function faultsBehindCloudFront(all: Set<IConstruct>, behind: Map<IConstruct, string>, props: WebFirewallProps): string[] {
  if (behind.size === 0) return [];
  const direct = [...all].find((one) => !behind.has(one));
  const listed = (['allowAddresses', 'blockAddresses', 'allowCountries', 'blockCountries'] as const).filter((name) => props[name]);
  return [
    ...direct ? [new ZeroTrustError(direct, 'SharedFirewall', 'its firewall is also in front of an API behind CloudFront, and does not go by addresses of callers.',
      'give each a WebFirewall of its own.').message] : [],
    ...listed.length ? [new ZeroTrustError([...behind.keys()][0], 'EdgeOnlyRules', `behind CloudFront, ${listed.join(' and ')} would judge addresses of CloudFront.`,
      'give them to the EdgeDistribution: firewallProps, allowCountries, blockCountries.').message] : [],
  ];
}

const ASSOCIATION = 'WebAclAssociation';

function inspectionOf(maxBodySize: Size, scope: FirewallScope): wafv2.CfnWebACL.AssociationConfigProperty | undefined {
  const steps = Math.ceil(maxBodySize.toBytes() / (INSPECTION_STEP_KIBIBYTES * 1024));
  if (steps <= 1) return undefined;
  const limit = { defaultSizeInspectionLimit: `KB_${steps * INSPECTION_STEP_KIBIBYTES}` };
  return { requestBody: scope === FirewallScope.CLOUDFRONT ? { CLOUDFRONT: limit } : { API_GATEWAY: limit, COGNITO_USER_POOL: limit } };
}
