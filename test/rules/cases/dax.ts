import { PARAMETER, resource, RuleCase, set } from '../support/prove';

/** What proves the rules of DAX. */
export const daxCases: RuleCase[] = [{
  rule: 'ZT-DAX-001',
  on: 'Cache',
  secure: { Cache: resource('AWS::DAX::Cluster', { SSESpecification: { SSEEnabled: true }, ClusterEndpointEncryptionType: 'TLS' }) },
  passesWhen: { 'encryption is written as text': set('Cache', 'SSESpecification.SSEEnabled', 'true') },
  firesWhen: {
    'nothing is said of encryption': set('Cache', 'SSESpecification'),
    'encryption is off': set('Cache', 'SSESpecification.SSEEnabled', false),
    'encryption is a parameter': set('Cache', 'SSESpecification.SSEEnabled', PARAMETER),
    'nothing is said of TLS': set('Cache', 'ClusterEndpointEncryptionType'),
    'TLS is off': set('Cache', 'ClusterEndpointEncryptionType', 'NONE'),
    'TLS is a parameter': set('Cache', 'ClusterEndpointEncryptionType', PARAMETER),
  },
}];
