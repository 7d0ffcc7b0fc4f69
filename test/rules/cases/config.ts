import { all, att, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { allow } from '../support/resources';

const ASSUMED = 'Parameters.AutomationAssumeRole.StaticValue.Values';

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
}, {
  rule: 'ZT-CONFIG-006',
  on: 'Remediation',
  secure: {
    Role: resource('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [allow({ Service: 'ssm.amazonaws.com' }, 'sts:AssumeRole')] } }),
    Remediation: resource('AWS::Config::RemediationConfiguration', {
      Automatic: true, Parameters: { AutomationAssumeRole: { StaticValue: { Values: [att('Role')] } } },
    }),
  },
  passesWhen: {
    'it is started by hand': all(set('Remediation', 'Automatic', false), set('Remediation', 'Parameters')),
    'its role is of another stack': set('Remediation', `${ASSUMED}.0`, 'arn:aws:iam::111122223333:role/remediation'),
  },
  firesWhen: {
    'it has no parameters': set('Remediation', 'Parameters'),
    'it has no role': set('Remediation', 'Parameters', { BucketName: { ResourceValue: { Value: 'RESOURCE_ID' } } }),
    'it has two': set('Remediation', `${ASSUMED}.1`, 'arn:aws:iam::111122223333:role/other'),
    'its role is no role': set('Remediation', `${ASSUMED}.0`, 'remediation'),
    'its role is a parameter': set('Remediation', `${ASSUMED}.0`, PARAMETER),
    'another service can assume its role': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal', { Service: 'ec2.amazonaws.com' }),
    'an account can assume its role': set('Role', 'AssumeRolePolicyDocument.Statement.1', allow({ AWS: '111122223333' }, 'sts:AssumeRole')),
    'who can assume its role is a parameter': set('Role', 'AssumeRolePolicyDocument', PARAMETER),
  },
}, {
  rule: 'ZT-CONFIG-007',
  on: 'Document',
  secure: { Document: resource('AWS::SSM::Document', { DocumentType: 'Automation', Content: { schemaVersion: '0.3', assumeRole: '{{ AutomationAssumeRole }}' } }) },
  passesWhen: {
    'it is a command': all(set('Document', 'DocumentType', 'Command'), set('Document', 'Content', { schemaVersion: '2.2' })),
    'it is a command by default': all(set('Document', 'DocumentType'), set('Document', 'Content', { schemaVersion: '2.2' })),
    'its content is JSON': set('Document', 'Content', '{"schemaVersion": "0.3", "assumeRole": "{{ AutomationAssumeRole }}"}'),
    'its content is YAML': set('Document', 'Content', 'schemaVersion: "0.3"\nassumeRole: "{{ AutomationAssumeRole }}"\n'),
  },
  firesWhen: {
    'it names no role': set('Document', 'Content.assumeRole'),
    'its role is no role': set('Document', 'Content.assumeRole', 'admin'),
    'its role is empty': set('Document', 'Content.assumeRole', ''),
    'its role is a parameter of the template': set('Document', 'Content.assumeRole', PARAMETER),
    'its JSON names no role': set('Document', 'Content', '{"schemaVersion": "0.3", "mainSteps": []}'),
    'its JSON has an empty role': set('Document', 'Content', '{"assumeRole": ""}'),
    'its content is a parameter': set('Document', 'Content', PARAMETER),
    'its type is a parameter': set('Document', 'DocumentType', PARAMETER),
  },
}];
