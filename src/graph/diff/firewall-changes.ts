import { calledAs, Change } from './change';
import type { Matching } from './matching';
import type { Names } from './names';
import { Expression, TemplateModel, TemplateResource } from '../../model';
import { isInRange } from '../../model/address-ranges';
import { resourceOf } from '../../model/judge';

type Direction = 'ingress' | 'egress';

/** What a security group lets in or out. */
interface Opening {
  readonly direction: Direction;
  readonly protocol: string;
  /** Ports, or for ICMP types: the widest where nothing tells. */
  readonly first: number;
  readonly last: number;
  /** Who, in words that both versions share. */
  readonly peer: string;
  readonly name: string;
}

const LISTS = { ingress: 'SecurityGroupIngress', egress: 'SecurityGroupEgress' } as const;
const PEERS = ['CidrIp', 'CidrIpv6', 'SourceSecurityGroupId', 'SourceSecurityGroupName', 'DestinationSecurityGroupId', 'SourcePrefixListId', 'DestinationPrefixListId'];
const LAST_PORT = 65_535;
/** What EC2 lets out of a group that names nothing. */
const ALL_OUT: Opening[] = ['0.0.0.0/0', '::/0'].map((peer) => ({ direction: 'egress', protocol: '-1', first: 0, last: LAST_PORT, peer, name: peer }));

/** What security groups in both versions let through that they did not, and the other way round, however their rules are written. */
export function firewallChanges(current: TemplateModel, matching: Matching, names: Names): Change[] {
  return current.ofType('AWS::EC2::SecurityGroup').flatMap((group) => {
    const before = matching.other(group);
    if (!before) return [];
    const [was, now] = [before, group].map((one) => openingsOf(one, names));
    return [
      ...beyond(now, was).map((opening) => change('widened', group, opening, 'new')),
      ...beyond(was, now).map((opening) => change('narrowed', before, opening, 'old')),
    ];
  });
}

function beyond(some: Opening[], others: Opening[]): Opening[] {
  return some.filter((one) => !others.some((other) => isWithin(one, other)));
}

/** Not sure is no. */
function isWithin(one: Opening, other: Opening): boolean {
  return one.direction === other.direction && [one.protocol, '-1'].includes(other.protocol) && (other.protocol === '-1' || (other.first <= one.first && one.last <= other.last))
    && (one.peer === other.peer || isInRange(one.peer, other.peer) === true);
}

/** In any world. */
function openingsOf(group: TemplateResource, names: Names): Opening[] {
  const look = () => (group.exists() ? (['ingress', 'egress'] as const).flatMap((direction) => {
    const alone = group.referrers(`AWS::EC2::${LISTS[direction]}`)
      .filter((rule) => rule.exists() && resourceOf(rule.at('GroupId').value) === group).map(({ properties }) => properties);
    const rules = [...group.at(LISTS[direction]).items().filter((item) => !item.isAbsent), ...alone];
    return rules.length === 0 && direction === 'egress' ? ALL_OUT : rules.map((rule) => openingOf(rule, direction, names));
  }) : []);
  const worlds = group.stack.model.worlds.explore(look) ?? [look()];
  return [...new Map(worlds.flat().map((opening) => [JSON.stringify(opening), opening])).values()];
}

function openingOf(rule: Expression, direction: Direction, names: Names): Opening {
  const port = (key: string, otherwise: number) => {
    const { value } = rule.at(key);
    const number = value.kind === 'known' && value.value !== undefined ? Number(value.value) : NaN;
    return Number.isNaN(number) || number === -1 ? otherwise : number;
  };
  const peer = PEERS.map((key) => rule.at(key)).find((one) => !one.isAbsent) ?? rule;
  return {
    direction,
    protocol: names.of(rule.at('IpProtocol')).toLowerCase().replace(/^6$/, 'tcp').replace(/^17$/, 'udp'),
    first: port('FromPort', 0),
    last: port('ToPort', LAST_PORT),
    peer: names.of(peer),
    name: names.said(peer),
  };
}

function change(kind: 'widened' | 'narrowed', group: TemplateResource, { direction, protocol, first, last, name }: Opening, version: 'old' | 'new'): Change {
  const what = protocol === '-1' ? 'all traffic' : `${protocol} ${first === last ? first : `${first}-${last}`}`;
  const here = calledAs(group);
  const [from, to] = direction === 'ingress' ? [name, here] : [here, name];
  return { kind, from, to, text: `${here} ${version === 'new' ? 'lets' : 'no longer lets'} ${what} ${direction === 'ingress' ? 'in from' : 'out to'} ${name}`, resource: group, version };
}
