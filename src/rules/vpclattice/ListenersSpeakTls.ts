import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VPCLATTICE-003',
  title: 'A listener of VPC Lattice takes calls over TLS only',
  severity: 'medium',
  types: ['AWS::VpcLattice::Listener'],
  rationale: 'A signature says who calls and hides nothing: without TLS, the request and its answer go from network to network in clear.',
  remediation: 'Set Protocol HTTPS, for which VPC Lattice has a certificate, or TLS_PASSTHROUGH.',
  check: (listener) => isOneOf(listener.at('Protocol'), ['HTTPS', 'TLS_PASSTHROUGH'], 'it takes calls without TLS'),
};
