import { readAll } from '../../model/resource-policies';
import { isOpenToAnyone } from '../open-statements';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VPCLATTICE-002',
  title: 'VPC Lattice auth policies grant access to named principals or networks only',
  severity: 'high',
  types: ['AWS::VpcLattice::AuthPolicy'],
  rationale: 'An Allow statement for any principal also allows anonymous requests, although AuthType is AWS_IAM.',
  remediation: 'Name principals, or add a condition on aws:PrincipalOrgID, aws:PrincipalArn or vpc-lattice-svcs:SourceVpc.',
  check: (policy) => isOpenToAnyone(readAll([policy.at('Policy')])),
};
