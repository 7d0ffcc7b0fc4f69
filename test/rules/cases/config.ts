import { all, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';

/** What proves the rules of CONFIG. */
export const configCases: RuleCase[] = [{
  rule: 'ZT-CONFIG-001',
  on: 'Recorder',
  secure: { Recorder: resource('AWS::Config::ConfigurationRecorder', { RoleARN: 'arn:x', RecordingGroup: { AllSupported: true } }) },
  passesWhen: { 'nothing is said': set('Recorder', 'RecordingGroup') },
  firesWhen: {
    'it records some types': set('Recorder', 'RecordingGroup', { AllSupported: false, ResourceTypes: ['AWS::S3::Bucket'] }),
    'it does not say all': set('Recorder', 'RecordingGroup', { ResourceTypes: ['AWS::S3::Bucket'] }),
    'it leaves some types out': set('Recorder', 'RecordingGroup.RecordingStrategy', { UseOnly: 'EXCLUSION_BY_RESOURCE_TYPES' }),
    'it includes some types by strategy': set('Recorder', 'RecordingGroup.RecordingStrategy', { UseOnly: 'INCLUSION_BY_RESOURCE_TYPES' }),
    'the group is a parameter': set('Recorder', 'RecordingGroup', PARAMETER),
    'whether all is a parameter': set('Recorder', 'RecordingGroup.AllSupported', PARAMETER),
  },
}, {
  rule: 'ZT-CONFIG-002',
  on: 'Remediation',
  secure: { Remediation: resource('AWS::Config::RemediationConfiguration', { Automatic: true, MaximumAutomaticAttempts: 3, RetryAttemptSeconds: 60 }) },
  passesWhen: {
    'it is started by hand': all(set('Remediation', 'Automatic', false), set('Remediation', 'MaximumAutomaticAttempts', 25)),
    'AWS Config decides on attempts': set('Remediation', 'MaximumAutomaticAttempts'),
    'AWS Config decides on pauses': set('Remediation', 'RetryAttemptSeconds'),
  },
  firesWhen: {
    'it tries for long': set('Remediation', 'MaximumAutomaticAttempts', 25),
    'it makes its attempts within less than 60 seconds': set('Remediation', 'RetryAttemptSeconds', 1),
    'attempts are a parameter': set('Remediation', 'MaximumAutomaticAttempts', PARAMETER),
    'whether it runs by itself is a parameter': all(set('Remediation', 'Automatic', PARAMETER), set('Remediation', 'MaximumAutomaticAttempts', 25)),
  },
}, {
  rule: 'ZT-CONFIG-003',
  on: 'Pack',
  secure: { Pack: resource('AWS::Config::ConformancePack', { TemplateBody: 'Resources: {}', DeliveryS3Bucket: 'awsconfigconforms-results' }) },
  passesWhen: {
    'its template is in a bucket': all(set('Pack', 'TemplateBody'), set('Pack', 'TemplateS3Uri', 's3://templates/pack.yaml')),
    'its template is a document': all(set('Pack', 'TemplateBody'), set('Pack', 'TemplateSSMDocumentDetails', { DocumentName: 'pack' })),
  },
  firesWhen: {
    'it has no template': set('Pack', 'TemplateBody'),
    'its template is empty': set('Pack', 'TemplateBody', ''),
    'its template is a parameter': set('Pack', 'TemplateBody', PARAMETER),
    'its results go nowhere': set('Pack', 'DeliveryS3Bucket'),
    'where its results go is a parameter': set('Pack', 'DeliveryS3Bucket', PARAMETER),
  },
}, {
  rule: 'ZT-CONFIG-004',
  on: 'Recorder',
  secure: {
    Recorder: resource('AWS::Config::ConfigurationRecorder', { RoleARN: 'arn:x' }),
    Channel: resource('AWS::Config::DeliveryChannel', { S3BucketName: 'history' }),
  },
  firesWhen: { 'there is no channel': remove('Channel') },
}, {
  rule: 'ZT-CONFIG-005',
  on: 'Channel',
  secure: {
    Bucket: resource('AWS::S3::Bucket', { VersioningConfiguration: { Status: 'Enabled' } }),
    Channel: resource('AWS::Config::DeliveryChannel', { S3BucketName: ref('Bucket') }),
  },
  passesWhen: {
    'the bucket is of another app': set('Channel', 'S3BucketName', 'history'),
    'objects can be locked one by one': set('Bucket', 'ObjectLockEnabled', true),
  },
  firesWhen: {
    'objects are locked by default': set('Bucket', 'ObjectLockConfiguration', { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } } }),
    'whether objects are locked is a parameter': set('Bucket', 'ObjectLockConfiguration', PARAMETER),
    'versions are not kept': set('Bucket', 'VersioningConfiguration'),
    'whether versions are kept is a parameter': set('Bucket', 'VersioningConfiguration.Status', PARAMETER),
  },
}];
