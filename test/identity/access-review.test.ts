import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { ZeroTrustChecks } from '../../src';
import { DeclaredEdges } from '../../src/core/declared-edges';
import { SecureBucket } from '../../src/data/secure-bucket';
import { SecureQueue } from '../../src/data/secure-queue';
import { SecureTable } from '../../src/data/secure-table';
import { AccessReview } from '../../src/identity/access-review';
import { AccessReviewProps, AnalyzerKind, AnalyzerScope, AnalyzerSource, ArchivedFindings } from '../../src/identity/access-review-props';
import { TrustZone } from '../../src/zone/trust-zone';
import { findingsOf, stackFindings } from '../support/packs';

const ANALYZER = 'arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/landing-zone';
const byId = (id: string) => expect.objectContaining({ id });

function review(stack: Stack, props?: AccessReviewProps): AccessReview {
  const made = new AccessReview(stack, 'Review', props);
  new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  new SecureBucket(stack, 'Bucket', { withoutReplica: 'a test' });
  return made;
}

function templateOf(props?: AccessReviewProps, build: (stack: Stack, props?: AccessReviewProps) => unknown = review): Template {
  const stack = new Stack(new App(), 'Account');
  build(stack, props);
  return Template.fromStack(stack);
}

const analyzers = (template: Template) => Object.values(template.findResources('AWS::AccessAnalyzer::Analyzer')).map(({ Properties }) => Properties);
const whole = templateOf();

describe('the analyzers', () => {
  test('look for external access, for access that nobody used in 90 days, and for internal access', () => {
    expect(analyzers(whole)).toEqual([
      { Type: 'ACCOUNT' },
      { Type: 'ACCOUNT_UNUSED_ACCESS', AnalyzerConfiguration: { UnusedAccessConfiguration: { UnusedAccessAge: 90 } } },
      { Type: 'ACCOUNT_INTERNAL_ACCESS', AnalyzerConfiguration: expect.anything() },
    ]);
  });

  test('look from inside at the buckets and tables of the zone, also those to come, and at what is named', () => {
    const [, , internal] = analyzers(templateOf({ internalAccessTo: ['arn:aws:s3:::other'] }));
    const [{ ResourceArns }] = internal.AnalyzerConfiguration.InternalAccessConfiguration.InternalAccessAnalysisRule.Inclusions;
    expect(ResourceArns).toEqual([
      'arn:aws:s3:::other', { 'Fn::GetAtt': [expect.stringMatching(/^Table/), 'Arn'] }, { 'Fn::GetAtt': [expect.stringMatching(/^Bucket/), 'Arn'] },
    ]);
  });

  test('are two when there is nothing to look at from inside', () => {
    const without = templateOf({}, (stack, props) => {
      new AccessReview(stack, 'Review', props);
      new SecureQueue(stack, 'Queue');
    });
    expect(analyzers(without).map(({ Type }) => Type)).toEqual(['ACCOUNT', 'ACCOUNT_UNUSED_ACCESS']);
  });

  test('may be of the organisation', () => {
    expect(analyzers(templateOf({ analyzerScope: AnalyzerScope.ORGANIZATION })).map(({ Type }) => Type)).toEqual([
      'ORGANIZATION', 'ORGANIZATION_UNUSED_ACCESS', 'ORGANIZATION_INTERNAL_ACCESS',
    ]);
  });

  test('may be there already, which is recorded', () => {
    const existing = AnalyzerSource.existing(ANALYZER);
    const stack = new Stack(new App(), 'Account');
    const made = review(stack, { externalAccess: existing, unusedAccess: existing, internalAccess: existing });
    Template.fromStack(stack).resourceCountIs('AWS::AccessAnalyzer::Analyzer', 0);
    expect(made.node.metadata.filter(({ type }) => type === 'cdk-zero-trust:existing-analyzer').map(({ data }) => data)).toEqual([
      `EXTERNAL: ${ANALYZER}`, `UNUSED: ${ANALYZER}`, `INTERNAL: ${ANALYZER}`,
    ]);
    Template.fromStack(stack).resourceCountIs('AWS::Events::Rule', 1);
  });

  test('take shorter times', () => {
    const [, unused] = analyzers(templateOf({ unusedAccessAge: Duration.days(30) }));
    expect(unused.AnalyzerConfiguration).toEqual({ UnusedAccessConfiguration: { UnusedAccessAge: 30 } });
  });
});

describe('findings', () => {
  const [id] = Object.keys(whole.findResources('AWS::Events::Rule'));

  test('reach the encrypted topic of the zone, or its dead letters', () => {
    whole.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.access-analyzer'] },
      State: 'ENABLED',
      Targets: [{ Id: 'Topic', Arn: { Ref: Match.stringLikeRegexp('^TrustZoneAlarms') }, DeadLetterConfig: { Arn: Match.anyValue() } }],
    });
    whole.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    whole.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [id, 'Arn'] } } },
        })]),
      }),
    });
  });

  test('that are meant to be are archived by exact values, for a reason that is recorded', () => {
    const archived = [{
      name: 'PartnerReads', reason: 'Contract 4711 lets the partner read', analyzer: AnalyzerKind.EXTERNAL, property: 'principal.AWS', values: ['555566667777'],
    }];
    const stack = new Stack(new App(), 'Account');
    const made = review(stack, { archived });
    const [external, unused] = analyzers(Template.fromStack(stack));
    expect(external.ArchiveRules).toEqual([{ RuleName: 'PartnerReads', Filter: [{ Property: 'principal.AWS', Eq: ['555566667777'] }] }]);
    expect(unused.ArchiveRules).toBeUndefined();
    expect(made.node.metadata.map(({ data }) => data)).toContain('archived PartnerReads: Contract 4711 lets the partner read');
  });

  test('are an edge of the graph', () => {
    const stack = new Stack(new App(), 'Account');
    review(stack);
    expect(DeclaredEdges.of(stack)).toContainEqual({
      caller: 'Account/Review/Findings', target: 'Account/TrustZone/Alarms', intent: 'publish', actions: ['sns:Publish'],
    });
  });
});

test('a review takes three analyzers and a rule, with nothing open in the five packs and ours', () => {
  const counts = new Map<string, number>();
  const none = templateOf({}, (stack) => {
    const zone = TrustZone.of(stack);
    void [zone.alarmTopic, zone.deadLetterQueue];
    new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    new SecureBucket(stack, 'Bucket', { withoutReplica: 'a test' });
  });
  for (const [template, sign] of [[whole, 1], [none, -1]] as const) {
    for (const { Type } of Object.values<any>(template.toJSON().Resources)) counts.set(Type, (counts.get(Type) ?? 0) + sign);
  }
  expect(Object.fromEntries([...counts].filter(([, count]) => count !== 0))).toEqual({ 'AWS::AccessAnalyzer::Analyzer': 3, 'AWS::Events::Rule': 1 });
  const { open, acknowledged } = stackFindings((stack) => { review(stack); });
  expect(open).toEqual([]);
  expect(acknowledged.filter(({ path }) => path.includes('Review'))).toEqual([]);
  expect(findingsOf((app) => { review(new Stack(app, 'Account')); }, [new ZeroTrustChecks()]).open).toEqual([]);
});

describe('over several stacks', () => {
  const table = (stack: Stack) => new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });

  test('a review in a stack of its own names the stores of the zone, and has dead letters of its own', () => {
    const app = new App();
    const base = new Stack(app, 'Base');
    const zone = new TrustZone(base, 'Zone');
    const account = new Stack(app, 'Account');
    new AccessReview(account, 'Review', { zone });
    table(base);
    const template = Template.fromStack(account);
    template.resourceCountIs('AWS::AccessAnalyzer::Analyzer', 3);
    template.resourceCountIs('AWS::SQS::Queue', 1);
    template.hasResource('AWS::SQS::Queue', { DeletionPolicy: 'RetainExceptOnCreate' });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: 'events.amazonaws.com' },
          Condition: { ArnEquals: { 'aws:SourceArn': Match.anyValue() }, StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        })]),
      },
    });
    Annotations.fromStack(base).hasNoWarning('*', Match.stringLikeRegexp('another stack'));
  });

  test('a review beside the zone warns of stores that stand elsewhere', () => {
    const app = new App();
    const base = new Stack(app, 'Base');
    const zone = new TrustZone(base, 'Zone');
    new AccessReview(base, 'Review');
    const other = new Stack(app, 'Other');
    zone.serve(other);
    table(other);
    expect(analyzers(Template.fromStack(base)).map(({ Type }) => Type)).toEqual(['ACCOUNT', 'ACCOUNT_UNUSED_ACCESS']);
    Annotations.fromStack(other).hasWarning('/Other/Table', Match.stringLikeRegexp('another stack than the zone'));
  });
});

test.each(['cn-north-1', 'us-gov-west-1'])('in %s nothing names another partition', (region) => {
  const stack = new Stack(new App(), 'Account', { env: { region } });
  review(stack);
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/arn:aws:/);
});

describe('refuses', () => {
  const made = (props: AccessReviewProps) => () => new AccessReview(new Stack(new App(), 'Account'), 'Review', props);
  const archived = (more: Partial<ArchivedFindings>) => made({
    archived: [{ name: 'Meant', reason: 'because', analyzer: AnalyzerKind.EXTERNAL, property: 'resource', values: ['arn:aws:s3:::public'], ...more }],
  });

  test.each([Duration.days(91), Duration.hours(5), Duration.days(0)])('to wait %s', (unusedAccessAge) => {
    expect(made({ unusedAccessAge })).toThrow(byId('UnusedAccessAge'));
  });

  test.each([
    ['NoReason', { reason: ' ' }],
    ['ArchivesEverything', { values: [] }],
    ['ArchivesEverything', { values: ['*'] }],
    ['ArchivesEverything', { property: '' }],
    ['BadArchiveRule', { name: 'not a name' }],
  ])('by %s to archive what nobody meant', (id, more) => {
    expect(archived(more)).toThrow(byId(id));
    expect(archived({})).not.toThrow();
  });

  test.each(['landing-zone', '', 'arn:aws:s3:::bucket'])('%p for an analyzer that is there already', (arn) => {
    expect(made({ internalAccess: AnalyzerSource.existing(arn) })).toThrow(byId('BadAnalyzer'));
  });

  test('to archive findings of an analyzer that it does not make', () => {
    expect(made({
      externalAccess: AnalyzerSource.existing(ANALYZER),
      archived: [{ name: 'Meant', reason: 'because', analyzer: AnalyzerKind.EXTERNAL, property: 'resource', values: ['x'] }],
    })).toThrow(byId('ArchivesNothing'));
  });
});
