import { every, fail, isOneOf, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VPCLATTICE-001',
  title: 'VPC Lattice services and service networks require IAM auth and have an auth policy',
  severity: 'high',
  types: ['AWS::VpcLattice::Service', 'AWS::VpcLattice::ServiceNetwork'],
  rationale: 'With AuthType NONE, every workload in an associated VPC can call the service without authentication.',
  remediation: 'Set AuthType to AWS_IAM, and add an AWS::VpcLattice::AuthPolicy.',
  check(service) {
    const policies = service.referrers('AWS::VpcLattice::AuthPolicy').filter((policy) => resourceOf(policy.at('ResourceIdentifier').value) === service);
    return every(
      isOneOf(service.at('AuthType'), ['AWS_IAM'], 'it requires no IAM auth'),
      policies.length > 0 ? pass() : fail('it has no auth policy', 'no AWS::VpcLattice::AuthPolicy'),
    );
  },
};
