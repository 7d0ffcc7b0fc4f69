import { Expression, textOf } from '../../model';
import { AddressRange, halvesOf, isPrivate, isWithin, rangeOf } from '../../model/address-ranges';
import { resourceOf } from '../../model/judge';

/** What the stateless rules of a firewall do with a packet: let it go on without more, drop it, or hand it to the stateful rules. */
export type Outcome = 'pass' | 'drop' | 'inspect';

/** Packets of HTTPS between a subnet and addresses of the internet, those that answers have. */
export interface Packets {
  readonly version: 4 | 6;
  /** Addresses of the subnet; `undefined` where they are not known before deployment. */
  readonly local?: AddressRange;
  /** Whether they leave the subnet. */
  readonly isOut: boolean;
}

/** What some packets may meet: one of several outcomes where it is not known before deployment which. */
export type Outcomes = ReadonlySet<Outcome>;

interface Rule {
  readonly outcome: Outcome | undefined;
  readonly sources?: Matched[];
  readonly destinations?: Matched[];
  readonly sourcePorts?: Matched[];
  readonly destinationPorts?: Matched[];
  readonly isTcp: Match;
}

type Match = 'yes' | 'maybe' | 'no';
/** A range of addresses or ports; `undefined` for one that is not known. */
type Matched = AddressRange | Ports | undefined;
type Ports = readonly [from: number, to: number];

const HTTPS: Ports = [443, 443];
/** Ports of clients, whatever their system is. */
const EPHEMERAL: Ports = [1024, 65_535];
const TCP = '6';
const OUTCOMES: Record<string, Outcome> = { 'aws:pass': 'pass', 'aws:drop': 'drop', 'aws:forward_to_sfe': 'inspect' };
const EVERY: Outcomes = new Set(Object.values(OUTCOMES));
/** Far above what a firewall policy takes in a page of rules: what has more is not decided. */
const MAX_RULES = 500;

/**
 * What the stateless rules of a firewall policy do with packets, apart for each part of them that rules tell apart. The first rule that matches decides, by
 * the priority of its group and its own. Source: AWS Network Firewall developer guide, "How AWS Network Firewall filters network traffic".
 */
export function statelessOutcomes(policy: Expression, packets: Packets): Outcomes[] {
  const byDefault = outcomeOf(policy.at('StatelessDefaultActions'));
  const rules = rulesOf(policy.at('StatelessRuleGroupReferences'));
  if (!rules || rules.length > MAX_RULES) return [EVERY];
  return portsApart(rules, packets).flatMap((ports) => apart(rules, byDefault, packets, packets.local, ports));
}

/** All rules in the order in which they are tried; `undefined` where that is not known. */
function rulesOf(references: Expression): Rule[] | undefined {
  if (references.isAbsent) return [];
  if (references.value.kind !== 'known') return undefined;
  const groups = inOrder(references.items());
  const lists = groups?.map((reference) => {
    const group = resourceOf(reference.at('ResourceArn').value, 'AWS::NetworkFirewall::RuleGroup');
    const rules = group?.at('RuleGroup', 'RulesSource', 'StatelessRulesAndCustomActions', 'StatelessRules');
    return rules?.value.kind === 'known' ? inOrder(rules.items())?.map((rule) => ruleOf(rule.at('RuleDefinition'))) : undefined;
  });
  return lists?.includes(undefined) === false ? lists.flatMap((list) => list!) : undefined;
}

function inOrder(items: readonly Expression[]): Expression[] | undefined {
  const placed = items.map((item) => ({ item, at: Number(numberIn(item.at('Priority'))) }));
  const isKnown = placed.every(({ at }) => !Number.isNaN(at)) && new Set(placed.map(({ at }) => at)).size === placed.length;
  return isKnown ? placed.sort((a, b) => a.at - b.at).map(({ item }) => item) : undefined;
}

function numberIn({ value }: Expression): string | undefined {
  return value.kind === 'known' ? textOf(value) : undefined;
}

/** Beside one of the three there may be actions of its own, which count packets. */
function outcomeOf(actions: Expression): Outcome | undefined {
  const known = actions.value.kind === 'known' ? actions.items().flatMap((action) => OUTCOMES[numberIn(action) ?? ''] ?? []) : [];
  return known.length === 1 ? known[0] : undefined;
}

function ruleOf(definition: Expression): Rule {
  const match = definition.at('MatchAttributes');
  const list = (name: string, read: (item: Expression) => Matched) => {
    const items = match.at(name);
    if (items.isAbsent || (items.value.kind === 'known' && items.items().length === 0)) return undefined; // every one
    return items.value.kind === 'known' ? items.items().map(read) : [undefined];
  };
  const protocols = match.at('Protocols').isAbsent ? [] : match.at('Protocols').items().map(numberIn);
  const isTcp: Match = protocols.length === 0 || protocols.includes(TCP) ? 'yes' : protocols.includes(undefined) ? 'maybe' : 'no';
  // flags tell packets of one connection apart
  const flags = match.at('TCPFlags');
  const isWhole = flags.isAbsent || (flags.value.kind === 'known' && flags.items().length === 0);
  return {
    outcome: outcomeOf(definition.at('Actions')),
    sources: list('Sources', addressIn),
    destinations: list('Destinations', addressIn),
    sourcePorts: list('SourcePorts', portsIn),
    destinationPorts: list('DestinationPorts', portsIn),
    isTcp: isTcp === 'yes' && !isWhole ? 'maybe' : isTcp,
  };
}

function addressIn(item: Expression): AddressRange | undefined {
  const text = numberIn(item.at('AddressDefinition'));
  return text === undefined ? undefined : rangeOf(text);
}

function portsIn(item: Expression): Ports | undefined {
  const [from, to] = ['FromPort', 'ToPort'].map((end) => Number(numberIn(item.at(end))));
  return Number.isNaN(from) || Number.isNaN(to) ? undefined : [from, to];
}

/** Parts of the ports of the client in which each rule takes all or none. */
function portsApart(rules: readonly Rule[], { isOut }: Packets): Ports[] {
  const ranges = rules.flatMap((rule) => (isOut ? rule.sourcePorts : rule.destinationPorts) ?? []).filter(isPorts);
  const starts = ranges.flatMap(([from, to]) => [from, to + 1]).filter((port) => EPHEMERAL[0] < port && port <= EPHEMERAL[1]);
  const sorted = [...new Set([EPHEMERAL[0], ...starts])].sort((a, b) => a - b);
  return sorted.map((start, i) => [start, (sorted[i + 1] ?? EPHEMERAL[1] + 1) - 1]);
}

function isPorts(range: Matched): range is Ports {
  return Array.isArray(range);
}

/** Halves the addresses of the subnet until each rule takes all of a part or nothing. */
function apart(rules: readonly Rule[], byDefault: Outcome | undefined, packets: Packets, local: AddressRange | undefined, ports: Ports): Outcomes[] {
  const ranges = rules.flatMap((rule) => (packets.isOut ? rule.sources : rule.destinations) ?? [])
    .filter((range): range is AddressRange => range !== undefined && !isPorts(range));
  if (local && ranges.some((range) => range.bits < local.bits && isWithin(range, local))) {
    return halvesOf(local).flatMap((half) => apart(rules, byDefault, packets, half, ports));
  }
  const seen = new Set<Outcome>();
  const add = (outcome: Outcome | undefined) => (outcome ? [outcome] : EVERY).forEach((one) => seen.add(one));
  for (const rule of rules) {
    const matched = matches(rule, packets, local, ports);
    if (matched !== 'no') add(rule.outcome);
    if (matched === 'yes') return [seen];
  }
  add(byDefault);
  return [seen];
}

function matches(rule: Rule, { isOut, version }: Packets, local: AddressRange | undefined, ports: Ports): Match {
  const [own, others] = isOut ? [rule.sources, rule.destinations] : [rule.destinations, rule.sources];
  const [ownPorts, otherPorts] = isOut ? [rule.sourcePorts, rule.destinationPorts] : [rule.destinationPorts, rule.sourcePorts];
  return least(
    rule.isTcp,
    oneOf(own, (range) => takesLocal(range as AddressRange, local, version)),
    oneOf(others, (range) => takesPublic(range as AddressRange, version)),
    oneOf(ownPorts, (range) => takesPort(range as Ports, ports)),
    oneOf(otherPorts, (range) => takesPort(range as Ports, HTTPS)),
  );
}

function oneOf(ranges: readonly Matched[] | undefined, takes: (range: Matched) => Match): Match {
  if (!ranges) return 'yes';
  const answers = ranges.map((range) => (range ? takes(range) : 'maybe'));
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

function least(...answers: Match[]): Match {
  return answers.includes('no') ? 'no' : answers.includes('maybe') ? 'maybe' : 'yes';
}

function takesLocal(range: AddressRange, local: AddressRange | undefined, version: 4 | 6): Match {
  if (range.version !== version) return 'no';
  if (isAll(range)) return 'yes';
  return local ? (isWithin(local, range) ? 'yes' : 'no') : 'maybe';
}

/** Which address of the internet it is, is not known. */
function takesPublic(range: AddressRange, version: 4 | 6): Match {
  return range.version !== version || isPrivate(range) ? 'no' : isAll(range) ? 'yes' : 'maybe';
}

function isAll({ version, bits }: AddressRange): boolean {
  return bits === (version === 4 ? 32 : 128);
}

function takesPort([from, to]: Ports, ports: Ports): Match {
  return from <= ports[0] && ports[1] <= to ? 'yes' : 'no';
}
