import { every, isFalseOrAbsent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-007',
  title: 'Subnets do not assign public IP addresses automatically',
  severity: 'medium',
  types: ['AWS::EC2::Subnet'],
  rationale: 'Every network interface in such a subnet gets a public address, whether it needs one or not; a single security group rule then exposes it.',
  remediation: 'Omit MapPublicIpOnLaunch and AssignIpv6AddressOnCreation.',
  check: (subnet) => every(
    isFalseOrAbsent(subnet.at('MapPublicIpOnLaunch'), 'it assigns public IPv4 addresses'),
    isFalseOrAbsent(subnet.at('AssignIpv6AddressOnCreation'), 'it assigns IPv6 addresses, which are public'),
  ),
};
