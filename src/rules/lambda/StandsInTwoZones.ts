import { Expression } from '../../model';
import { fail, pass, resourceOf, unknown } from '../../model/judge';
import { subnetsOf } from '../network-interfaces';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-018',
  title: 'A function in a VPC stands in two Availability Zones at least',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'When the only zone fails, the function does not run, and with it what it defends.',
  remediation: 'Name subnets of two zones in VpcConfig.SubnetIds.',
  check(fn) {
    const subnets = subnetsOf(fn);
    if (fn.at('VpcConfig').isAbsent) return pass('in no VPC');
    if (subnets.value.kind === 'unknown') return unknown('its subnets are not known before deployment');
    const named = subnets.items().map(zoneOf);
    const zones = new Set(named.filter((zone) => zone !== undefined));
    if (zones.size < 2 && named.includes(undefined)) return unknown('a subnet of it names no zone, so EC2 chooses one at deployment');
    return zones.size >= 2 ? pass(`${zones.size} zones`) : fail('it stands in one Availability Zone', [...zones].join(', '));
  },
};

/** The zone as it is written; the subnet itself when it is not in the templates; nothing when EC2 chooses the zone. */
function zoneOf(subnet: Expression): string | undefined {
  const found = resourceOf(subnet.value, 'AWS::EC2::Subnet');
  if (!found) return JSON.stringify(subnet.source);
  const zone = found.at('AvailabilityZone');
  return zone.isAbsent ? undefined : JSON.stringify(zone.source);
}
