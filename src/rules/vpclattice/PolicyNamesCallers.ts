import { readAll } from '../../model/resource-policies';
import { isOpenToAnyone } from '../open-statements';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VPCLATTICE-002',
  title: 'A policy of VPC Lattice names who may call',
  severity: 'high',
  types: ['AWS::VpcLattice::AuthPolicy'],
  rationale: 'A statement for everyone takes anonymous calls too, although AuthType says AWS_IAM.',
  remediation: 'Name principals, or add a condition on aws:PrincipalOrgID, aws:PrincipalArn or vpc-lattice-svcs:SourceVpc.',
  check: (policy) => isOpenToAnyone(readAll([policy.at('Policy')])),
};
