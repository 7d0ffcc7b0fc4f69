import { all, PARAMETER, prove, resource, set } from '../support/prove';

prove('CONFIG', [{
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
  passesWhen: { 'it is started by hand': all(set('Remediation', 'Automatic', false), set('Remediation', 'MaximumAutomaticAttempts')) },
  firesWhen: {
    'it tries for long': set('Remediation', 'MaximumAutomaticAttempts', 25),
    'nothing is said of attempts': set('Remediation', 'MaximumAutomaticAttempts'),
    'it tries again at once': set('Remediation', 'RetryAttemptSeconds', 1),
    'nothing is said of pauses': set('Remediation', 'RetryAttemptSeconds'),
    'attempts are a parameter': set('Remediation', 'MaximumAutomaticAttempts', PARAMETER),
    'whether it runs by itself is a parameter': all(set('Remediation', 'Automatic', PARAMETER), set('Remediation', 'MaximumAutomaticAttempts')),
  },
}]);
