import { PARAMETER, ref, resource, RuleCase, set } from '../support/prove';

const JOBS = ['DataQuality', 'ModelBias', 'ModelExplainability', 'ModelQuality'].map((kind) => `AWS::SageMaker::${kind}JobDefinition`);
const key = { Key: resource('AWS::KMS::Key', { KeyPolicy: {} }) };

/** What proves the rules of SageMaker. */
export const sagemakerCases: RuleCase[] = [
  {
    rule: 'ZT-SAGEMAKER-001',
    on: 'Notebook',
    secure: { Notebook: resource('AWS::SageMaker::NotebookInstance', { DirectInternetAccess: 'Disabled', RootAccess: 'Disabled', SubnetId: 'subnet-1' }) },
    passesWhen: { 'its subnet is of the template': (resources) => { resources.Subnet = resource('AWS::EC2::Subnet'); set('Notebook', 'SubnetId', ref('Subnet'))(resources); } },
    firesWhen: {
      'it has direct internet access': set('Notebook', 'DirectInternetAccess', 'Enabled'),
      'nothing is said of direct internet access': set('Notebook', 'DirectInternetAccess'),
      'direct internet access is a parameter': set('Notebook', 'DirectInternetAccess', PARAMETER),
      'it is in no VPC': set('Notebook', 'SubnetId'),
      'its users have root access': set('Notebook', 'RootAccess', 'Enabled'),
      'nothing is said of root access': set('Notebook', 'RootAccess'),
    },
  },
  ...['AWS::SageMaker::Domain', 'AWS::SageMaker::EndpointConfig', 'AWS::SageMaker::NotebookInstance'].map((type): RuleCase => ({
    rule: 'ZT-SAGEMAKER-002',
    on: 'Store',
    secure: { Store: resource(type, { KmsKeyId: ref('Key') }), ...key },
    firesWhen: { 'it has no key': set('Store', 'KmsKeyId'), 'its key is of AWS': set('Store', 'KmsKeyId', 'alias/aws/sagemaker'), 'it is a parameter': set('Store', 'KmsKeyId', PARAMETER) },
  })),
  ...JOBS.map((type): RuleCase => ({
    rule: 'ZT-SAGEMAKER-003',
    on: 'Job',
    secure: { Job: resource(type, { NetworkConfig: { EnableNetworkIsolation: true, EnableInterContainerTrafficEncryption: true } }) },
    firesWhen: {
      'it is not isolated': set('Job', 'NetworkConfig.EnableNetworkIsolation', false),
      'its traffic is not encrypted': set('Job', 'NetworkConfig.EnableInterContainerTrafficEncryption', false),
      'nothing is said of its network': set('Job', 'NetworkConfig'),
      'it is a parameter': set('Job', 'NetworkConfig.EnableNetworkIsolation', PARAMETER),
    },
  })),
  {
    rule: 'ZT-SAGEMAKER-003',
    on: 'Model',
    secure: { Model: resource('AWS::SageMaker::Model', { EnableNetworkIsolation: true }) },
    firesWhen: { 'it is not isolated': set('Model', 'EnableNetworkIsolation', false), 'nothing is set': set('Model', 'EnableNetworkIsolation'), 'it is a parameter': set('Model', 'EnableNetworkIsolation', PARAMETER) },
  },
  {
    rule: 'ZT-SAGEMAKER-003',
    on: 'Domain',
    secure: { Domain: resource('AWS::SageMaker::Domain', { AppNetworkAccessType: 'VpcOnly' }) },
    firesWhen: {
      'its apps reach the internet': set('Domain', 'AppNetworkAccessType', 'PublicInternetOnly'), 'nothing is set': set('Domain', 'AppNetworkAccessType'), 'it is a parameter': set('Domain', 'AppNetworkAccessType', PARAMETER),
    },
  },
];
