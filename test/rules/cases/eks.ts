import { all, PARAMETER, resource, RuleCase, set } from '../support/prove';

const ACCESS = 'ResourcesVpcConfig.EndpointPublicAccess';
const RANGES = 'ResourcesVpcConfig.PublicAccessCidrs';

/** What proves the rules of EKS. */
export const eksCases: RuleCase[] = [{
  rule: 'ZT-EKS-001',
  on: 'Cluster',
  secure: { Cluster: resource('AWS::EKS::Cluster', { ResourcesVpcConfig: { SubnetIds: ['subnet-1'], EndpointPublicAccess: false, EndpointPrivateAccess: true } }) },
  passesWhen: {
    'it is private, as text': set('Cluster', ACCESS, 'false'),
    'it is public for an office': all(set('Cluster', ACCESS, true), set('Cluster', RANGES, ['203.0.113.0/24'])),
    'it is public by default, for an office': all(set('Cluster', ACCESS), set('Cluster', RANGES, ['203.0.113.7/32', '198.51.100.0/24'])),
  },
  firesWhen: {
    'it is public': set('Cluster', ACCESS, true),
    'it is public, as text': set('Cluster', ACCESS, 'true'),
    'nothing is said of it': set('Cluster', ACCESS),
    'nothing is said of its network': set('Cluster', 'ResourcesVpcConfig', {}),
    'it is public for everyone': all(set('Cluster', ACCESS, true), set('Cluster', RANGES, ['0.0.0.0/0'])),
    'it is public for two halves of everyone': all(set('Cluster', ACCESS, true), set('Cluster', RANGES, ['0.0.0.0/1', '128.0.0.0/1'])),
    'it is public for an office and everyone': all(set('Cluster', ACCESS, true), set('Cluster', RANGES, ['203.0.113.0/24', '::/0'])),
    'it is public for no range': all(set('Cluster', ACCESS, true), set('Cluster', RANGES, [])),
    'its ranges are a parameter': all(set('Cluster', ACCESS, true), set('Cluster', RANGES, PARAMETER)),
    'a range is a parameter': all(set('Cluster', ACCESS, true), set('Cluster', RANGES, [PARAMETER])),
    'whether it is public is a parameter': set('Cluster', ACCESS, PARAMETER),
  },
}];
