import { every, isOneOf, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-DAX-001',
  title: 'DAX clusters are encrypted at rest and in transit',
  severity: 'medium',
  types: ['AWS::DAX::Cluster'],
  rationale: 'The cluster caches items outside of the encryption of their tables, and by default accepts connections without TLS.',
  remediation: 'Set SSESpecification.SSEEnabled, and ClusterEndpointEncryptionType to TLS. Both can only be set when the cluster is created.',
  check: (cluster) => every(
    isTrue(cluster.at('SSESpecification', 'SSEEnabled'), 'it is not encrypted at rest'),
    isOneOf(cluster.at('ClusterEndpointEncryptionType'), ['TLS'], 'it is not encrypted in transit'),
  ),
};
