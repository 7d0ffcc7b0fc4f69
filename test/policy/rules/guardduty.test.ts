import { PARAMETER, prove, resource, set } from '../support/prove';

prove('GUARDDUTY', [{
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
}]);
