import { att, PARAMETER, resource, RuleCase, set } from '../support/prove';
import { key } from '../support/resources';

/** What proves the rules of GUARDDUTY. */
export const guarddutyCases: RuleCase[] = [{
  rule: 'ZT-GUARDDUTY-001',
  on: 'Detector',
  secure: {
    Detector: resource('AWS::GuardDuty::Detector', {
      Enable: true, Features: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }, { Name: 'LAMBDA_NETWORK_LOGS', Status: 'ENABLED' }],
    }),
  },
  passesWhen: { 'another feature is off': set('Detector', 'Features.2', { Name: 'EKS_AUDIT_LOGS', Status: 'DISABLED' }) },
  firesWhen: {
    'it is off': set('Detector', 'Enable', false),
    'buckets are not watched': set('Detector', 'Features.0'),
    'functions are not watched': set('Detector', 'Features.1.Status', 'DISABLED'),
    'nothing is said of features': set('Detector', 'Features'),
    'a feature is a parameter': set('Detector', 'Features.0', PARAMETER),
    'whether it is on is a parameter': set('Detector', 'Enable', PARAMETER),
  },
}, {
  rule: 'ZT-GUARDDUTY-002',
  on: 'Export',
  secure: {
    Key: key(),
    Export: resource('AWS::GuardDuty::PublishingDestination', {
      DetectorId: 'detector', DestinationType: 'S3', DestinationProperties: { DestinationArn: 'arn:aws:s3:::findings', KmsKeyArn: att('Key') },
    }),
  },
  firesWhen: {
    'its destination is not S3': set('Export', 'DestinationType', 'Queue'),
    'no bucket is named': set('Export', 'DestinationProperties.DestinationArn'),
    'no key is named': set('Export', 'DestinationProperties.KmsKeyArn'),
    'the key is that of AWS': set('Export', 'DestinationProperties.KmsKeyArn', 'alias/aws/s3'),
    'the key is a parameter': set('Export', 'DestinationProperties.KmsKeyArn', PARAMETER),
  },
}, {
  rule: 'ZT-GUARDDUTY-003',
  on: 'Filter',
  secure: {
    Filter: resource('AWS::GuardDuty::Filter', {
      DetectorId: 'detector',
      Name: 'scanner',
      Action: 'ARCHIVE',
      FindingCriteria: { Criterion: { type: { Equals: ['Recon:EC2/Portscan'] } } },
    }),
  },
  passesWhen: {
    'it archives nothing': (resources) => Object.assign(resources.Filter.Properties, { Action: 'NOOP', FindingCriteria: {} }),
    'it names a resource': set('Filter', 'FindingCriteria.Criterion', { 'resource.instanceDetails.instanceId': { Eq: ['i-0123456789abcdef0'] } }),
  },
  firesWhen: {
    'it archives by severity': set('Filter', 'FindingCriteria.Criterion', { severity: { LessThan: 4 } }),
    'it archives everything': set('Filter', 'FindingCriteria', {}),
    'it archives all but one type': set('Filter', 'FindingCriteria.Criterion.type', { NotEquals: ['Recon:EC2/Portscan'] }),
    'it archives every type': set('Filter', 'FindingCriteria.Criterion.type', { Matches: ['*'] }),
    'the type is a parameter': set('Filter', 'FindingCriteria.Criterion.type.Equals', PARAMETER),
    'the criteria are a parameter': set('Filter', 'FindingCriteria', PARAMETER),
    'the action is a parameter': set('Filter', 'Action', PARAMETER),
  },
}, {
  rule: 'ZT-GUARDDUTY-004',
  on: 'Plan',
  secure: {
    Plan: resource('AWS::GuardDuty::MalwareProtectionPlan', {
      Role: 'arn:aws:iam::111122223333:role/scan', ProtectedResource: { S3Bucket: { BucketName: 'uploads' } }, Actions: { Tagging: { Status: 'ENABLED' } },
    }),
  },
  passesWhen: { 'prefixes are scanned': set('Plan', 'ProtectedResource.S3Bucket.ObjectPrefixes', ['in/']) },
  firesWhen: {
    'tags are off': set('Plan', 'Actions.Tagging.Status', 'DISABLED'),
    'nothing is said of tags': set('Plan', 'Actions'),
    'the status is a parameter': set('Plan', 'Actions.Tagging.Status', PARAMETER),
  },
}];
