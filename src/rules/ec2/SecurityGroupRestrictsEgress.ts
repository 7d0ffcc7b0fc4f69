import { isListSomewhere, isSomewhere } from './cidr';
import { leavesThroughFirewall } from './ways-out';
import { describe, Expression, TemplateResource, textOf } from '../../model';
import { every, pass, resourceOf, unknown } from '../../model/judge';
import { ownersOfGroup, subnetsOf } from '../network-interfaces';
import type { Rule, RuleResult } from '../rule';

const FINDING = 'it allows outbound traffic to any address';
const UNCLEAR = 'an egress destination is not known before deployment';

export const rule: Rule = {
  id: 'ZT-EC2-002',
  title: 'Security groups restrict outbound traffic to named destinations',
  severity: 'medium',
  types: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'],
  rationale: 'A workload that can reach any address can send data anywhere.',
  remediation: 'Declare egress to the security group, CIDR range or prefix list that is called. For no egress at all, allowAllOutbound: false of the CDK '
    + 'writes a rule that matches nothing. HTTPS to any address is accepted where a network firewall is on every route out.',
  check(resource) {
    if (resource.type === 'AWS::EC2::SecurityGroupEgress') {
      return declared(resource.properties, () => resourceOf(resource.at('GroupId').value, 'AWS::EC2::SecurityGroup'));
    }
    const rules = resource.at('SecurityGroupEgress');
    return every(rules.value.kind === 'unknown' ? unknown('its egress rules are not known before deployment') : pass(), ...rules.items().map((egress) => declared(egress, () => resource)));
  },
};

function declared(egress: Expression, groupOf: () => TemplateResource | undefined): RuleResult {
  if (egress.value.kind !== 'known') return unknown('an egress rule is not known before deployment', describe(egress.value));
  const ranges = every(...(['CidrIp', 'CidrIpv6'] as const).map((property) => isSomewhere(egress, property, FINDING, UNCLEAR)));
  const list = isListSomewhere(egress.at('DestinationPrefixListId'), FINDING, UNCLEAR);
  if (ranges.verdict === 'pass' && list.verdict === 'pass') return every(ranges, list);
  const group = isHttps(egress) ? groupOf() : undefined;
  if (ranges.verdict !== 'unknown' && group && isBehindFirewall(group)) return pass('HTTPS through a network firewall');
  return every(ranges, list);
}

function isHttps(egress: Expression): boolean {
  const [protocol, from, to] = ['IpProtocol', 'FromPort', 'ToPort'].map((name) => textOf(egress.at(name).value));
  return (protocol === 'tcp' || protocol === '6') && from === '443' && to === '443';
}

/** Whether whatever has the group stands where a network firewall is on every way out. */
function isBehindFirewall(group: TemplateResource): boolean {
  const subnets = ownersOfGroup(group).flatMap((owner) => subnetsOf(owner).items()).map(({ value }) => resourceOf(value, 'AWS::EC2::Subnet'));
  return subnets.length > 0 && subnets.every((subnet) => subnet !== undefined && leavesThroughFirewall(subnet));
}
