import { dnsBlocks } from './dns-firewall';
import { nameOf } from './names';
import { NetworkAcls } from './network-acls';
import { through } from './network-firewall';
import { any, anySubnetOf, Position, SecurityGroups, worst } from './positions';
import type { Way } from './request';
import { hostsOf } from './service-hosts';
import type { Answer, Texts } from './texts';
import { TemplateResource, textOf } from '../../model';
import { areMuch } from '../../model/address-ranges';
import { append } from '../../model/append';
import { resourceOf } from '../../model/judge';
import type { TemplateModel } from '../../model/template-model';

const HTTPS = 443;
/** Some address on the internet. */
const SOMEWHERE = { 4: '203.0.113.0/32', 6: '2600::/128' };
/** How endpoints call services that IAM calls otherwise. */
const ENDPOINT_NAMES: Record<string, string> = {
  bedrock: 'bedrock-runtime', cloudwatch: 'monitoring', ecr: 'ecr.api', firehose: 'kinesis-firehose', kinesis: 'kinesis-streams', es: 'es',
};
/** Actions of services of which some have a host of their own. */
const ENDPOINT_OF_ACTION: Record<string, string> = { 'states:StartSyncExecution': 'sync-states' };

/** The ways from workloads in networks to services, by routes, endpoints, security groups and network ACLs. */
export class Network {
  private readonly groups: SecurityGroups;
  private readonly acls: NetworkAcls;
  private readonly endpoints = new Map<string, TemplateResource[]>();
  private readonly routes = new Map<TemplateResource, TemplateResource[]>();
  private readonly tables = new Map<TemplateResource, TemplateResource>();
  /** Of this network alone: another world may have another one, with other endpoints. */
  private readonly services = new Map<string, object>();
  /** The same, of what every service has in common. */
  private readonly answers = { 4: {}, 6: {} };
  private readonly firewalls: TemplateResource[];

  constructor(private readonly model: TemplateModel, private readonly texts: Texts) {
    this.groups = new SecurityGroups(model);
    this.acls = new NetworkAcls(model);
    this.firewalls = model.ofType('AWS::NetworkFirewall::Firewall');
    for (const endpoint of model.ofType('AWS::EC2::VPCEndpoint').filter((one) => one.exists())) {
      const service = textOf(endpoint.at('ServiceName').value)?.replace(/^(com|cn\.com)\.amazonaws\.([^.]*|\$\{[^}]*\})\./, '') ?? '';
      append(this.endpoints, `${texts.of(endpoint.at('VpcId').value)} ${service}`, endpoint);
    }
    for (const route of model.ofType('AWS::EC2::Route').filter((one) => one.exists())) {
      const table = resourceOf(route.at('RouteTableId').value, 'AWS::EC2::RouteTable');
      if (table) append(this.routes, table, route);
    }
    for (const association of model.ofType('AWS::EC2::SubnetRouteTableAssociation').filter((one) => one.exists())) {
      const [subnet, table] = [resourceOf(association.at('SubnetId').value), resourceOf(association.at('RouteTableId').value)];
      if (subnet && table) this.tables.set(subnet, table);
    }
  }

  /** The ways to a service; none when there is no way. What is in no network has one. */
  public waysTo(position: Position | undefined, service: string, action = ''): Way[] {
    if (!position) return [{}];
    const { vpc } = position;
    if (!vpc) return [{ vpc: 'elsewhere', open: 'its network is not in the templates', isPublic: true }];
    const name = ENDPOINT_OF_ACTION[action] ?? ENDPOINT_NAMES[service] ?? service;
    let known = this.services.get(name);
    if (!known) this.services.set(name, known = {});
    return this.model.worlds.remember(known, () => this.find(position, name, this.texts.nameOf(vpc)), position);
  }

  private find(position: Position, name: string, vpc: string): Way[] {
    const ways = (this.endpoints.get(`${vpc} ${name}`) ?? []).flatMap((endpoint) => this.through(endpoint, position, vpc));
    return [...ways, ...this.outside(position, name, vpc, ways.some(({ open }) => open === undefined))];
  }

  /** Whether there is a way to the addresses of a database, which are in some subnets. */
  public wayToDatabase(position: Position, groups: TemplateResource[], subnets: readonly (TemplateResource | undefined)[], port: number): Answer {
    if (!position.vpc || groups.length === 0) return 'maybe';
    return worst(this.groups.connects(position, groups, undefined, port), this.acls.toSubnets(position, subnets, port));
  }

  /** Whether there is a way to services of VPC Lattice. */
  public wayToLattice(position: Position): Answer {
    const groups = this.latticeGroups(position);
    if (!groups) return 'no';
    return worst(groups.length === 0 ? 'maybe' : this.groups.connects(position, groups, undefined, HTTPS), this.acls.toLattice(position));
  }

  /** The security groups by which a network is associated with service networks. */
  private latticeGroups(position: Position): TemplateResource[] | undefined {
    const association = this.model.ofType('AWS::VpcLattice::ServiceNetworkVpcAssociation').find((one) => resourceOf(one.at('VpcIdentifier').value) === position.vpc);
    return association?.at('SecurityGroupIds').items().flatMap((one) => resourceOf(one.value, 'AWS::EC2::SecurityGroup') ?? []);
  }

  private through(endpoint: TemplateResource, position: Position, vpc: string): Way[] {
    const isGateway = textOf(endpoint.at('VpcEndpointType').value) !== 'Interface';
    const answer = isGateway ? this.toGateway(endpoint, position) : this.toInterface(endpoint, position);
    if (answer === 'no') return [];
    return [{ vpc, endpoint, open: answer === 'maybe' ? `whether it gets to the endpoint ${nameOf(endpoint)} depends on values of deployment` : undefined }];
  }

  private toInterface(endpoint: TemplateResource, position: Position): Answer {
    if (endpoint.at('PrivateDnsEnabled').value.kind === 'known' && !/^true$/i.test(textOf(endpoint.at('PrivateDnsEnabled').value) ?? 'true')) return 'maybe';
    const groups = endpoint.at('SecurityGroupIds').items().map((one) => resourceOf(one.value, 'AWS::EC2::SecurityGroup'));
    if (groups.length === 0 || groups.some((group) => !group)) return worst(this.groups.leaves(position, undefined, undefined, HTTPS), 'maybe');
    const subnets = endpoint.at('SubnetIds').items().map((one) => resourceOf(one.value, 'AWS::EC2::Subnet'));
    const byIpv6 = /^(?:dualstack|ipv6)$/i.test(textOf(endpoint.at('IpAddressType').value) ?? '') ? position.hasIpv6 : 'no';
    const lets = this.groups.connects(position, groups as TemplateResource[], position.vpc, HTTPS);
    const either = lets === 'yes' || byIpv6 === 'no' ? lets : any([lets, worst(byIpv6, this.groups.connectsByIpv6(position, groups as TemplateResource[], HTTPS))]);
    return worst(either, this.acls.toSubnets(position, subnets, HTTPS));
  }

  private toGateway(endpoint: TemplateResource, position: Position): Answer {
    const service = textOf(endpoint.at('ServiceName').value)?.split('.').pop() ?? '';
    const out = this.groups.leavesToList(position, service);
    if (out === 'no' || !position.subnets) return out === 'no' ? 'no' : 'maybe';
    const tables = endpoint.at('RouteTableIds').items().map((one) => resourceOf(one.value));
    const routed = position.subnets.map((subnet): Answer => {
      const table = this.tables.get(subnet);
      const isRouted = table === undefined ? 'maybe' : tables.includes(table) ? 'yes' : tables.some((one) => !one) ? 'maybe' : 'no';
      return worst(isRouted, this.acls.toInternet(subnet));
    });
    return worst(out, anySubnetOf(routed));
  }

  /** By a NAT gateway or whatever else a default route leads to: beside an endpoint, too, the public addresses of the service are still there. */
  private outside(position: Position, service: string, vpc: string, hasEndpoint: boolean): Way[] {
    if (!position.subnets) return [{ vpc, open: 'its subnets are not in the templates', isPublic: true }];
    const { subnets, hasIpv6 } = position;
    const versions = hasIpv6 === 'no' ? [4 as const] : [4 as const, 6 as const];
    const answers = versions.map((version): Answer => {
      const hosts = hostsOf(service, version);
      const refused = position.vpc ? dnsBlocks(this.model, position.vpc, hosts) : 'no';
      const allowed = refused === 'yes' ? 'no' : this.toInternet(position, subnets, version, hosts);
      return refused === 'maybe' ? worst(allowed, 'maybe') : allowed;
    });
    const allowed = any(answers);
    if (allowed === 'no') return [];
    const open = hasEndpoint ? 'the names of the service lead to its endpoint, and its public addresses can still be reached'
      : allowed === 'maybe' ? 'its way out of the network is not known before deployment, or through a firewall' : undefined;
    return [{ vpc, open, isPublic: true }];
  }

  /** By routes, network ACLs and security groups: where there is no firewall, the same for every service. */
  private toInternet(position: Position, subnets: readonly TemplateResource[], version: 4 | 6, hosts: readonly string[]): Answer {
    const look = () => {
      const ways = anySubnetOf(subnets.map((origin) => (
        worst(this.acls.toInternet(origin, version), this.leadsOut(origin, position, { origin, version, hosts })))));
      const answer = version === 6 ? worst(ways, position.hasIpv6) : ways;
      return answer === 'no' ? 'no' : worst(answer, this.groups.leaves(position, undefined, SOMEWHERE[version], HTTPS, version));
    };
    return this.firewalls.length > 0 ? look() : this.model.worlds.remember(position, look, this.answers[version]);
  }

  /** By the routes of a subnet, through which something of another one comes where there is a firewall between. */
  private leadsOut(subnet: TemplateResource, position: Position, traffic: Traffic, passed: readonly TemplateResource[] = []): Answer {
    const table = this.tables.get(subnet);
    if (!table) return resourceOf(subnet.at('VpcId').value) ? 'no' : 'maybe';
    return any((this.routes.get(table) ?? []).map((route): Answer => {
      const to = textOf(route.at(traffic.version === 4 ? 'DestinationCidrBlock' : 'DestinationIpv6CidrBlock').value) ?? '';
      const isDefault = to === '0.0.0.0/0' || to === '::/0';
      return isDefault || areMuch([to]) ? worst(isDefault ? 'yes' : 'maybe', this.byRoute(route, position, traffic, passed)) : 'no';
    }));
  }

  private byRoute(route: TemplateResource, position: Position, traffic: Traffic, passed: readonly TemplateResource[]): Answer {
    const { origin, version, hosts } = traffic;
    if (!route.at('EgressOnlyInternetGatewayId').isAbsent) return version === 6 ? 'yes' : 'no';
    if (!route.at('GatewayId').isAbsent) return position.hasPublicAddress || version === 6 ? 'yes' : 'no';
    const nat = route.at('NatGatewayId');
    if (!nat.isAbsent) return this.acls.throughNat(origin, resourceOf(nat.value, 'AWS::EC2::NatGateway'));
    const firewall = resourceOf(route.at('VpcEndpointId').whole.value, 'AWS::NetworkFirewall::Firewall');
    if (!firewall || passed.includes(firewall)) return 'maybe';
    return through(firewall, origin, hosts, version, (behind) => this.leadsOut(behind, position, traffic, [...passed, firewall]));
  }
}

/** What leaves a subnet. */
interface Traffic {
  readonly origin: TemplateResource;
  readonly version: 4 | 6;
  readonly hosts: readonly string[];
}
