import type { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of `JudgedTemplates`.
 */
export interface JudgedTemplatesProps {
  /**
   * The public key of those who attest, in PEM: ECDSA P-256, or RSA of 2,048 bits or more.
   *
   * @default - `key`
   */
  readonly publicKey?: string;

  /**
   * The asymmetric key of AWS KMS of those who attest, with the usage SIGN_VERIFY: `ECC_NIST_P256`, or RSA. A key that is disabled lets nothing
   * be deployed. Its policy has to let roles of this account get the public key.
   *
   * @default - `publicKey`
   */
  readonly key?: kms.IKey;

  /**
   * How long an attestation is good: an hour at least, 30 days at most.
   *
   * @default Duration.hours(24)
   */
  readonly maxAge?: Duration;

  /**
   * How long attestations are locked against deletion and change, in days: one at least.
   *
   * @default Duration.days(365)
   */
  readonly lockRetention?: Duration;

  /**
   * Names of stacks that may be deployed without an attestation, each with the reason: `CDKToolkit`, which the CDK CLI deploys. They are in the
   * template's metadata and in the evidence. At most 50, without wildcards.
   *
   * @default - every stack of account and region needs one
   */
  readonly withoutAttestation?: Record<string, string>;

  /**
   * The name of the hook, which is unique in account and region: three parts of letters and digits.
   *
   * @default 'CdkZeroTrust::Deployments::JudgedTemplates'
   */
  readonly alias?: string;

  /**
   * The zone whose keys encrypt attestations and logs. The function itself runs outside of its network.
   *
   * @default - the nearest zone up the tree, or the default zone of the stack
   */
  readonly zone?: TrustZone;
}
