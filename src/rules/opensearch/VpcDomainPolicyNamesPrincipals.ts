import { DOMAINS, isDomainInVpc } from './domains';
import { pass } from '../../model/judge';
import { everyStatement, letsInNoStranger } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-OPENSEARCH-002',
  title: 'Access policies of OpenSearch Service domains in a VPC name principals',
  severity: 'medium',
  types: DOMAINS,
  rationale: 'With a policy for any principal, requests need no signature: everything that the security groups let through is in.',
  remediation: 'Name roles in AccessPolicies, or leave decisions to fine-grained access control with roles of IAM as its only users.',
  check: (domain) => (isDomainInVpc(domain) ? everyStatement(domain, 'AccessPolicies', letsInNoStranger) : pass('a public endpoint: see ZT-TRUST-001')),
};
