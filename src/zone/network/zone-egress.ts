import { Lazy, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import type { Egress } from './egress';
import type { EgressControl } from './egress-control';
import { MAX_NAMES, NetworkFirewall } from './egress-firewall';
import { EgressRoutes } from './egress-routes';
import { InlinePrefixList } from './inline-prefix-list';
import type { IsolatedVpc } from './isolated-vpc';
import { publicAddresses } from './public-addresses';
import { declareEdge } from '../../core/declare-edge';
import { Intent } from '../../core/edge';
import { ZeroTrustError } from '../../core/errors';
import { uniqueName } from '../../core/vended-logs';
import type { ZoneCore } from '../zone-core';

/** What dnsFirewallOnly does not stop, for whoever reads the evidence and not the docs. */
const NOT_STOPPED = 'functions with a destination reach every address on port 443, and each other\'s destinations';

/** @internal */
export interface ZoneEgressProps {
  readonly zone: ZoneCore;
  readonly network: IsolatedVpc;
  readonly control: EgressControl;
  readonly removalPolicy: RemovalPolicy;
  /** The gateway endpoints that a security group uses, in order. */
  readonly gatewaysOf: (securityGroup: ec2.ISecurityGroup) => string[];
}

/**
 * What leads out of a zone's network, made with the first destination: functions that declared the same destinations stand
 * in subnets of their own, from which the firewall lets out to these alone. All other functions stay where no route leads out.
 *
 * @internal
 */
export class ZoneEgress extends Construct {
  private readonly ways: EgressRoutes;
  private readonly firewall?: NetworkFirewall;
  private readonly internet: ec2.CfnPrefixList;
  private readonly destinations = new Map<lambda.Function, Set<string>>();
  private readonly groups = new Map<lambda.Function, EgressGroup>();

  constructor(scope: Construct, id: string, private readonly props: ZoneEgressProps) {
    super(scope, id);
    const { zone, network, removalPolicy, control: { _reason: reason } } = props;
    this.ways = new EgressRoutes(this, 'Ways', network, reason === undefined);
    if (reason === undefined) {
      this.firewall = new NetworkFirewall(this, 'Firewall', { zone, vpcId: network.vpcId, removalPolicy });
      this.ways.through(this.firewall);
    } else {
      this.node.addMetadata('cdk-zero-trust:opt-out', `egressControl: dnsFirewallOnly (${NOT_STOPPED}): ${reason}`);
    }
    const entries = publicAddresses(...network.ownRange);
    this.internet = new ec2.CfnPrefixList(this, 'Internet', {
      prefixListName: uniqueName(this, 'Internet'),
      addressFamily: 'IPv4',
      maxEntries: entries.length,
      entries: entries.map((cidr) => ({ cidr })),
    });
  }

  /** The names that functions declared, in order. */
  public get names(): string[] {
    return [...new Set([...this.destinations.values()].flatMap((domains) => [...domains]))].sort();
  }

  /** The names that functions of a security group declared. */
  public destinationsOf(securityGroup: ec2.ISecurityGroup): string[] {
    return [...this.destinations].flatMap(([fn, domains]) => (fn.connections.securityGroups.includes(securityGroup) ? [...domains] : []));
  }

  /** Routes of the subnets of functions that use a gateway endpoint. */
  public routeTables(gateway: string): string[] {
    return this.all().filter((group) => group.gateways.includes(gateway)).flatMap((group) => group.routeTables);
  }

  /** Puts functions whose security group began to use a gateway endpoint where its route is. */
  public regroupUsers(securityGroup: ec2.ISecurityGroup): void {
    [...this.destinations.keys()].filter((fn) => fn.connections.securityGroups.includes(securityGroup)).forEach((fn) => this.regroup(fn));
  }

  /** Lets a function out to a destination. */
  public allow(egress: Egress, fn: lambda.Function): void {
    const { domain } = egress;
    const domains = this.destinations.get(fn) ?? new Set();
    if (domains.has(domain)) return;
    if (domains.size === MAX_NAMES) {
      throw new ZeroTrustError(fn, 'TooManyDestinations', `a function reaches ${MAX_NAMES} destinations at the most.`,
        'split the function by what it calls.');
    }
    declareEdge(this, { caller: fn.node.path, target: domain, intent: Intent.EGRESS, actions: [] });
    if (domains.size === 0) this.open(fn);
    this.destinations.set(fn, domains.add(domain));
    this.regroup(fn);
  }

  /** Takes a function out of the subnets without a way out, and opens its security group to public addresses. */
  private open(fn: lambda.Function): void {
    const resource = fn.node.defaultChild as lambda.CfnFunction;
    const subnetIds = Lazy.list({ produce: () => this.groups.get(fn)!.subnets.map((subnet) => subnet.ref) });
    resource.vpcConfig = { ...resource.vpcConfig as lambda.CfnFunction.VpcConfigProperty, subnetIds };
    fn.connections.allowTo(new InlinePrefixList(this.internet.attrPrefixListId), ec2.Port.tcp(443), 'HTTPS to declared destinations');
  }

  /**
   * Functions stand together as long as they declared the same and use the same gateway endpoints, which are routes. Without a
   * firewall nothing tells destinations apart.
   */
  private regroup(fn: lambda.Function): void {
    const domains = this.firewall ? [...this.destinations.get(fn)!].sort() : [];
    const gateways = fn.connections.securityGroups.flatMap((group) => this.props.gatewaysOf(group));
    const before = this.groups.get(fn);
    const same = this.all().find((group) => group.isFor(domains, gateways));
    if (same && same === before) return;
    if (!same && before?.functions.size === 1) return before.become(domains, gateways);
    const group = same ?? this.newGroup();
    group.become(domains, gateways);
    before?.functions.delete(fn);
    group.functions.add(fn);
    this.groups.set(fn, group);
    if (before?.functions.size === 0) this.remove(before);
  }

  private all(): EgressGroup[] {
    return [...new Set(this.groups.values())];
  }

  private newGroup(): EgressGroup {
    const taken = new Set(this.all().map(({ index }) => index));
    let index = 0;
    while (taken.has(index)) index++;
    return new EgressGroup(this, index, this.props.network, this.ways, this.firewall);
  }

  private remove(group: EgressGroup): void {
    this.firewall?.forget(group.index);
    this.node.tryRemoveChild(group.node.id);
  }
}

/** Functions that declared the same destinations and use the same gateway endpoints, and where they stand. */
class EgressGroup extends Construct {
  public readonly subnets: ec2.CfnSubnet[];
  public readonly routeTables: string[];
  public readonly functions = new Set<lambda.Function>();
  public domains: string[] = [];
  public gateways: string[] = [];

  constructor(scope: Construct, public readonly index: number, network: IsolatedVpc, ways: EgressRoutes, firewall?: NetworkFirewall) {
    super(scope, `Group${index + 1}`);
    const zones = network.availabilityZones.length;
    // after the public subnets and those of the firewall
    this.subnets = network.availabilityZones.map((_, zone) => network.spareSubnet(this, `Subnet${zone + 1}`, (index + 2) * zones + zone, zone));
    this.routeTables = this.subnets.map((subnet, zone) => ways.lead(subnet, zone).ref);
    firewall?.allow(this, index, this.subnets, () => this.domains);
  }

  public isFor(domains: string[], gateways: string[]): boolean {
    return this.domains.join() === domains.join() && this.gateways.join() === gateways.join();
  }

  public become(domains: string[], gateways: string[]): void {
    this.domains = domains;
    this.gateways = gateways;
  }
}

/** By type and not by class, so that functions of another copy of the CDK count. @internal */
export function isFunction(member: IConstruct): member is lambda.Function {
  return (member.node.defaultChild as { cfnResourceType?: string } | undefined)?.cfnResourceType === 'AWS::Lambda::Function';
}
