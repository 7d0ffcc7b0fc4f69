import { anySubnetOf, Position, worst } from './positions';
import type { Answer } from './texts';
import { Expression, lastTargetOf, TemplateResource, textOf } from '../../model';
import { AddressRange, halvesOf, isPrivate, isWithin, rangeOf } from '../../model/address-ranges';
import { append } from '../../model/append';
import { resourceOf } from '../../model/judge';
import type { TemplateModel } from '../../model/template-model';

/** Ports to which answers come back, whatever the system of the client is, of NAT gateways and Lambda among others. */
const EPHEMERAL: Ports = [1024, 65_535];
const HTTPS = 443;
/** The link-local addresses of VPC Lattice. */
const LATTICE = '169.254.171.0/24';
const [ANY_IPV4, ANY_IPV6] = ['0.0.0.0/0', '::/0'];
/** Far above the quota of AWS, which is 40 for each direction: what has more is not decided. */
const MAX_RULES = 200;

type Ports = readonly [from: number, to: number];
type Direction = 'Egress' | 'Ingress';

/** Who is on the other side: addresses of one version, or somewhere on the internet. */
interface Remote {
  readonly version: 4 | 6;
  /** A CIDR block, with `${…}` where it is known at deployment only; `undefined` for one that is not known at all. */
  readonly text?: string;
  readonly isPublic?: boolean;
}

interface Rule {
  readonly number: number;
  readonly actions: readonly ('allow' | 'deny')[];
  readonly version?: 4 | 6;
  readonly text?: string;
  readonly range?: AddressRange;
  /** `undefined` where they are not known. */
  readonly ports?: Ports;
  /** Whether protocol and direction are those that are looked at, for certain. */
  readonly isCertain: boolean;
}

const PUBLIC: Remote = { version: 4, text: ANY_IPV4, isPublic: true };
const PUBLIC_IPV6: Remote = { version: 6, text: ANY_IPV6, isPublic: true };

/**
 * What network ACLs let through. The first rule that matches decides, and what no rule matches is denied. They keep no state: answers need
 * rules of their own. They see nothing of what stays inside of one subnet.
 */
export class NetworkAcls {
  private readonly associated = new Map<TemplateResource, (TemplateResource | undefined)[]>();
  private readonly entries = new Map<TemplateResource, TemplateResource[]>();

  constructor(private readonly model: TemplateModel) {
    for (const association of model.ofType('AWS::EC2::SubnetNetworkAclAssociation').filter((one) => one.exists())) {
      const subnet = resourceOf(association.at('SubnetId').value, 'AWS::EC2::Subnet');
      if (subnet) append(this.associated, subnet, aclOf(association));
    }
    for (const entry of model.ofType('AWS::EC2::NetworkAclEntry').filter((one) => one.exists())) {
      const acl = aclOf(entry);
      if (acl) append(this.entries, acl, entry);
    }
  }

  /** From one subnet to addresses on the internet and back. */
  public toInternet(subnet: TemplateResource, version: 4 | 6 = 4): Answer {
    return this.isUnused ? 'yes' : this.andBack(subnet, version === 4 ? PUBLIC : PUBLIC_IPV6, HTTPS);
  }

  /** Through a NAT gateway in another subnet, whose ACL sees packets of both sides. */
  public throughNat(subnet: TemplateResource, gateway: TemplateResource | undefined): Answer {
    if (this.isUnused) return 'yes';
    const there = gateway && resourceOf(gateway.at('SubnetId').value, 'AWS::EC2::Subnet');
    if (!there) return 'maybe';
    return there === subnet ? 'yes' : worst(this.fromThere(there, remoteOf(subnet, 4), HTTPS), this.andBack(there, PUBLIC, HTTPS));
  }

  /** From a workload to VPC Lattice and back. */
  public toLattice({ subnets }: Position): Answer {
    if (this.isUnused) return 'yes';
    return subnets ? anySubnetOf(subnets.map((subnet) => this.andBack(subnet, { version: 4, text: LATTICE }, HTTPS))) : 'maybe';
  }

  /** From a workload to what has addresses in some subnets, and back. */
  public toSubnets({ subnets }: Position, to: readonly (TemplateResource | undefined)[], port: number): Answer {
    if (this.isUnused) return 'yes';
    if (!subnets || to.length === 0) return 'maybe';
    return anySubnetOf(subnets.flatMap((subnet) => to.map((there) => this.between(subnet, there, port))));
  }

  /** Whether the templates have nothing by which any ACL differs from the one that AWS makes. */
  private get isUnused(): boolean {
    return this.associated.size === 0 && this.entries.size === 0;
  }

  private between(subnet: TemplateResource, there: TemplateResource | undefined, port: number): Answer {
    if (subnet === there) return 'yes';
    if (!there) return worst(this.andBack(subnet, remoteOf(undefined, 4, subnet), port), 'maybe');
    const by = (version: 4 | 6) => (
      worst(this.andBack(subnet, remoteOf(there, version), port), this.fromThere(there, remoteOf(subnet, version), port)));
    const isDual = [subnet, there].every((one) => !one.at('Ipv6CidrBlock').isAbsent);
    if ([subnet, there].some(isIpv6Only)) return by(6);
    const answer = by(4);
    // which addresses are used depends on settings of both sides
    return answer === 'no' && isDual && by(6) !== 'no' ? 'maybe' : answer;
  }

  /** Out of a subnet, and answers into it. */
  private andBack(subnet: TemplateResource, remote: Remote, port: number): Answer {
    return worst(this.passes(subnet, 'Egress', remote, [port, port]), this.passes(subnet, 'Ingress', remote, EPHEMERAL));
  }

  /** Into a subnet, and answers out of it. */
  private fromThere(subnet: TemplateResource, remote: Remote, port: number): Answer {
    return worst(this.passes(subnet, 'Ingress', remote, [port, port]), this.passes(subnet, 'Egress', remote, EPHEMERAL));
  }

  private passes(subnet: TemplateResource, direction: Direction, remote: Remote, ports: Ports): Answer {
    const acls = [...new Set(this.associated.get(subnet) ?? [resourceOf(subnet.at('VpcId').value, 'AWS::EC2::VPC')])];
    if (acls.length > 1) return 'maybe';
    const [acl] = acls;
    if (!acl) return this.associated.has(subnet) ? 'maybe' : 'yes';
    const about = `${acl.stack.id}/${acl.logicalId} ${direction} ${ports} ${remote.version} ${remote.text} ${remote.isPublic}`;
    return this.model.worlds.remember(this, () => this.decide(acl, direction, remote, ports), about);
  }

  private decide(acl: TemplateResource, direction: Direction, remote: Remote, ports: Ports): Answer {
    const entries = this.entries.get(acl) ?? [];
    if (entries.length > MAX_RULES || ports.some(Number.isNaN)) return entries.length === 0 && isDefault(acl) ? 'yes' : 'maybe';
    const rules = [...entries.flatMap((entry) => ruleOf(entry, direction) ?? []), ...isDefault(acl) ? DEFAULT_RULES : []]
      .filter(({ version, range }) => (version ?? remote.version) === remote.version && !(remote.isPublic && range && isPrivate(range)))
      .sort((a, b) => a.number - b.number);
    const range = remote.text === undefined ? undefined : rangeOf(remote.text);
    return alike(partsOf(ports, rules).map((part) => onAddresses(rules, remote, range, part)));
  }
}

function isDefault({ type }: TemplateResource): boolean {
  return type === 'AWS::EC2::VPC';
}

/** A network ACL; the default one of a VPC is known by the VPC. */
function aclOf(user: TemplateResource): TemplateResource | undefined {
  const { value } = user.at('NetworkAclId');
  return resourceOf(value, 'AWS::EC2::NetworkAcl') ?? (lastTargetOf(value)?.attribute === 'DefaultNetworkAcl' ? resourceOf(value, 'AWS::EC2::VPC') : undefined);
}

/** What AWS puts into a default network ACL. */
const DEFAULT_RULES = ([[100, 4, ANY_IPV4], [101, 6, ANY_IPV6]] as const).map(([number, version, text]): Rule => (
  { number, version, text, range: rangeOf(text), actions: ['allow'], ports: [0, 65_535], isCertain: true }));

/** A rule about TCP in one direction. */
function ruleOf(entry: TemplateResource, direction: Direction): Rule | undefined {
  const egress = entry.at('Egress');
  const isEgress = egress.isAbsent ? 'false' : plainText(egress)?.toLowerCase();
  if (isEgress !== undefined && (isEgress === 'true') !== (direction === 'Egress')) return undefined;
  const protocol = plainText(entry.at('Protocol'));
  if (protocol !== undefined && protocol !== '-1' && protocol !== '6') return undefined;
  const number = Number(plainText(entry.at('RuleNumber')) ?? NaN);
  const [from, to] = ['From', 'To'].map((end) => Number(plainText(entry.at('PortRange', end)) ?? NaN));
  const action = plainText(entry.at('RuleAction'))?.toLowerCase();
  const block = entry.at('CidrBlock').isAbsent ? entry.at('Ipv6CidrBlock') : entry.at('CidrBlock');
  const text = cidrOf(block);
  return {
    // one that may be anywhere is tried first, and may match
    number: Number.isNaN(number) ? -1 : number,
    actions: action === 'allow' || action === 'deny' ? [action] : ['allow', 'deny'],
    version: block.isAbsent ? undefined : entry.at('CidrBlock').isAbsent ? 6 : 4,
    text,
    range: text === undefined ? undefined : rangeOf(text),
    ports: protocol === '-1' ? [0, 65_535] : Number.isNaN(from) || Number.isNaN(to) ? undefined : [from, to],
    isCertain: isEgress !== undefined && protocol !== undefined && !Number.isNaN(number),
  };
}

function plainText(expression: Expression): string | undefined {
  const text = textOf(expression.value);
  return text?.includes('${') ? undefined : text;
}

/** A CIDR block; of a network or subnet of the templates, what is written there. */
function cidrOf(block: Expression): string | undefined {
  const target = lastTargetOf(block.value);
  return textOf(target?.attribute === 'CidrBlock' ? target.resource.at('CidrBlock').value : block.value);
}

/** Addresses of a subnet; those of its VPC where they are not known before deployment. */
function remoteOf(subnet: TemplateResource | undefined, version: 4 | 6, beside = subnet): Remote {
  const own = subnet && cidrOf(subnet.at(version === 4 ? 'CidrBlock' : 'Ipv6CidrBlock'));
  if (own !== undefined || version === 6) return { version, text: own };
  const vpc = beside && resourceOf(beside.at('VpcId').value, 'AWS::EC2::VPC');
  return { version, text: vpc && vpc.referrers('AWS::EC2::VPCCidrBlock').length === 0 ? cidrOf(vpc.at('CidrBlock')) : undefined };
}

function isIpv6Only(subnet: TemplateResource): boolean {
  return /^true$/i.test(textOf(subnet.at('Ipv6Native').value) ?? '');
}

/** Parts of some ports in which each rule takes all or none. */
function partsOf([from, to]: Ports, rules: readonly Rule[]): Ports[] {
  const starts = rules.flatMap(({ ports }) => (ports ? [ports[0], ports[1] + 1] : [])).filter((port) => from < port && port <= to);
  const sorted = [...new Set([from, ...starts])].sort((a, b) => a - b);
  return sorted.map((start, i) => [start, (sorted[i + 1] ?? to + 1) - 1]);
}

/** Halves the addresses until each rule takes all of a part or nothing. */
function onAddresses(rules: readonly Rule[], remote: Remote, part: AddressRange | undefined, ports: Ports): Answer {
  if (part && rules.some(({ range }) => range && range.bits < part.bits && isWithin(range, part))) {
    return alike(halvesOf(part).map((half) => onAddresses(rules, remote, half, ports)));
  }
  const seen = new Set<'allow' | 'deny'>();
  for (const rule of rules) {
    const matched = matches(rule, remote, part, ports);
    if (matched === 'no') continue;
    for (const action of rule.actions) seen.add(action);
    if (matched === 'yes') return seen.size > 1 ? 'maybe' : seen.has('allow') ? 'yes' : 'no';
  }
  return seen.has('allow') ? 'maybe' : 'no';
}

function matches(rule: Rule, remote: Remote, part: AddressRange | undefined, ports: Ports): Answer {
  if (rule.ports && (ports[0] < rule.ports[0] || rule.ports[1] < ports[0])) return 'no';
  if (part && rule.range && !isWithin(part, rule.range)) return 'no';
  const isEverywhere = rule.text === ANY_IPV4 || rule.text === ANY_IPV6;
  const takesAddress = (part && rule.range) || isEverywhere || (rule.text !== undefined && rule.text === remote.text);
  return rule.isCertain && rule.ports && takesAddress ? 'yes' : 'maybe';
}

/** What holds for all parts; for some of them only is open. */
function alike(answers: readonly Answer[]): Answer {
  return anySubnetOf([...answers]);
}
