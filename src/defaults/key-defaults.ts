import * as kms from 'aws-cdk-lib/aws-kms';
import { ClassDefaults, constants } from './class-defaults';

/** A key that can rotate does. */
export const keyDefaults: ClassDefaults = {
  classId: kms.Key.PROPERTY_INJECTION_ID,
  fill: ({ keySpec = kms.KeySpec.SYMMETRIC_DEFAULT }: kms.KeyProps) => (
    keySpec === kms.KeySpec.SYMMETRIC_DEFAULT ? constants({ enableKeyRotation: true }) : {}
  ),
};
