import { Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as resolver from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';
import { DataClass } from '../../core/data-class';
import { keepProtected } from '../../core/removal';
import { uniqueName, vendedLogArn, vendedLogName } from '../../core/vended-logs';
import { ClassifiedLogGroup } from '../logs/classified-log-group';
import { LogKind } from '../logs/log-kind';
import type { ZoneCore } from '../zone-core';

/** AWS keeps the priorities up to 100, and from 9,900, for rule groups of Firewall Manager. */
const AFTER_FIREWALL_MANAGER = 101;

/** @internal */
export interface DnsFirewallProps {
  readonly zone: ZoneCore;
  readonly vpcId: string;
  readonly removalPolicy: RemovalPolicy;
  /** The names that are answered, at synth. */
  readonly names: () => string[];
}

/**
 * Answers the names that are needed and no other, for everything in the network: queries to the resolver of a VPC pass no
 * security group and no route. Fails closed, as the resolver does when nothing else is said.
 *
 * Where the zone is retained, the association refuses its removal, and is retained with its rules and lists.
 *
 * @internal
 */
export class DnsFirewall extends Construct {
  constructor(scope: Construct, id: string, props: DnsFirewallProps) {
    super(scope, id);
    const { vpcId, removalPolicy } = props;
    const allowed = this.list('Allowed', Lazy.list({ produce: props.names }, { omitEmpty: true }));
    const everything = this.list('Everything', ['*']);
    const block = { action: 'BLOCK', blockResponse: 'NXDOMAIN' };
    const rules = new resolver.CfnFirewallRuleGroup(this, 'Rules', {
      name: uniqueName(this, 'Rules'),
      firewallRules: [
        // an allowed name may lead to others, of a content network: who owns the first vouches for them
        { priority: 100, action: 'ALLOW', firewallDomainListId: allowed.attrId, firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN' },
        // blocked by the last rule as well; here the log tells of which kind a question was
        ...this.detectsThreats() ? ['DGA', 'DNS_TUNNELING'].map((dnsThreatProtection, i) => ({
          priority: 200 + i, ...block, dnsThreatProtection, confidenceThreshold: 'LOW',
        })) : [],
        { priority: 300, ...block, firewallDomainListId: everything.attrId },
      ],
    });
    const association = new resolver.CfnFirewallRuleGroupAssociation(this, 'Association', {
      name: uniqueName(this, 'Association'),
      firewallRuleGroupId: rules.attrId,
      vpcId,
      priority: AFTER_FIREWALL_MANAGER,
      mutationProtection: removalPolicy === RemovalPolicy.DESTROY ? 'DISABLED' : 'ENABLED',
    });
    keepProtected(removalPolicy, association, rules, allowed, everything);
    this.logQueries(props);
  }

  /** DNS Firewall Advanced is in no region of China. */
  private detectsThreats(): boolean {
    return !Stack.of(this).region.startsWith('cn-');
  }

  private list(id: string, domains: string[]): resolver.CfnFirewallDomainList {
    return new resolver.CfnFirewallDomainList(this, id, { name: uniqueName(this, id), domains });
  }

  private logQueries({ zone, vpcId, removalPolicy }: DnsFirewallProps): void {
    const logGroup = new ClassifiedLogGroup(this, 'Queries', {
      zone, dataClass: DataClass.INTERNAL, removalPolicy, logGroupName: vendedLogName(this, '/aws/vendedlogs/resolver/'),
    })._carries(LogKind.DNS);
    const config = new resolver.CfnResolverQueryLoggingConfig(this, 'QueryLog', {
      name: uniqueName(this, 'QueryLog'), destinationArn: vendedLogArn(logGroup),
    });
    new resolver.CfnResolverQueryLoggingConfigAssociation(this, 'QueryLogAssociation', {
      resolverQueryLogConfigId: config.attrId, resourceId: vpcId,
    });
  }
}
