import { att, attribute, PARAMETER, prove, resource, set } from '../support/prove';
import { key } from '../support/resources';

const secure = {
  Key: key(),
  Vault: {
    ...resource('AWS::Backup::BackupVault', { EncryptionKeyArn: att('Key'), LockConfiguration: { MinRetentionDays: 7 } }),
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  },
};

prove('BACKUP', [
  {
    rule: 'ZT-BACKUP-001',
    on: 'Vault',
    secure,
    firesWhen: {
      'the key is gone': set('Vault', 'EncryptionKeyArn'),
      'the key is that of AWS': set('Vault', 'EncryptionKeyArn', 'arn:aws:kms:eu-west-1:111122223333:alias/aws/backup'),
      'the key is a parameter': set('Vault', 'EncryptionKeyArn', PARAMETER),
      'it goes with its stack': attribute('Vault', 'DeletionPolicy', 'Delete'),
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
]);
