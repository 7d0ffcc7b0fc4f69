import type { KeyObject } from 'crypto';
import type * as kms from '@aws-sdk/client-kms';
import { awsSdk } from './aws-sdk';
import { algorithmOf, isSignedBy, keyIdOf, ProofSigner, publicKeyOfDer } from '../attest/keys';
import { ProofError } from '../attest/proof-error';
import { sha256 } from '../attest/template-digest';
import { awsErrorOf, clientOptions } from '../sign/aws-error';

const PACKAGE = '@aws-sdk/client-kms';

/** An asymmetric key of AWS KMS, asked with the credentials of the environment. */
export class KmsKey {
  private readonly sdk: typeof kms = awsSdk([PACKAGE]);
  private readonly client: kms.KMSClient;

  /** @param id ARN of a key or of an alias, whose region is asked; or an id, of the region of the environment */
  constructor(private readonly id: string) {
    const region = /^arn:[\w-]+:kms:([\w-]+):/.exec(id)?.[1];
    this.client = new this.sdk.KMSClient(clientOptions(region));
  }

  /** Throws a `ProofError` for a key that signs nothing, or by another algorithm. A key that is disabled has no public key to ask for. */
  public async publicKey(): Promise<KeyObject> {
    const { PublicKey, KeyUsage } = await this.asked('kms:GetPublicKey', () => this.client.send(new this.sdk.GetPublicKeyCommand({ KeyId: this.id })));
    if (KeyUsage !== 'SIGN_VERIFY' || !PublicKey) {
      throw new ProofError(this.id, 'BadKey', 'it is no key that signs.', 'use an asymmetric key of AWS KMS with the usage SIGN_VERIFY and the spec ECC_NIST_P256.');
    }
    return publicKeyOfDer(PublicKey, this.id);
  }

  public async signer(): Promise<ProofSigner> {
    const key = await this.publicKey();
    const SigningAlgorithm = algorithmOf(key, this.id);
    return {
      keyid: keyIdOf(key),
      sign: async (message) => {
        const Message = Buffer.from(sha256(message), 'hex'); // KMS takes messages of 4 KiB, and digests of any
        const { Signature } = await this.asked('kms:Sign', () => this.client.send(
          new this.sdk.SignCommand({ KeyId: this.id, Message, MessageType: 'DIGEST', SigningAlgorithm })));
        if (Signature && isSignedBy(key, this.id, message, Signature)) return Signature;
        throw new ProofError(this.id, 'BadKey', 'its signature is not by its public key.', 'see that alias and key are those that were meant, and try again.');
      },
    };
  }

  private async asked<T>(action: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw awsErrorOf(error, `${action} of ${this.id}`);
    }
  }
}
