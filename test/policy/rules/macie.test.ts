import { PARAMETER, prove, resource, set } from '../support/prove';

prove('MACIE', [{
  rule: 'ZT-MACIE-001',
  on: 'Session',
  secure: { Session: resource('AWS::Macie::Session', { Status: 'ENABLED', FindingPublishingFrequency: 'FIFTEEN_MINUTES' }) },
  passesWhen: { 'nothing is said of its status': set('Session', 'Status') },
  firesWhen: {
    'it is paused': set('Session', 'Status', 'PAUSED'),
    'its status is a parameter': set('Session', 'Status', PARAMETER),
    'it publishes late': set('Session', 'FindingPublishingFrequency', 'SIX_HOURS'),
    'nothing is said of how often': set('Session', 'FindingPublishingFrequency'),
    'how often is a parameter': set('Session', 'FindingPublishingFrequency', PARAMETER),
  },
}]);
