import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VPCLATTICE-003',
  title: 'VPC Lattice listeners use HTTPS or TLS passthrough',
  severity: 'medium',
  types: ['AWS::VpcLattice::Listener'],
  rationale: 'A request signature authenticates the caller and encrypts nothing: without TLS, requests and responses cross networks in plaintext.',
  remediation: 'Set Protocol to HTTPS, for which VPC Lattice provides a certificate, or to TLS_PASSTHROUGH.',
  check: (listener) => isOneOf(listener.at('Protocol'), ['HTTPS', 'TLS_PASSTHROUGH'], 'it accepts requests without TLS'),
};
