import { all, attribute, PARAMETER, prove, set } from '../support/prove';
import { key } from '../support/resources';

const retained = { ...key(), DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

prove('KMS', [
  {
    rule: 'ZT-KMS-001',
    on: 'Key',
    secure: { Key: retained },
    passesWhen: {
      'it is asymmetric, which KMS does not rotate': all(set('Key', 'EnableKeyRotation'), set('Key', 'KeySpec', 'ECC_NIST_P256')),
      'its material is imported, which KMS does not rotate': all(set('Key', 'EnableKeyRotation'), set('Key', 'Origin', 'EXTERNAL')),
      'true is a text': set('Key', 'EnableKeyRotation', 'true'),
    },
    firesWhen: {
      'rotation is off': set('Key', 'EnableKeyRotation', false),
      'nothing is said': set('Key', 'EnableKeyRotation'),
      'rotation is a parameter': set('Key', 'EnableKeyRotation', PARAMETER),
    },
  },
  {
    rule: 'ZT-KMS-002',
    on: 'Key',
    secure: { Key: retained },
    passesWhen: { 'it goes only when its creation fails': attribute('Key', 'DeletionPolicy', 'RetainExceptOnCreate') },
    firesWhen: {
      'it goes with the stack': attribute('Key', 'DeletionPolicy', 'Delete'),
      'nothing is said': attribute('Key', 'DeletionPolicy'),
      'it goes when it is replaced': attribute('Key', 'UpdateReplacePolicy', 'Delete'),
      'it can go after a week': set('Key', 'PendingWindowInDays', 7),
      'the window is a parameter': set('Key', 'PendingWindowInDays', PARAMETER),
    },
  },
]);
