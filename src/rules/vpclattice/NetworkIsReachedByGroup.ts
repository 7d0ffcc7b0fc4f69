import { isNotEmpty } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VPCLATTICE-005',
  title: 'A VPC reaches a service network by a security group',
  severity: 'low',
  types: ['AWS::VpcLattice::ServiceNetworkVpcAssociation'],
  rationale: 'Without a group, whatever runs in the VPC sends to every service of the network, on every port that they listen on.',
  remediation: 'Set SecurityGroupIds to a group that takes HTTPS from its clients.',
  check: (association) => isNotEmpty(association.at('SecurityGroupIds'), 'nothing keeps anybody in the VPC from its services'),
};
