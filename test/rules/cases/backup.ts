import { all, att, attribute, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { key } from '../support/resources';

const secure = {
  Key: key(),
  Vault: {
    ...resource('AWS::Backup::BackupVault', { EncryptionKeyArn: att('Key'), LockConfiguration: { MinRetentionDays: 7 } }),
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  },
};

const copies = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'backup:CopyIntoBackupVault', Resource: '*' };

/** What proves the rules of BACKUP. */
export const backupCases: RuleCase[] = [
  {
    rule: 'ZT-BACKUP-001',
    on: 'Vault',
    secure,
    firesWhen: {
      'the key is gone': set('Vault', 'EncryptionKeyArn'),
      'the key is that of AWS': set('Vault', 'EncryptionKeyArn', 'arn:aws:kms:eu-west-1:111122223333:alias/aws/backup'),
      'the key is a parameter': set('Vault', 'EncryptionKeyArn', PARAMETER),
      'it is deleted with its stack': attribute('Vault', 'DeletionPolicy', 'Delete'),
      'it goes when it is replaced': attribute('Vault', 'UpdateReplacePolicy'),
    },
  },
  {
    rule: 'ZT-BACKUP-002',
    on: 'Vault',
    secure,
    firesWhen: {
      'it is not locked': set('Vault', 'LockConfiguration'),
      'the lock has no least time': set('Vault', 'LockConfiguration', { MaxRetentionDays: 365 }),
      'the lock is short': set('Vault', 'LockConfiguration.MinRetentionDays', 6),
      'the lock is a parameter': set('Vault', 'LockConfiguration', PARAMETER),
      'how long is a parameter': set('Vault', 'LockConfiguration.MinRetentionDays', PARAMETER),
    },
  },
  {
    rule: 'ZT-BACKUP-003',
    on: 'Plan',
    secure: { Plan: resource('AWS::Backup::BackupPlan', { BackupPlan: { BackupPlanRule: [{ Lifecycle: { DeleteAfterDays: 35 } }] } }) },
    passesWhen: { 'they are kept for ever': set('Plan', 'BackupPlan.BackupPlanRule.0.Lifecycle') },
    firesWhen: {
      'they are kept for a month': set('Plan', 'BackupPlan.BackupPlanRule.0.Lifecycle.DeleteAfterDays', 30),
      'those of a second rule are kept for a day': set('Plan', 'BackupPlan.BackupPlanRule.1', { Lifecycle: { DeleteAfterDays: 1 } }),
      'there is no rule': set('Plan', 'BackupPlan.BackupPlanRule', []),
      'the time is a parameter': set('Plan', 'BackupPlan.BackupPlanRule.0.Lifecycle.DeleteAfterDays', PARAMETER),
    },
  },
  {
    rule: 'ZT-BACKUP-004',
    on: 'Vault',
    secure: { Vault: resource('AWS::Backup::BackupVault', { AccessPolicy: { Statement: [copies] } }) },
    passesWhen: {
      'there is no policy': set('Vault', 'AccessPolicy'),
      'everyone of the organisation may copy into it': set('Vault', 'AccessPolicy.Statement.0', { ...copies, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
    },
    firesWhen: {
      'everyone may copy': set('Vault', 'AccessPolicy.Statement.0.Principal', '*'),
      'every account may copy': set('Vault', 'AccessPolicy.Statement.0.Principal', { AWS: '*' }),
      'the policy is a parameter': set('Vault', 'AccessPolicy', PARAMETER),
    },
  },
  {
    rule: 'ZT-BACKUP-005',
    on: 'Plan',
    secure: {
      Plan: resource('AWS::Backup::BackupPlan', { BackupPlan: {} }),
      Selection: resource('AWS::Backup::BackupSelection', { BackupPlanId: ref('Plan'), BackupSelection: { Resources: ['arn:aws:dynamodb:*:*:table/orders'] } }),
    },
    passesWhen: {
      'it selects by tag': set('Selection', 'BackupSelection', { ListOfTags: [{ ConditionKey: 'backup', ConditionValue: 'yes', ConditionType: 'STRINGEQUALS' }] }),
      'it selects by condition': set('Selection', 'BackupSelection', { Conditions: { StringEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'yes' }] } }),
    },
    firesWhen: {
      'there is no selection': remove('Selection'),
      'the selection is of another plan': set('Selection', 'BackupPlanId', 'other'),
      'the selection is empty': set('Selection', 'BackupSelection.Resources', []),
      'nothing is selected': set('Selection', 'BackupSelection.Resources'),
      'what is selected is a parameter': set('Selection', 'BackupSelection', PARAMETER),
    },
  },
  {
    rule: 'ZT-BACKUP-006',
    on: 'Patients',
    secure: {
      Key: resource('AWS::KMS::Key', { Tags: [{ Key: 'zero-trust:profile', Value: 'HIPAA' }] }),
      Patients: resource('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: att('Key') } }),
      Selection: resource('AWS::Backup::BackupSelection', { BackupSelection: { Resources: [att('Patients')] } }),
    },
    passesWhen: {
      'the key tells no profile': all(set('Key', 'Tags'), remove('Selection')),
      'the profile asks for no backups': all(set('Key', 'Tags.0.Value', 'PCI_DSS'), remove('Selection')),
      'everything is selected': set('Selection', 'BackupSelection.Resources', ['*']),
      'it is selected by its tag': all(
        set('Selection', 'BackupSelection', { ListOfTags: [{ ConditionKey: 'backup', ConditionValue: 'daily', ConditionType: 'STRINGEQUALS' }] }),
        set('Patients', 'Tags', [{ Key: 'backup', Value: 'daily' }]),
      ),
    },
    firesWhen: {
      'nothing is selected': remove('Selection'),
      'another table is selected': set('Selection', 'BackupSelection.Resources', ['arn:aws:dynamodb:eu-west-1:111122223333:table/other']),
      'what is selected is a parameter': set('Selection', 'BackupSelection.Resources', PARAMETER),
      'another tag is selected': all(
        set('Selection', 'BackupSelection', { ListOfTags: [{ ConditionKey: 'backup', ConditionValue: 'daily', ConditionType: 'STRINGEQUALS' }] }),
        set('Patients', 'Tags', [{ Key: 'backup', Value: 'never' }]),
      ),
    },
  },
  {
    rule: 'ZT-BACKUP-006',
    on: 'Scans',
    secure: {
      Key: resource('AWS::KMS::Key', { Tags: [{ Key: 'zero-trust:profile', Value: 'GDPR' }] }),
      Scans: resource('AWS::S3::Bucket', {
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { KMSMasterKeyID: att('Key') } }] },
        ObjectLockEnabled: true,
      }),
    },
    passesWhen: {
      'it is replicated': all(set('Scans', 'ObjectLockEnabled'), set('Scans', 'ReplicationConfiguration', { Rules: [{ Status: 'Enabled' }] })),
    },
    firesWhen: {
      'its versions are not locked': set('Scans', 'ObjectLockEnabled', false),
      'it is replicated by no rule': all(set('Scans', 'ObjectLockEnabled'), set('Scans', 'ReplicationConfiguration', { Rules: [] })),
    },
  },
];
