import { PARAMETER, resource, RuleCase, set } from '../support/prove';

/** What proves the rules of MACIE. */
export const macieCases: RuleCase[] = [{
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
}, {
  rule: 'ZT-MACIE-002',
  on: 'Identifier',
  secure: { Identifier: resource('AWS::Macie::CustomDataIdentifier', { Name: 'customer', Regex: 'C-[0-9]{8}', MaximumMatchDistance: 50 }) },
  passesWhen: {
    'nothing is said of distance': set('Identifier', 'MaximumMatchDistance'),
    'it is in the dialect of Macie': set('Identifier', 'Regex', '(?i)c-[0-9]{8}'),
  },
  firesWhen: {
    'it looks for nothing': set('Identifier', 'Regex', ''),
    'it matches an empty text': set('Identifier', 'Regex', '[0-9]*'),
    'it is too long': set('Identifier', 'Regex', 'a'.repeat(513)),
    'it looks around': set('Identifier', 'Regex', '(?<=C-)[0-9]{8}'),
    'it refers back': set('Identifier', 'Regex', '([0-9])\\1{7}'),
    'it is gone': set('Identifier', 'Regex'),
    'keywords are far away': set('Identifier', 'MaximumMatchDistance', 301),
    'it is a parameter': set('Identifier', 'Regex', PARAMETER),
  },
}];
