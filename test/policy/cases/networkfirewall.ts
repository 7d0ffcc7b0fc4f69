import { att, PARAMETER, remove, resource, RuleCase, set } from '../support/prove';

const firewall = {
  Firewall: resource('AWS::NetworkFirewall::Firewall', { DeleteProtection: true, SubnetChangeProtection: true, FirewallPolicyChangeProtection: true }),
};
const change = (path: string, value?: unknown) => set('Policy', `FirewallPolicy.${path}`, value);
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
    passesWhen: { 'fragments are dropped': change('StatelessFragmentDefaultActions', ['aws:drop']) },
    firesWhen: {
      'packets pass': change('StatelessDefaultActions', ['aws:pass']),
      'fragments pass': change('StatelessFragmentDefaultActions', ['aws:pass']),
      'nothing is said of fragments': change('StatelessFragmentDefaultActions'),
      'passes come first': change('StatefulEngineOptions.RuleOrder', 'DEFAULT_ACTION_ORDER'),
      'nothing is said of the order': change('StatefulEngineOptions'),
      'it only alerts': change('StatefulDefaultActions', ['aws:alert_strict']),
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
      'it logs nothing': remove('Logging'),
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
      'it names no domain': set('Names', `${LIST}.Targets`, []),
      'a domain is a parameter': set('Names', `${LIST}.Targets`, ['.example.com', PARAMETER]),
      'the rules are a parameter': set('Names', 'RuleGroup', PARAMETER),
    },
  },
];
