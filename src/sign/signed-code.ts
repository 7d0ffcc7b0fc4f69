import { AwsError } from './aws-error';
import type { CodeAsset } from './code-assets';
import { Bucket, Read, SigningAccount } from './signing-account';
import { Job, jobProblem, signed } from './signing-job';
import { contentsOf, contentsOfZip, differenceOf, packed } from './zip';
import { ambiguityOf } from './zip-ambiguity';
import type { Refusal } from '../attest/check-attestation';
import { SignedCodeEntry, SignedManifest, StoredVersion } from '../attest/signed-manifest';

export interface SignOptions {
  /** Where signed code goes, instead of the bucket of the asset. */
  readonly bucket?: string;
  readonly prefix: string;
  /** Of one job, in milliseconds. */
  readonly timeout: number;
  readonly since: Date;
}

/** Assets at once: AWS Signer starts some ten jobs a second. */
const AT_ONCE = 4;

/** Publishes code where it is not, and signs it: an entry for each, in the order of the assets. What several stacks publish is signed once. */
export async function signAll(account: SigningAccount, assets: CodeAsset[], options: SignOptions): Promise<SignedCodeEntry[]> {
  const placeOf = ({ destination: { bucketName, objectKey, region } }: CodeAsset) => JSON.stringify([bucketName, objectKey, region]);
  const once = [...new Map(assets.map((asset) => [placeOf(asset), asset])).values()];
  const entries = new Map<string, SignedCodeEntry>();
  for (let at = 0; at < once.length; at += AT_ONCE) {
    await Promise.all(once.slice(at, at + AT_ONCE).map(async (asset) => entries.set(placeOf(asset), await signOne(account, asset, options))));
  }
  return assets.map((asset) => entries.get(placeOf(asset))!);
}

async function signOne(account: SigningAccount, asset: CodeAsset, { bucket: name, prefix, timeout, since }: SignOptions): Promise<SignedCodeEntry> {
  const { destination } = asset;
  const from = await account.bucketOf(destination);
  const profile = await account.profileIn(from.region);
  const source = { ...await published(account, asset, from), bucket: from.name };
  const to = name === undefined ? from : await account.bucketOf(destination, name);
  let found: Read | undefined;
  const read = async ({ key }: Job) => {
    found = await account.read(to, key);
    return found === undefined;
  };
  const { jobId } = await signed(account, { source, destination: to, prefix, profile, since, timeout }, read);
  const difference = signedDifference(asset.path, found!);
  if (difference !== undefined) throw new AwsError(`${found!.stored.key} in ${to.name} is not the signed form of ${asset.path}: ${difference}. See who else writes into the bucket.`);
  return { assetHash: asset.hash, account: from.account, region: from.region, source, signed: { ...found!.stored, bucket: to.name }, jobId };
}

/** What is in the bucket already is signed only if it is what the assembly has: a signature must not cover what somebody put there. */
async function published(account: SigningAccount, { path, destination: { objectKey } }: CodeAsset, bucket: Bucket): Promise<StoredVersion> {
  const there = await account.read(bucket, objectKey);
  if (there === undefined) return account.write(bucket, objectKey, packed(path));
  if (Buffer.compare(packed(path), there.bytes) === 0) return there.stored;
  const difference = ambiguityOf(there.bytes, true) ?? differenceOf(contentsOf(path), contentsOfZip(there.bytes, objectKey), false);
  if (difference === undefined) return there.stored;
  throw new AwsError(`${objectKey} in ${bucket.name} is not what ${path} has: ${difference}. Delete the object, see who else writes into the bucket, and run the command again.`);
}

/** AWS Signer writes the signed zip anew, and Lambda checks the signature over it: how it is laid out is left to them. */
function signedDifference(path: string, { bytes, stored: { key } }: Read): string | undefined {
  return ambiguityOf(bytes, false) ?? differenceOf(contentsOf(path), contentsOfZip(bytes, key), true);
}

/**
 * What is wrong with signed objects as they are now: gone, changed, not the signed form of what the assembly has, not what their job signed, or
 * their signature revoked. Nobody signed the manifest, so that it is held against the assembly and AWS Signer.
 */
export async function objectRefusals(account: SigningAccount, { code, profiles }: SignedManifest, assets: CodeAsset[]): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const entry of code) {
    const { signed: object, account: owner, region, assetHash } = entry;
    const asset = assets.find(({ hash, destination }) => hash === assetHash && (destination.region ?? region) === region);
    const bucket = await account.bucketOf({ ...asset?.destination, bucketName: object.bucket, objectKey: object.key, region });
    const found = bucket.account === owner ? await account.read(bucket, object.key, object.versionId) : undefined;
    const refuse = (what: string) => refusals.push({ id: 'CodeNotSigned', subject: object.key, what });
    if (found === undefined) {refuse(`version ${object.versionId} is not in ${object.bucket} of account ${owner}.`);} else if (found.stored.sha256 !== object.sha256) {refuse('it is not what was signed.');} else if (asset === undefined) {refuse(`the assembly has no asset ${assetHash}.`);} else {
      const difference = signedDifference(asset.path, found);
      if (difference !== undefined) refuse(`it is not the signed form of asset ${assetHash}: ${difference}.`);
    }
    const problem = await jobProblem(account, entry, profiles[region]);
    if (problem !== undefined) refuse(`${problem}.`);
  }
  return refusals;
}
