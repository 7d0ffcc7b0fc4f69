import { Expression } from '../../model';
import { fail, pass, resourceOf, unknown } from '../../model/judge';
import { subnetsOf } from '../network-interfaces';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-018',
  title: 'Lambda functions in a VPC use at least two Availability Zones',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'When the only Availability Zone fails, the function and everything that depends on it is unavailable.',
  remediation: 'Set VpcConfig.SubnetIds to subnets in at least two Availability Zones.',
  check(fn) {
    const subnets = subnetsOf(fn);
    if (fn.at('VpcConfig').isAbsent) return pass('not in a VPC');
    if (subnets.value.kind === 'unknown') return unknown('its subnets are not known before deployment');
    const named = subnets.items().map(zoneOf);
    const zones = new Set(named.filter((zone) => zone !== undefined));
    if (zones.size < 2 && named.includes(undefined)) return unknown('the Availability Zone of a subnet is not known before deployment');
    return zones.size >= 2 ? pass(`${zones.size} zones`) : fail('its subnets are in fewer than two Availability Zones', [...zones].join(', '));
  },
};

/** The zone as it is written; the subnet itself when it is not in the templates; nothing when EC2 chooses the zone. */
function zoneOf(subnet: Expression): string | undefined {
  const found = resourceOf(subnet.value, 'AWS::EC2::Subnet');
  if (!found) return JSON.stringify(subnet.source);
  const zone = found.at('AvailabilityZone');
  return zone.isAbsent ? undefined : JSON.stringify(zone.source);
}
