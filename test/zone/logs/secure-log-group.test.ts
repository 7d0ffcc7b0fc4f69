import { App, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CustomDataIdentifier, DataIdentifier, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import {
  DataClass, DataKey, SecureEventBus, SecureFunction, SecureLogGroup, SecureQueue, SecureSecret, SecureTable, SecureTopic, TrustZone,
} from '../../../src';
import { EventSource } from '../../../src/compute/event-source';
import { ZeroTrustChecks } from '../../../src/policy/zero-trust-checks';
import { LogMasking } from '../../../src/zone/logs/log-masking';
import { Profile } from '../../../src/zone/profile';
import { fivePacks, findingsOf } from '../../support/packs';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const newStack = (props?: StackProps) => new Stack(new App(), 'Stack', props);
const newFunction = (stack: Stack, dataClass?: DataClass) =>
  new SecureFunction(stack, 'Fn', { code: Code.fromInline('exports.handler = async () => {}'), dataClass });
const tableOf = (stack: Stack, dataClass: DataClass) =>
  new SecureTable(stack, `${dataClass}Table`, { partitionKey: { name: 'id', type: AttributeType.STRING }, dataClass });

/** The names of what one operation of a group's policy is for. */
function identifiers(stack: Stack, group: string, operation: 'Audit' | 'Deidentify' = 'Deidentify'): string[] {
  const groups = Object.entries(Template.fromStack(stack).findResources('AWS::Logs::LogGroup'));
  const [, found] = groups.find(([logicalId]) => logicalId.startsWith(group))!;
  const statements: any[] = found.Properties.DataProtectionPolicy?.Statement ?? [];
  return statements.filter((statement) => operation in statement.Operation).flatMap(({ DataIdentifier: all }) => all)
    .map((one: any) => JSON.stringify(one).replace(/.*data-identifier\/|[^\w-]*$|^"/g, ''));
}

describe('a log group masks', () => {
  test.each([
    [DataClass.RESTRICTED, ['AwsSecretKey', 'EmailAddress', 'Name', 'CreditCardNumber', 'HealthInsuranceCardNumber-EU', 'Ssn-US', 'PassportNumber-DE']],
    [DataClass.CONFIDENTIAL, []],
    [DataClass.INTERNAL, []],
    [DataClass.PUBLIC, []],
  ])('%s data by default', (dataClass, expected) => {
    const stack = newStack();
    new SecureLogGroup(stack, 'Logs', { dataClass });
    const found = identifiers(stack, 'Logs');
    expect(found).toEqual(expected.length > 0 ? expect.arrayContaining(expected) : []);
    expect(identifiers(stack, 'Logs', 'Audit')).toEqual(found);
  });

  test.each([
    [DataClass.INTERNAL, ['AwsSecretKey'], ['EmailAddress', 'Name']],
    [DataClass.CONFIDENTIAL, ['AwsSecretKey', 'EmailAddress'], ['Name', 'CreditCardNumber']],
    [DataClass.RESTRICTED, ['AwsSecretKey', 'EmailAddress', 'CreditCardNumber'], []],
    [DataClass.PUBLIC, [], ['AwsSecretKey']],
  ])('%s data for what its class has in it, when it is told to from INTERNAL', (dataClass, masked, open) => {
    const stack = newStack();
    new SecureLogGroup(stack, 'Logs', { dataClass, masking: LogMasking.byClass({ fromClass: DataClass.INTERNAL }) });
    const found = identifiers(stack, 'Logs');
    expect(found).toEqual(expect.arrayContaining(masked));
    expect(found.filter((one) => open.includes(one))).toEqual([]);
  });

  test('what is named beside, by managed and custom identifiers, each once', () => {
    const stack = newStack();
    new SecureLogGroup(stack, 'Logs', {
      dataClass: DataClass.RESTRICTED,
      masking: LogMasking.byClass({ identifiers: [new CustomDataIdentifier('ClaimNumber', 'CLM-[0-9]{8}'), DataIdentifier.NAME, DataIdentifier.IPADDRESS] }),
    });
    const found = identifiers(stack, 'Logs');
    expect(found).toEqual(expect.arrayContaining(['ClaimNumber', 'IpAddress']));
    expect(found.filter((one) => one === 'Name')).toHaveLength(1);
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', {
      DataProtectionPolicy: Match.objectLike({ Configuration: { CustomDataIdentifier: [{ Name: 'ClaimNumber', Regex: 'CLM-[0-9]{8}' }] } }),
    });
  });

  test('for all groups of a zone as the zone says', () => {
    const stack = newStack();
    new TrustZone(stack, 'Zone', { logMasking: LogMasking.byClass({ fromClass: DataClass.CONFIDENTIAL }) });
    new SecureLogGroup(stack, 'Logs');
    expect(identifiers(stack, 'Logs')).toContain('EmailAddress');
  });

  test('nothing only for a reason that stands in the metadata', () => {
    const stack = newStack();
    const group = new SecureLogGroup(stack, 'Logs', { dataClass: DataClass.RESTRICTED, masking: LogMasking.none('not offered in this region') });
    expect(identifiers(stack, 'Logs')).toEqual([]);
    expect(group.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:opt-out', data: 'masking: not offered in this region' }));
    const zone = new TrustZone(newStack(), 'Zone', { logMasking: LogMasking.none('not offered in this region') });
    expect(zone.node.metadata).toContainEqual(expect.objectContaining({ data: 'logMasking: not offered in this region' }));
  });

  test('within the limits of a policy', () => {
    const stack = newStack();
    new SecureLogGroup(stack, 'Logs', { dataClass: DataClass.RESTRICTED });
    const [group] = Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogGroup', { Properties: { DataProtectionPolicy: Match.anyValue() } }));
    expect(JSON.stringify(group.Properties.DataProtectionPolicy).length).toBeLessThan(30_720);
  });

  test.each([
    ['TooManyIdentifiers', () => LogMasking.byClass({ identifiers: [...Array(11).keys()].map((i) => new CustomDataIdentifier(`Own${i}`, 'x+')) })],
    ['BadIdentifier', () => LogMasking.byClass({ identifiers: [new CustomDataIdentifier('Long', 'x'.repeat(201))] })],
    ['BadIdentifier', () => LogMasking.byClass({ identifiers: [new CustomDataIdentifier('Wrong', '(')] })],
    ['BadIdentifier', () => LogMasking.byClass({ identifiers: [new CustomDataIdentifier('Nothing', '')] })],
    ['NoReason', () => LogMasking.none(' ')],
  ])('nothing that CloudWatch Logs would refuse: %s', (id, make) => {
    expect(make).toThrow(failsWith(id));
  });

  test('at the limits of custom identifiers', () => {
    expect(() => LogMasking.byClass({ identifiers: [...Array(10).keys()].map((i) => new CustomDataIdentifier(`Own${i}`, 'x'.repeat(200))) })).not.toThrow();
  });
});

describe('what was found', () => {
  test('goes to one log group of the zone, which holds no data, is kept, and needs no resource policy', () => {
    const stack = newStack();
    new SecureLogGroup(stack, 'One', { dataClass: DataClass.RESTRICTED });
    new SecureLogGroup(stack, 'Two', { dataClass: DataClass.RESTRICTED });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Logs::LogGroup', 3);
    template.resourceCountIs('AWS::Logs::ResourcePolicy', 0);
    template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Retain',
      Properties: {
        LogGroupName: Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('^/aws/vendedlogs/data-protection/')])] }),
        DataProtectionPolicy: Match.absent(),
        DeletionProtectionEnabled: true,
        RetentionInDays: 365,
      },
    });
    expect(identifiers(stack, 'TrustZoneMaskingFindings')).toEqual([]);
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
  });

  test('makes no group where nothing is masked', () => {
    const stack = newStack();
    new SecureLogGroup(stack, 'Logs');
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
  });
});

describe('the logs of a function', () => {
  const logs = 'FnOwnLogs';

  test.each<[string, (stack: Stack, fn: SecureFunction) => unknown]>([
    ['reads', (stack, fn) => tableOf(stack, DataClass.RESTRICTED).grantReadData(fn)],
    ['reads and writes', (stack, fn) => tableOf(stack, DataClass.RESTRICTED).grantReadWriteData(fn)],
    ['writes', (stack, fn) => tableOf(stack, DataClass.RESTRICTED).grantWriteData(fn)],
    ['reads, granted to its role,', (stack, fn) => tableOf(stack, DataClass.RESTRICTED).grantReadData(fn.role!)],
    ['takes messages from', (stack, fn) => fn.addEventSource(new SqsEventSource(new SecureQueue(stack, 'Queue', { dataClass: DataClass.RESTRICTED })))],
    ['is told by', (stack, fn) => new SecureTopic(stack, 'Topic', { dataClass: DataClass.RESTRICTED }).addSubscription(new LambdaSubscription(fn))],
    ['takes events of', (stack, fn) => fn.consumes(EventSource.eventBus(new SecureEventBus(stack, 'Bus', { dataClass: DataClass.RESTRICTED }), {
      eventPattern: { detailType: ['Paid'] },
    }))],
  ])('are masked when it %s a store of class RESTRICTED', (_, grant) => {
    const stack = newStack();
    const fn = newFunction(stack);
    expect(identifiers(stack, logs)).toEqual([]);
    const masked = newStack();
    grant(masked, newFunction(masked));
    expect(identifiers(masked, logs)).toEqual(expect.arrayContaining(['CreditCardNumber', 'Ssn-US', 'EmailAddress']));
    expect(fn.logGroup).toBeDefined();
  });

  test('are masked when the function itself is of class RESTRICTED', () => {
    const stack = newStack();
    newFunction(stack, DataClass.RESTRICTED);
    expect(identifiers(stack, logs)).toContain('CreditCardNumber');
  });

  test.each<[string, (stack: Stack, fn: SecureFunction) => unknown]>([
    ['a store of class CONFIDENTIAL', (stack, fn) => tableOf(stack, DataClass.CONFIDENTIAL).grantReadData(fn)],
    ['a secret, which opens a store and is none', (stack, fn) => new SecureSecret(stack, 'Secret').grantRead(fn)],
  ])('are not masked for %s', (_, grant) => {
    const stack = newStack();
    grant(stack, newFunction(stack));
    expect(identifiers(stack, logs)).toEqual([]);
  });

  test('are masked for a store of class CONFIDENTIAL when the profile says so', () => {
    const stack = newStack();
    new TrustZone(stack, 'Zone', { profile: Profile.HIPAA });
    const fn = newFunction(stack, DataClass.INTERNAL);
    expect(identifiers(stack, logs)).toEqual([]);
    const other = newStack();
    new TrustZone(other, 'Zone', { profile: Profile.HIPAA });
    tableOf(other, DataClass.CONFIDENTIAL).grantReadData(newFunction(other, DataClass.INTERNAL));
    expect(identifiers(other, logs)).toContain('EmailAddress');
    expect(fn.zone.profile).toBe(Profile.HIPAA);
  });
});

test('a log group is kept and protected as zone and props say', () => {
  const stack = newStack();
  new TrustZone(stack, 'Zone', { logRetention: RetentionDays.TWO_YEARS });
  new SecureLogGroup(stack, 'Kept');
  new SecureLogGroup(stack, 'Gone', { retention: RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY });
  const template = Template.fromStack(stack);
  template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain', Properties: { RetentionInDays: 731, DeletionProtectionEnabled: true } });
  template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete', Properties: { RetentionInDays: 7, DeletionProtectionEnabled: false } });
});

test('a key tells its class in the template', () => {
  const stack = newStack();
  new DataKey(stack, 'Key', { dataClass: DataClass.RESTRICTED });
  Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', { Tags: [{ Key: 'zero-trust:data-class', Value: 'RESTRICTED' }] });
});

test('nobody is granted to see what is masked', () => {
  const stack = newStack();
  tableOf(stack, DataClass.RESTRICTED).grantReadData(newFunction(stack));
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/logs:Unmask|logs:\*/);
});

describe('a masked log group', () => {
  const findings = findingsOf((app) => new SecureLogGroup(new Stack(app, 'Stack'), 'Logs', { dataClass: DataClass.RESTRICTED }), [...fivePacks(), new ZeroTrustChecks()]);

  test('has no finding in any pack', () => {
    expect(findings.open).toEqual([]);
    expect(findings.acknowledged).toEqual([]);
  });

  test('is two log groups and two keys', () => {
    const stack = newStack();
    new SecureLogGroup(stack, 'Logs', { dataClass: DataClass.RESTRICTED });
    expect(Object.values<any>(Template.fromStack(stack).toJSON().Resources).map(({ Type }) => Type).sort())
      .toEqual(['AWS::KMS::Key', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::Logs::LogGroup']);
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('names no partition by hand in %s', (region) => {
    const stack = newStack({ env: { account: '111122223333', region } });
    new SecureLogGroup(stack, 'Logs', { dataClass: DataClass.RESTRICTED });
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/arn:aws:/);
  });
});
