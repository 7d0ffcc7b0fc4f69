import { constants, createPrivateKey, createPublicKey, KeyObject, sign, verify } from 'crypto';
import { ProofError } from './proof-error';
import { sha256 } from './template-digest';

const MIN_RSA_BITS = 2048;
/** As AWS KMS has it: as long as the digest. */
const SALT_LENGTH = 32;

/** What a key signs with. The key alone decides it: an envelope that could would choose what it is checked by. */
export type Algorithm = 'ECDSA_SHA_256' | 'RSASSA_PSS_SHA_256';

/** Signs what it is given. */
export interface ProofSigner {
  readonly keyid: string;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** The algorithm of a key. Throws a `ProofError` for keys other than ECDSA P-256 and RSA of 2,048 bits or more. */
export function algorithmOf(key: KeyObject, name: string): Algorithm {
  const { asymmetricKeyType: type, asymmetricKeyDetails: { namedCurve, modulusLength = 0 } = {} } = key;
  if (type === 'ec' && namedCurve === 'prime256v1') return 'ECDSA_SHA_256';
  if (type === 'rsa' && modulusLength >= MIN_RSA_BITS) return 'RSASSA_PSS_SHA_256';
  throw new ProofError(name, 'BadKey', `a key of ${[type, namedCurve ?? modulusLength].filter(Boolean).join(' ')} is not taken.`,
    'use ECDSA P-256, as openssl ecparam -name prime256v1 -genkey makes it, or RSA of 2,048 bits or more.');
}

/** The name of a key in envelopes: the SHA-256 of its public half. */
export function keyIdOf(key: KeyObject): string {
  return sha256((key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' }));
}

/** A key in PEM. Throws a `ProofError` for anything else. */
export function readPublicKey(pem: string | Buffer, name: string): KeyObject {
  return readKey(() => createPublicKey(pem), name, 'public');
}

/** A public key as AWS KMS has it, in DER. Throws a `ProofError` for anything else. */
export function publicKeyOfDer(der: Uint8Array, name: string): KeyObject {
  return readKey(() => createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }), name, 'public', 'DER');
}

/** A signer with a private key in PEM. Throws a `ProofError` for anything else. */
export function localSigner(pem: string, name: string): ProofSigner {
  const key = readKey(() => createPrivateKey(pem), name, 'private');
  return { keyid: keyIdOf(key), sign: (message) => Promise.resolve(sign('sha256', message, optionsFor(key, name))) };
}

/** Whether a key made a signature. */
export function isSignedBy(key: KeyObject, name: string, message: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', message, optionsFor(key, name), signature);
}

/** Signatures of ECDSA are in DER, as AWS KMS and Sigstore have them. */
function optionsFor(key: KeyObject, name: string) {
  return algorithmOf(key, name) === 'ECDSA_SHA_256'
    ? { key, dsaEncoding: 'der' as const }
    : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SALT_LENGTH };
}

function readKey(read: () => KeyObject, name: string, kind: string, form = 'PEM'): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new ProofError(name, 'BadKey', `it is no ${kind} key in ${form}.`, `name a ${kind} key that has no passphrase.`); // the reason may show the key
  }
  algorithmOf(key, name);
  return key;
}
