import { Fn, Lazy, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as firewall from 'aws-cdk-lib/aws-networkfirewall';
import { Construct } from 'constructs';
import { DataClass } from '../../core/data-class';
import { keepProtected } from '../../core/removal';
import { uniqueName, vendedLogName } from '../../core/vended-logs';
import { ClassifiedLogGroup } from '../logs/classified-log-group';
import type { ZoneCore } from '../zone-core';

/** Where groups of names begin in the order of the policy; what is never let through comes before. */
const FIRST_NAMES = 100;
/** Names that fit into one group: what a group may grow to is fixed when it is made. */
export const MAX_NAMES = 300;

/** What no destination needs. Without these rules, packets of protocols without connections would pass before the default. */
const NEVER = [
  'drop udp any any -> any any (msg:"No UDP leaves, QUIC included"; sid:1; rev:1;)',
  'drop icmp any any -> any any (msg:"No ICMP leaves"; sid:2; rev:1;)',
  'drop tcp any any -> any !443 (msg:"Nothing but HTTPS leaves"; flow:to_server; sid:3; rev:1;)',
];

/** @internal */
export interface NetworkFirewallProps {
  readonly zone: ZoneCore;
  readonly vpcId: string;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * A network firewall that lets out TLS to the names that each group of functions declared, and drops the rest: rules in
 * strict order, whole handshakes put together before a name is looked at.
 *
 * One firewall in each Availability Zone, all with one policy: the endpoints of a firewall in several zones come in no order,
 * so that no route could name the one of its own zone. It costs the same, as each endpoint is paid by the hour.
 *
 * @internal
 */
export class NetworkFirewall extends Construct {
  private readonly policy: firewall.CfnFirewallPolicy;
  private readonly firewalls: firewall.CfnFirewall[] = [];
  private readonly groups = new Map<number, firewall.CfnRuleGroup>();
  private readonly logDestinations: firewall.CfnLoggingConfiguration.LogDestinationConfigProperty[];

  constructor(scope: Construct, id: string, private readonly props: NetworkFirewallProps) {
    super(scope, id);
    const never = new firewall.CfnRuleGroup(this, 'Never', {
      ruleGroupName: uniqueName(this, 'Never'),
      description: 'What leaves for no destination',
      type: 'STATEFUL',
      capacity: 10,
      ruleGroup: { rulesSource: { rulesString: NEVER.join('\n') }, statefulRuleOptions: { ruleOrder: 'STRICT_ORDER' } },
    });
    this.policy = new firewall.CfnFirewallPolicy(this, 'Policy', {
      firewallPolicyName: uniqueName(this, 'Policy'),
      description: 'Lets out HTTPS to declared names',
      firewallPolicy: {
        statelessDefaultActions: ['aws:forward_to_sfe'],
        statelessFragmentDefaultActions: ['aws:forward_to_sfe'],
        statefulEngineOptions: { ruleOrder: 'STRICT_ORDER', streamExceptionPolicy: 'REJECT' },
        // "app_layer" waits for a handshake in several packets, which post-quantum keys make the rule
        statefulDefaultActions: ['aws:drop_established_app_layer_to_server', 'aws:alert_established_app_layer_to_server'],
        statefulRuleGroupReferences: Lazy.any({
          produce: () => [{ priority: 1, resourceArn: never.attrRuleGroupArn }, ...[...this.groups]
            .map(([index, group]) => ({ priority: FIRST_NAMES + index, resourceArn: group.attrRuleGroupArn }))
            .sort((a, b) => a.priority - b.priority)],
        }),
      },
    });
    keepProtected(props.removalPolicy, never, this.policy);
    this.logDestinations = (['Alert', 'Flow'] as const).map((kind) => ({
      logType: kind.toUpperCase(), logDestinationType: 'CloudWatchLogs', logDestination: { logGroup: this.logGroup(kind).logGroupName },
    }));
  }

  /** Puts the firewall of an Availability Zone into its subnet. */
  public standIn(subnet: ec2.CfnSubnet, zone: number): void {
    const id = `Firewall${zone + 1}`;
    const protect = this.props.removalPolicy !== RemovalPolicy.DESTROY;
    const one = new firewall.CfnFirewall(this, id, {
      firewallName: uniqueName(this, id),
      firewallPolicyArn: this.policy.attrFirewallPolicyArn,
      vpcId: this.props.vpcId,
      subnetMappings: [{ subnetId: subnet.ref }],
      deleteProtection: protect,
      subnetChangeProtection: protect,
      firewallPolicyChangeProtection: protect,
    });
    new firewall.CfnLoggingConfiguration(this, `${id}Logs`, {
      firewallArn: one.attrFirewallArn, loggingConfiguration: { logDestinationConfigs: this.logDestinations },
    });
    keepProtected(this.props.removalPolicy, one, subnet);
    this.firewalls[zone] = one;
  }

  /** The endpoint that routes of an Availability Zone lead to. */
  public endpoint(zone: number): string {
    return onlyEndpointOf(this.firewalls[zone].attrEndpointIds);
  }

  /** Lets TLS out of subnets to exactly the names that are there at synth. */
  public allow(scope: Construct, index: number, subnets: ec2.CfnSubnet[], names: () => string[]): void {
    const group = new firewall.CfnRuleGroup(scope, 'Names', {
      ruleGroupName: uniqueName(scope, 'Names'),
      description: 'Names that functions of these subnets declared',
      type: 'STATEFUL',
      capacity: MAX_NAMES,
      ruleGroup: {
        ruleVariables: { ipSets: { HOME_NET: { definition: subnets.map((subnet) => subnet.attrCidrBlock) } } },
        // no HTTP_HOST: nothing leaves in the clear
        rulesSource: {
          rulesSourceList: { generatedRulesType: 'ALLOWLIST', targetTypes: ['TLS_SNI'], targets: Lazy.list({ produce: names }) },
        },
        statefulRuleOptions: { ruleOrder: 'STRICT_ORDER' },
      },
    });
    keepProtected(this.props.removalPolicy, group);
    this.groups.set(index, group);
  }

  /** Takes the names of a group away that no function is in any more. */
  public forget(index: number): void {
    this.groups.delete(index);
  }

  private logGroup(kind: string): ClassifiedLogGroup {
    const { zone, removalPolicy } = this.props;
    const at = new Construct(this, kind);
    return new ClassifiedLogGroup(at, 'Logs', {
      zone, dataClass: DataClass.INTERNAL, removalPolicy, logGroupName: vendedLogName(at, '/aws/vendedlogs/network-firewall/'),
    });
  }
}

/** The one endpoint of a firewall that stands in one subnet: its attribute is a list of `zone:vpce-…` in no order. @internal */
export function onlyEndpointOf(endpointIds: string[]): string {
  return Fn.select(1, Fn.split(':', Fn.select(0, endpointIds)));
}
