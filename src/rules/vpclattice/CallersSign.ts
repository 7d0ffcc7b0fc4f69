import { every, fail, isOneOf, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VPCLATTICE-001',
  title: 'A service of VPC Lattice, and its network, ask who calls',
  severity: 'critical',
  types: ['AWS::VpcLattice::Service', 'AWS::VpcLattice::ServiceNetwork'],
  rationale: 'With NONE, whatever runs in an associated VPC calls the service: the network is the identity.',
  remediation: 'Set AuthType AWS_IAM, and add an AWS::VpcLattice::AuthPolicy.',
  check(service) {
    const policies = service.referrers('AWS::VpcLattice::AuthPolicy').filter((policy) => resourceOf(policy.at('ResourceIdentifier').value) === service);
    return every(
      isOneOf(service.at('AuthType'), ['AWS_IAM'], 'it is open to its network'),
      policies.length > 0 ? pass() : fail('it has no policy that says who may call', 'no AWS::VpcLattice::AuthPolicy'),
    );
  },
};
