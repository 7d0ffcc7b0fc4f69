import { every, isFalseOrAbsent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-007',
  title: 'A subnet gives no public addresses by itself',
  severity: 'medium',
  types: ['AWS::EC2::Subnet'],
  rationale: 'What is started there gets a public address, whether or not anybody asked for one: one security-group rule then exposes it.',
  remediation: 'Leave MapPublicIpOnLaunch and AssignIpv6AddressOnCreation out.',
  check: (subnet) => every(
    isFalseOrAbsent(subnet.at('MapPublicIpOnLaunch'), 'it gives public addresses'),
    isFalseOrAbsent(subnet.at('AssignIpv6AddressOnCreation'), 'it gives IPv6 addresses, which are public'),
  ),
};
