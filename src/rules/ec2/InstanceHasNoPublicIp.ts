import { describe, Expression } from '../../model';
import { every, fail, isFalseOrAbsent, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const FINDING = 'it requests a public IPv4 address';
/** Give an instance an address that its own properties do not show. */
const ADDRESSES = ['AWS::EC2::EIP', 'AWS::EC2::EIPAssociation'];

export const rule: Rule = {
  id: 'ZT-EC2-017',
  title: 'EC2 instances, launch templates and launch configurations request no public IP addresses',
  severity: 'medium',
  types: ['AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration', ...ADDRESSES],
  rationale: 'An instance with a public address is reachable from the internet as soon as one security group rule allows it, and scanners find it within minutes.',
  remediation: 'Set AssociatePublicIpAddress to false, give instances no Elastic IP address, and reach instances through a load balancer, Session Manager or EC2 Instance Connect Endpoint.',
  check(resource) {
    if (ADDRESSES.includes(resource.type)) return resource.at('InstanceId').isAbsent ? pass('no instance') : fail('it gives an instance a public IPv4 address', describe(resource.at('InstanceId').value));
    if (resource.type === 'AWS::AutoScaling::LaunchConfiguration') return isFalseOrAbsent(resource.at('AssociatePublicIpAddress'), FINDING);
    return requestsNone(resource.type === 'AWS::EC2::Instance' ? resource.at('NetworkInterfaces') : resource.at('LaunchTemplateData', 'NetworkInterfaces'));
  },
};

function requestsNone(interfaces: Expression): RuleResult {
  if (interfaces.value.kind !== 'known') return unknown('its network interfaces are not known before deployment', describe(interfaces.value));
  return every(
    pass('no network interface requests a public address'),
    ...interfaces.items().map((one) => isFalseOrAbsent(one.at('AssociatePublicIpAddress'), FINDING)),
  );
}
