import { textOf } from '../../model';
import { every, fail, isNotEmpty, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-NETWORKFIREWALL-003',
  title: 'Network Firewall firewalls have alert and flow logging enabled',
  severity: 'medium',
  types: ['AWS::NetworkFirewall::Firewall'],
  rationale: 'Alert and flow logs record the source and destination of dropped connections.',
  remediation: 'Add an AWS::NetworkFirewall::LoggingConfiguration with destinations for ALERT and FLOW.',
  check(firewall) {
    const configurations = firewall.referrers('AWS::NetworkFirewall::LoggingConfiguration')
      .filter((one) => resourceOf(one.at('FirewallArn').value) === firewall);
    const types = configurations.flatMap((one) => one.at('LoggingConfiguration', 'LogDestinationConfigs').items())
      .filter((destination) => isNotEmpty(destination.at('LogDestination'), '').verdict === 'pass')
      .map((destination) => textOf(destination.at('LogType').value));
    return every(...['ALERT', 'FLOW'].map((type) => (types.includes(type) ? pass(type) : fail(`it does not log ${type}`, 'no such destination'))));
  },
};
