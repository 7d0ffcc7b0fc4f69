import { every, isOneOf, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-DAX-001',
  title: 'A cache of tables is encrypted, at rest and on its way',
  severity: 'high',
  types: ['AWS::DAX::Cluster'],
  rationale: 'The cache holds the items of its tables, outside of the keys of the tables, and by default answers without TLS.',
  remediation: 'Set SSESpecification.SSEEnabled, and ClusterEndpointEncryptionType to TLS. Both are fixed when the cluster is made.',
  check: (cluster) => every(
    isTrue(cluster.at('SSESpecification', 'SSEEnabled'), 'what it holds is not encrypted'),
    isOneOf(cluster.at('ClusterEndpointEncryptionType'), ['TLS'], 'it answers without TLS'),
  ),
};
