import { App, Stack } from 'aws-cdk-lib';
import { IncidentResponder, Play, TrustZone } from '../../src';
import { TemplateModel } from '../../src/model';
import { CAPABILITIES, judgeRequired, Required } from '../../src/rules';

type Resources = Record<string, any>;
const ref = (Ref: string) => ({ Ref });
const GOOD: Record<string, Resources> = {
  'audit-trail': { Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, S3BucketName: 'logs' } } },
  'threat-detection': { Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true } } },
  'access-review': { Analyzer: { Type: 'AWS::AccessAnalyzer::Analyzer', Properties: { Type: 'ACCOUNT' } } },
  'code-signing': {
    Signing: {
      Type: 'AWS::Lambda::CodeSigningConfig',
      Properties: { AllowedPublishers: { SigningProfileVersionArns: ['arn:aws:signer:eu-west-1:111122223333:/signing-profiles/P/v'] }, CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' } },
    },
    Fn: { Type: 'AWS::Lambda::Function', Properties: { CodeSigningConfigArn: ref('Signing') } },
  },
  'backup': {
    Plan: { Type: 'AWS::Backup::BackupPlan', Properties: { BackupPlan: { BackupPlanName: 'p', BackupPlanRule: [{ RuleName: 'daily' }] } } },
    Selection: { Type: 'AWS::Backup::BackupSelection', Properties: { BackupPlanId: ref('Plan'), BackupSelection: { Resources: ['*'] } } },
  },
  'web-firewall': {
    Acl: { Type: 'AWS::WAFv2::WebACL', Properties: { DefaultAction: { Allow: {} }, Rules: [{ Name: 'r', Action: { Block: {} } }] } },
    Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] }, ResourceArn: 'arn:aws:apigateway:eu-west-1::/restapis/a/stages/p' } },
  },
  'configuration-recorder': {
    Recorder: { Type: 'AWS::Config::ConfigurationRecorder', Properties: { RoleARN: 'r' } },
    Channel: { Type: 'AWS::Config::DeliveryChannel', Properties: { S3BucketName: 'b' } },
  },
  'incident-response': {
    Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['aws.guardduty'] }, Targets: [{ Id: 't', Arn: { 'Fn::GetAtt': ['Fn', 'Arn'] } }] } },
    Fn: { Type: 'AWS::Lambda::Function' },
  },
  'siem': {
    Stream: { Type: 'AWS::KinesisFirehose::DeliveryStream', Properties: { HttpEndpointDestinationConfiguration: { EndpointConfiguration: { Url: 'https://siem.example.com' } } } },
    Filter: { Type: 'AWS::Logs::SubscriptionFilter', Properties: { DestinationArn: { 'Fn::GetAtt': ['Stream', 'Arn'] } } },
  },
};
/** A rule that sends findings to a queue, which a function reads. */
const queued = (mapping: object = {}): Resources => ({
  Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['aws.guardduty'] }, Targets: [{ Id: 't', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }] } },
  Queue: { Type: 'AWS::SQS::Queue' },
  Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: ref('Fn'), EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, ...mapping } },
  Fn: { Type: 'AWS::Lambda::Function' },
});
/** What is there and provides nothing. */
const BAD: [string, string, (resources: Resources) => void][] = [
  ['audit-trail', 'a trail that does not log', ({ Trail }) => { Trail.Properties.IsLogging = false; }],
  ['audit-trail', 'a trail of writes only', ({ Trail }) => { Trail.Properties.EventSelectors = [{ ReadWriteType: 'WriteOnly' }]; }],
  ['audit-trail', 'an event data store that takes nothing in', (all) => {
    delete all.Trail;
    all.Store = { Type: 'AWS::CloudTrail::EventDataStore', Properties: { IngestionEnabled: false } };
  }],
  ['threat-detection', 'a detector that is disabled', ({ Detector }) => { Detector.Properties.Enable = false; }],
  ['access-review', 'an analyzer that hides every finding', ({ Analyzer }) => { Analyzer.Properties.ArchiveRules = [{ RuleName: 'all', Filter: [] }]; }],
  ['code-signing', 'signatures that only warn', ({ Signing }) => { Signing.Properties.CodeSigningPolicies.UntrustedArtifactOnDeployment = 'Warn'; }],
  ['code-signing', 'a configuration that no function uses', ({ Fn }) => { delete Fn.Properties.CodeSigningConfigArn; }],
  ['backup', 'a selection of nothing', ({ Selection }) => { Selection.Properties.BackupSelection = {}; }],
  ['backup', 'a plan without a rule', ({ Plan }) => { Plan.Properties.BackupPlan.BackupPlanRule = []; }],
  ['web-firewall', 'a web ACL that only counts', ({ Acl }) => { Acl.Properties.Rules = [{ Name: 'r', Action: { Count: {} } }]; }],
  ['web-firewall', 'a web ACL in front of nothing', (all) => { delete all.Association; }],
  ['configuration-recorder', 'a recorder that delivers nowhere', (all) => { delete all.Channel; }],
  ['configuration-recorder', 'a recorder of some types', ({ Recorder }) => { Recorder.Properties.RecordingGroup = { AllSupported: false }; }],
  ['incident-response', 'a rule that is disabled', ({ Rule }) => { Rule.Properties.State = 'DISABLED'; }],
  ['incident-response', 'a rule of other events', ({ Rule }) => { Rule.Properties.EventPattern.source = ['aws.s3']; }],
  ['incident-response', 'a rule that only tells a topic', ({ Rule }) => { Rule.Properties.Targets[0].Arn = 'arn:aws:sns:eu-west-1:111122223333:t'; }],
  ['incident-response', 'a queue that no function reads', (all) => { Object.assign(all, queued()); delete all.Mapping; }],
  ['incident-response', 'a queue that a function reads no longer', (all) => { Object.assign(all, queued({ Enabled: false })); }],
  ['incident-response', 'a queue that is only the destination of what failed', (all) => {
    const failed = { DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } } };
    Object.assign(all, queued({ ...failed, EventSourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s' }));
  }],
  ['siem', 'a stream that nothing writes to', (all) => { delete all.Filter; }],
  ['siem', 'a stream into a bucket', ({ Stream }) => { Stream.Properties = { ExtendedS3DestinationConfiguration: {} }; }],
];

const required = (name: string, provision?: Required['provision']): Required => ({ rule: CAPABILITIES.find(({ capability }) => capability === name)!, provision });
function judge(one: Required, ...templates: object[]) {
  const model = new TemplateModel(templates.map((template, i) => ({ id: `S${i}`, name: `S${i}`, template })));
  const [{ resource, result }] = judgeRequired(model, [one]);
  return { at: resource.name, ...result, finding: result.verdict === 'pass' ? undefined : result.finding, value: result.value };
}
const changed = (name: string, change: (resources: Resources) => void) => {
  const resources = structuredClone(GOOD[name]);
  change(resources);
  return { Resources: resources };
};

test('each capability is tested here', () => expect(Object.keys(GOOD).sort()).toEqual(CAPABILITIES.map(({ capability }) => capability).sort()));

describe.each(Object.entries(GOOD))('%s', (name, resources) => {
  test('is provided by a resource of any template, which the verdict names', () => {
    const { verdict, at } = judge(required(name), { Resources: { Q: { Type: 'AWS::SQS::Queue' } } }, { Resources: resources });
    expect({ verdict, at: at.split('/').pop() }).toEqual({ verdict: 'pass', at: Object.keys(resources).find((id) => required(name).rule.types.includes(resources[id].Type)) });
  });

  test('is missing where nothing provides it', () => {
    expect(judge(required(name), { Resources: { Q: { Type: 'AWS::SQS::Queue' } } })).toMatchObject({ verdict: 'fail', finding: `the app has no ${name.replace(/-/g, ' ')}` });
  });

  test('is missing in the deployments whose condition leaves it out', () => {
    const conditional = Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, { ...resource, Condition: 'IsProduction' }]));
    const template = { Parameters: { Stage: { Type: 'String' } }, Conditions: { IsProduction: { 'Fn::Equals': [ref('Stage'), 'prod'] } }, Resources: conditional };
    expect(judge(required(name), template).verdict).toBe('fail');
  });

  test('is provided from elsewhere, with who answers for it', () => {
    const provision = { name: 'the organization', arn: 'arn:aws:x:eu-west-1:111122223333:y', owner: 'security-team' };
    expect(judge(required(name, provision), { Resources: {} })).toMatchObject({
      verdict: 'pass', value: 'provided by the organization, arn:aws:x:eu-west-1:111122223333:y, for which security-team answers',
    });
  });
});

test.each(BAD)('%s: %s provides nothing', (name, _what, change) => {
  expect(judge(required(name), changed(name, change)).verdict).toBe('fail');
});

test('what is not known before deployment provides nothing for certain', () => {
  const template = { Parameters: { On: { Type: 'String' } }, ...changed('threat-detection', ({ Detector }) => { Detector.Properties.Enable = ref('On'); }) };
  expect(judge(required('threat-detection'), template)).toMatchObject({ verdict: 'unknown', finding: 'the app has no threat detection for certain' });
});

test.each([['as it is', {}, 'pass'], ['enabled', { Enabled: true }, 'pass'], ['not known to be enabled', { Enabled: ref('Parameter') }, 'unknown']])(
  'incident response through a queue that a function reads, %s', (_how, mapping, verdict) => {
    expect(judge(required('incident-response'), { Parameters: { Parameter: { Type: 'String' } }, Resources: queued(mapping) })).toMatchObject({ verdict });
  });

test('an IncidentResponder is incident response', () => {
  const app = new App();
  const zone = new TrustZone(new Stack(app, 'Stack'), 'Zone');
  new IncidentResponder(zone, 'Responder', { plays: [Play.isolateFunction()] });
  expect(judge(required('incident-response'), app.synth().stacks[0].template)).toMatchObject({ verdict: 'pass', at: expect.stringContaining('Responder') });
});
