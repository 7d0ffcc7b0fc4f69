import { ProofError } from './proof-error';
import { isObject } from '../model/json';

/** The manifest of signed code, in the assembly that `sign` writes. */
export const SIGNED_MANIFEST = 'signed.json';

/** An object of S3 as it was: a version never changes. */
export interface StoredVersion {
  readonly key: string;
  readonly versionId: string;
  /** Of its bytes. */
  readonly sha256: string;
}

/** Code of functions or layers: what it was, and what it is since AWS Signer signed it. */
export interface SignedCodeEntry {
  /** The hash that the CDK gave the asset. */
  readonly assetHash: string;
  readonly account: string;
  readonly region: string;
  readonly source: StoredVersion & { readonly bucket: string };
  readonly signed: StoredVersion & { readonly bucket: string };
  readonly jobId: string;
}

/** A profile of AWS Signer, in the version that signed. */
export interface SignedProfile {
  readonly name: string;
  readonly version: string;
  readonly versionArn: string;
}

export interface SignedManifest {
  readonly schemaVersion: '1.0';
  readonly tool: { readonly name: string; readonly version: string };
  /** By region: the ARN of the version of the profile that signed, and its name. */
  readonly profiles: Record<string, SignedProfile>;
  readonly code: SignedCodeEntry[];
}

/** Throws a `ProofError` for anything that `sign` did not write. */
export function readSignedManifest(text: string): SignedManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch { /* told below */ }
  const isText = (...values: unknown[]) => values.every((value) => typeof value === 'string' && value !== '');
  const isStored = (stored: unknown) => isObject(stored) && isText(stored.bucket, stored.key, stored.versionId) && /^[\da-f]{64}$/.test(String(stored.sha256));
  const isEntry = (entry: unknown) => isObject(entry) && isText(entry.assetHash, entry.account, entry.region, entry.jobId)
    && isStored(entry.source) && isStored(entry.signed);
  const isProfile = (profile: unknown) => isObject(profile) && isText(profile.name, profile.version, profile.versionArn);
  if (isObject(json) && json.schemaVersion === '1.0' && isObject(json.profiles) && Object.values(json.profiles).every(isProfile) && Array.isArray(json.code) && json.code.every(isEntry)) {
    return json as unknown as SignedManifest;
  }
  throw new ProofError(SIGNED_MANIFEST, 'BadManifest', 'it is no manifest of signed code.', 'run cdk-zero-trust sign again.');
}
