import { isSomewhere } from './cidr';
import { leavesThroughFirewall } from './ways-out';
import { describe, Expression, TemplateResource, textOf } from '../../model';
import { every, isNotEmpty, pass, resourceOf, unknown } from '../../model/judge';
import { ownersOfGroup, subnetsOf } from '../network-interfaces';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-002',
  title: 'A security group lets out what was declared, never everything',
  severity: 'high',
  types: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'],
  rationale: 'What can reach every address can carry data anywhere. A group without egress rules of its own is open: EC2 adds a rule for '
    + 'everything.',
  remediation: 'Declare egress to the group, range or prefix list that is called. For none at all, CDK\'s allowAllOutbound: false writes a '
    + 'rule that matches nothing. HTTPS to everywhere is declared where a network firewall is on every way out.',
  check(resource) {
    if (resource.type === 'AWS::EC2::SecurityGroupEgress') {
      return declared(resource.properties, () => resourceOf(resource.at('GroupId').value, 'AWS::EC2::SecurityGroup'));
    }
    const rules = resource.at('SecurityGroupEgress');
    return every(isNotEmpty(rules, 'it declares no egress, so EC2 opens it to everything'), ...rules.items().map((egress) => declared(egress, () => resource)));
  },
};

function declared(egress: Expression, groupOf: () => TemplateResource | undefined): RuleResult {
  if (egress.value.kind !== 'known') return unknown('an egress rule is not known before deployment', describe(egress.value));
  const ranges = every(...(['CidrIp', 'CidrIpv6'] as const).map((property) => leadsSomewhere(egress, property)));
  const list = resourceOf(egress.at('DestinationPrefixListId').value, 'AWS::EC2::PrefixList');
  if (ranges.verdict === 'pass' && !list) return ranges;
  const group = isHttps(egress) ? groupOf() : undefined;
  if (ranges.verdict !== 'unknown' && group && isBehindFirewall(group)) return pass('HTTPS by a network firewall');
  return every(ranges, ...(list?.at('Entries').items() ?? []).map((entry) => leadsSomewhere(entry, 'Cidr')));
}

function leadsSomewhere(range: Expression, property: 'Cidr' | 'CidrIp' | 'CidrIpv6'): RuleResult {
  return isSomewhere(range, property, 'it lets everything out', 'a destination of egress is not known before deployment');
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
