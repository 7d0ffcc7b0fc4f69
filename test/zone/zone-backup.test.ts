import { App, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DataClass, SecureBucket, SecureQueue, SecureTable, TrustZone } from '../../src';
import { ZeroTrustChecks } from '../../src/policy/zero-trust-checks';
import { Profile } from '../../src/zone/profile';
import { fivePacks, findingsOf } from '../support/packs';

const newStack = (id = 'Stack', app = new App(), props?: StackProps) => new Stack(app, id, props);
const table = (scope: Construct, dataClass?: DataClass, zone?: TrustZone) =>
  new SecureTable(scope, `Table${dataClass ?? ''}`, { partitionKey: { name: 'id', type: AttributeType.STRING }, dataClass, zone });

/** A table and a bucket in a zone under HIPAA. */
function clinic(stack = newStack()): Stack {
  new TrustZone(stack, 'Zone', { profile: Profile.HIPAA });
  table(stack);
  new SecureBucket(stack, 'Files', { withoutReplica: 'backups are kept' });
  return stack;
}

const backups = (stack: Stack) => Object.values<any>(Template.fromStack(stack).toJSON().Resources)
  .map(({ Type }) => Type).filter((type) => type.startsWith('AWS::Backup::')).sort();
const policyOf = (stack: Stack) => Object.values<any>(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'))
  .flatMap(({ Properties: { PolicyDocument: { Statement } } }) => Statement);

describe('a zone whose profile asks for backups', () => {
  test('has one plan, one selection and one vault for each class of data', () => {
    expect(backups(clinic())).toEqual(['AWS::Backup::BackupPlan', 'AWS::Backup::BackupSelection', 'AWS::Backup::BackupVault']);
    const two = clinic();
    table(two, DataClass.RESTRICTED);
    expect(backups(two)).toHaveLength(6);
  });

  test('saves every table and bucket, and nothing else', () => {
    const stack = clinic();
    new SecureQueue(stack, 'Queue');
    Template.fromStack(stack).hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: {
        Resources: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Table'), 'Arn'] }, { 'Fn::GetAtt': [Match.stringLikeRegexp('^Files'), 'Arn'] }],
      },
    });
  });

  test('keeps each backup for its time, in a vault that is locked, retained and under the key of the class', () => {
    const template = Template.fromStack(clinic());
    const [key] = Object.keys(template.findResources('AWS::KMS::Key', { Properties: { Tags: Match.arrayWith([{ Key: 'zero-trust:data-class', Value: 'CONFIDENTIAL' }]) } }));
    template.hasResource('AWS::Backup::BackupVault', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { EncryptionKeyArn: { 'Fn::GetAtt': [key, 'Arn'] }, LockConfiguration: { MinRetentionDays: 35 } },
    });
    template.hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: { BackupPlanRule: [Match.objectLike({ Lifecycle: { DeleteAfterDays: 35 }, ScheduleExpression: 'cron(0 3 ? * * *)' })] },
    });
  });

  test('keeps classes apart: each vault is under the key of its own', () => {
    const stack = clinic();
    table(stack, DataClass.RESTRICTED);
    const keys = Object.values<any>(Template.fromStack(stack).findResources('AWS::Backup::BackupVault')).map(({ Properties }) => JSON.stringify(Properties.EncryptionKeyArn));
    expect(new Set(keys).size).toBe(2);
  });

  test('lets AWS Backup near those stores only, by a customer-managed policy', () => {
    const stack = clinic();
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' } }] },
      ManagedPolicyArns: Match.absent(),
    });
    const everywhere = policyOf(stack).filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action).sort();
    expect(everywhere).toEqual(['cloudwatch:GetMetricData', 'events:ListRules']);
    expect(policyOf(stack).flatMap(({ Action }) => Action).filter((action: string) => /\*|Restore|^s3:(Put|Delete)Object/.test(action))).toEqual([]);
  });

  test('is told of changes of a bucket by CloudFormation, and not behind its back', () => {
    Template.fromStack(clinic()).hasResourceProperties('AWS::S3::Bucket', { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } });
  });

  test('backs up what stands in another stack from there, so that the stacks do not name each other', () => {
    const app = new App();
    const zone = new TrustZone(newStack('Base', app), 'Zone', { profile: Profile.HIPAA });
    const work = newStack('Work', app);
    table(work, undefined, zone);
    expect(backups(work)).toHaveLength(3);
    expect(backups(Stack.of(zone))).toEqual([]);
  });

  test('leaves buckets alone that are not of this library', () => {
    const stack = newStack();
    const zone = new TrustZone(stack, 'Zone', { profile: Profile.HIPAA });
    zone._join(new Bucket(stack, 'Plain'));
    expect(backups(stack)).toEqual([]);
  });
});

test.each([Profile.BASELINE, Profile.SANDBOX, Profile.PCI_DSS])('a profile without backups makes none: %#', (profile) => {
  const stack = newStack();
  new TrustZone(stack, 'Zone', { profile });
  table(stack);
  expect(backups(stack)).toEqual([]);
});

describe('the backups of a zone', () => {
  const { open, acknowledged } = findingsOf((app) => clinic(newStack('Stack', app, { terminationProtection: true })), [...fivePacks(), new ZeroTrustChecks()]);

  test('have no open finding', () => {
    expect(open.map(({ rule, path }) => `${rule} ${path}`)).toEqual([]);
  });

  test('have findings acknowledged for what has no ARN before it is there', () => {
    expect(acknowledged.filter(({ path }) => path.includes('Backups')).map(({ rule }) => rule.replace(/<(Files|Table)\w+\.Arn>/, '<$1>')).sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*]',
      'AwsSolutions-IAM5[Resource::<Files>/*]',
      'AwsSolutions-IAM5[Resource::<Table>/backup/*]',
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/AwsBackupManagedRule*]',
    ]);
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('name no partition by hand in %s', (region) => {
    const stack = clinic(newStack('Stack', new App(), { env: { account: '111122223333', region } }));
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/arn:aws:|amazonaws\.com(?!")/);
  });
});
