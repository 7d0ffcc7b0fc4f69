import { App, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { IncidentResponder, Play, RuntimeGuard, SecureFunction, SiemExport, ThreatDetection, TrustZone } from '../../src';
import { TemplateModel } from '../../src/model';
import { CAPABILITIES, judgeRequired, Required } from '../../src/rules';

type Resources = Record<string, any>;
const ref = (Ref: string) => ({ Ref });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const policy = (role: string, Action: string, Resource: unknown) => ({
  Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [ref(role)], PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } },
});
/** A function that publishes to a topic, with its subscriber. */
function acting(id: string): Resources {
  return {
    [id]: { Type: 'AWS::Lambda::Function', Properties: { Role: arn('Role') } },
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Publish: policy('Role', 'sns:Publish', ref('Topic')),
    Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
    Subscription: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: ref('Topic'), Protocol: 'email', Endpoint: 'security@example.com' } },
  };
}
/** A function with a runtime guard, as RuntimeGuard makes it. */
function guarded(id: string): Resources {
  const hash = 'a'.repeat(64);
  return {
    GuardLayer: { Type: 'AWS::Lambda::LayerVersion', Properties: { Description: `RuntimeGuard of cdk-zero-trust, ${hash}`, Content: { S3Bucket: 'assets', S3Key: `${hash}.zip` } } },
    [id]: {
      Type: 'AWS::Lambda::Function',
      Metadata: { 'zero-trust:guard': { Mode: 'block', Layer: hash, Openings: [] } },
      Properties: {
        Runtime: 'nodejs22.x',
        Layers: [ref('GuardLayer')],
        Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/zt-guard', ZT_GUARD: '{"v":1,"m":"block","h":[]}' } },
      },
    },
  };
}
const GOOD: Record<string, Resources> = {
  'audit-trail': { Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, IsMultiRegionTrail: true, S3BucketName: 'logs' } } },
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
    Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true } },
    Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['aws.guardduty'] }, Targets: [{ Id: 't', Arn: arn('Fn') }] } },
    Permission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: ref('Fn'), Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com', SourceArn: arn('Rule') } },
    ...acting('Fn'),
  },
  'runtime-protection': { ...guarded('Fn'), ...guarded('Other') },
  'siem': {
    Stream: { Type: 'AWS::KinesisFirehose::DeliveryStream', Properties: { HttpEndpointDestinationConfiguration: { EndpointConfiguration: { Url: 'https://siem.example.com' } } } },
    Filter: { Type: 'AWS::Logs::SubscriptionFilter', Properties: { DestinationArn: { 'Fn::GetAtt': ['Stream', 'Arn'] } } },
  },
};
/** A rule that sends findings to a queue, which a function reads, which starts a state machine, which calls what acts. */
const queued = (mapping: object = {}): Resources => ({
  Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true } },
  Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['aws.guardduty'] }, Targets: [{ Id: 't', Arn: arn('Queue') }] } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  Allowed: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [ref('Queue')],
      PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: arn('Queue') }] },
    },
  },
  Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: ref('Intake'), EventSourceArn: arn('Queue'), ...mapping } },
  Intake: { Type: 'AWS::Lambda::Function', Properties: { Role: arn('IntakeRole') } },
  IntakeRole: { Type: 'AWS::IAM::Role', Properties: {} },
  Start: policy('IntakeRole', 'states:StartExecution', ref('Machine')),
  Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: arn('MachineRole') } },
  MachineRole: { Type: 'AWS::IAM::Role', Properties: {} },
  Invoke: policy('MachineRole', 'lambda:InvokeFunction', arn('Play')),
  ...acting('Play'),
});
const chained = (change: (resources: Resources) => void) => (all: Resources) => {
  for (const id of Object.keys(all)) delete all[id];
  Object.assign(all, structuredClone(queued()));
  change(all);
};
/** A bucket of normalised events, as SiemExport makes it. */
const lake = (): Resources => ({
  Stream: {
    Type: 'AWS::KinesisFirehose::DeliveryStream',
    Properties: {
      ExtendedS3DestinationConfiguration: {
        BucketARN: { 'Fn::GetAtt': ['Bucket', 'Arn'] }, ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'Lambda' }] },
      },
    },
  },
  Bucket: {
    Type: 'AWS::S3::Bucket', Properties: { ObjectLockEnabled: true, ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } } } },
  },
  Table: { Type: 'AWS::Glue::Table', Properties: { TableInput: { StorageDescriptor: { Location: { 'Fn::Join': ['', ['s3://', ref('Bucket'), '/ocsf/']] } } } } },
});
const customResource = (): Resources => ({
  Provider: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x' } },
  Made: { Type: 'Custom::Thing', Properties: { ServiceToken: arn('Provider') } },
});
/** What is there and provides nothing. */
const BAD: [string, string, (resources: Resources) => void][] = [
  ['audit-trail', 'a trail that does not log', ({ Trail }) => { Trail.Properties.IsLogging = false; }],
  ['audit-trail', 'a trail of one Region', ({ Trail }) => { Trail.Properties.IsMultiRegionTrail = false; }],
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
  ['incident-response', 'a rule without a target', ({ Rule }) => { Rule.Properties.Targets = []; }],
  ['incident-response', 'a function that EventBridge may not invoke', (all) => { delete all.Permission; }],
  ['incident-response', 'a function that another service may invoke', ({ Permission }) => { Permission.Properties.Principal = 's3.amazonaws.com'; }],
  ['incident-response', 'a function that is stopped', ({ Fn }) => { Fn.Properties.ReservedConcurrentExecutions = 0; }],
  ['incident-response', 'a function that notifies nothing', (all) => { delete all.Publish; }],
  ['incident-response', 'a topic without a subscription', (all) => { delete all.Subscription; }],
  ['incident-response', 'a subscription of another topic', ({ Subscription }) => { Subscription.Properties.TopicArn = 'arn:aws:sns:eu-west-1:111122223333:other'; }],
  ['incident-response', 'a rule without a detector', (all) => { delete all.Detector; }],
  ['incident-response', 'a rule with a detector that is disabled', ({ Detector }) => { Detector.Properties.Enable = false; }],
  ['incident-response', 'a rule of findings of Security Hub without a hub', ({ Rule }) => { Rule.Properties.EventPattern.source = ['aws.securityhub']; }],
  ['incident-response', 'a rule of own findings that nothing sends', ({ Rule }) => { Rule.Properties.EventPattern.source = ['zero-trust']; }],
  ...Object.entries<(resources: Resources) => void>({
    'the detector': (all) => { delete all.Detector; },
    'the right to send to the queue': (all) => { delete all.Allowed; },
    'the function that reads the queue': (all) => { delete all.Mapping; },
    'the event source mapping, which is disabled': ({ Mapping }) => { Mapping.Properties.Enabled = false; },
    'the event source mapping, which reads a stream and has the queue as failure destination': ({ Mapping }) => {
      Mapping.Properties = {
        FunctionName: ref('Intake'), EventSourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s', DestinationConfig: { OnFailure: { Destination: arn('Queue') } },
      };
    },
    'the right to start the state machine': (all) => { delete all.Start; },
    'the state machine': (all) => { delete all.Machine; delete all.Start; },
    'the right of the state machine to invoke what acts': (all) => { delete all.Invoke; },
    'the right to publish': (all) => { delete all.Publish; },
    'the subscription': (all) => { delete all.Subscription; },
    'the endpoint of the subscription': ({ Subscription }) => { delete Subscription.Properties.Endpoint; },
  }).map(([link, change]): typeof BAD[number] => ['incident-response', `a chain without ${link}`, chained(change)]),
  ['runtime-protection', 'a function without a guard', ({ Other }) => { delete Other.Metadata; Other.Properties = { Runtime: 'nodejs22.x' }; }],
  ['runtime-protection', 'a guard whose layer is gone', ({ Other }) => { delete Other.Properties.Layers; }],
  ['runtime-protection', 'a guard whose wrapper is gone', ({ Other }) => { delete Other.Properties.Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER; }],
  ['runtime-protection', 'a guard whose policy is gone', ({ Other }) => { delete Other.Properties.Environment.Variables.ZT_GUARD; }],
  ['runtime-protection', 'a guard in the first function alone', ({ Fn }) => { delete Fn.Metadata; Fn.Properties = { Runtime: 'nodejs22.x' }; }],
  ['runtime-protection', 'a custom resource whose function has a permission for others', (all) => {
    Object.assign(all, customResource());
    all.Open = { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: ref('Provider'), Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' } };
  }],
  ['siem', 'a stream that nothing writes to', (all) => { delete all.Filter; }],
  ['siem', 'a stream into a bucket', ({ Stream }) => { Stream.Properties = { ExtendedS3DestinationConfiguration: {} }; }],
  ['siem', 'a stream into a locked bucket that nothing normalises', (all) => {
    Object.assign(all, lake());
    delete all.Stream.Properties.ExtendedS3DestinationConfiguration.ProcessingConfiguration;
  }],
  ['siem', 'a stream whose normaliser is off', (all) => {
    Object.assign(all, lake());
    all.Stream.Properties.ExtendedS3DestinationConfiguration.ProcessingConfiguration.Enabled = false;
  }],
  ['siem', 'a stream that only adds delimiters', (all) => {
    Object.assign(all, lake());
    all.Stream.Properties.ExtendedS3DestinationConfiguration.ProcessingConfiguration.Processors[0].Type = 'AppendDelimiterToRecord';
  }],
  ['siem', 'a stream into a bucket that is not locked', (all) => { Object.assign(all, lake()); all.Bucket.Properties = {}; }],
  ['siem', 'a stream into a bucket that locks nothing by default', (all) => { Object.assign(all, lake()); delete all.Bucket.Properties.ObjectLockConfiguration; }],
  ['siem', 'a stream into a bucket that no table reads', (all) => { Object.assign(all, lake()); delete all.Table; }],
  ['siem', 'a normaliser that nothing feeds', (all) => { Object.assign(all, lake()); delete all.Filter; }],
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

describe.each(CAPABILITIES.filter(({ isOfAccount }) => isOfAccount).map(({ capability }) => capability))('%s, a service of an account,', (name) => {
  const judgedIn = (of: (string | undefined)[], change: (resources: Resources) => void = () => undefined) => {
    const inputs = [{ Q: { Type: 'AWS::SQS::Queue' } }, changed(name, change).Resources].map((resources, i) => (
      { id: `S${i}`, name: `S${i}`, account: of[i], template: { Resources: resources } }));
    return judgeRequired(new TemplateModel(inputs), [required(name)])[0].result;
  };

  test('is missing in an account of the app that has none, and names it', () => {
    expect(judgedIn(['111122223333', '111122223333'])).toMatchObject({ verdict: 'pass' });
    expect(judgedIn(['111122223333', '444455556666'])).toMatchObject({ verdict: 'fail', finding: `account 111122223333 of the app has no ${name.replace(/-/g, ' ')}` });
  });

  test('is not known to be there where its stack names no account', () => {
    expect(judgedIn(['111122223333', undefined])).toMatchObject({ verdict: 'unknown' });
    expect(judgedIn([undefined, undefined])).toMatchObject({ verdict: 'pass' });
  });
});

test.each<[string, (resources: Resources) => void]>([
  ['audit-trail', ({ Trail }) => { Trail.Properties.IsOrganizationTrail = true; }],
  ['access-review', ({ Analyzer }) => { Analyzer.Properties.Type = 'ORGANIZATION'; }],
])('%s of an organization may be for another account of the app, which no template shows', (name, change) => {
  const inputs = [{ Q: { Type: 'AWS::SQS::Queue' } }, changed(name, change).Resources].map((resources, i) => (
    { id: `S${i}`, name: `S${i}`, account: ['111122223333', '444455556666'][i], template: { Resources: resources } }));
  expect(judgeRequired(new TemplateModel(inputs), [required(name)])[0].result.verdict).toBe('unknown');
});

test('a detector of another account or Region finds nothing for incident response', () => {
  const { Detector, ...rest } = GOOD['incident-response'];
  const judgedIn = (place: { account: string; region: string }) => judgeRequired(new TemplateModel([
    { id: 'App', name: 'App', account: '111122223333', region: 'eu-west-1', template: { Resources: rest } },
    { id: 'Security', name: 'Security', ...place, template: { Resources: { Detector } } },
  ]), [required('incident-response')])[0].result.verdict;
  expect(judgedIn({ account: '111122223333', region: 'eu-west-1' })).toBe('pass');
  expect(judgedIn({ account: '444455556666', region: 'eu-west-1' })).toBe('fail');
  expect(judgedIn({ account: '111122223333', region: 'us-east-1' })).toBe('fail');
});

test.each(BAD)('%s: %s provides nothing', (name, _what, change) => {
  expect(judge(required(name), changed(name, change)).verdict).toBe('fail');
});

test('what is not known before deployment provides nothing for certain', () => {
  const template = { Parameters: { On: { Type: 'String' } }, ...changed('threat-detection', ({ Detector }) => { Detector.Properties.Enable = ref('On'); }) };
  expect(judge(required('threat-detection'), template)).toMatchObject({ verdict: 'unknown', finding: 'the app has no threat detection for certain' });
});

test.each([['as it is', {}, 'pass'], ['enabled', { Enabled: true }, 'pass'], ['not known to be enabled', { Enabled: ref('Parameter') }, 'unknown']])(
  'incident response through a queue, a function and a state machine, %s', (_how, mapping, verdict) => {
    expect(judge(required('incident-response'), { Parameters: { Parameter: { Type: 'String' } }, Resources: queued(mapping) })).toMatchObject({ verdict });
  });

test.each<[string, (resources: Resources) => void]>([
  ['findings of Security Hub, where it is enabled', (all) => { all.Rule.Properties.EventPattern.source = ['aws.securityhub']; all.Hub = { Type: 'AWS::SecurityHub::Hub' }; }],
  ['findings of a function that may send them', (all) => {
    all.Rule.Properties.EventPattern.source = ['zero-trust'];
    all.Put = policy('Role', 'events:PutEvents', '*');
  }],
  ['an alias that EventBridge may invoke', (all) => {
    all.Live = { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: ref('Fn'), FunctionVersion: '1', Name: 'live' } };
    all.Rule.Properties.Targets[0].Arn = ref('Live');
    all.Permission.Properties.FunctionName = ref('Live');
  }],
  ['a state machine that EventBridge starts by a role', (all) => {
    all.Machine = { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: arn('Role') } };
    all.Rule.Properties.Targets = [{ Id: 't', Arn: ref('Machine'), RoleArn: arn('EventsRole') }];
    all.EventsRole = { Type: 'AWS::IAM::Role', Properties: {} };
  }],
  ['a function that subscribes to the topic', (all) => {
    all.Rule.Properties.Targets = [{ Id: 't', Arn: ref('Topic') }];
    all.ToFunction = { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: ref('Topic'), Protocol: 'lambda', Endpoint: arn('Fn') } };
  }],
  ['a subscription in the topic', (all) => {
    delete all.Subscription;
    all.Topic.Properties.Subscription = [{ Protocol: 'email', Endpoint: 'security@example.com' }];
  }],
  ['a topic of another app', (all) => {
    delete all.Subscription;
    all.Publish.Properties.PolicyDocument.Statement[0].Resource = 'arn:aws:sns:eu-west-1:111122223333:security';
  }],
  ['the rule that sends findings to the topic as well', (all) => {
    delete all.Publish;
    all.Rule.Properties.Targets.push({ Id: 'topic', Arn: ref('Topic') });
  }],
  ['an OpsItem', (all) => { all.Publish = policy('Role', 'ssm:CreateOpsItem', '*'); delete all.Subscription; }],
  ['a runbook elsewhere', (all) => {
    for (const id of ['Fn', 'Permission', 'Publish', 'Subscription']) delete all[id];
    all.Rule.Properties.Targets[0].Arn = 'arn:aws:ssm:eu-west-1:111122223333:automation-definition/Contain';
  }],
])('incident response by %s', (_how, change) => {
  expect(judge(required('incident-response'), changed('incident-response', change))).toMatchObject({ verdict: 'pass' });
});

test('a detector that is provided from elsewhere finds for incident response, and no other capability does', () => {
  const template = changed('incident-response', (all) => { delete all.Detector; });
  const provision = { name: 'the organization', arn: 'arn:aws:guardduty:eu-west-1:111122223333:detector/1', owner: 'security-team' };
  const verdicts = (name: string) => judgeRequired(new TemplateModel([{ id: 'S', name: 'S', template }]), [required(name, provision), required('incident-response')])
    .map(({ result }) => result.verdict);
  expect([verdicts('threat-detection'), verdicts('backup')]).toEqual([['pass', 'pass'], ['pass', 'fail']]);
});

test.each([
  ['a source that is a parameter', ({ Rule }: Resources) => { Rule.Properties.EventPattern.source = [ref('P')]; }],
  ['targets that are a parameter', ({ Rule }: Resources) => { Rule.Properties.Targets = ref('P'); }],
  ['a target that is a parameter', ({ Rule }: Resources) => { Rule.Properties.Targets[0].Arn = ref('P'); }],
  ['a state that is a parameter', ({ Rule }: Resources) => { Rule.Properties.State = ref('P'); }],
  ['a detector that may be disabled', ({ Detector }: Resources) => { Detector.Properties.Enable = ref('P'); }],
])('incident response by %s is not certain', (_what, change) => {
  const template = { Parameters: { P: { Type: 'String' } }, ...changed('incident-response', change) };
  expect(judge(required('incident-response'), template)).toMatchObject({ verdict: 'unknown' });
});

test('the function of a custom resource needs no runtime guard', () => {
  expect(judge(required('runtime-protection'), changed('runtime-protection', (all) => Object.assign(all, customResource())))).toMatchObject({ verdict: 'pass' });
});

test('a RuntimeGuard of a zone is runtime protection, and none when another function is left out', () => {
  const app = new App();
  const zone = new TrustZone(new Stack(app, 'Stack'), 'Zone');
  new SecureFunction(zone, 'Fn', { code: Code.fromInline('exports.handler = async () => {}') });
  new RuntimeGuard(zone, 'Guard').requireIn(zone);
  const { template } = app.synth().stacks[0];
  expect(judge(required('runtime-protection'), template)).toMatchObject({ verdict: 'pass' });
  const more = { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x' } };
  expect(judge(required('runtime-protection'), { ...template, Resources: { ...template.Resources, More: more } }))
    .toMatchObject({ verdict: 'fail', value: expect.stringContaining('More: it has no runtime guard') });
});

test('a SiemExport is a SIEM, into its own bucket as well', () => {
  const app = new App();
  const zone = new TrustZone(new Stack(app, 'Stack'), 'Zone');
  new SiemExport(zone, 'Siem');
  expect(judge(required('siem'), app.synth().stacks[0].template)).toMatchObject({ verdict: 'pass', at: expect.stringContaining('Siem') });
});

describe('an IncidentResponder', () => {
  const template = (findings: boolean, subscribed: boolean) => {
    const app = new App();
    const zone = new TrustZone(new Stack(app, 'Stack'), 'Zone');
    const detection = findings ? new ThreatDetection(zone, 'Detection') : undefined;
    new IncidentResponder(zone, 'Responder', { detection, plays: [Play.isolateFunction()] });
    if (subscribed) zone.alarmTopic.addSubscription(new EmailSubscription('security@example.com'));
    return app.synth().stacks[0].template;
  };

  test('is incident response with a detector and a subscriber', () => {
    expect(judge(required('incident-response'), template(true, true))).toMatchObject({ verdict: 'pass', at: expect.stringContaining('Responder') });
  });

  test('is none without one of them, and the finding names what is missing', () => {
    expect(judge(required('incident-response'), template(false, true))).toMatchObject({ verdict: 'fail', value: expect.stringContaining('nothing in the account and Region sends its findings') });
    expect(judge(required('incident-response'), template(true, false))).toMatchObject({ verdict: 'fail', value: expect.stringContaining('has no subscription') });
  });

  test('is none when one resource of its chain is taken away', () => {
    const whole = template(true, true);
    const missing = (...types: string[]) => Object.entries<any>(whole.Resources).filter(([id, { Type }]) => types.includes(Type) && /Responder/.test(id)).map(([id]) => id);
    const verdictWithout = (ids: string[]) => judge(required('incident-response'), {
      ...whole, Resources: Object.fromEntries(Object.entries(whole.Resources).filter(([id]) => !ids.includes(id))),
    }).verdict;
    const links = ['AWS::Events::Rule', 'AWS::SQS::QueuePolicy', 'AWS::Lambda::EventSourceMapping', 'AWS::StepFunctions::StateMachine'];
    expect(links.map((type) => [type, missing(type).length > 0 && verdictWithout(missing(type))])).toEqual(links.map((type) => [type, 'fail']));
    const policies = missing('AWS::IAM::ManagedPolicy').filter((id) => /^ZoneResponder(Intake|Machine|Coordinate)Own/.test(id));
    expect(policies.map((id) => verdictWithout([id]))).toEqual(['fail', 'fail', 'fail']);
  });
});
