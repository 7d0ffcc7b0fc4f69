import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  AuditTrail, DataClass, Egress, LogKind, SecureApi, SecureFunction, SecureLogGroup, SecureSecret, SiemDestination, SiemExport, SiemExportProps,
  TrustZone,
  ZeroTrustChecks,
} from '../../src';
import { findingsOf, stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {};');
const fn = (zone: TrustZone, id = 'Fn') => new SecureFunction(zone, id, { code, handler: 'index.handler' });

type After = (zone: TrustZone, siem: SiemExport) => void;

function build(props?: SiemExportProps, after: After = () => {}, before: (zone: TrustZone) => void = () => {}): Template {
  const stack = new Stack(new App(), 'Stack');
  const zone = new TrustZone(stack, 'Zone');
  before(zone);
  after(zone, new SiemExport(zone, 'Siem', props));
  return Template.fromStack(stack);
}

const resources = (template: Template, type: string) => Object.entries<any>(template.findResources(type));
const only = (template: Template, type: string): any => {
  const found = resources(template, type);
  expect(found).toHaveLength(1);
  return found[0][1].Properties;
};
const stream = (template: Template) => only(template, 'AWS::KinesisFirehose::DeliveryStream');

/** Names of the subscription filters by the log group that they are on. */
function subscriptions(template: Template): Record<string, string> {
  return Object.fromEntries(resources(template, 'AWS::Logs::SubscriptionFilter').map(([, { Properties }]) => [Properties.LogGroupName.Ref, Properties.FilterName]));
}

function statementsOf(template: Template, role: string): any[] {
  const policies = resources(template, 'AWS::IAM::ManagedPolicy').filter(([, { Properties }]) => Properties.Roles?.some(({ Ref }: any) => Ref.startsWith(role)));
  return policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
}

describe('what is subscribed', () => {
  test('every log group of the zone, made before or after, each with what its events are', () => {
    const template = build({}, (zone) => {
      new SecureApi(zone, 'Api', { keepExecuteApiEndpoint: true }).addRoute('GET /orders', fn(zone, 'After'));
      zone.allowEgress(Egress.https('api.example.com'));
    }, (zone) => {
      fn(zone, 'Before');
      new AuditTrail(zone, 'Trail');
    });
    const found = subscriptions(template);
    const all = resources(template, 'AWS::Logs::LogGroup').map(([id]) => id).filter((id) => !id.startsWith('ZoneSiem'));
    expect(Object.keys(found).sort()).toEqual(all.sort());
    const kind = (start: string) => Object.entries(found).filter(([id]) => id.startsWith(start)).map(([, name]) => name);
    expect(kind('ZoneBeforeOwnLogs')).toEqual(['siem.TEXT.CONFIDENTIAL']);
    expect(kind('ZoneAfterOwnLogs')).toEqual(['siem.TEXT.CONFIDENTIAL']);
    expect(kind('ZoneApiAccessLogs')).toEqual(['siem.API_ACCESS.CONFIDENTIAL']);
    expect(kind('ZoneApiExecutionLogs')).toEqual(['siem.TEXT.CONFIDENTIAL']);
    expect(kind('ZoneApiFirewallLogs')).toEqual(['siem.WAF.CONFIDENTIAL']);
    expect(kind('ZoneTrailLogs')).toEqual(['siem.CLOUDTRAIL.INTERNAL']);
    expect(kind('ZoneFlowLogs')).toEqual(['siem.FLOW.INTERNAL']);
    expect(Object.values(found)).toContain('siem.DNS.INTERNAL');
  });

  test('no log group of an export, its own or another one: they would feed themselves', () => {
    const template = build({}, (zone) => new SiemExport(zone, 'Second', { findings: false }));
    const own = resources(template, 'AWS::Logs::LogGroup').map(([id]) => id).filter((id) => /^Zone(Siem|Second)/.test(id));
    expect(own).toHaveLength(4);
    expect(Object.keys(subscriptions(template)).filter((id) => own.includes(id))).toEqual([]);
    expect(Object.keys(subscriptions(template))).not.toEqual([]);
  });

  test('the class of a log group is the highest of what its function handles', () => {
    let group = '';
    const template = build({}, (zone) => {
      const own = new SecureLogGroup(zone, 'Own', { dataClass: DataClass.INTERNAL });
      group = Stack.of(zone).getLogicalId(own.node.defaultChild as logs.CfnLogGroup);
      own._holds(DataClass.RESTRICTED);
    });
    expect(subscriptions(template)[group]).toBe('siem.TEXT.RESTRICTED');
  });

  test('a log group from elsewhere by its kind, as RESTRICTED unless it is said', () => {
    const template = build({}, (zone, siem) => {
      const elsewhere = logs.LogGroup.fromLogGroupName(zone, 'Elsewhere', 'elsewhere');
      siem.addLogGroup(elsewhere, LogKind.CLOUDTRAIL);
    });
    template.hasResourceProperties('AWS::Logs::SubscriptionFilter', { LogGroupName: 'elsewhere', FilterName: 'siem.CLOUDTRAIL.RESTRICTED' });
  });

  test('flow logs in a format of their own, which the function is given', () => {
    const template = build({}, (zone, siem) => siem.addFlowLogs(logs.LogGroup.fromLogGroupName(zone, 'Flows', 'flows'), '${srcaddr} ${dstaddr} ${action}'));
    template.hasResourceProperties('AWS::Logs::SubscriptionFilter', { LogGroupName: 'flows', FilterName: 'siem.FLOW.INTERNAL' });
    template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { FLOW_FORMATS: '{"flows":"${srcaddr} ${dstaddr} ${action}"}' } } });
    expect(() => build({}, (zone, siem) => siem.addFlowLogs(logs.LogGroup.fromLogGroupName(zone, 'Flows', 'flows'), 'srcaddr'))).toThrow(expect.objectContaining({ id: 'BadFlowFormat' }));
  });

  test('a log group of another stack of the same region in its own stack, and none of another region, with a warning', () => {
    const app = new App();
    const home = new Stack(app, 'Home', { env: { region: 'eu-west-1' } });
    const zone = new TrustZone(home, 'Zone');
    const siem = new SiemExport(zone, 'Siem');
    const near = new Stack(app, 'Near', { env: { region: 'eu-west-1' } });
    const far = new Stack(app, 'Far', { env: { region: 'us-east-1' } });
    new logs.CfnLogGroup(far, 'Plain');
    new SecureLogGroup(near, 'Group', { zone });
    siem.addLogGroup(logs.LogGroup.fromLogGroupName(far, 'Far', 'far'), LogKind.WAF);
    expect(resources(Template.fromStack(near), 'AWS::Logs::SubscriptionFilter')).toHaveLength(1);
    expect(resources(Template.fromStack(far), 'AWS::Logs::SubscriptionFilter')).toEqual([]);
    Annotations.fromStack(far).hasWarning('*', Match.stringLikeRegexp('of its own region and account only'));
  });

  test('waits for the role that may deliver', () => {
    for (const [, { DependsOn, Properties }] of resources(build({}, (zone) => fn(zone)), 'AWS::Logs::SubscriptionFilter')) {
      expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^ZoneSiemSubscriptionRolePolicy/)]));
      expect(Properties).toMatchObject({ FilterPattern: '', RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^ZoneSiemSubscriptionRole/), 'Arn'] } });
    }
  });
});

describe('the delivery stream', () => {
  test('is encrypted under the zone\'s key, transforms, partitions, and keeps what failed in a place of its own', () => {
    expect(stream(build())).toMatchObject({
      DeliveryStreamType: 'DirectPut',
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK' },
      ExtendedS3DestinationConfiguration: {
        Prefix: { 'Fn::Join': ['', ['ocsf/class=!{partitionKeyFromLambda:class}/region=', { Ref: 'AWS::Region' }, '/account=!{partitionKeyFromLambda:account}/day=!{timestamp:yyyy-MM-dd}/']] },
        ErrorOutputPrefix: 'failed/!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/',
        CompressionFormat: 'UNCOMPRESSED',
        FileExtension: '.json.gz',
        DynamicPartitioningConfiguration: { Enabled: true },
        CloudWatchLoggingOptions: { Enabled: true },
        ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'Lambda' }] },
      },
    });
  });

  test('may invoke the normaliser, write below two prefixes with the key through S3, and log', () => {
    const statements = statementsOf(build(), 'ZoneSiemDeliveryRole');
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([
      'kms:Decrypt', 'kms:GenerateDataKey', 'lambda:GetFunctionConfiguration', 'lambda:InvokeFunction', 'logs:PutLogEvents', 's3:AbortMultipartUpload', 's3:GetBucketLocation',
      's3:ListBucket', 's3:ListBucketMultipartUploads', 's3:PutObject',
    ]);
    expect(JSON.stringify(statements.find(({ Action }) => Action.includes('s3:PutObject')).Resource)).toMatch(/\/ocsf\/\*.*\/failed\/\*/);
    expect(statements.find(({ Action }) => Action.includes('kms:Decrypt')).Condition.StringEquals['kms:ViaService']).toBeDefined();
  });

  test('is what the normaliser may put back into, and nothing else', () => {
    const statements = statementsOf(build(), 'ZoneSiemNormaliserOwnRole');
    expect(statements.filter(({ Action }) => [Action].flat().some((action: string) => action.startsWith('firehose:')))).toMatchObject([{ Action: 'firehose:PutRecordBatch' }]);
    expect(JSON.stringify(statements)).not.toMatch(/"s3:/);
  });

  test('is what CloudWatch Logs and EventBridge may put into, for this account', () => {
    for (const role of ['ZoneSiemSubscriptionRole', 'ZoneSiemFindingsRole']) {
      const [statement, ...others] = statementsOf(build(), role);
      expect(others).toEqual([]);
      expect(statement.Action).toEqual(['firehose:PutRecord', 'firehose:PutRecordBatch']);
    }
    build().hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{
          Principal: { Service: 'logs.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: { 'aws:SourceArn': Match.anyValue() } },
        }],
      },
    });
  });
});

describe('findings', () => {
  test('of GuardDuty, Security Hub and detections, with the dead letters of the zone', () => {
    const rules = resources(build(), 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
    expect(rules.map(({ EventPattern }) => EventPattern.source[0]).sort()).toEqual(['aws.guardduty', 'aws.securityhub', 'zero-trust']);
    for (const { Targets: [target] } of rules) expect(target.DeadLetterConfig.Arn['Fn::GetAtt'][0]).toMatch(/^ZoneDeadLetters/);
  });

  test('none where it is said', () => {
    expect(resources(build({ findings: false }), 'AWS::Events::Rule')).toEqual([]);
  });
});

describe('the bucket', () => {
  test('is locked for as long as the trail of the zone, or as it is said, and private', () => {
    const lock = (template: Template) => resources(template, 'AWS::S3::Bucket')
      .map(([, { Properties }]) => Properties.ObjectLockConfiguration?.Rule.DefaultRetention).filter(Boolean);
    expect(lock(build())).toEqual([{ Mode: 'GOVERNANCE', Days: 365 }]);
    expect(lock(build({ lockRetention: Duration.days(30) }))).toEqual([{ Mode: 'GOVERNANCE', Days: 30 }]);
  });

  test('of the app can be given, which keeps its own lock', () => {
    const stack = new Stack(new App(), 'Stack');
    const given = new s3.Bucket(stack, 'Given');
    new SiemExport(new TrustZone(stack, 'Zone'), 'Siem', { destination: SiemDestination.bucket(given) });
    const template = Template.fromStack(stack);
    expect(stream(template).ExtendedS3DestinationConfiguration.BucketARN['Fn::GetAtt'][0]).toMatch(/^Given/);
    template.hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: { Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] } });
  });

  test.each<[string, (stack: Stack) => SiemExportProps]>([
    ['CannotEnforceTls', (stack) => ({ destination: SiemDestination.bucket(s3.Bucket.fromBucketName(stack, 'Theirs', 'theirs')) })],
    ['LockElsewhere', (stack) => ({ destination: SiemDestination.bucket(new s3.Bucket(stack, 'Given')), lockRetention: Duration.days(30) })],
    ['LockTooShort', () => ({ lockRetention: Duration.hours(2) })],
  ])('%s is thrown before anything is made', (id, props) => {
    const stack = new Stack(new App(), 'Stack');
    const zone = new TrustZone(stack, 'Zone');
    expect(() => new SiemExport(zone, 'Siem', props(stack))).toThrow(expect.objectContaining({ id }));
    expect(zone.node.tryFindChild('Siem')).toBeUndefined();
  });

  test('has a table for each class, by partitions that nothing has to load, and a workgroup with results under the key', () => {
    const template = build();
    const tables = resources(template, 'AWS::Glue::Table').map(([, { Properties }]) => Properties.TableInput);
    expect(tables.map(({ Name }) => Name).sort()).toEqual(['api_activity', 'authentication', 'base_event', 'detection_finding', 'dns_activity', 'http_activity', 'network_activity']);
    for (const { Parameters, PartitionKeys } of tables) {
      expect(PartitionKeys.map(({ Name }: any) => Name)).toEqual(['region', 'account', 'day']);
      expect(Parameters).toMatchObject({ 'projection.enabled': 'true', 'projection.account.values': { Ref: 'AWS::AccountId' } });
      expect(JSON.stringify(Parameters['storage.location.template'])).toMatch(/ocsf\/class=\d+\/region=\$\{region\}\/account=\$\{account\}\/day=\$\{day\}\//);
    }
    template.hasResourceProperties('AWS::Athena::WorkGroup', {
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        ManagedQueryResultsConfiguration: { Enabled: true, EncryptionConfiguration: { KmsKey: Match.anyValue() } },
      },
    });
  });
});

describe('an HTTP endpoint', () => {
  const http = (zone: TrustZone) => SiemDestination.http('https://siem.example.com/services/collector', new SecureSecret(zone, 'Key'));

  test('gets lines of JSON by HTTPS with a key from a secret, and what it does not take is kept', () => {
    const stack = new Stack(new App(), 'Stack');
    const zone = new TrustZone(stack, 'Zone');
    const siem = new SiemExport(zone, 'Siem', { destination: http(zone) });
    const template = Template.fromStack(stack);
    expect(stream(template)).toMatchObject({
      HttpEndpointDestinationConfiguration: {
        EndpointConfiguration: { Url: 'https://siem.example.com/services/collector' },
        SecretsManagerConfiguration: { Enabled: true, SecretARN: { Ref: expect.stringMatching(/^ZoneKey/) } },
        S3BackupMode: 'FailedDataOnly',
        S3Configuration: { ErrorOutputPrefix: expect.stringMatching(/^failed\//) },
        ProcessingConfiguration: { Enabled: true },
      },
    });
    template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { DELIVERY: 'LINES' } } });
    expect(statementsOf(template, 'ZoneSiemDeliveryRole').flatMap(({ Action }) => Action)).toContain('secretsmanager:GetSecretValue');
    expect(JSON.stringify(statementsOf(template, 'ZoneSiemDeliveryRole'))).not.toContain('ocsf/');
    expect(siem.databaseName).toBeUndefined();
    expect(resources(template, 'AWS::Glue::Table')).toEqual([]);
  });

  test.each(['http://siem.example.com', 'https://user:pass@siem.example.com', 'https://siem.example.com/?token=1', 'siem'])('%s is refused', (url) => {
    const zone = new TrustZone(new Stack(new App(), 'Stack'), 'Zone');
    expect(() => SiemDestination.http(url, new SecureSecret(zone, 'Key'))).toThrow(expect.objectContaining({ id: 'NotHttps' }));
  });
});

describe('findings of packs', () => {
  const app = (stack: Stack) => {
    const zone = new TrustZone(stack, 'Zone');
    fn(zone);
    new SiemExport(zone, 'Siem');
  };

  test('the five packs have none', () => expect(stackFindings(app).open).toEqual([]));

  test('our own has none', () => {
    const { open } = findingsOf((root) => app(new Stack(root, 'Stack')), [new ZeroTrustChecks()]);
    expect(open.filter(({ path }) => /Siem/.test(path))).toEqual([]);
  });
});

describe('detections that run as logs pass', () => {
  const normaliser = (template: Template) => only(template, 'AWS::Lambda::Function').Environment.Variables;

  test('are off by default: nothing may send events', () => {
    const template = build();
    expect(normaliser(template).DETECTIONS).toBeUndefined();
    expect(statementsOf(template, 'ZoneSiemNormaliser').map(({ Action }) => Action)).not.toContain('events:PutEvents');
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });

  test('may send findings and nothing else, and an alarm is on those that could not be sent', () => {
    const template = build({ detections: {} });
    expect(normaliser(template).DETECTIONS).toBe('detections.json');
    expect(statementsOf(template, 'ZoneSiemNormaliser').filter(({ Action }) => Action === 'events:PutEvents')).toEqual([expect.objectContaining({
      Condition: expect.objectContaining({ 'ForAllValues:StringEquals': { 'events:source': 'zero-trust', 'events:detail-type': 'Finding' } }),
    })]);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'cdk-zero-trust/Siem', MetricName: 'failedFindings', Threshold: 1, AlarmActions: [Match.anyValue()], Dimensions: [{ Name: 'FunctionName', Value: Match.anyValue() }],
    });
  });

  test('are those of one event of a log: others are refused, as are names that there are not', () => {
    const shipped = (name: string) => `${__dirname}/../../detections/${name}.yml`;
    const fails = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
    expect(() => build({ detections: { files: [shipped('waf-bypass-attempts')] } })).toThrow(fails('NotLive'));
    expect(() => build({ detections: { files: [shipped('root-user-acts')] } })).toThrow(fails('NotLive'));
    expect(() => build({ detections: { without: ['root-user-acts'] } })).toThrow(fails('UnknownDetection'));
    expect(() => build({ detections: { filez: [] } as any })).toThrow(fails('UnknownProp'));
  });

  test('have no finding of a pack', () => {
    const { open } = stackFindings((stack) => { new SiemExport(new TrustZone(stack, 'Zone'), 'Siem', { detections: {} }); });
    expect(open).toEqual([]);
  });
});
