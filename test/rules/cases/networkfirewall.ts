import { wayOut } from '../../policy/support/way-out';
import { all, att, PARAMETER, ref, remove, resource, Resources, RuleCase, set } from '../support/prove';

const firewall = {
  Firewall: resource('AWS::NetworkFirewall::Firewall', { DeleteProtection: true, SubnetChangeProtection: true, FirewallPolicyChangeProtection: true }),
};
const change = (path: string, value?: unknown) => set('Policy', `FirewallPolicy.${path}`, value);
const other = resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.2.0/26' });
const otherUse = resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Other'), RouteTableId: ref('OtherTable') });
const LIST = 'RuleGroup.RulesSource.RulesSourceList';

/** What proves the rules of NETWORKFIREWALL. */
export const networkfirewallCases: RuleCase[] = [
  {
    rule: 'ZT-NETWORKFIREWALL-001',
    on: 'Policy',
    secure: {
      Policy: resource('AWS::NetworkFirewall::FirewallPolicy', {
        FirewallPolicy: {
          StatelessDefaultActions: ['aws:forward_to_sfe'],
          StatelessFragmentDefaultActions: ['aws:forward_to_sfe'],
          StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' },
          StatefulDefaultActions: ['aws:drop_established', 'aws:alert_established'],
        },
      }),
    },
    passesWhen: {
      'fragments are dropped': change('StatelessFragmentDefaultActions', ['aws:drop']),
      'it waits for whole handshakes': change('StatefulDefaultActions', ['aws:drop_established_app_layer_to_server', 'aws:alert_established_app_layer_to_server']),
      'it waits for whole handshakes both ways': change('StatefulDefaultActions', ['aws:drop_established_app_layer']),
    },
    firesWhen: {
      'packets pass': change('StatelessDefaultActions', ['aws:pass']),
      'fragments pass': change('StatelessFragmentDefaultActions', ['aws:pass']),
      'nothing is said of fragments': change('StatelessFragmentDefaultActions'),
      'passes come first': change('StatefulEngineOptions.RuleOrder', 'DEFAULT_ACTION_ORDER'),
      'nothing is said of the order': change('StatefulEngineOptions'),
      'it only alerts': change('StatefulDefaultActions', ['aws:alert_strict']),
      'it only alerts on whole handshakes': change('StatefulDefaultActions', ['aws:alert_established_app_layer_to_server']),
      'nothing is said of the default': change('StatefulDefaultActions'),
      'the default is a parameter': change('StatefulDefaultActions', PARAMETER),
    },
  },
  {
    rule: 'ZT-NETWORKFIREWALL-002',
    on: 'Firewall',
    secure: firewall,
    firesWhen: {
      'it can be deleted': set('Firewall', 'DeleteProtection', false),
      'nothing is said of deletion': set('Firewall', 'DeleteProtection'),
      'it can be moved': set('Firewall', 'SubnetChangeProtection', false),
      'its policy can be swapped': set('Firewall', 'FirewallPolicyChangeProtection', false),
      'whether its policy can be swapped is a parameter': set('Firewall', 'FirewallPolicyChangeProtection', PARAMETER),
    },
  },
  {
    rule: 'ZT-NETWORKFIREWALL-003',
    on: 'Firewall',
    secure: {
      ...firewall,
      Logging: resource('AWS::NetworkFirewall::LoggingConfiguration', {
        FirewallArn: att('Firewall', 'FirewallArn'),
        LoggingConfiguration: {
          LogDestinationConfigs: [
            { LogType: 'ALERT', LogDestinationType: 'CloudWatchLogs', LogDestination: { logGroup: 'alerts' } },
            { LogType: 'FLOW', LogDestinationType: 'CloudWatchLogs', LogDestination: { logGroup: 'flows' } },
          ],
        },
      }),
    },
    firesWhen: {
      'its log level is OFF or not set': remove('Logging'),
      'it logs no alerts': set('Logging', 'LoggingConfiguration.LogDestinationConfigs.0'),
      'it logs no flows': set('Logging', 'LoggingConfiguration.LogDestinationConfigs.1.LogType', 'TLS'),
      'the logging is of another firewall': set('Logging', 'FirewallArn', 'arn:aws:network-firewall:eu-west-1:111122223333:firewall/x'),
      'flows go nowhere': set('Logging', 'LoggingConfiguration.LogDestinationConfigs.1.LogDestination'),
      'the destinations are a parameter': set('Logging', 'LoggingConfiguration.LogDestinationConfigs', PARAMETER),
    },
  },
  {
    rule: 'ZT-NETWORKFIREWALL-004',
    on: 'Names',
    secure: {
      Names: resource('AWS::NetworkFirewall::RuleGroup', {
        RuleGroup: { RulesSource: { RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI', 'HTTP_HOST'], Targets: ['.example.com', 'api.example.net'] } } },
      }),
    },
    passesWhen: { 'its rules are no list': set('Names', 'RuleGroup.RulesSource', { RulesString: 'drop ip any any -> any any (sid:1;)' }) },
    firesWhen: {
      'it lists what is denied': set('Names', `${LIST}.GeneratedRulesType`, 'DENYLIST'),
      'what it does is a parameter': set('Names', `${LIST}.GeneratedRulesType`, PARAMETER),
      'it sees plain HTTP alone': set('Names', `${LIST}.TargetTypes`, ['HTTP_HOST']),
      'it sees nothing': set('Names', `${LIST}.TargetTypes`, []),
      'a top-level domain is allowed': set('Names', `${LIST}.Targets`, ['.example.com', '.com']),
      'everything is allowed': set('Names', `${LIST}.Targets`, ['.']),
      'it has no domain': set('Names', `${LIST}.Targets`, []),
      'a domain is a parameter': set('Names', `${LIST}.Targets`, ['.example.com', PARAMETER]),
      'the rules are a parameter': set('Names', 'RuleGroup', PARAMETER),
    },
  },
  {
    rule: 'ZT-NETWORKFIREWALL-005',
    on: 'Firewall',
    secure: wayOut(),
    passesWhen: {
      'the route back is written out': all(set('Subnet', 'CidrBlock', '10.0.1.0/26'), set('Back', 'DestinationCidrBlock', '10.0.1.0/26')),
      'nothing leaves through it': remove('Out'),
      'no NAT gateway is behind it': remove('FirewallOut'),
      'a subnet that does not leave through it has no route back': all(...['Other', 'OtherUse', 'OtherTable'].map((id) => (resources: Resources) => {
        resources[id] = { Other: other, OtherUse: otherUse, OtherTable: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }) }[id];
      })),
    },
    firesWhen: {
      'there is no route back': remove('Back'),
      'the route back is another subnet\'s': set('Back', 'DestinationCidrBlock', '10.9.9.0/24'),
      'the route back leads elsewhere': all(set('Back', 'VpcEndpointId'), set('Back', 'TransitGatewayId', 'tgw-1')),
      'the route back is of the firewall\'s own table': set('Back', 'RouteTableId', ref('FirewallTable')),
      'where the route back leads is a parameter': set('Back', 'VpcEndpointId', PARAMETER),
      'whose route back it is is a parameter': set('Back', 'DestinationCidrBlock', PARAMETER),
      'a second subnet leaves through it': all(...['Other', 'OtherUse'].map((id) => (resources: Resources) => {
        resources[id] = { Other: other, OtherUse: resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Other'), RouteTableId: ref('Table') }) }[id];
      })),
    },
  },
];
