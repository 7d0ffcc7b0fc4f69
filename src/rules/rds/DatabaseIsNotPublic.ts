import { DATABASES } from './databases';
import { decide, saysFalse, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-RDS-003',
  title: 'RDS databases are not publicly accessible',
  severity: 'critical',
  types: DATABASES,
  rationale: 'A publicly accessible database has a public IP address. Its security groups are then the only control between the internet and its login.',
  remediation: 'Set PubliclyAccessible to false, and use isolated subnets.',
  check(database) {
    const setting = database.at('PubliclyAccessible');
    // an Aurora cluster has none itself: its instances do
    if (setting.isAbsent && database.type === 'AWS::RDS::DBInstance') {
      return unknown('whether it is publicly accessible depends on its subnets', 'PubliclyAccessible is not set');
    }
    return decide(setting, 'it is publicly accessible', (value) => value === undefined || saysFalse(value));
  },
};
