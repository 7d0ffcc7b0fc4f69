import { RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { DnsFirewall } from './dns-firewall';
import { EgressControl } from './egress-control';
import { IsolatedVpc } from './isolated-vpc';
import { ServiceEndpoints } from './service-endpoints';
import { ClassifiedLogGroup } from '../logs/classified-log-group';
import { LogKind } from '../logs/log-kind';
import type { ZoneCore } from '../zone-core';
import { ZoneEgress } from './zone-egress';
import type { GatewayPrefixLists, ZoneNetworkChoice } from './zone-network';
import { DataClass } from '../../core/data-class';
import { ZeroTrustError } from '../../core/errors';

/** @internal */
export interface ZoneNetworkingProps {
  readonly choice: ZoneNetworkChoice;
  readonly prefixLists?: GatewayPrefixLists;
  readonly removalPolicy: RemovalPolicy;
  /** Names that the DNS firewall answers besides those of destinations and services; read at synth. */
  readonly names: Set<string>;
}

/**
 * The network of a zone, the private ways to services, and the ways out.
 *
 * @internal
 */
export class ZoneNetworking {
  public readonly vpc: ec2.IVpc;
  public readonly subnets: ec2.ISubnet[];
  public readonly endpoints: ServiceEndpoints;
  private readonly isolated?: IsolatedVpc;
  private waysOut?: ZoneEgress;
  private filtersNames = false;

  constructor(private readonly zone: ZoneCore, private readonly props: ZoneNetworkingProps) {
    const { choice, removalPolicy } = props;
    if (choice.reason !== undefined) {
      throw new ZeroTrustError(zone, 'NoNetwork', 'something needs a VPC and this zone is declared without a network.',
        'give the zone ZoneNetwork.isolated() or ZoneNetwork.existing(vpc).');
    }
    this.isolated = choice.vpc ? undefined : new IsolatedVpc(zone, 'Network', choice.isolated ?? {}, new ClassifiedLogGroup(zone, 'FlowLogs', {
      zone, dataClass: DataClass.INTERNAL, removalPolicy,
    })._carries(LogKind.FLOW));
    this.vpc = choice.vpc ?? this.isolated!.vpc;
    this.subnets = choice.subnets ? this.vpc.selectSubnets(choice.subnets).subnets : this.vpc.isolatedSubnets;
    if (this.subnets.length === 0) {
      throw new ZeroTrustError(zone, 'NoIsolatedSubnets', 'the given VPC has no isolated subnets.',
        'pass the subnets to ZoneNetwork.existing(vpc, { subnets: [...] }).');
    }
    this.endpoints = new ServiceEndpoints(zone, 'Endpoints', {
      vpc: this.vpc,
      subnets: this.subnets,
      prefixLists: props.prefixLists,
      members: zone._members,
      otherRouteTables: (gateway) => this.waysOut?.routeTables(gateway) ?? [],
      onGatewayUser: (securityGroup) => this.waysOut?.regroupUsers(securityGroup),
      destinationsOf: (securityGroup) => this.waysOut?.destinationsOf(securityGroup) ?? [],
    });
    if (choice.isolated?.dnsFirewall) this.filterNames();
  }

  /** The ways out, made at the first call. Throws `EgressNeedsOwnNetwork` in a VPC that exists already. */
  public get egress(): ZoneEgress {
    this.waysOut ??= this.makeWaysOut();
    return this.waysOut;
  }

  private makeWaysOut(): ZoneEgress {
    const { choice, removalPolicy } = this.props;
    if (!this.isolated) {
      throw new ZeroTrustError(this.zone, 'EgressNeedsOwnNetwork', 'the zone stands in a VPC that exists already, whose routes are not its own.',
        'use ZoneNetwork.isolated(), or lead the VPC through a firewall of its own and open the way by fn.allowEgress(peer, port).');
    }
    this.filterNames();
    return new ZoneEgress(this.zone, 'Egress', {
      zone: this.zone,
      network: this.isolated,
      control: choice.isolated?.egressControl ?? EgressControl.networkFirewall(),
      removalPolicy,
      gatewaysOf: (securityGroup) => this.endpoints.gatewaysOf(securityGroup),
    });
  }

  private filterNames(): void {
    if (this.filtersNames) return;
    this.filtersNames = true;
    this.isolated?.stay(this.props.removalPolicy);
    new DnsFirewall(this.zone, 'DnsFirewall', {
      zone: this.zone,
      vpcId: this.vpc.vpcId,
      removalPolicy: this.props.removalPolicy,
      names: () => [...new Set([...this.waysOut?.names ?? [], ...[...this.props.names].sort(), ...this.endpoints.hosts()])],
    });
  }
}
