import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { TrustZone } from '../zone/trust-zone';

/**
 * The key that signs the attestations of a pipeline, by one role alone: the policy of the account may give `kms:Sign` to others, so the policy of the key denies it to
 * all but that role, and grants, which would outlive that, are denied to all. AWS KMS rotates no asymmetric key.
 *
 * @internal
 */
export function attestationKey(scope: Construct, signer: iam.IRole, zone: TrustZone, removalPolicy?: RemovalPolicy): kms.Key {
  const key = new kms.Key(scope, 'AttestationKey', {
    description: `Signs attestations of ${Stack.of(scope).stackName}`,
    keySpec: kms.KeySpec.ECC_NIST_P256,
    keyUsage: kms.KeyUsage.SIGN_VERIFY,
    pendingWindow: zone.profile.keyDeletionWindow,
    removalPolicy: removalPolicy ?? zone.profile.removalPolicy,
  });
  type Conditions = Record<string, Record<string, string>>;
  const deny = (sid: string, actions: string[], conditions?: Conditions) => key.addToResourcePolicy(new iam.PolicyStatement({
    sid, effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions, resources: ['*'], conditions,
  }));
  deny('SignedByThePipelineAlone', ['kms:Sign'], { ArnNotEquals: { 'aws:PrincipalArn': signer.roleArn } });
  deny('NoGrants', ['kms:CreateGrant']);
  return key;
}
