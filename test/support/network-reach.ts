import { addressOf, NetworkTemplates, rangeOf, REGION, within } from './network-template';

/** From every subnet of the caller, from none, or from some only, which is always a mistake. */
export type Reach = 'yes' | 'no' | 'partly';

/** Somewhere on the internet. */
const ELSEWHERE = addressOf('203.0.113.10');
const HTTPS = 443;
/** Lists that AWS manages in the region, as it prints them. */
const MANAGED_LISTS: Record<string, string> = { 'pl-6fa54006': 'dynamodb', 'pl-6da54004': 's3' };
/** Endpoint services whose host is called otherwise. */
const HOSTS: Record<string, string> = { 'ecr.api': 'api.ecr', 'kinesis-firehose': 'firehose', 'kinesis-streams': 'kinesis' };
/** Default actions of a firewall by which what no rule takes goes nowhere, once it says anything. */
const DROPS = /^aws:drop_(strict|established)/;

interface Packet {
  readonly from: number;
  readonly to: number;
  readonly port: number;
  /** What the TLS handshake tells. */
  readonly name: string;
}

interface Target {
  readonly address: number;
  readonly groups: string[];
  /** The gateway service behind the address. */
  readonly gateway?: string;
  /** 443 when left out. */
  readonly port?: number;
}

/** Link-local, so that no route table knows it. */
const LATTICE = addressOf('169.254.171.32');

/** Why a packet goes no further. */
class Blocked extends Error {}

/**
 * Whether a function of templates can open a connection, on port 443 where no other is said, by names, routes, security groups, network ACLs and
 * firewalls. It knows CloudFormation and nothing of this library. What it does not know throws: no path is no guess.
 */
export class NetworkReach {
  private readonly vpcs: Record<string, any>;
  private readonly subnets: Record<string, any>;
  private readonly groups: Record<string, any>;
  private readonly endpointsById: Record<string, any>;
  private readonly members: Record<string, any>;
  private readonly lists: Record<string, any>;

  constructor(private readonly templates: NetworkTemplates) {
    this.vpcs = templates.all('AWS::EC2::VPC');
    this.subnets = templates.all('AWS::EC2::Subnet');
    this.groups = templates.all('AWS::EC2::SecurityGroup');
    this.endpointsById = templates.all(
      'AWS::EC2::VPCEndpoint', 'VpcId', 'SubnetIds', 'SecurityGroupIds', 'RouteTableIds', 'ServiceName', 'VpcEndpointType', 'PrivateDnsEnabled',
    );
    this.members = Object.fromEntries(Object.entries(templates.all('AWS::Lambda::Function', 'VpcConfig')).map(([id, one]) => [id, one.VpcConfig]));
    this.lists = templates.all('AWS::EC2::PrefixList');
  }

  /** Ids of all functions. */
  public get functions(): string[] {
    return Object.keys(this.members).sort();
  }

  /** Whether a function stands in a network at all. */
  public isInNetwork(fn: string): boolean {
    return (this.members[fn]?.SubnetIds ?? []).length > 0;
  }

  /** Services with an endpoint. */
  public get services(): string[] {
    return [...new Set(Object.values(this.endpointsById).map(serviceOf))].sort();
  }

  /** Names without wildcards that any firewall speaks of. */
  public get names(): string[] {
    const dns = Object.values(this.templates.all('AWS::Route53Resolver::FirewallDomainList')).flatMap((list) => list.Domains);
    const tls = Object.values(this.templates.all('AWS::NetworkFirewall::RuleGroup')).flatMap((group) => group.RuleGroup.RulesSource.RulesSourceList?.Targets ?? []);
    return [...new Set<string>([...dns, ...tls])].filter((name) => !/^[.*]/.test(name)).sort();
  }

  /** Whether a function finds a name on the internet and gets through to it. */
  public toName(fn: string, name: string): Reach {
    return this.fromEach(fn, (subnet) => {
      this.resolve(this.vpcOf(subnet), name);
      this.send(fn, subnet, { address: ELSEWHERE, groups: [] }, name);
    });
  }

  /** Whether a function gets through to an address on the internet that it knows, telling a name in the handshake. */
  public toAddress(fn: string, address: string, name: string): Reach {
    return this.fromEach(fn, (subnet) => this.send(fn, subnet, { address: addressOf(address), groups: [] }, name));
  }

  /** Whether a function gets through to the endpoint of a service, such as `sqs`, by its usual name. */
  public toService(fn: string, service: string): Reach {
    return this.fromEach(fn, (subnet) => {
      const vpc = this.vpcOf(subnet);
      const endpoint = Object.values(this.endpointsById).find((one) => one.VpcId === vpc && serviceOf(one) === service);
      if (!endpoint) throw new Blocked(`no endpoint of ${service} in ${vpc}`);
      const host = `${HOSTS[service] ?? service}.${REGION}.amazonaws.com`;
      this.resolve(vpc, host);
      if (endpoint.VpcEndpointType === 'Gateway') return this.sendToGateway(fn, subnet, endpoint, service);
      if (endpoint.PrivateDnsEnabled !== true) throw new Blocked(`${host} leads to the public address`);
      for (const there of endpoint.SubnetIds) this.send(fn, subnet, { address: this.hostOf(there), groups: endpoint.SecurityGroupIds }, host);
    });
  }

  /** Whether a function gets through to services of VPC Lattice, whose addresses are the same in each network that is associated. */
  public toLattice(fn: string): Reach {
    return this.fromEach(fn, (subnet) => {
      const vpc = this.vpcOf(subnet);
      const association = Object.values(this.templates.all('AWS::VpcLattice::ServiceNetworkVpcAssociation')).find((one) => one.VpcIdentifier === vpc);
      if (!association) throw new Blocked(`${vpc} has no service network`);
      const target = { address: LATTICE, groups: association.SecurityGroupIds };
      this.resolve(vpc, `service.vpc-lattice-svcs.${REGION}.on.aws`);
      this.leave(this.members[fn].SecurityGroupIds, target);
      this.passAcl(subnet, 'out', LATTICE);
      this.enter(target, this.hostOf(subnet), this.members[fn].SecurityGroupIds);
    });
  }

  /** Ids of all database clusters. */
  public get databases(): string[] {
    return Object.keys(this.templates.all('AWS::RDS::DBCluster', 'DBSubnetGroupName', 'VpcSecurityGroupIds', 'Port')).sort();
  }

  /** Whether a function gets through to the instances of a cluster, on its port or on another one. */
  public toDatabase(fn: string, cluster: string, port?: number): Reach {
    const { DBSubnetGroupName: group, VpcSecurityGroupIds: groups, Port: own } = this.templates.all('AWS::RDS::DBCluster')[cluster];
    const { SubnetIds: subnets } = this.templates.all('AWS::RDS::DBSubnetGroup')[group];
    return this.fromEach(fn, (subnet) => {
      for (const there of subnets) this.send(fn, subnet, { address: this.hostOf(there), groups, port: port ?? own }, cluster);
    });
  }

  /** Whether a function gets through to the network interface of another. */
  public toFunction(fn: string, other: string): Reach {
    const { SubnetIds: subnets, SecurityGroupIds: groups } = this.members[other] ?? { SubnetIds: [] };
    return this.fromEach(fn, (subnet) => {
      if (subnets.length === 0) throw new Blocked('no network interface');
      for (const there of subnets) this.send(fn, subnet, { address: this.hostOf(there), groups }, other);
    });
  }

  private fromEach(fn: string, attempt: (subnet: string) => void): Reach {
    const { SubnetIds: subnets = [] } = this.members[fn] ?? {};
    if (subnets.length === 0) return 'yes'; // it runs in the network of Lambda
    const arrived = subnets.filter((subnet: string) => {
      try {
        attempt(subnet);
        return true;
      } catch (error) {
        if (error instanceof Blocked) return false;
        throw error;
      }
    });
    return arrived.length === 0 ? 'no' : arrived.length === subnets.length ? 'yes' : 'partly';
  }

  private send(fn: string, subnet: string, target: Target, name: string): void {
    const packet: Packet = { from: this.hostOf(subnet) + 1, to: target.address, port: target.port ?? HTTPS, name };
    const groups: string[] = this.members[fn].SecurityGroupIds;
    this.leave(groups, target);
    const passed = this.walk(subnet, packet, []);
    if (this.local(this.vpcOf(subnet), target.address)) return this.enter(target, packet.from, groups);
    this.comeBack(subnet, packet.from, passed);
  }

  /** S3 and DynamoDB: a route to their list in the tables that the endpoint is in. */
  private sendToGateway(fn: string, subnet: string, endpoint: any, service: string): void {
    this.leave(this.members[fn].SecurityGroupIds, { address: ELSEWHERE, groups: [], gateway: service });
    this.passAcl(subnet, 'out', ELSEWHERE);
    if (!endpoint.RouteTableIds.includes(this.tableOf(subnet))) throw new Blocked(`${subnet} has no route to the gateway`);
  }

  /** The way from a subnet to an address; throws where it ends. Gives the firewalls on it. */
  private walk(subnet: string, packet: Packet, passed: string[]): string[] {
    if (passed.length > 8) throw new Blocked('a loop');
    this.passAcl(subnet, 'out', packet.to, packet.port);
    if (this.local(this.vpcOf(subnet), packet.to)) return passed;
    const route = this.routeTo(this.tableOf(subnet), packet.to);
    if (!route) throw new Blocked(`no route from ${subnet}`);
    if (route.VpcEndpointId) {
      const { firewall, subnet: next } = this.firewallAt(route.VpcEndpointId);
      this.inspect(firewall, packet);
      return this.walk(next, packet, [...passed, route.VpcEndpointId]);
    }
    if (route.NatGatewayId) {
      const nat = this.templates.all('AWS::EC2::NatGateway')[route.NatGatewayId];
      if (!nat?.AllocationId) throw new Blocked('the NAT gateway has no public address');
      return this.walk(nat.SubnetId, { ...packet, from: ELSEWHERE }, [...passed, route.NatGatewayId]);
    }
    if (route.GatewayId) {
      const attached = Object.values(this.templates.all('AWS::EC2::VPCGatewayAttachment'))
        .some((one) => one.InternetGatewayId === route.GatewayId && one.VpcId === this.vpcOf(subnet));
      if (!attached) throw new Blocked('the internet gateway is not attached');
      if (packet.from !== ELSEWHERE) throw new Blocked('a private address gets no answer from the internet');
      return passed;
    }
    throw new Error(`no idea where this route leads: ${JSON.stringify(route)}`);
  }

  /** Answers must pass the same firewalls that saw the question, and reach the subnet of who asked. */
  private comeBack(subnet: string, asker: number, passed: string[]): void {
    let here = subnet;
    for (const place of passed) {
      const nat = this.templates.all('AWS::EC2::NatGateway')[place];
      if (nat) here = nat.SubnetId;
    }
    const firewalls = passed.filter((place) => place.includes('#'));
    const seen: string[] = [];
    for (let route = this.routeTo(this.tableOf(here), asker, true); route; route = this.routeTo(this.tableOf(here), asker, true)) {
      if (!route.VpcEndpointId) throw new Blocked('answers go elsewhere');
      if (seen.includes(route.VpcEndpointId)) throw new Blocked('answers go round');
      seen.push(route.VpcEndpointId);
      here = this.firewallAt(route.VpcEndpointId).subnet;
    }
    if (seen.join() !== firewalls.reverse().join()) throw new Blocked('a firewall sees half of the connection');
    this.passAcl(subnet, 'in', ELSEWHERE);
  }

  private inspect(id: string, packet: Packet): void {
    const { FirewallPolicyArn: used } = this.templates.all('AWS::NetworkFirewall::Firewall')[id];
    const { FirewallPolicy: policy } = this.templates.all('AWS::NetworkFirewall::FirewallPolicy')[used];
    if (policy.StatelessRuleGroupReferences?.length) throw new Error('stateless rule groups are not known here');
    if (policy.StatelessDefaultActions.includes('aws:drop')) throw new Blocked('dropped at once');
    if (policy.StatelessDefaultActions.includes('aws:pass')) return;
    if (policy.StatefulEngineOptions?.RuleOrder !== 'STRICT_ORDER') throw new Error('only strict order is known here');
    const groups = this.templates.all('AWS::NetworkFirewall::RuleGroup');
    for (const { ResourceArn: arn } of [...policy.StatefulRuleGroupReferences ?? []].sort((a: any, b: any) => a.Priority - b.Priority)) {
      const verdict = judgeRules(groups[arn].RuleGroup, packet);
      if (verdict === 'pass') return;
      if (verdict === 'drop') throw new Blocked(`dropped by ${arn}`);
    }
    if ((policy.StatefulDefaultActions ?? []).some((action: string) => DROPS.test(action))) throw new Blocked(`${packet.name} is not let through`);
  }

  /** DNS firewalls of a VPC, in order. */
  private resolve(vpc: string, name: string): void {
    if (this.vpcs[vpc].EnableDnsSupport === false) throw new Blocked('the network has no resolver');
    const lists = this.templates.all('AWS::Route53Resolver::FirewallDomainList');
    const groups = this.templates.all('AWS::Route53Resolver::FirewallRuleGroup');
    const used = Object.values(this.templates.all('AWS::Route53Resolver::FirewallRuleGroupAssociation')).filter((one) => one.VpcId === vpc);
    for (const { FirewallRuleGroupId: id } of used.sort((a, b) => a.Priority - b.Priority)) {
      const rules = [...groups[id].FirewallRules].filter((rule) => rule.FirewallDomainListId).sort((a, b) => a.Priority - b.Priority);
      const rule = rules.find((one) => lists[one.FirewallDomainListId].Domains.some((pattern: string) => matches(pattern, name)));
      if (rule?.Action === 'BLOCK') throw new Blocked(`${name} is not found`);
      if (rule) return;
    }
  }

  private leave(groups: string[], target: Target): void {
    if (!groups.some((group) => this.rulesOf(group, 'Egress').some((rule) => opens(rule, target.port) && this.covers(rule, 'Destination', target)))) {
      throw new Blocked('no security group lets it out');
    }
  }

  private enter(target: Target, from: number, groups: string[]): void {
    const source = { address: from, groups };
    if (!target.groups.some((group) => this.rulesOf(group, 'Ingress').some((rule) => opens(rule, target.port) && this.covers(rule, 'Source', source)))) {
      throw new Blocked('no security group lets it in');
    }
  }

  /** Inline rules and those that are resources. Without any for egress EC2 lets everything out. */
  private rulesOf(id: string, direction: 'Egress' | 'Ingress'): any[] {
    const group = this.groups[id];
    if (!group) throw new Error(`security group ${id} is not in the templates`);
    const inline = group[`SecurityGroup${direction}`] ?? [];
    const separate = Object.values(this.templates.all(`AWS::EC2::SecurityGroup${direction}`)).filter((rule) => rule.GroupId === id);
    const all = [...inline, ...separate];
    return direction === 'Egress' && all.length === 0 ? [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] : all;
  }

  private covers(rule: any, side: 'Destination' | 'Source', target: Target): boolean {
    const list = rule[`${side}PrefixListId`];
    if (rule.CidrIp && within(target.address, rule.CidrIp)) return true;
    if (target.groups.includes(rule[`${side}SecurityGroupId`])) return true;
    if (list === undefined) return false;
    if (this.lists[list]) return this.lists[list].Entries.some(({ Cidr }: any) => within(target.address, Cidr));
    if (!MANAGED_LISTS[list]) throw new Error(`nobody knows what ${list} lists`);
    return target.gateway === MANAGED_LISTS[list];
  }

  private passAcl(subnet: string, direction: 'in' | 'out', other: number, to = HTTPS): void {
    const association = Object.values(this.templates.all('AWS::EC2::SubnetNetworkAclAssociation')).find((one) => one.SubnetId === subnet);
    if (!association) return; // the default one lets everything through
    const port = direction === 'out' ? to : 32_768;
    const entry = Object.values(this.templates.all('AWS::EC2::NetworkAclEntry'))
      .filter((one) => one.NetworkAclId === association.NetworkAclId && (one.Egress === true) === (direction === 'out'))
      .sort((a, b) => a.RuleNumber - b.RuleNumber)
      .find((one) => within(other, one.CidrBlock) && (Number(one.Protocol) === -1
        || (Number(one.Protocol) === 6 && one.PortRange.From <= port && port <= one.PortRange.To)));
    if (entry?.RuleAction !== 'allow') throw new Blocked(`the network ACL of ${subnet}`);
  }

  private tableOf(subnet: string): string {
    const association = Object.values(this.templates.all('AWS::EC2::SubnetRouteTableAssociation')).find((one) => one.SubnetId === subnet);
    if (!association) throw new Blocked(`${subnet} has the main route table, which leads nowhere`);
    return association.RouteTableId;
  }

  /** The route with the longest prefix. Ranges of the network itself are left out when only routes that go before them are asked for. */
  private routeTo(table: string, address: number, beforeLocal = false): any {
    return Object.values(this.templates.all('AWS::EC2::Route'))
      .filter((route) => route.RouteTableId === table && route.DestinationCidrBlock && within(address, route.DestinationCidrBlock))
      .filter((route) => !beforeLocal || Object.values(this.vpcs).every((vpc) => !within(address, vpc.CidrBlock)
        || rangeOf(route.DestinationCidrBlock).prefix > rangeOf(vpc.CidrBlock).prefix))
      .sort((a, b) => rangeOf(b.DestinationCidrBlock).prefix - rangeOf(a.DestinationCidrBlock).prefix)[0];
  }

  private firewallAt(endpoint: string): { firewall: string; subnet: string } {
    const [firewall, index] = endpoint.split('#');
    const found = this.templates.all('AWS::NetworkFirewall::Firewall')[firewall];
    if (!found) throw new Error(`${endpoint} is no firewall's`);
    return { firewall, subnet: found.SubnetMappings[Number(index)].SubnetId };
  }

  private local(vpc: string, address: number): boolean {
    return within(address, this.vpcs[vpc].CidrBlock);
  }

  private hostOf(subnet: string): number {
    return rangeOf(this.subnets[subnet].CidrBlock).base + 10;
  }

  private vpcOf(subnet: string): string {
    return this.subnets[subnet].VpcId;
  }
}

/** Reads one template, or several by name of their stack; ids of functions are then `Stack.LogicalId`. */
export function reach(templates: Record<string, any>): NetworkReach {
  return new NetworkReach(new NetworkTemplates('Resources' in templates ? { '': templates } : templates));
}

/** What a rule group says of a TLS connection to port 443. */
function judgeRules({ RulesSource: source, RuleVariables: variables }: any, packet: Packet): 'pass' | 'drop' | undefined {
  const home: string[] | undefined = variables?.IPSets?.HOME_NET?.Definition;
  const list = source.RulesSourceList;
  if (list) {
    const concerns = list.TargetTypes.includes('TLS_SNI') && (home?.some((cidr) => within(packet.from, cidr)) ?? true)
      && list.Targets.some((target: string) => target === packet.name || (target.startsWith('.') && `.${packet.name}`.endsWith(target)));
    return concerns ? list.GeneratedRulesType === 'ALLOWLIST' ? 'pass' : 'drop' : undefined;
  }
  for (const rule of String(source.RulesString ?? '').split('\n').filter((line) => line.trim() !== '')) {
    const [, action, protocol, from, , to, port, options] = /^(\w+) (\w+) (\S+) (\S+) -> (\S+) (\S+) \((.*)\)$/.exec(rule) ?? [];
    if (from !== 'any' || to !== 'any' || /content|pcre/.test(options)) throw new Error(`no idea what this rule says: ${rule}`);
    const here = port === 'any' || port === String(HTTPS) || (port.startsWith('!') && port !== `!${HTTPS}`);
    if (['ip', 'tcp', 'tls'].includes(protocol) && here && (action === 'pass' || action === 'drop')) return action;
  }
  return undefined;
}

function opens(rule: any, port = HTTPS): boolean {
  const protocol = String(rule.IpProtocol);
  return protocol === '-1' || (['tcp', '6'].includes(protocol) && rule.FromPort <= port && port <= rule.ToPort);
}

function matches(pattern: string, name: string): boolean {
  const plain = pattern.replace(/\.$/, '');
  return plain === '*' || plain === name || (plain.startsWith('*.') && name.endsWith(plain.slice(1)));
}

function serviceOf(endpoint: any): string {
  return endpoint.ServiceName.split('.').slice(3).join('.');
}
