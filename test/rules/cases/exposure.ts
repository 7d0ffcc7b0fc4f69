import { PARAMETER, resource, RuleCase, set } from '../support/prove';

const GROUPS = 'Distributions.0.AmiDistributionConfiguration.LaunchPermissionConfiguration.UserGroups';
const PLACES: [type: string, path: string, open: unknown, closed: unknown][] = [
  ['AWS::AmazonMQ::Broker', 'PubliclyAccessible', true, false],
  ['AWS::Lightsail::Bucket', 'AccessRules.GetObject', 'public', 'private'],
  ['AWS::Lightsail::Database', 'PubliclyAccessible', true, false],
  ['AWS::MSK::Cluster', 'BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type', 'SERVICE_PROVIDED_EIPS', 'DISABLED'],
  ['AWS::Neptune::DBInstance', 'PubliclyAccessible', true, false],
  ['AWS::NeptuneGraph::Graph', 'PublicConnectivity', true, false],
  ['AWS::Redshift::Cluster', 'PubliclyAccessible', true, false],
  ['AWS::RedshiftServerless::Workgroup', 'PubliclyAccessible', true, false],
  ['AWS::Timestream::InfluxDBCluster', 'PubliclyAccessible', true, false],
  ['AWS::Timestream::InfluxDBInstance', 'PubliclyAccessible', true, false],
];

/** What proves the rules of exposure over many services. */
export const exposureCases: RuleCase[] = [
  ...PLACES.map(([type, path, open, closed]): RuleCase => {
    const secure = { Store: resource(type) };
    set('Store', path, closed)(secure);
    return {
      rule: 'ZT-EXPOSURE-001',
      on: 'Store',
      secure,
      passesWhen: { 'nothing is set': set('Store', path) },
      firesWhen: { 'it is public': set('Store', path, open), 'it is a parameter': set('Store', path, PARAMETER) },
    };
  }),
  {
    rule: 'ZT-EXPOSURE-001',
    on: 'Store',
    secure: { Store: resource('AWS::DMS::ReplicationInstance', { PubliclyAccessible: false }) },
    passesWhen: { 'it is written as text': set('Store', 'PubliclyAccessible', 'false') },
    firesWhen: {
      'nothing is set': set('Store', 'PubliclyAccessible'), 'it is public': set('Store', 'PubliclyAccessible', true), 'it is a parameter': set('Store', 'PubliclyAccessible', PARAMETER),
    },
  },
  {
    rule: 'ZT-EXPOSURE-002',
    on: 'Store',
    secure: { Store: resource('AWS::MSK::Cluster', { ClientAuthentication: { Sasl: { Iam: { Enabled: true } }, Unauthenticated: { Enabled: false } } }) },
    passesWhen: {
      'nothing is said of clients without it': set('Store', 'ClientAuthentication.Unauthenticated'),
      'clients have passwords': set('Store', 'ClientAuthentication', { Sasl: { Scram: { Enabled: true } } }),
      'clients have certificates': set('Store', 'ClientAuthentication', { Tls: { Enabled: true, CertificateAuthorityArnList: ['arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/1'] } }),
    },
    firesWhen: {
      'clients need none': set('Store', 'ClientAuthentication.Unauthenticated.Enabled', true),
      'nothing is set': set('Store', 'ClientAuthentication'),
      'all are off': set('Store', 'ClientAuthentication.Sasl.Iam.Enabled', false),
      'it is a parameter': set('Store', 'ClientAuthentication.Unauthenticated.Enabled', PARAMETER),
    },
  },
  {
    rule: 'ZT-EXPOSURE-002',
    on: 'Gateway',
    secure: { Gateway: resource('AWS::BedrockAgentCore::Gateway', { AuthorizerType: 'CUSTOM_JWT' }) },
    passesWhen: { 'callers sign': set('Gateway', 'AuthorizerType', 'AWS_IAM') },
    firesWhen: {
      'it takes anyone': set('Gateway', 'AuthorizerType', 'NONE'), 'nothing is set': set('Gateway', 'AuthorizerType'), 'it is a parameter': set('Gateway', 'AuthorizerType', PARAMETER),
    },
  },
  {
    rule: 'ZT-EXPOSURE-002',
    on: 'Store',
    secure: { Store: resource('AWS::MemoryDB::Cluster', { ACLName: 'orders' }) },
    firesWhen: { 'it is open': set('Store', 'ACLName', 'open-access'), 'nothing is set': set('Store', 'ACLName'), 'it is a parameter': set('Store', 'ACLName', PARAMETER) },
  },
  {
    rule: 'ZT-EXPOSURE-003',
    on: 'Images',
    secure: {
      Images: resource('AWS::ImageBuilder::DistributionConfiguration', {
        Distributions: [{ Region: 'eu-west-1', AmiDistributionConfiguration: { LaunchPermissionConfiguration: { UserIds: ['111122223333'] } } }],
      }),
    },
    passesWhen: { 'it names no group': set('Images', GROUPS, []), 'it distributes containers': set('Images', 'Distributions.0', { Region: 'eu-west-1', ContainerDistributionConfiguration: {} }) },
    firesWhen: {
      'every account can launch them': set('Images', GROUPS, ['all']),
      'every account can in a second Region': set('Images', 'Distributions.1', { AmiDistributionConfiguration: { LaunchPermissionConfiguration: { UserGroups: ['all'] } } }),
      'groups are a parameter': set('Images', GROUPS, PARAMETER),
      'a group is a parameter': set('Images', GROUPS, [PARAMETER]),
      'distributions are a parameter': set('Images', 'Distributions', PARAMETER),
    },
  },
];
