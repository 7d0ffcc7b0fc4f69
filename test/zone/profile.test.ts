import { App, Duration, RemovalPolicy, Stack, StackProps, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AuditTrail, DataClass, SecureBucket, SecureEventBus, SecureFunction, SecureLogGroup, SecureQueue, SecureSecret, SecureTable, SecureUserPool,
  SecurityAlarms, TrustZone, ZeroTrust,
} from '../../src';
import { PROFILE_DEMANDS } from '../../src/graph/key-profile';
import { ZeroTrustChecks } from '../../src/policy/zero-trust-checks';
import { Profile } from '../../src/zone/profile';
import { EUROPEAN_UNION } from '../../src/zone/residency';
import { fivePacks, findingsOf } from '../support/packs';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const PROFILES = [Profile.BASELINE, Profile.HIPAA, Profile.PCI_DSS, Profile.GDPR, Profile.SANDBOX];
const FRANKFURT = { env: { account: '111122223333', region: 'eu-central-1' } };
const newStack = (props: StackProps = FRANKFURT, app = new App()) => new Stack(app, 'Stack', props);
const withZone = (profile: Profile, props?: StackProps) => {
  const stack = newStack(props);
  new TrustZone(stack, 'Zone', { profile });
  return stack;
};

/** One of everything that holds data. */
function everything(stack: Stack): Stack {
  const table = new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  new SecureBucket(stack, 'Bucket', { withoutReplica: 'a test' });
  new SecureQueue(stack, 'Queue');
  new SecureEventBus(stack, 'Bus');
  new SecureSecret(stack, 'Secret');
  new SecureUserPool(stack, 'Users');
  table.grantReadData(new SecureFunction(stack, 'Fn', { code: Code.fromInline('exports.handler = async () => {}') }));
  return stack;
}

describe('a profile decides', () => {
  test.each([[Profile.BASELINE, 365], [Profile.HIPAA, 2192], [Profile.PCI_DSS, 365], [Profile.GDPR, 365], [Profile.SANDBOX, 30]])('how long logs are kept: %#', (profile, days) => {
    const stack = withZone(profile);
    new SecureLogGroup(stack, 'Logs');
    Template.fromStack(stack).allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: days });
  });

  test.each(PROFILES)('which logs are masked: %#', (profile) => {
    const stack = withZone(profile);
    new SecureLogGroup(stack, 'Logs', { dataClass: DataClass.CONFIDENTIAL });
    const masked = Object.keys(Template.fromStack(stack).findResources('AWS::Logs::LogGroup', { Properties: { DataProtectionPolicy: Match.anyValue() } }));
    expect(masked.length > 0).toBe(profile.maskLogsFrom === DataClass.CONFIDENTIAL);
  });

  test.each([[Profile.BASELINE, 90], [Profile.PCI_DSS, 30], [Profile.GDPR, 30], [Profile.SANDBOX, 1]])('how long versions of objects are kept: %#', (profile, days) => {
    const stack = withZone(profile);
    new SecureBucket(stack, 'Bucket');
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [Match.objectLike({ Id: 'Lifecycle', NoncurrentVersionExpiration: { NoncurrentDays: days } })] },
    });
  });

  test.each([[Profile.BASELINE, 365], [Profile.HIPAA, 2192]])('how long the audit trail is locked: %#', (profile, days) => {
    const stack = withZone(profile);
    new AuditTrail(stack, 'Trail');
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: days, Mode: 'GOVERNANCE' } } },
    });
  });

  test.each([[Profile.BASELINE, 30], [Profile.SANDBOX, 7]])('how long a key waits for its end: %#', (profile, days) => {
    const stack = withZone(profile);
    TrustZone.of(stack).key();
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', { PendingWindowInDays: days });
  });

  test('that everything stays, or goes with its stack; of a first create that fails, only what is protected from deletion stays', () => {
    const policies = (profile: Profile) => Object.values<any>(Template.fromStack(everything(withZone(profile))).toJSON().Resources)
      .filter(({ Type }) => /^AWS::(DynamoDB|S3::Bucket$|SQS::Queue$|Events::(EventBus|Archive)$|SecretsManager::Secret$|Cognito::UserPool$|KMS::Key$|Logs::LogGroup)/.test(Type))
      .map(({ Type, DeletionPolicy, UpdateReplacePolicy }) => `${Type} ${DeletionPolicy} ${UpdateReplacePolicy}`);
    expect([...new Set(policies(Profile.GDPR))].sort()).toEqual([
      'AWS::Cognito::UserPool Retain Retain',
      'AWS::DynamoDB::GlobalTable Retain Retain',
      'AWS::Events::Archive RetainExceptOnCreate Retain',
      'AWS::Events::EventBus RetainExceptOnCreate Retain',
      'AWS::KMS::Key RetainExceptOnCreate Retain',
      'AWS::Logs::LogGroup Retain Retain',
      'AWS::S3::Bucket RetainExceptOnCreate Retain',
      'AWS::SQS::Queue RetainExceptOnCreate Retain',
      'AWS::SecretsManager::Secret RetainExceptOnCreate Retain',
    ]);
    expect(new Set(policies(Profile.SANDBOX).map((text) => text.replace(/^\S+ /, '')))).toEqual(new Set(['Delete Delete']));
  });

  test('that a table without deletion protection goes when a first create fails', () => {
    const stack = withZone(Profile.BASELINE);
    new SecureTable(stack, 'Open', { partitionKey: { name: 'id', type: AttributeType.STRING }, allowDeletion: true });
    Template.fromStack(stack).hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'RetainExceptOnCreate' });
  });

  test.each([RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE])('of the person who writes it is kept: %s', (removalPolicy) => {
    const stack = new Stack(new App(), 'Stack');
    new TrustZone(stack, 'Zone', { removalPolicy }).key();
    Template.fromStack(stack).hasResource('AWS::KMS::Key', { DeletionPolicy: removalPolicy === RemovalPolicy.RETAIN ? 'Retain' : 'RetainExceptOnCreate' });
  });

  test('that nothing is protected from deletion which is to go', () => {
    const template = Template.fromStack(everything(withZone(Profile.SANDBOX)));
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', { Replicas: [Match.objectLike({ DeletionProtectionEnabled: false })] });
    template.hasResourceProperties('AWS::Cognito::UserPool', { DeletionProtection: 'INACTIVE' });
    template.allResourcesProperties('AWS::Logs::LogGroup', { DeletionProtectionEnabled: false });
  });
});

describe('what a construct says itself', () => {
  test('goes before the profile', () => {
    const stack = withZone(Profile.SANDBOX);
    new SecureLogGroup(stack, 'Logs', { retention: RetentionDays.TWO_YEARS, removalPolicy: RemovalPolicy.RETAIN });
    new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING }, removalPolicy: RemovalPolicy.RETAIN });
    const template = Template.fromStack(stack);
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain', Properties: { RetentionInDays: 731, DeletionProtectionEnabled: true } });
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain', Properties: { Replicas: [Match.objectLike({ DeletionProtectionEnabled: true })] },
    });
  });

  test('as a zone does', () => {
    const stack = newStack();
    const zone = new TrustZone(stack, 'Zone', { profile: Profile.HIPAA, logRetention: RetentionDays.TEN_YEARS });
    expect(zone.logRetention).toBe(RetentionDays.TEN_YEARS);
  });
});

describe('the profile of a zone', () => {
  test('is BASELINE when nobody says', () => {
    expect(TrustZone.of(newStack()).profile).toBe(Profile.BASELINE);
  });

  test('is that of the nearest scope', () => {
    const app = new App();
    const stage = new Stage(app, 'Prod', FRANKFURT);
    Profile.PCI_DSS.applyTo(app);
    Profile.HIPAA.applyTo(stage);
    expect(TrustZone.of(newStack(FRANKFURT, app)).profile).toBe(Profile.PCI_DSS);
    expect(TrustZone.of(new Stack(stage, 'Stack')).profile).toBe(Profile.HIPAA);
    expect(new TrustZone(new Stack(stage, 'Own'), 'Zone', { profile: Profile.SANDBOX }).profile).toBe(Profile.SANDBOX);
  });

  test('may come after the zone', () => {
    const app = new App();
    const zone = TrustZone.of(newStack(FRANKFURT, app));
    Profile.HIPAA.applyTo(app);
    expect(zone.profile).toBe(Profile.HIPAA);
  });

  test('is applied once', () => {
    const app = new App();
    Profile.HIPAA.applyTo(app);
    expect(() => Profile.HIPAA.applyTo(app)).not.toThrow();
    expect(() => Profile.GDPR.applyTo(app)).toThrow(failsWith('ProfileTooLate'));
  });
});

describe('an enforced profile', () => {
  test('is the profile of every zone', () => {
    const app = new App();
    ZeroTrust.enforce(app, { profile: Profile.HIPAA });
    expect(TrustZone.of(newStack(FRANKFURT, app)).profile).toBe(Profile.HIPAA);
  });

  test('may be applied first and enforced last', () => {
    const app = new App();
    Profile.HIPAA.applyTo(app);
    void TrustZone.of(newStack(FRANKFURT, app));
    expect(() => ZeroTrust.enforce(app, { profile: Profile.HIPAA })).not.toThrow();
  });

  test('lets no zone have another one, whichever comes first', () => {
    const early = new App();
    ZeroTrust.enforce(early, { profile: Profile.HIPAA });
    const stack = newStack(FRANKFURT, early);
    expect(() => new TrustZone(stack, 'Zone', { profile: Profile.SANDBOX })).toThrow(failsWith('OtherProfile'));
    expect(stack.node.children).toEqual([]);
    const late = new App();
    new TrustZone(newStack(FRANKFURT, late), 'Zone', { profile: Profile.SANDBOX });
    expect(() => ZeroTrust.enforce(late, { profile: Profile.HIPAA })).toThrow(failsWith('OtherProfile'));
  });

  test('fails synthesis when logs are kept for less than it asks for', () => {
    const findings = findingsOf((app) => {
      const stack = newStack(FRANKFURT, app);
      new TrustZone(stack, 'Zone', { profile: Profile.HIPAA });
      new SecureLogGroup(stack, 'Logs', { retention: RetentionDays.ONE_YEAR });
    }, [new ZeroTrustChecks()]);
    expect(findings.open.map(({ rule, path }) => `${rule} ${path}`)).toEqual(['ZT-LOGS-010 Stack/Logs/Resource']);
  });
});

describe('residency', () => {
  test.each(['eu-central-1', 'eu-west-1', 'eusc-de-east-1'])('lets data be in the European Union: %s', (region) => {
    expect(() => withZone(Profile.GDPR, { env: { region } })).not.toThrow();
  });

  test.each(['us-east-1', 'eu-west-2', 'eu-central-2', 'us-gov-west-1', 'cn-north-1'])('throws for a stack elsewhere, and nothing is made: %s', (region) => {
    const stack = newStack({ env: { region } });
    expect(() => new TrustZone(stack, 'Zone', { profile: Profile.GDPR })).toThrow(failsWith('OutsideResidency'));
    expect(stack.node.children).toEqual([]);
  });

  test('throws where nobody knows the region', () => {
    expect(() => withZone(Profile.GDPR, {})).toThrow(failsWith('UnknownRegion'));
  });

  test('throws for a member of the zone in a stack elsewhere', () => {
    const app = new App();
    const zone = new TrustZone(newStack(FRANKFURT, app), 'Zone', { profile: Profile.GDPR });
    const abroad = new Stack(app, 'Abroad', { env: { account: '111122223333', region: 'us-east-1' } });
    expect(() => new SecureQueue(abroad, 'Queue', { zone })).toThrow(failsWith('OutsideResidency'));
  });

  test('throws for copies elsewhere', () => {
    const stack = withZone(Profile.GDPR);
    const key = TrustZone.of(stack).key();
    const to = (region: string) => Bucket.fromBucketAttributes(stack, region, { bucketName: `copies-${region}`, region, encryptionKey: key });
    expect(() => new SecureBucket(stack, 'Abroad', { replicateTo: to('us-east-1') })).toThrow(failsWith('OutsideResidency'));
    expect(() => new SecureBucket(stack, 'Near', { replicateTo: to('eu-west-1') })).not.toThrow();
  });

  test('can be narrowed', () => {
    expect(() => withZone(Profile.GDPR.customize({ regions: ['eu-west-1'] }))).toThrow(failsWith('OutsideResidency'));
  });

  test('is what the key tells in the template', () => {
    const stack = withZone(Profile.GDPR);
    TrustZone.of(stack).key();
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      Tags: [
        { Key: 'zero-trust:data-class', Value: 'CONFIDENTIAL' },
        { Key: 'zero-trust:profile', Value: 'GDPR' },
        { Key: 'zero-trust:residency', Value: EUROPEAN_UNION.join(' ') },
      ],
    });
    expect(EUROPEAN_UNION.join(' ').length).toBeLessThanOrEqual(256);
  });
});

describe('a profile of an organisation', () => {
  test('differs in what is said, and is held to what it is made of', () => {
    const acme = Profile.HIPAA.customize({ name: 'ACME', logRetention: RetentionDays.TEN_YEARS, keyDeletionWindow: undefined });
    expect(acme).toEqual(expect.objectContaining({ name: 'ACME', framework: 'HIPAA', logRetention: RetentionDays.TEN_YEARS, maskLogsFrom: DataClass.CONFIDENTIAL }));
    expect(acme.keyDeletionWindow.toDays()).toBe(30);
    const stack = withZone(acme);
    TrustZone.of(stack).key();
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', { Tags: Match.arrayWith([{ Key: 'zero-trust:profile', Value: 'HIPAA' }]) });
  });

  test.each([
    [{ name: 'a name' }], [{ name: '' }], [{ regions: [] }], [{ keyDeletionWindow: Duration.days(6) }], [{ keyDeletionWindow: Duration.days(31) }],
    [{ trailLock: Duration.days(364) }],
    [{ backupRetention: Duration.hours(12) }], [{ backupRetention: Duration.days(0) }], [{ oldVersions: Duration.hours(36) }],
  ])('throws for what AWS would refuse: %j', (options) => {
    expect(() => Profile.BASELINE.customize(options)).toThrow(failsWith('BadProfile'));
  });
});

test.each(Object.entries(PROFILE_DEMANDS))('the rules hold %s to no more than the profile does itself', (name, { logDays, backups }) => {
  const profile = PROFILES.find((one) => one.name === name)!;
  expect(profile.logRetention).toBe(logDays);
  expect(profile.backupRetention !== undefined).toBe(backups);
});

describe.each(PROFILES.filter(({ name }) => name !== 'SANDBOX'))('everything under profile $name', (profile) => {
  test('has no open finding', () => {
    const { open } = findingsOf((app) => {
      const stack = new Stack(app, 'Stack', { ...FRANKFURT, terminationProtection: true });
      new TrustZone(stack, 'Zone', { profile });
      everything(stack);
      new SecurityAlarms(stack, 'Alarms', { trail: new AuditTrail(stack, 'Trail') });
    }, [...fivePacks(), new ZeroTrustChecks()]);
    expect(open.map(({ rule, path }) => `${rule} ${path}`)).toEqual([]);
  });
});
