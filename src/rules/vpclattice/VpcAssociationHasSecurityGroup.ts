import { isNotEmpty } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VPCLATTICE-005',
  title: 'VPC Lattice service network VPC associations have a security group',
  severity: 'low',
  types: ['AWS::VpcLattice::ServiceNetworkVpcAssociation'],
  rationale: 'Without a security group, every workload in the VPC can connect to every service of the service network, on all listener ports.',
  remediation: 'Set SecurityGroupIds to a security group that allows inbound HTTPS from the clients.',
  check: (association) => isNotEmpty(association.at('SecurityGroupIds'), 'it has no security group'),
};
