import { createPublicKey, KeyObject } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { PAYLOAD_TYPE, preAuthenticationEncoding, writeEnvelope } from '../../src/attest/dsse';
import { isSignedBy, keyIdOf } from '../../src/attest/keys';
import type { ReportStatement } from '../../src/attest/report-statement';
import { sha256 } from '../../src/attest/template-digest';

export async function publicKeyOf(kms: KMSClient, KeyId: string): Promise<KeyObject> {
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
  return createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
}

/** The statement in a DSSE envelope, signed by the key of AWS KMS. */
export async function signed(kms: KMSClient, KeyId: string, key: KeyObject, statement: ReportStatement): Promise<string> {
  const payload = Buffer.from(JSON.stringify(statement));
  const message = preAuthenticationEncoding(PAYLOAD_TYPE, payload);
  const { Signature } = await kms.send(new SignCommand({
    KeyId, Message: Buffer.from(sha256(message), 'hex'), MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256',
  }));
  if (!Signature || !isSignedBy(key, KeyId, message, Signature)) throw new Error('The signature is not by the key.');
  return writeEnvelope(payload, keyIdOf(key), Signature);
}
