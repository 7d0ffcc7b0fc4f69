import { App, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { DataClass, DeclaredEdges, SecureFunction, TrustZone, ZeroTrustChecks } from '../../src';
import { SecureEventBus } from '../../src/data/secure-event-bus';
import { SecureEventBusProps } from '../../src/data/secure-event-bus-props';
import { SecureQueue } from '../../src/data/secure-queue';
import { DeployedTemplates } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { fivePacks, findingsOf } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const OTHER = '444455556666';
const eventPattern = { source: ['com.example.orders'] };

function withBus(props: SecureEventBusProps = {}, stackProps: StackProps = {}) {
  const stack = new Stack(new App(), 'Stack', stackProps);
  const bus = new SecureEventBus(stack, 'Bus', props);
  const fn = (id = 'Fn') => new SecureFunction(stack, id, { code });
  return { stack, bus, fn, template: () => Template.fromStack(stack) };
}

const arnOf = (prefix: string) => ({ 'Fn::GetAtt': [expect.stringMatching(`^${prefix}`), 'Arn'] });
const propertiesOf = (template: Template, type: string): any[] => Object.values(template.findResources(type)).map((resource) => resource.Properties);
const statementsOf = (template: Template, type: string, document: string): any[] =>
  propertiesOf(template, type).flatMap((p) => p[document].Statement);
const keyStatements = (template: Template, service: string) => statementsOf(template, 'AWS::KMS::Key', 'KeyPolicy')
  .filter((statement) => statement.Principal?.Service === service);
const busArn = (name: string) => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':events:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, `:event-bus/${name}`]],
});

/** In place of the zone that would appear by itself. */
const trusting = (stack: Stack) => new TrustZone(stack, 'TrustZone', { trustedAccounts: [OTHER] });

function everyPath(stack: Stack): void {
  trusting(stack);
  const bus = new SecureEventBus(stack, 'Bus');
  bus.grantPutEventsTo(new SecureFunction(stack, 'Publisher', { code }));
  bus.allowAccount(OTHER, { sources: ['com.example.billing'] });
  bus.addRule('Rule', {
    eventPattern,
    targets: [new targets.SqsQueue(new SecureQueue(stack, 'Queue')), new targets.LambdaFunction(new SecureFunction(stack, 'Subscriber', { code }))],
  });
}

describe('a secure event bus', () => {
  test('leaves nothing open in the five packs, with publishers and a rule', () => {
    const { open, acknowledged } = findingsOf((app) => everyPath(new Stack(app, 'Stack')), fivePacks());
    expect(open).toEqual([]);
    expect(acknowledged.map((a) => `${a.rule} ${a.path}`).sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*] Stack/TrustZone/Runtime/Resource',
      'HIPAA.Security-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'PCI.DSS.321-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'Serverless-SQSRedrivePolicy Stack/Queue/DeadLetters/Resource',
      'Serverless-SQSRedrivePolicy Stack/TrustZone/DeadLetters/Resource',
    ]);
  });

  test.each([['', {}], ['with the CDK\'s recommended flags ', recommendedFlags]])('%sleaves nothing open in our own pack', (_, context) => {
    expect(findingsOf((app) => everyPath(new Stack(app, 'Stack')), [new ZeroTrustChecks(undefined, { trustedAccounts: [OTHER] })], { context }).open).toEqual([]);
  });

  test('is a bus with its archive and delivered logs, beside the key and dead letters of its zone', () => {
    expect(Object.values(withBus().template().toJSON().Resources).map((resource: any) => resource.Type).sort()).toEqual([
      'AWS::Events::Archive', 'AWS::Events::EventBus', 'AWS::KMS::Key', 'AWS::Logs::Delivery', 'AWS::Logs::DeliveryDestination',
      'AWS::Logs::DeliverySource', 'AWS::Logs::LogGroup', 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy',
    ]);
  });

  test('is encrypted like its archive, and both stay when the stack goes', () => {
    for (const type of ['AWS::Events::EventBus', 'AWS::Events::Archive']) {
      const [resource] = Object.values(withBus().template().findResources(type));
      expect(resource).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', Properties: { KmsKeyIdentifier: arnOf('TrustZoneConfidentialKey') } });
      const [gone] = Object.values(withBus({ removalPolicy: RemovalPolicy.DESTROY, dataClass: DataClass.INTERNAL }).template().findResources(type));
      expect(gone).toMatchObject({ DeletionPolicy: 'Delete', Properties: { KmsKeyIdentifier: arnOf('TrustZoneInternalKey') } });
    }
  });

  test('has a name that the next deployment of the stack does not have, or the given one', () => {
    const [{ Name }] = propertiesOf(withBus().template(), 'AWS::Events::EventBus');
    expect(Name['Fn::Join'][1][0]).toMatch(/^Stack-Bus-[0-9A-F]{8}-$/);
    expect(JSON.stringify(Name)).toContain('AWS::StackId');
    withBus({ eventBusName: 'orders', description: 'Orders' }).template()
      .hasResourceProperties('AWS::Events::EventBus', { Name: 'orders', Description: 'Orders' });
  });

  test.each<[string, SecureEventBusProps]>([['orders', { eventBusName: 'orders' }], ['Stack-Bus-AA0A1E4B-*', {}]])(
    'lets EventBridge use the key for bus %s of this account, for its dead letters and logs', (name, props) => {
      expect(keyStatements(withBus(props).template(), 'events.amazonaws.com').filter((statement) => statement.Sid !== 'Events')).toEqual([
        {
          Effect: 'Allow',
          Action: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
          Principal: { Service: 'events.amazonaws.com' },
          Resource: '*',
          Condition: { ArnLike: { 'kms:EncryptionContext:aws:events:event-bus:arn': busArn(name) } },
        },
        expect.objectContaining({
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: { 'aws:SourceArn': busArn(name) } },
        }),
        expect.objectContaining({ Action: 'kms:DescribeKey', Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }),
        expect.objectContaining({ Sid: 'EventBusLogs', Action: 'kms:GenerateDataKey' }),
      ]);
      expect(keyStatements(withBus(props).template(), 'delivery.logs.amazonaws.com')).toEqual([expect.objectContaining({
        Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
        Condition: { StringLike: { 'kms:EncryptionContext:SourceArn': expect.anything() } },
      })]);
    });

  test('leaves what it cannot encrypt in dead letters that are open to it', () => {
    const template = withBus().template();
    template.hasResourceProperties('AWS::Events::EventBus', {
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneDeadLetters'), 'Arn'] } },
    });
    expect(statementsOf(template, 'AWS::SQS::QueuePolicy', 'PolicyDocument').filter((statement) => statement.Effect === 'Allow')).toEqual([{
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Principal: { Service: 'events.amazonaws.com' },
      Resource: arnOf('TrustZoneDeadLetters'),
      Condition: { ArnEquals: { 'aws:SourceArn': arnOf('Bus') } },
    }]);
  });

  test('keeps dead letters of restricted data under the key of restricted data', () => {
    withBus({ dataClass: DataClass.RESTRICTED }).template().hasResourceProperties('AWS::SQS::Queue', {
      KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneRestrictedKey'), 'Arn'] },
    });
  });

  test('may stand in another stack than its zone, which then has none of its dead letters', () => {
    const app = new App();
    const zone = new TrustZone(new Stack(app, 'Base'), 'Zone');
    const stack = new Stack(app, 'Stack');
    const bus = new SecureEventBus(stack, 'Bus', { zone });
    bus.addRule('Rule', { eventPattern, targets: [new targets.SqsQueue(new SecureQueue(stack, 'Queue', { zone }))] });
    expect(() => app.synth()).not.toThrow();
    expect(bus.deadLetterQueue.stack).toBe(stack);
    expect(withBus().bus.deadLetterQueue.node.path).toBe('Stack/TrustZone/DeadLetters');
  });

  test('logs errors to an encrypted group, never what events say', () => {
    const template = withBus().template();
    template.hasResourceProperties('AWS::Events::EventBus', { LogConfig: { IncludeDetail: 'NONE', Level: 'ERROR' } });
    expect(propertiesOf(template, 'AWS::Logs::DeliverySource')).toEqual([
      { Name: expect.stringMatching(/^Stack-Bus-Logs-[0-9A-F]{8}-ERROR_LOGS$/), LogType: 'ERROR_LOGS', ResourceArn: arnOf('Bus') },
    ]);
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365 });
    template.hasResourceProperties('AWS::Logs::DeliveryDestination', {
      DestinationResourceArn: { 'Fn::Join': ['', Match.arrayWith([':log-group:', { Ref: Match.stringLikeRegexp('^BusLogsLogGroup') }])] },
    });
  });

  test.each<[events.Level, string[]]>([
    [events.Level.OFF, []], [events.Level.INFO, ['ERROR_LOGS', 'INFO_LOGS']], [events.Level.TRACE, ['ERROR_LOGS', 'INFO_LOGS', 'TRACE_LOGS']],
  ])('delivers at level %s the logs %p', (logLevel, types) => {
    const template = withBus({ logLevel }).template();
    expect(propertiesOf(template, 'AWS::Logs::DeliverySource').map((source) => source.LogType)).toEqual(types);
    template.resourceCountIs('AWS::Logs::Delivery', types.length);
    template.resourceCountIs('AWS::Logs::LogGroup', types.length > 0 ? 1 : 0);
  });

  test('keeps all events for 90 days, as long as asked, or none', () => {
    withBus().template().hasResourceProperties('AWS::Events::Archive', {
      RetentionDays: 90, EventPattern: { source: [{ prefix: '' }] }, SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Bus'), 'Arn'] },
    });
    withBus({ archiveRetention: Duration.days(7) }).template().hasResourceProperties('AWS::Events::Archive', { RetentionDays: 7 });
    withBus({ archived: false }).template().resourceCountIs('AWS::Events::Archive', 0);
  });

  test('never keeps events for ever', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new SecureEventBus(stack, 'Bus', { archiveRetention: Duration.days(0) })).toThrow(failsWith('NoRetention'));
    expect(stack.node.children).toEqual([]);
    expect(() => withBus().bus.archive('More', { eventPattern })).toThrow(failsWith('NoRetention'));
  });

  test('encrypts archives that are added', () => {
    const { bus, template } = withBus({ archived: false });
    bus.archive('Orders', { eventPattern, retention: Duration.days(30) });
    template().hasResource('AWS::Events::Archive', {
      DeletionPolicy: 'RetainExceptOnCreate', Properties: { KmsKeyIdentifier: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneConfidentialKey'), 'Arn'] } },
    });
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('names no partition or account in %s', (region) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    everyPath(stack);
    const text = JSON.stringify(Template.fromStack(stack).toJSON());
    expect(text).not.toContain('arn:aws:');
    expect(text).toContain(region);
  });
});

describe('publishers of a secure event bus', () => {
  test('may put events on this bus through its endpoint and do nothing else, as an IAM simulator judges', async () => {
    const { bus, fn, template } = withBus();
    bus.grantPutEventsTo(fn());
    fn('Other');
    const deployed = new DeployedTemplates([template().toJSON()]);
    const judge = new IamJudge(deployed);
    const id = (type: string, prefix: string) => Object.keys(deployed.resources(type)).find((logicalId) => logicalId.startsWith(prefix))!;
    const [caller, other] = ['Fn', 'Other'].map((prefix) => id('AWS::Lambda::Function', prefix));
    const put = { action: 'events:PutEvents', resource: deployed.arnOf(id('AWS::Events::EventBus', 'Bus')), throughEndpoint: true };

    expect(await judge.allows(caller, put)).toBe(true);
    expect(await judge.allows(caller, { ...put, resource: put.resource.replace(/[^/]*$/, 'default') })).toBe(false);
    expect(await judge.allows(caller, { ...put, action: 'events:PutRule', resource: put.resource.replace(':event-bus/', ':rule/') })).toBe(false);
    expect(await judge.allows(other, put)).toBe(false);
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 1);
  });

  test('get no key, as EventBridge encrypts', () => {
    const { bus, fn, template } = withBus();
    bus.grantPutEventsTo(fn());
    const [, own] = Object.entries(template().findResources('AWS::IAM::ManagedPolicy')).find(([id]) => id.startsWith('FnOwn'))!;
    expect(JSON.stringify(own)).not.toContain('kms:');
  });

  test('declare edges', () => {
    const { stack, bus, fn } = withBus();
    bus.grantPutEventsTo(fn());
    expect(DeclaredEdges.of(stack)).toEqual([{ caller: 'Stack/Fn', target: 'Stack/Bus', intent: 'publish', actions: ['events:PutEvents'] }]);
  });

  test('that would get nothing are refused', () => {
    const { stack, bus } = withBus({}, { env: { account: '111122223333', region: 'eu-west-1' } });
    expect(() => bus.grantPutEventsTo(new iam.ServicePrincipal('s3.amazonaws.com'))).toThrow(failsWith('GrantWithoutEffect'));
    expect(() => bus.grantPutEventsTo(iam.Role.fromRoleArn(stack, 'Abroad', `arn:aws:iam::${OTHER}:role/publisher`))).toThrow(failsWith('GrantWithoutEffect'));
    Template.fromStack(stack).resourceCountIs('AWS::Events::EventBusPolicy', 0);
  });
});

describe('another account', () => {
  const root = { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${OTHER}:root`]] } };

  const trusted = () => {
    const stack = new Stack(new App(), 'Stack');
    trusting(stack);
    return { bus: new SecureEventBus(stack, 'Bus'), template: () => Template.fromStack(stack) };
  };

  test('that the zone does not trust is refused', () => {
    expect(() => withBus().bus.allowAccount(OTHER)).toThrow(failsWith('UntrustedAccount'));
  });

  test('is let in by its id', () => {
    const { bus, template } = trusted();
    bus.allowAccount(OTHER);
    expect(propertiesOf(template(), 'AWS::Events::EventBusPolicy').map((policy) => policy.Statement)).toEqual([
      { Sid: `cdk-Account${OTHER}`, Effect: 'Allow', Action: 'events:PutEvents', Principal: root, Resource: arnOf('Bus') },
    ]);
  });

  test('is held to the sources and detail types that are named', () => {
    const { bus, template } = trusted();
    bus.allowAccount(OTHER, { sources: ['com.example.billing'], detailTypes: ['Paid'] });
    expect(propertiesOf(template(), 'AWS::Events::EventBusPolicy')[0].Statement.Condition).toEqual({
      'ForAllValues:StringEquals': { 'events:source': ['com.example.billing'], 'events:detail-type': ['Paid'] },
      'Null': { 'events:source': 'false', 'events:detail-type': 'false' },
    });
  });

  test.each(['*', '44445555666', ''])('cannot be %p', (account) => {
    const { bus, template } = withBus();
    expect(() => bus.allowAccount(account)).toThrow(failsWith('BadAccount'));
    template().resourceCountIs('AWS::Events::EventBusPolicy', 0);
  });
});

describe('a rule on a secure event bus', () => {
  test('keeps what its targets refuse in the dead letters of the bus, which are open to it', () => {
    const { stack, bus, fn, template } = withBus();
    bus.addRule('Rule', { eventPattern, targets: [new targets.LambdaFunction(fn()), new targets.SqsQueue(new SecureQueue(stack, 'Queue'))] });
    const [rule] = propertiesOf(template(), 'AWS::Events::Rule');
    expect(rule).toMatchObject({ EventBusName: { Ref: expect.stringMatching(/^Bus/) }, EventPattern: eventPattern });
    expect(rule.Targets.map((target: any) => target.DeadLetterConfig)).toEqual([{ Arn: arnOf('TrustZoneDeadLetters') }, { Arn: arnOf('TrustZoneDeadLetters') }]);
    expect(statementsOf(template(), 'AWS::SQS::QueuePolicy', 'PolicyDocument')).toContainEqual(expect.objectContaining({
      Action: 'sqs:SendMessage', Resource: arnOf('TrustZoneDeadLetters'), Condition: { ArnEquals: { 'aws:SourceArn': arnOf('BusRule') } },
    }));
  });

  test('leaves a target the dead letters that it has', () => {
    const { stack, bus, fn, template } = withBus();
    bus.addRule('Rule', { eventPattern, targets: [new targets.LambdaFunction(fn(), { deadLetterQueue: new SecureQueue(stack, 'Own') })] });
    expect(propertiesOf(template(), 'AWS::Events::Rule')[0].Targets[0].DeadLetterConfig).toEqual({ Arn: arnOf('Own') });
  });

  test('may invoke its function for this account, and a queue opens its key to it', () => {
    const { stack, bus, fn, template } = withBus();
    bus.addRule('Rule', { eventPattern, targets: [new targets.LambdaFunction(fn()), new targets.SqsQueue(new SecureQueue(stack, 'Queue'))] });
    template().hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^BusRule'), 'Arn'] }, SourceAccount: { Ref: 'AWS::AccountId' },
    });
    expect(keyStatements(template(), 'events.amazonaws.com')).toContainEqual(expect.objectContaining({ Sid: 'Events' }));
    expect(DeclaredEdges.of(stack)).toEqual([
      expect.objectContaining({ caller: expect.stringContaining('events.amazonaws.com'), target: 'Stack/Queue', intent: 'publish' }),
      { caller: 'Stack/Bus/Rule', target: 'Stack/Fn', intent: 'invoke', actions: ['lambda:InvokeFunction'] },
    ]);
  });

  test('in the way of the CDK is as exact when its target names dead letters', () => {
    const build = (deadLetters: boolean) => findingsOf((app) => {
      const stack = new Stack(app, 'Stack');
      const bus = new SecureEventBus(stack, 'Bus');
      const target = new targets.SqsQueue(new SecureQueue(stack, 'Queue'), deadLetters ? { deadLetterQueue: bus.deadLetterQueue } : {});
      new events.Rule(stack, 'Rule', { eventBus: bus, eventPattern, targets: [target] });
    }, [new ZeroTrustChecks(undefined, { trustedAccounts: [OTHER] })]).open.map(({ rule }) => rule);
    expect(build(true)).toEqual([]);
    expect(build(false)).toEqual(['ZT-EVENTS-001']);
  });

  test('cannot send its events nowhere', () => {
    const { bus, template } = withBus();
    expect(() => bus.addRule('Rule', { eventPattern, targets: [] })).toThrow(failsWith('NoTargets'));
    template().resourceCountIs('AWS::Events::Rule', 0);
  });
});
