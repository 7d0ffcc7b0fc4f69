import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { ClassDefaults } from './class-defaults';
import { Place } from './place';
import { DataClass } from '../core/data-class';

/** A secret is under the key of the zone's restricted data. Its readers and its rotation only its owner knows. */
export const secretDefaults: ClassDefaults = {
  classId: secretsmanager.Secret.PROPERTY_INJECTION_ID,
  fill: (_said: secretsmanager.SecretProps, at: Place) => ({
    // By its ARN only: in the policy of a key that it can change, the L2 lets the whole account use it.
    encryptionKey: () => kms.Key.fromKeyArn(at.own, 'Key', at.zone.key(DataClass.RESTRICTED).keyArn),
  }),
  finish(secret: secretsmanager.Secret, _said: unknown, at: Place) {
    at.zone._join(secret);
    return [];
  },
};
