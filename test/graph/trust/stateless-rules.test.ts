import fc from 'fast-check';
import { accessOf, allow, att, ref, resource, Resources, withFunction } from './templates';
import { Outcome, statelessOutcomes } from '../../../src/graph/trust/stateless-rules';
import { TemplateModel } from '../../../src/model';
import { rangeOf } from '../../../src/model/address-ranges';

type Json = Record<string, any>;

const SUBNET = '10.0.0.8/29';
const ACTIONS: Record<string, Outcome> = { 'aws:pass': 'pass', 'aws:drop': 'drop', 'aws:forward_to_sfe': 'inspect' };
const group = (rules: Json[]) => resource(
  'AWS::NetworkFirewall::RuleGroup', { Type: 'STATELESS', RuleGroup: { RulesSource: { StatelessRulesAndCustomActions: { StatelessRules: rules } } } });
const rule = (Priority: unknown, action: string, MatchAttributes: Json = {}) => (
  { Priority, RuleDefinition: { Actions: [action], MatchAttributes } });

describe('an independent evaluator of single packets agrees', () => {
  interface Packet {
    readonly source: string;
    readonly destination: string;
    readonly sourcePort: number;
    readonly destinationPort: number;
  }
  interface Firewall {
    readonly groups: { priority: number; rules: { priority: number; action: string; match: Json }[] }[];
    readonly byDefault: string;
  }

  const address = fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '10.0.0.8/30', '10.0.0.12/31', '10.0.0.9/32', '10.0.0.10', '172.16.0.0/12', '192.168.1.0/24', '::/0');
  const ports = fc.constantFrom([0, 65535], [443, 443], [1024, 65535], [1024, 32767], [32768, 65535], [80, 442], [40000, 40000])
    .map(([FromPort, ToPort]) => ({ FromPort, ToPort }));
  const list = <T>(item: fc.Arbitrary<T>) => fc.option(fc.array(item, { minLength: 1, maxLength: 2 }), { nil: undefined });
  const match = fc.record({
    Sources: list(address.map((AddressDefinition) => ({ AddressDefinition }))),
    Destinations: list(address.map((AddressDefinition) => ({ AddressDefinition }))),
    SourcePorts: list(ports),
    DestinationPorts: list(ports),
    Protocols: list(fc.constantFrom(6, 17)),
  }).map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
  const action = fc.constantFrom(...Object.keys(ACTIONS));
  const prioritised = <T>(item: fc.Arbitrary<T>, most: number) => (
    fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 99 }), item), { maxLength: most, selector: ([priority]) => priority }));
  const firewall: fc.Arbitrary<Firewall> = fc.record({
    groups: prioritised(prioritised(fc.record({ action, match }), 4).map((rules) => rules.map(([priority, one]) => ({ priority, ...one }))), 3)
      .map((groups) => groups.map(([priority, rules]) => ({ priority, rules }))),
    byDefault: action,
  });

  const number = (text: string) => text.split('.').reduce((all, part) => all * 256 + Number(part), 0);
  function isInside(one: string, block: string): boolean {
    if (block.includes(':')) return false;
    const [first, length = '32'] = block.split('/');
    const size = 2 ** (32 - Number(length));
    return Math.floor(number(one) / size) === Math.floor(number(first) / size);
  }
  const some = <T>(items: T[] | undefined, holds: (item: T) => boolean) => items === undefined || items.some(holds);
  function meets({ Sources, Destinations, SourcePorts, DestinationPorts, Protocols }: Json, packet: Packet): boolean {
    const among = (port: number) => ({ FromPort, ToPort }: Json) => FromPort <= port && port <= ToPort;
    return some(Protocols as number[] | undefined, (one) => one === 6)
      && some(Sources as Json[] | undefined, ({ AddressDefinition }) => isInside(packet.source, AddressDefinition))
      && some(Destinations as Json[] | undefined, ({ AddressDefinition }) => isInside(packet.destination, AddressDefinition))
      && some(SourcePorts as Json[] | undefined, among(packet.sourcePort))
      && some(DestinationPorts as Json[] | undefined, among(packet.destinationPort));
  }
  function naive({ groups, byDefault }: Firewall, packet: Packet): Outcome {
    for (let at = 1; at < 100; at++) {
      const tried = groups.find(({ priority }) => priority === at)?.rules ?? [];
      for (let within = 1; tried.length > 0 && within < 100; within++) {
        const first = tried.find(({ priority }) => priority === within);
        if (first && meets(first.match, packet)) return ACTIONS[first.action];
      }
    }
    return ACTIONS[byDefault];
  }
  /** Every address of the subnet, on both sides of every port that a rule can name, with addresses of the internet. */
  function packets(isOut: boolean): Packet[] {
    const locals = Array.from({ length: 8 }, (_, i) => `10.0.0.${8 + i}`);
    return locals.flatMap((local) => [1024, 32767, 32768, 39999, 40000, 40001, 65535].flatMap((port) => ['8.8.8.8', '203.0.113.7'].map((remote) => (isOut
      ? { source: local, destination: remote, sourcePort: port, destinationPort: 443 }
      : { source: remote, destination: local, sourcePort: 443, destinationPort: port }))));
  }
  function outcomes({ groups, byDefault }: Firewall, isOut: boolean, change: (resources: Json) => void = () => undefined) {
    const resources: Json = {
      Policy: resource('AWS::NetworkFirewall::FirewallPolicy', {
        FirewallPolicy: { StatelessDefaultActions: [byDefault], StatelessRuleGroupReferences: groups.map(({ priority }, i) => ({ Priority: priority, ResourceArn: ref(`Group${i}`) })) },
      }),
      ...Object.fromEntries(groups.map(({ rules }, i) => [`Group${i}`, group(rules.map(({ priority, action: does, match: attributes }) => rule(priority, does, structuredClone(attributes))))])),
    };
    change(resources);
    const model = new TemplateModel([{ id: 'App', name: 'App', template: { Resources: resources, Parameters: { Setting: { Type: 'String' } } } }]);
    const policy = model.resources.find(({ logicalId }) => logicalId === 'Policy')!.at('FirewallPolicy');
    return statelessOutcomes(policy, { version: 4, local: rangeOf(SUBNET), isOut });
  }

  test('on all packets of HTTPS and their answers, exactly, where all is known', () => {
    fc.assert(fc.property(firewall, fc.boolean(), (one, isOut) => {
      const found = outcomes(one, isOut);
      expect(found.every(({ size }) => size === 1)).toBe(true);
      expect([...new Set(found.flatMap((set) => [...set]))].sort()).toEqual([...new Set(packets(isOut).map((packet) => naive(one, packet)))].sort());
    }), { numRuns: 150 });
  });

  test('within what is open, where a value of a rule or a whole group is not known', () => {
    const hides = fc.constantFrom<(groups: Json[]) => void>(
      ([first]) => { for (const one of rulesIn(first)) one.RuleDefinition.Actions = [{ Ref: 'Setting' }]; },
    ([first]) => { for (const one of rulesIn(first)) one.RuleDefinition.MatchAttributes.Sources = [{ AddressDefinition: { Ref: 'Setting' } }]; },
    ([first]) => { for (const one of rulesIn(first)) one.RuleDefinition.MatchAttributes.DestinationPorts = { Ref: 'Setting' }; },
    ([first]) => { for (const one of rulesIn(first)) one.Priority = { Ref: 'Setting' }; },
    ([first]) => { first.Properties.RuleGroup = { Ref: 'Setting' }; },
    );
    const withRules = firewall.filter(({ groups }) => groups.some(({ rules }) => rules.length > 0));
    fc.assert(fc.property(withRules, fc.boolean(), hides, fc.gen(), (one, isOut, hide, pick) => {
      const found = new Set(outcomes(one, isOut, (resources) => hide(Object.entries<any>(resources).filter(([id]) => id.startsWith('Group')).map(([, value]) => value))).flatMap((set) => [...set]));
      // whatever the hidden values are: here those that were hidden
      const packet = pick(() => fc.constantFrom(...packets(isOut)));
      expect(found).toContain(naive(one, packet));
    }), { numRuns: 150 });
  });

  function rulesIn(one: Json): Json[] {
    return one.Properties.RuleGroup.RulesSource.StatelessRulesAndCustomActions.StatelessRules;
  }
});

describe('a way through stateless rules', () => {
  const table = (of: string, route: Json): Resources => ({
    [`${of}Table`]: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
    [`${of}Routed`]: resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref(of), RouteTableId: ref(`${of}Table`) }),
    [`${of}Out`]: resource('AWS::EC2::Route', { RouteTableId: ref(`${of}Table`), DestinationCidrBlock: '0.0.0.0/0', ...route }),
  });
  function certainty(rules: Json[] | undefined, byDefault: string, policy: Json = {}): string {
    const resources: Resources = {
      Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
      SecurityGroup: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc') }),
      Queue: resource('AWS::SQS::Queue'),
      Here: resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24' }),
      Wall: resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24' }),
      ...table('Here', { VpcEndpointId: { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att('Firewall', 'EndpointIds')] }] }] } }),
      ...table('Wall', { NatGatewayId: ref('Nat') }),
      Nat: resource('AWS::EC2::NatGateway', { SubnetId: 'subnet-1' }),
      Firewall: resource('AWS::NetworkFirewall::Firewall', { VpcId: ref('Vpc'), SubnetMappings: [{ SubnetId: ref('Wall') }], FirewallPolicyArn: ref('Policy') }),
      Policy: resource('AWS::NetworkFirewall::FirewallPolicy', { FirewallPolicy: { StatelessDefaultActions: [byDefault], StatelessRuleGroupReferences: [{ Priority: 1, ResourceArn: rules ? ref('Rules') : 'arn' }], ...policy } }),
      ...rules && { Rules: group(rules) },
    };
    const edges = accessOf(withFunction([allow('sqs:SendMessage', att('Queue'))], resources, { VpcConfig: { SubnetIds: [ref('Here')], SecurityGroupIds: [att('SecurityGroup', 'GroupId')] } }));
    return edges.length === 0 ? 'no' : edges.every((edge) => edge.endsWith(' ?')) ? 'possible' : 'certain';
  }
  const from = (...blocks: string[]) => blocks.map((AddressDefinition) => ({ AddressDefinition }));
  const port = (at: number) => [{ FromPort: at, ToPort: at }];
  const STATEFUL_DROP = { StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' }, StatefulDefaultActions: ['aws:drop_strict'] };

  test.each<[string, Json[] | undefined, string, Json, string]>([
    ['a group that is in no template', undefined, 'aws:drop', {}, 'possible'],
    ['a rule that drops all', [rule(1, 'aws:drop')], 'aws:pass', {}, 'no'],
    ['a rule that drops HTTPS of the subnet', [rule(1, 'aws:drop', { Sources: from('10.0.0.0/24'), DestinationPorts: port(443) })], 'aws:pass', {}, 'no'],
    ['a rule that drops another port', [rule(1, 'aws:drop', { DestinationPorts: port(22) })], 'aws:pass', {}, 'certain'],
    ['a rule that drops another subnet', [rule(1, 'aws:drop', { Sources: from('10.0.9.0/24') })], 'aws:pass', {}, 'certain'],
    ['a rule that drops half of the subnet', [rule(1, 'aws:drop', { Sources: from('10.0.0.0/25') })], 'aws:pass', {}, 'possible'],
    ['a rule that drops UDP', [rule(1, 'aws:drop', { Protocols: [17] })], 'aws:pass', {}, 'certain'],
    ['a rule that drops some of the internet', [rule(1, 'aws:drop', { Destinations: from('203.0.113.0/24') })], 'aws:pass', {}, 'possible'],
    ['a rule that drops private addresses', [rule(1, 'aws:drop', { Destinations: from('192.168.0.0/16') })], 'aws:pass', {}, 'certain'],
    ['a rule for some flags', [rule(1, 'aws:drop', { TCPFlags: [{ Flags: ['SYN'], Masks: ['SYN', 'ACK'] }] })], 'aws:pass', {}, 'possible'],
    ['an earlier rule that passes', [rule(2, 'aws:drop'), rule(1, 'aws:pass')], 'aws:drop', {}, 'certain'],
    ['a later rule that passes', [rule(1, 'aws:drop'), rule(2, 'aws:pass')], 'aws:drop', {}, 'no'],
    ['a rule that passes what leaves alone', [rule(1, 'aws:pass', { DestinationPorts: port(443) })], 'aws:drop', {}, 'possible'],
    ['a rule that passes both ways', [rule(1, 'aws:pass', { DestinationPorts: port(443) }), rule(2, 'aws:pass', { SourcePorts: port(443) })], 'aws:drop', {}, 'certain'],
    ['a rule that hands all to stateful rules that drop', [rule(1, 'aws:forward_to_sfe')], 'aws:pass', STATEFUL_DROP, 'no'],
    ['a rule that hands all to stateful rules that drop nothing', [rule(1, 'aws:forward_to_sfe')], 'aws:drop', {}, 'certain'],
    ['two rules of one priority', [rule(1, 'aws:drop'), rule(1, 'aws:pass')], 'aws:drop', {}, 'possible'],
  ])('%s', (_, rules, byDefault, policy, expected) => {
    expect(certainty(rules, byDefault, policy)).toBe(expected);
  });
});
