import { all, PARAMETER, prove, resource, set } from '../support/prove';

const AGE = 'AnalyzerConfiguration.UnusedAccessConfiguration.UnusedAccessAge';

prove('ACCESSANALYZER', [{
  rule: 'ZT-ACCESSANALYZER-001',
  on: 'Analyzer',
  secure: {
    Analyzer: resource('AWS::AccessAnalyzer::Analyzer', {
      Type: 'ACCOUNT_UNUSED_ACCESS',
      AnalyzerConfiguration: { UnusedAccessConfiguration: { UnusedAccessAge: 90 } },
      ArchiveRules: [{ RuleName: 'Own', Filter: [{ Property: 'resource', Eq: ['arn:x'] }] }],
    }),
  },
  passesWhen: {
    'it analyses access from outside': all(set('Analyzer', 'Type', 'ACCOUNT'), set('Analyzer', 'AnalyzerConfiguration')),
    'nothing is said of days': set('Analyzer', 'AnalyzerConfiguration'),
  },
  firesWhen: {
    'it waits longer': set('Analyzer', AGE, 180),
    'the organisation waits longer': all(set('Analyzer', 'Type', 'ORGANIZATION_UNUSED_ACCESS'), set('Analyzer', AGE, 91)),
    'how long is a parameter': set('Analyzer', AGE, PARAMETER),
    'everything is archived': set('Analyzer', 'ArchiveRules.0.Filter', []),
    'an archive rule has no filter': set('Analyzer', 'ArchiveRules.0.Filter'),
    'its type is a parameter': set('Analyzer', 'Type', PARAMETER),
  },
}]);
