import { all, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';

const AGE = 'AnalyzerConfiguration.UnusedAccessConfiguration.UnusedAccessAge';

const analyzer = (type: string) => resource('AWS::AccessAnalyzer::Analyzer', { Type: type });
const FINDINGS = { source: ['aws.access-analyzer'] };

/** What proves the rules of ACCESSANALYZER. */
export const accessanalyzerCases: RuleCase[] = [
  {
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
      'it analyses external access': all(set('Analyzer', 'Type', 'ACCOUNT'), set('Analyzer', 'AnalyzerConfiguration')),
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
  },
  {
    rule: 'ZT-ACCESSANALYZER-002',
    on: 'Analyzer',
    secure: {
      Topic: resource('AWS::SNS::Topic'),
      Analyzer: analyzer('ACCOUNT'),
      Rule: resource('AWS::Events::Rule', { EventPattern: FINDINGS, State: 'ENABLED', Targets: [{ Id: 'Topic', Arn: ref('Topic') }] }),
    },
    passesWhen: {
      'nothing is said of its state': set('Rule', 'State'),
      'Security Hub tells of it': set('Rule', 'EventPattern.source', ['aws.securityhub', 'aws.guardduty']),
    },
    firesWhen: {
      'there is no rule': remove('Rule'),
      'the rule is for others': set('Rule', 'EventPattern.source', ['aws.guardduty']),
      'the rule is off': set('Rule', 'State', 'DISABLED'),
      'whether the rule is on is a parameter': set('Rule', 'State', PARAMETER),
      'the rule has no target': set('Rule', 'Targets', []),
      'the targets are a parameter': set('Rule', 'Targets', PARAMETER),
      'what the rule is for is a parameter': set('Rule', 'EventPattern', PARAMETER),
    },
  },
  {
    rule: 'ZT-ACCESSANALYZER-003',
    on: 'Outside',
    secure: { Outside: analyzer('ACCOUNT'), Unused: analyzer('ACCOUNT_UNUSED_ACCESS'), Inside: analyzer('ORGANIZATION_INTERNAL_ACCESS') },
    firesWhen: {
      'nobody looks for what is unused': remove('Unused'),
      'nobody looks from inside': remove('Inside'),
      'two are of a kind': set('Inside', 'Type', 'ACCOUNT'),
      'a type is a parameter': set('Unused', 'Type', PARAMETER),
    },
  },
];
