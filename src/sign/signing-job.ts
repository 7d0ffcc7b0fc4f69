import type * as signer from '@aws-sdk/client-signer';
import { AwsError, awsErrorOf } from './aws-error';
import type { Bucket, Profile, SigningAccount } from './signing-account';
import type { SignedCodeEntry, SignedProfile, StoredVersion } from '../attest/signed-manifest';
import { sha256 } from '../attest/template-digest';

/** What is to be signed, and where the signed zip goes. */
export interface JobInput {
  readonly source: StoredVersion & { readonly bucket: string };
  readonly destination: Bucket;
  readonly prefix: string;
  readonly profile: Profile;
  /** When this run began: a job that failed before is not this run's. */
  readonly since: Date;
  /** In milliseconds. */
  readonly timeout: number;
}

export interface Job {
  readonly jobId: string;
  readonly key: string;
}

/** A job that failed is answered again for its token: as often another one is tried. */
const MAX_ATTEMPTS = 5;
const FIRST_POLL_MS = 500;
const MAX_POLL_MS = 5000;

/**
 * Signs a version of an object, or takes the job that did so before: the token of the request is the digest of what is asked, so that a run
 * may be repeated. `isGone` says that what a job signed is not there any more.
 */
export async function signed(account: SigningAccount, input: JobInput, isGone: (job: Job) => Promise<boolean>): Promise<Job> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const jobId = await started(account, input, attempt);
    const job = await ended(account, input, jobId);
    requireSame(job, input, jobId);
    if (job.status === 'Failed') {
      if (job.createdAt !== undefined && job.createdAt < input.since) continue; // of an earlier run
      throw new AwsError(`AWS Signer could not sign ${input.source.key} (job ${jobId}): ${job.statusReason}`);
    }
    if (job.revocationRecord !== undefined) {
      throw new AwsError(`The signature of ${input.source.key} (job ${jobId}) was revoked: ${job.revocationRecord.reason}. Change the code, or sign with another profile.`);
    }
    const result = { jobId, key: job.signedObject!.s3!.key! };
    if (!await isGone(result)) return result;
  }
  throw new AwsError(`AWS Signer failed to sign ${input.source.key} ${MAX_ATTEMPTS} times. See aws signer list-signing-jobs.`);
}

/** Why the job of an entry of the manifest does not vouch for it: a job of something else, by another profile, or revoked; or nothing. */
export async function jobProblem(account: SigningAccount, entry: SignedCodeEntry, profile?: SignedProfile): Promise<string | undefined> {
  const { status, revocationRecord, source, signedObject, profileName, profileVersion } = await describe(account, entry.region, entry.jobId);
  if (status !== 'Succeeded') return `its job is ${status}`;
  if (revocationRecord !== undefined) return `its signature was revoked: ${revocationRecord.reason}`;
  const { bucketName, key, version } = source?.s3 ?? {};
  const stated = [entry.source.bucket, entry.source.key, entry.source.versionId, entry.signed.bucket, entry.signed.key];
  if ([bucketName, key, version, signedObject?.s3?.bucketName, signedObject?.s3?.key].some((value, i) => value !== stated[i])) return `job ${entry.jobId} signed something else`;
  return profileName === profile?.name && profileVersion === profile?.version ? undefined : `job ${entry.jobId} signed with ${profileName} ${profileVersion}, which the manifest does not name`;
}

async function started(account: SigningAccount, { source, destination, prefix, profile }: JobInput, attempt: number): Promise<string> {
  const { sha256: digest, bucket, key, versionId } = source;
  const token = sha256(JSON.stringify([digest, bucket, key, versionId, destination.name, prefix, profile.versionArn, attempt]));
  try {
    const { jobId } = await account.signerIn(destination.region).send(new account.sdk.StartSigningJobCommand({
      source: { s3: { bucketName: source.bucket, key: source.key, version: source.versionId } },
      destination: { s3: { bucketName: destination.name, prefix } },
      profileName: profile.name,
      clientRequestToken: token,
    }));
    return jobId!;
  } catch (error) {
    throw awsErrorOf(error, `signer:StartSigningJob of ${source.key} with ${profile.name}`);
  }
}

type Described = signer.DescribeSigningJobCommandOutput;

async function ended(account: SigningAccount, { destination: { region }, timeout, source }: JobInput, jobId: string): Promise<Described> {
  const until = Date.now() + timeout;
  for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * 1.5, MAX_POLL_MS)) {
    const job = await describe(account, region, jobId);
    if (job.status !== 'InProgress') return job;
    if (Date.now() + wait > until) {
      throw new AwsError(`AWS Signer has not signed ${source.key} (job ${jobId}) in ${timeout / 1000} s. Run the command again: it goes on with the same job; --timeout waits longer.`);
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function describe(account: SigningAccount, region: string, jobId: string): Promise<signer.DescribeSigningJobCommandOutput> {
  try {
    return await account.signerIn(region).send(new account.sdk.DescribeSigningJobCommand({ jobId }));
  } catch (error) {
    throw awsErrorOf(error, `signer:DescribeSigningJob of ${jobId}`);
  }
}

/** A job by another profile, or of another object, would be a signature that nobody asked for. */
function requireSame({ source, profileName, profileVersion }: signer.DescribeSigningJobCommandOutput, input: JobInput, jobId: string): void {
  const { bucketName, key, version } = source?.s3 ?? {};
  const asked = [input.source.bucket, input.source.key, input.source.versionId, input.profile.name, input.profile.version];
  if ([bucketName, key, version, profileName, profileVersion].every((value, i) => value === asked[i])) return;
  throw new AwsError(`Job ${jobId} is of ${bucketName}/${key} by ${profileName} ${profileVersion}, not of what was asked. Was the profile changed meanwhile? Run the command again.`);
}
