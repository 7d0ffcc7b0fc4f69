import { App, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DeclaredEdges, SecureFunction, SecureQueue, SecureTable, TrustZone, ZeroTrust, ZoneNetwork } from '../../../src';
import { Egress } from '../../../src/zone/network/egress';
import { EgressControl } from '../../../src/zone/network/egress-control';
import { networkBreaches } from '../../support/network-promises';
import { reach } from '../../support/network-reach';
import { findingsOf, stackFindings } from '../../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const stripe = Egress.https('api.stripe.com');
const github = Egress.https('api.github.com');

function withZone(network?: ZoneNetwork, props: StackProps = {}, removalPolicy?: RemovalPolicy) {
  const stack = new Stack(new App(), 'Stack', props);
  const zone = new TrustZone(stack, 'Zone', { network, removalPolicy });
  return { stack, zone, fn: (id: string) => new SecureFunction(stack, id, { code }), template: () => Template.fromStack(stack) };
}

const resources = (template: Template, type: string): Record<string, any> => template.findResources(type);
const properties = (template: Template, type: string): any[] => Object.values(resources(template, type)).map((one) => one.Properties);
const counts = (template: Template, pattern: RegExp) => {
  const found: Record<string, number> = {};
  for (const { Type } of Object.values<any>(template.toJSON().Resources)) if (pattern.test(Type)) found[Type] = (found[Type] ?? 0) + 1;
  return found;
};
/** The names that the firewall lets a function out to. */
function namesFor(template: Template, fn: string): string[] {
  const [function_] = Object.entries(resources(template, 'AWS::Lambda::Function')).filter(([id]) => id.startsWith(fn)).map(([, one]) => one.Properties);
  const subnets = function_.VpcConfig.SubnetIds.map((id: any) => id.Ref);
  return properties(template, 'AWS::NetworkFirewall::RuleGroup').map(({ RuleGroup }) => RuleGroup)
    .filter((group) => group.RuleVariables?.IPSets.HOME_NET.Definition.every((cidr: any) => subnets.includes(cidr['Fn::GetAtt'][0])))
    .flatMap((group) => group.RulesSource.RulesSourceList.Targets);
}

describe('a destination', () => {
  test.each([
    ['*.stripe.com', 'WildcardDomain'],
    ['.stripe.com', 'WildcardDomain'],
    ['https://api.stripe.com', 'UrlInsteadOfDomain'],
    ['api.stripe.com/v1', 'UrlInsteadOfDomain'],
    ['user@api.stripe.com', 'UrlInsteadOfDomain'],
    ['192.0.2.1', 'AddressInsteadOfDomain'],
    ['2001:db8::1', 'AddressInsteadOfDomain'],
    ['[2001:db8::1]', 'AddressInsteadOfDomain'],
    ['api.stripe.com:8443', 'OtherPort'],
    ['api.stripe.com:443', 'OtherPort'],
    ['API.stripe.com', 'InvalidDomain'],
    ['bücher.example', 'InvalidDomain'],
    ['localhost', 'InvalidDomain'],
    ['api.stripe.com.', 'InvalidDomain'],
    ['-api.stripe.com', 'InvalidDomain'],
    ['api..com', 'InvalidDomain'],
    ['1.2.3', 'InvalidDomain'],
    ['', 'InvalidDomain'],
    [`${'a'.repeat(64)}.com`, 'InvalidDomain'],
    [`${'a.'.repeat(130)}com`, 'InvalidDomain'],
  ])('is no %j: %s', (domain, id) => {
    expect(() => Egress.https(domain)).toThrow(failsWith(id));
  });

  test('is written out, so that it can be reviewed', () => {
    expect(() => Egress.https(new Stack().region)).toThrow(failsWith('UnresolvedDomain'));
  });

  test('may have an international name in its xn-- form', () => {
    expect(Egress.https('xn--bcher-kva.example').domain).toBe('xn--bcher-kva.example');
  });

  test('opens no security group by itself', () => {
    const { fn, template } = withZone();
    fn('Fn').connections.allowToDefaultPort(stripe);
    const [group] = properties(template(), 'AWS::EC2::SecurityGroup');
    expect(group.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
  });
});

describe('the way out', () => {
  test('is not there before the first destination', () => {
    const { fn, template } = withZone();
    fn('Fn');
    expect(counts(template(), /NetworkFirewall|Route53Resolver|NatGateway|InternetGateway|EIP|::Route$|PrefixList/)).toEqual({});
  });

  test('is made of these parts for one function and two Availability Zones', () => {
    const { fn, template } = withZone();
    fn('Fn').allowEgress(stripe);
    expect(counts(template(), /NetworkFirewall|Route53Resolver|NatGateway|InternetGateway|EIP|Route|Subnet|PrefixList/)).toEqual({
      'AWS::EC2::EIP': 2,
      'AWS::EC2::InternetGateway': 1,
      'AWS::EC2::NatGateway': 2,
      'AWS::EC2::PrefixList': 1,
      'AWS::EC2::Route': 8,
      'AWS::EC2::RouteTable': 7,
      'AWS::EC2::Subnet': 8,
      'AWS::EC2::SubnetRouteTableAssociation': 8,
      'AWS::NetworkFirewall::Firewall': 2,
      'AWS::NetworkFirewall::FirewallPolicy': 1,
      'AWS::NetworkFirewall::LoggingConfiguration': 2,
      'AWS::NetworkFirewall::RuleGroup': 2,
      'AWS::Route53Resolver::FirewallDomainList': 2,
      'AWS::Route53Resolver::FirewallRuleGroup': 1,
      'AWS::Route53Resolver::FirewallRuleGroupAssociation': 1,
      'AWS::Route53Resolver::ResolverQueryLoggingConfig': 1,
      'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation': 1,
    });
  });

  test('leaves nothing open in the five packs and ours', () => {
    const { open, acknowledged } = findingsOf((app) => {
      const stack = new Stack(app, 'Stack');
      new SecureFunction(stack, 'Fn', { code }).allowEgress(stripe);
      new SecureFunction(stack, 'Inside', { code });
      ZeroTrust.enforce(app);
    }, []);
    expect(open).toEqual([]);
    expect(acknowledged.map((one) => `${one.rule} ${one.path}`).filter((one) => one.includes('Egress')).sort()).toEqual(
      ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'].flatMap((pack) => [1, 2]
        .map((zone) => `${pack}-VPCNoUnrestrictedRouteToIGW Stack/TrustZone/Egress/Ways/Public${zone}Out`)),
    );
  });

  test('is void as a proof when the firewall is taken out of it', () => {
    const { open } = findingsOf((app) => {
      const stack = new Stack(app, 'Stack');
      const fn = new SecureFunction(stack, 'Fn', { code });
      fn.allowEgress(stripe);
      const out = fn.zone.node.findChild('Egress').node.findChild('Group1').node.findChild('Subnet1').node.findChild('Out') as ec2.CfnRoute;
      out.vpcEndpointId = undefined;
      out.natGatewayId = (fn.zone.node.findChild('Egress').node.findChild('Ways').node.findChild('Nat1') as ec2.CfnNatGateway).ref;
      ZeroTrust.enforce(app);
    }, []);
    expect(open.map((one) => one.rule)).toEqual(expect.arrayContaining(['ZT-EC2-002', 'ZT-EC2-005', 'ZT-EC2-008', 'ZT-ACKNOWLEDGEMENT']));
  });

  test('stays without literals in GovCloud and China', () => {
    for (const region of ['us-gov-west-1', 'cn-north-1']) {
      const { stack, fn, template } = withZone(undefined, { env: { account: '111122223333', region } });
      const one = fn('Fn');
      one.allowEgress(stripe);
      new SecureQueue(stack, 'Queue').grantSendMessages(one);
      expect(/arn:aws:|\.(us-gov-west-1|cn-north-1)\.amazonaws\.com/.exec(JSON.stringify(template().toJSON()))).toBeNull();
    }
  });

  test('takes its address ranges from behind the subnets without a way out, and never two alike', () => {
    const { fn, template } = withZone(ZoneNetwork.isolated({ cidr: '10.1.0.0/16', availabilityZones: 3 }));
    fn('A').allowEgress(stripe);
    fn('B').allowEgress(github);
    const ranges = properties(template(), 'AWS::EC2::Subnet').map(({ CidrBlock: { 'Fn::Select': [index, { 'Fn::Cidr': [, , bits] }] } }) => index * 2 ** (bits - 6));
    expect([...ranges].sort((a, b) => a - b)).toEqual([0, 16, 32, ...Array.from({ length: 12 }, (_, i) => 48 + i)]);
  });

  test('says so when the network has no addresses left for it', () => {
    const { fn } = withZone(ZoneNetwork.isolated({ cidr: '10.0.0.0/21' }));
    const one = fn('Fn');
    expect(() => one.allowEgress(stripe)).toThrow(failsWith('NetworkTooSmall'));
  });

  test('is protected from deletion and change, unless the zone goes with its stack', () => {
    const protections = (removalPolicy?: RemovalPolicy) => {
      const { fn, template } = withZone(undefined, {}, removalPolicy);
      fn('Fn').allowEgress(stripe);
      const [firewall] = properties(template(), 'AWS::NetworkFirewall::Firewall');
      const [names] = properties(template(), 'AWS::Route53Resolver::FirewallRuleGroupAssociation');
      return [firewall.DeleteProtection, firewall.SubnetChangeProtection, firewall.FirewallPolicyChangeProtection, names.MutationProtection];
    };
    expect(protections()).toEqual([true, true, true, 'ENABLED']);
    expect(protections(RemovalPolicy.DESTROY)).toEqual([false, false, false, 'DISABLED']);
  });

  /** What CloudFormation would try to delete, with the stack or in the rollback of its first create, though a protected resource needs it. */
  const stuck = (template: Template) => {
    const all: Record<string, any> = template.toJSON().Resources;
    const isProtected = ({ Properties = {} }: any) => Properties.DeleteProtection === true || Properties.MutationProtection === 'ENABLED';
    const needed = new Set<string>();
    const need = (id: string) => {
      if (needed.has(id) || !all[id]) return;
      needed.add(id);
      // an address range is copied, and holds nothing
      for (const [, name] of JSON.stringify(all[id].Properties ?? {}).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"([^"]+)"(?!,"CidrBlock")/g)) need(name);
    };
    Object.entries(all).filter(([, one]) => isProtected(one)).forEach(([id]) => need(id));
    return [...needed].filter((id) => all[id].DeletionPolicy !== 'Retain' || all[id].UpdateReplacePolicy !== 'Retain');
  };

  test.each([[undefined], [RemovalPolicy.RETAIN], [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE]])(
    'leaves nothing that CloudFormation tries to delete while a protected firewall needs it, in a rollback neither, with %s', (removalPolicy) => {
      const { fn, template } = withZone(undefined, {}, removalPolicy);
      fn('Fn').allowEgress(stripe);
      expect(stuck(template())).toEqual([]);
      expect(template().findResources('AWS::NetworkFirewall::Firewall', { DeletionPolicy: 'Retain' })).not.toEqual({});
      expect(template().findResources('AWS::EC2::VPC', { DeletionPolicy: 'Retain' })).not.toEqual({});
    });

  test('goes whole with a zone that goes with its stack', () => {
    const { fn, template } = withZone(undefined, {}, RemovalPolicy.DESTROY);
    fn('Fn').allowEgress(stripe);
    const kept = Object.values<any>(template().toJSON().Resources)
      .filter(({ Type, DeletionPolicy }) => /NetworkFirewall|Route53Resolver|EC2/.test(Type) && DeletionPolicy?.startsWith('Retain'));
    expect(kept).toEqual([]);
  });
});

describe('the network firewall', () => {
  const template = () => {
    const { fn, template: made } = withZone();
    fn('Fn').allowEgress(stripe);
    return made();
  };

  test('drops what no rule lets through, in strict order, after it has seen the whole handshake', () => {
    template().hasResourceProperties('AWS::NetworkFirewall::FirewallPolicy', {
      FirewallPolicy: {
        StatelessDefaultActions: ['aws:forward_to_sfe'],
        StatelessFragmentDefaultActions: ['aws:forward_to_sfe'],
        StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER', StreamExceptionPolicy: 'REJECT' },
        StatefulDefaultActions: ['aws:drop_established_app_layer_to_server', 'aws:alert_established_app_layer_to_server'],
        StatefulRuleGroupReferences: [{ Priority: 1, ResourceArn: Match.anyValue() }, { Priority: 100, ResourceArn: Match.anyValue() }],
      },
    });
  });

  test('drops UDP, so QUIC, and every port but 443 before it looks at names', () => {
    const [never] = properties(template(), 'AWS::NetworkFirewall::RuleGroup').filter(({ RuleGroup }) => RuleGroup.RulesSource.RulesString);
    const rules: string[] = never.RuleGroup.RulesSource.RulesString.split('\n');
    expect(rules.map((rule) => rule.split(' (')[0])).toEqual(['drop udp any any -> any any', 'drop icmp any any -> any any', 'drop tcp any any -> any !443']);
    expect(new Set(rules.map((rule) => /sid:(\d+)/.exec(rule)?.[1])).size).toBe(rules.length);
  });

  test('lets out TLS to exact names, nothing in the clear, from the subnets of who declared them', () => {
    const [names] = properties(template(), 'AWS::NetworkFirewall::RuleGroup').filter(({ RuleGroup }) => RuleGroup.RulesSource.RulesSourceList);
    expect(names.RuleGroup.RulesSource.RulesSourceList).toEqual({ GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['api.stripe.com'] });
    expect(names.RuleGroup.RuleVariables.IPSets.HOME_NET.Definition).toHaveLength(2);
    expect(names.RuleGroup.StatefulRuleOptions).toEqual({ RuleOrder: 'STRICT_ORDER' });
  });

  test('logs alerts and flows of each Availability Zone under the key of the zone', () => {
    for (const { LoggingConfiguration } of properties(template(), 'AWS::NetworkFirewall::LoggingConfiguration')) {
      expect(LoggingConfiguration.LogDestinationConfigs.map((one: any) => [one.LogType, one.LogDestinationType])).toEqual([
        ['ALERT', 'CloudWatchLogs'], ['FLOW', 'CloudWatchLogs'],
      ]);
    }
    const vended = properties(template(), 'AWS::Logs::LogGroup').filter(({ LogGroupName }) => JSON.stringify(LogGroupName ?? '').includes('/aws/vendedlogs/'));
    expect(vended).toHaveLength(3);
    for (const group of vended) expect(group.KmsKeyId).toEqual({ 'Fn::GetAtt': [expect.stringContaining('InternalKey'), 'Arn'] });
  });

  test('stands alone in its Availability Zone, because several endpoints come in no order', () => {
    for (const { SubnetMappings } of properties(template(), 'AWS::NetworkFirewall::Firewall')) expect(SubnetMappings).toHaveLength(1);
  });
});

describe('functions', () => {
  test('that declared the same stand together, and each set of destinations has subnets and names of its own', () => {
    const { fn, template } = withZone();
    const [a, b, c] = ['Aa', 'Bb', 'Cc'].map(fn);
    for (const one of [a, b]) [stripe, github].forEach((egress) => one.allowEgress(egress));
    c.allowEgress(github);
    const made = template();
    expect(['Aa', 'Bb', 'Cc'].map((id) => namesFor(made, id))).toEqual([
      ['api.github.com', 'api.stripe.com'], ['api.github.com', 'api.stripe.com'], ['api.github.com'],
    ]);
    expect(counts(made, /NetworkFirewall::RuleGroup|EC2::Subnet$/)).toEqual({ 'AWS::EC2::Subnet': 10, 'AWS::NetworkFirewall::RuleGroup': 3 });
  });

  test('move on when they declare more, and leave nothing behind', () => {
    const { fn, template } = withZone();
    const [a, b] = ['Aa', 'Bb'].map(fn);
    a.allowEgress(stripe);
    b.allowEgress(stripe);
    b.allowEgress(github);
    a.allowEgress(github);
    a.allowEgress(github);
    const made = template();
    expect(namesFor(made, 'Aa')).toEqual(['api.github.com', 'api.stripe.com']);
    expect(namesFor(made, 'Bb')).toEqual(['api.github.com', 'api.stripe.com']);
    expect(counts(made, /NetworkFirewall::RuleGroup|EC2::Subnet$/)).toEqual({ 'AWS::EC2::Subnet': 8, 'AWS::NetworkFirewall::RuleGroup': 2 });
    const [policy] = properties(made, 'AWS::NetworkFirewall::FirewallPolicy');
    expect(policy.FirewallPolicy.StatefulRuleGroupReferences).toHaveLength(2);
  });

  test('without a destination stay where no route leads out, and their security group as closed as it was', () => {
    const { fn, template } = withZone();
    fn('Out').allowEgress(stripe);
    fn('Inside');
    const made = template();
    const isolated = Object.keys(resources(made, 'AWS::EC2::Subnet')).filter((id) => id.includes('Isolated'));
    const placed = (id: string) => Object.entries(resources(made, 'AWS::Lambda::Function')).find(([logicalId]) => logicalId.startsWith(id))![1].Properties;
    expect(placed('Inside').VpcConfig.SubnetIds.map((one: any) => one.Ref)).toEqual(isolated);
    expect(placed('Out').VpcConfig.SubnetIds.map((one: any) => one.Ref).filter((one: string) => isolated.includes(one))).toEqual([]);
    const egress = (id: string) => Object.entries(resources(made, 'AWS::EC2::SecurityGroup'))
      .find(([logicalId]) => logicalId.startsWith(id))![1].Properties.SecurityGroupEgress;
    expect(egress('Inside')).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
    expect(egress('Out')).toEqual([expect.objectContaining({ DestinationPrefixListId: expect.anything(), FromPort: 443, ToPort: 443, IpProtocol: 'tcp' })]);
  });

  test('with a destination reach public addresses alone: no endpoint that was not granted to them', () => {
    const { fn, template } = withZone();
    fn('Fn').allowEgress(stripe);
    const [list] = properties(template(), 'AWS::EC2::PrefixList');
    const covers = (address: number) => list.Entries.some(({ Cidr }: any) => {
      const [base, bits] = Cidr.split('/');
      const size = 2 ** (32 - bits);
      return Math.floor(base.split('.').reduce((sum: number, part: string) => sum * 256 + +part, 0) / size) === Math.floor(address / size);
    });
    const at = (a: number, b: number) => a * 2 ** 24 + b * 2 ** 16 + 1;
    expect([
      at(10, 0), at(10, 255), at(169, 254), at(172, 16), at(172, 31), at(192, 168), at(224, 0), at(255, 255),
    ].map(covers)).toEqual(Array(8).fill(false));
    expect([
      at(1, 1), at(9, 255), at(11, 0), at(169, 253), at(169, 255), at(172, 15), at(172, 32), at(192, 167), at(192, 169), at(223, 255),
    ].map(covers)).toEqual(Array(10).fill(true));
    expect(list.MaxEntries).toBe(list.Entries.length);
    expect(list.Entries.length).toBeLessThanOrEqual(40); // a security group has room for 60 rules
  });

  test('all reach a destination of the zone, those to come included', () => {
    const { zone, fn, template } = withZone();
    fn('Before');
    zone.allowEgress(stripe);
    fn('After');
    const made = template();
    expect([namesFor(made, 'Before'), namesFor(made, 'After')]).toEqual([['api.stripe.com'], ['api.stripe.com']]);
  });

  test('are named one by one where the zone is told', () => {
    const { zone, fn, template } = withZone();
    const [a, b] = ['Aa', 'Bb'].map(fn);
    zone.allowEgress(stripe, a, b);
    fn('Cc');
    const made = template();
    expect(['Aa', 'Bb', 'Cc'].map((id) => namesFor(made, id).length)).toEqual([1, 1, 0]);
  });

  test('declare an edge for each destination, once', () => {
    const { stack, fn } = withZone();
    const one = fn('Fn');
    [stripe, stripe, github].forEach((egress) => one.allowEgress(egress));
    expect(DeclaredEdges.of(stack)).toEqual(['api.github.com', 'api.stripe.com'].map((target) => ({ caller: 'Stack/Fn', target, intent: 'egress', actions: [] })));
  });

  test('of another zone cannot leave by this one', () => {
    const { zone } = withZone();
    const stranger = new SecureFunction(new Stack(new App(), 'Other'), 'Fn', { code });
    expect(() => zone.allowEgress(stripe, stranger)).toThrow(failsWith('NotInZone'));
  });

  test('of another stack leave by the zone that serves them', () => {
    const app = new App();
    const base = new Stack(app, 'Base');
    const zone = new TrustZone(base, 'Zone');
    const work = new Stack(app, 'Work');
    zone.serve(work);
    new SecureFunction(work, 'Fn', { code }).allowEgress(stripe);
    expect(counts(Template.fromStack(work), /NetworkFirewall|Subnet|Route/)).toEqual({});
    Template.fromStack(base).resourceCountIs('AWS::NetworkFirewall::Firewall', 2);
    Template.fromStack(work).hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: [1, 2].map((zoneNumber) => ({ 'Fn::ImportValue': Match.stringLikeRegexp(`Group1Subnet${zoneNumber}`) })) },
    });
  });

  test('reach a peer by its default port when none is named', () => {
    const { stack, zone, fn, template } = withZone();
    const one = fn('Fn');
    const group = new ec2.SecurityGroup(stack, 'Database', { vpc: zone.vpc, allowAllOutbound: false });
    one.allowEgress(new ec2.Connections({ securityGroups: [group], defaultPort: ec2.Port.tcp(5432) }));
    template().hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 5432, ToPort: 5432 });
  });

  test('have 300 destinations at the most', () => {
    const { fn } = withZone();
    const one = fn('Fn');
    for (let i = 0; i < 300; i++) one.allowEgress(Egress.https(`host${i}.example.com`));
    expect(() => one.allowEgress(stripe)).toThrow(failsWith('TooManyDestinations'));
  });
});

describe('names', () => {
  const listed = (template: Template, prefix: string) => Object.entries(resources(template, 'AWS::Route53Resolver::FirewallDomainList'))
    .find(([id]) => id.includes(prefix))![1].Properties.Domains;
  const host = (name: string) => ({ 'Fn::Join': ['', [`${name}.`, { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] });

  test('are found for destinations and the services in use, whichever came first', () => {
    const { stack, fn, template } = withZone();
    const one = fn('Fn');
    new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } }).grantReadData(one);
    one.allowEgress(stripe);
    new SecureQueue(stack, 'Queue').grantSendMessages(one);
    expect(listed(template(), 'Allowed')).toEqual([
      'api.stripe.com',
      host('dynamodb'),
      { 'Fn::Join': ['', [{ Ref: 'AWS::AccountId' }, '.ddb.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] },
      host('sqs'),
    ]);
  });

  test('of services that nobody uses are not found', () => {
    const { fn, template } = withZone();
    fn('Fn').allowEgress(stripe);
    expect(listed(template(), 'Allowed')).toEqual(['api.stripe.com']);
  });

  test('may be others by name, such as the address of a database', () => {
    const { zone, fn, template } = withZone();
    zone.allowNames('db.cluster-abc.eu-west-1.rds.amazonaws.com');
    fn('Fn').allowEgress(stripe);
    expect(listed(template(), 'Allowed')).toEqual(['api.stripe.com', 'db.cluster-abc.eu-west-1.rds.amazonaws.com']);
  });

  test.each(['*', '', '*.com', 'localhost', 'db.*.example.com', '*example.com', 'a b.example.com', 'DB.example.com'])('are not all of them: %j', (name) => {
    const { zone } = withZone();
    expect(() => zone.allowNames('db.example.com', name)).toThrow(failsWith('OpenNames'));
    expect(() => zone.allowNames('*.example.com', '_ldap._tcp.example.com')).not.toThrow();
  });

  test('that are not listed do not exist, and the log tells those of malware and tunnels', () => {
    const { fn, template } = withZone();
    fn('Fn').allowEgress(stripe);
    const made = template();
    const [{ FirewallRules: rules }] = properties(made, 'AWS::Route53Resolver::FirewallRuleGroup');
    expect(rules.map((rule: any) => [rule.Priority, rule.Action, rule.BlockResponse, rule.DnsThreatProtection])).toEqual([
      [100, 'ALLOW', undefined, undefined], [200, 'BLOCK', 'NXDOMAIN', 'DGA'], [201, 'BLOCK', 'NXDOMAIN', 'DNS_TUNNELING'], [300, 'BLOCK', 'NXDOMAIN', undefined],
    ]);
    expect(rules[0].FirewallDomainRedirectionAction).toBe('TRUST_REDIRECTION_DOMAIN');
    expect(listed(made, 'Everything')).toEqual(['*']);
  });

  test('are filtered in China without the detection that it lacks', () => {
    const { fn, template } = withZone(undefined, { env: { account: '111122223333', region: 'cn-north-1' } });
    fn('Fn').allowEgress(stripe);
    const [{ FirewallRules: rules }] = properties(template(), 'AWS::Route53Resolver::FirewallRuleGroup');
    expect(rules.map((rule: any) => rule.Action)).toEqual(['ALLOW', 'BLOCK']);
  });

  test('may be filtered from the start, without any way out', () => {
    const { fn, template } = withZone(ZoneNetwork.isolated({ dnsFirewall: true }));
    fn('Fn');
    expect(counts(template(), /Route53Resolver|NetworkFirewall|NatGateway/)).toEqual({
      'AWS::Route53Resolver::FirewallDomainList': 2,
      'AWS::Route53Resolver::FirewallRuleGroup': 1,
      'AWS::Route53Resolver::FirewallRuleGroupAssociation': 1,
      'AWS::Route53Resolver::ResolverQueryLoggingConfig': 1,
      'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation': 1,
    });
  });

  test('of services are found in a network that filters from the start, and no other', () => {
    const { stack, fn } = withZone(ZoneNetwork.isolated({ dnsFirewall: true }), { env: { account: '111122223333', region: 'eu-west-1' } });
    new SecureQueue(stack, 'Queue').grantSendMessages(fn('Fn'));
    const { missing, undeclared } = networkBreaches(stack.node.root as App);
    expect({ missing, undeclared }).toEqual({ missing: [], undeclared: [] });
    expect(listed(Template.fromStack(stack), 'Allowed')).toEqual([{ 'Fn::Join': ['', ['sqs.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] }]);
  });

  test('are none at all where nothing is used', () => {
    const { fn, template } = withZone(ZoneNetwork.isolated({ dnsFirewall: true }));
    fn('Fn');
    expect(listed(template(), 'Allowed')).toBeUndefined();
  });

  test('are filtered once, when destinations come later', () => {
    const { fn, template } = withZone(ZoneNetwork.isolated({ dnsFirewall: true }));
    fn('Fn').allowEgress(stripe);
    template().resourceCountIs('AWS::Route53Resolver::FirewallRuleGroup', 1);
    expect(listed(template(), 'Allowed')).toEqual(['api.stripe.com']);
  });

  test('that were asked for are logged', () => {
    const { fn, template } = withZone();
    fn('Fn').allowEgress(stripe);
    template().hasResourceProperties('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', {
      ResolverQueryLogConfigId: { 'Fn::GetAtt': [Match.anyValue(), 'Id'] }, ResourceId: { Ref: Match.stringLikeRegexp('^ZoneNetwork') },
    });
  });
});

describe('private ways', () => {
  const table = (stack: Stack) => new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const gatewayRoutes = (template: Template) => properties(template, 'AWS::EC2::VPCEndpoint')
    .flatMap((endpoint) => endpoint.RouteTableIds.map((id: any) => id.Ref.replace(/[0-9A-F]{8}$/, '')));
  const GROUP = (n: number) => [1, 2].map((zone) => `ZoneEgressGroup${n}Subnet${zone}RouteTable`);

  test.each(['before', 'after'])('to DynamoDB are there from the subnets of a function that was granted it %s its destination', (when) => {
    const { stack, fn, template } = withZone();
    const one = fn('Fn');
    if (when === 'after') one.allowEgress(stripe);
    table(stack).grantReadData(one);
    if (when === 'before') one.allowEgress(stripe);
    expect(gatewayRoutes(template())).toEqual(['ZoneNetworkRoutes', ...GROUP(1)]);
  });

  test('to DynamoDB are not there from the subnets of a function that was not', () => {
    const { stack, fn, template } = withZone();
    const [a, b] = ['Aa', 'Bb'].map(fn);
    for (const one of [a, b]) one.allowEgress(stripe);
    table(stack).grantReadData(b);
    expect(gatewayRoutes(template())).toEqual(['ZoneNetworkRoutes', ...GROUP(2)]);
  });
});

describe('a zone whose network is not its own', () => {
  test('has no ways out to make: a VPC that exists already', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'i', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
    const zone = new TrustZone(stack, 'Zone', { network: ZoneNetwork.existing(vpc) });
    expect(() => zone.allowEgress(stripe)).toThrow(failsWith('EgressNeedsOwnNetwork'));
    expect(() => new SecureFunction(stack, 'Fn', { code }).allowEgress(stripe)).toThrow(failsWith('EgressNeedsOwnNetwork'));
    expect(zone.node.tryFindChild('Egress')).toBeUndefined();
  });

  test('has no ways out to make: none', () => {
    const { zone, fn } = withZone(ZoneNetwork.none('a test'));
    expect(() => zone.allowEgress(stripe)).toThrow(failsWith('NoNetwork'));
    expect(() => fn('Fn').allowEgress(stripe)).toThrow(failsWith('NoNetwork'));
  });
});

describe('a DNS firewall alone', () => {
  const control = EgressControl.dnsFirewallOnly('a pilot without card data');

  test('costs no network firewall, and leads functions to NAT gateways', () => {
    const { fn, template } = withZone(ZoneNetwork.isolated({ egressControl: control }));
    fn('Aa').allowEgress(stripe);
    fn('Bb').allowEgress(github);
    expect(counts(template(), /NetworkFirewall|NatGateway|EC2::Subnet$|::Route$|FirewallRuleGroup$/)).toEqual({
      'AWS::EC2::NatGateway': 2, 'AWS::EC2::Route': 4, 'AWS::EC2::Subnet': 6, 'AWS::Route53Resolver::FirewallRuleGroup': 1,
    });
  });

  test('says in the metadata what it does not stop, and why that is accepted', () => {
    const { zone, fn } = withZone(ZoneNetwork.isolated({ egressControl: control }));
    fn('Fn').allowEgress(stripe);
    const [optOut] = zone.node.findChild('Egress').node.metadata.filter((entry) => entry.type === 'cdk-zero-trust:opt-out');
    expect(optOut.data).toMatch(/^egressControl: dnsFirewallOnly \(.*every address on port 443.*\): a pilot without card data$/);
  });

  test('leaves open what a waiver must accept, in our pack and in others', () => {
    const { open } = findingsOf((app) => {
      const stack = new Stack(app, 'Stack');
      new TrustZone(stack, 'Zone', { network: ZoneNetwork.isolated({ egressControl: control }) });
      new SecureFunction(stack, 'Fn', { code }).allowEgress(stripe);
      ZeroTrust.enforce(app);
    }, []);
    expect([...new Set(open.map((one) => one.rule))].sort()).toEqual([
      'HIPAA.Security-VPCNoUnrestrictedRouteToIGW', 'NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW', 'PCI.DSS.321-VPCNoUnrestrictedRouteToIGW',
      'ZT-EC2-002', 'ZT-EC2-005', 'ZT-EC2-008',
    ]);
  });
});

test('nothing of a network is open in the five packs when it has no destination', () => {
  expect(stackFindings((stack) => void new SecureFunction(stack, 'Fn', { code })).open).toEqual([]);
});

describe('an independent model of the network', () => {
  /** Four functions with different destinations and services, one without any. */
  function app(network?: ZoneNetwork) {
    const { stack, fn } = withZone(network, { env: { account: '111122223333', region: 'eu-west-1' } });
    const [payer, releaser, both, inside] = ['Payer', 'Releaser', 'Both', 'Inside'].map(fn);
    payer.allowEgress(stripe);
    releaser.allowEgress(github);
    for (const egress of [stripe, github]) both.allowEgress(egress);
    new SecureQueue(stack, 'Queue').grantSendMessages(releaser);
    const table = new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    for (const one of [both, inside]) table.grantReadData(one);
    return { stack, model: () => reach({ Stack: Template.fromStack(stack).toJSON() }) };
  }

  test('finds a way for each declared edge, and none for any other pair', () => {
    const { missing, undeclared, pairs } = networkBreaches(app().stack.node.root as App);
    expect({ missing, undeclared }).toEqual({ missing: [], undeclared: [] });
    expect(pairs).toBeGreaterThanOrEqual(4 * (2 /* services */ + 3 /* names of them */ + 3 /* names */ + 3 /* functions */));
  });

  test('finds a way for each from three Availability Zones, from another stack, and for a destination of all', () => {
    const several = new App();
    const base = new Stack(several, 'Base');
    const zone = new TrustZone(base, 'Zone', { network: ZoneNetwork.isolated({ cidr: '100.64.0.0/16', availabilityZones: 3 }) });
    const work = new Stack(several, 'Work');
    zone.serve(work);
    const one = new SecureFunction(work, 'Fn', { code });
    one.allowEgress(github);
    new SecureQueue(work, 'Queue').grantSendMessages(one);
    zone.allowEgress(stripe);
    new SecureFunction(base, 'Other', { code });
    const { missing, undeclared } = networkBreaches(several);
    expect({ missing, undeclared }).toEqual({ missing: [], undeclared: [] });
  });

  test('finds that a known address lets nobody out who does not tell a declared name', () => {
    const { functions, model } = { functions: ['Payer', 'Inside'], model: app().model() };
    const id = (name: string) => model.functions.find((one) => one.startsWith(`Stack.${name}`))!;
    expect(functions.map((name) => model.toAddress(id(name), '198.51.100.7', 'evil.example.com'))).toEqual(['no', 'no']);
    // what the docs say: whoever tells an allowed name gets through to any address
    expect(functions.map((name) => model.toAddress(id(name), '198.51.100.7', 'api.stripe.com'))).toEqual(['yes', 'no']);
  });

  test('finds what a DNS firewall alone does not stop, and that it stops the rest', () => {
    const model = app(ZoneNetwork.isolated({ egressControl: EgressControl.dnsFirewallOnly('a test') })).model();
    const id = (name: string) => model.functions.find((one) => one.startsWith(`Stack.${name}`))!;
    expect(model.toAddress(id('Payer'), '198.51.100.7', 'evil.example.com')).toBe('yes');
    expect(model.toName(id('Payer'), 'api.github.com')).toBe('yes');
    expect(model.toName(id('Payer'), 'evil.example.com')).toBe('no');
    expect(model.toName(id('Inside'), 'api.stripe.com')).toBe('no');
    expect(model.toAddress(id('Inside'), '198.51.100.7', 'evil.example.com')).toBe('no');
  });

  test('finds no way any more when a name is taken off the list', () => {
    const { stack } = app();
    const template = Template.fromStack(stack).toJSON();
    for (const { Type, Properties } of Object.values<any>(template.Resources)) {
      if (Type === 'AWS::Route53Resolver::FirewallDomainList') Properties.Domains = Properties.Domains.filter((name: string) => name !== 'api.stripe.com');
    }
    const model = reach({ Stack: template });
    expect(model.toName(model.functions.find((one) => one.includes('Payer'))!, 'api.stripe.com')).toBe('no');
  });
});
