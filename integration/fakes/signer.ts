import { createHash } from 'crypto';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as signer from '@aws-sdk/client-signer';
import { unzipSync, zipSync } from 'fflate';
import { FakeAnswer, FakeRequest, HttpFake } from './http-fake';
import { checkShape, operationAt } from '../../test/support/fake-aws/shapes';

interface Job {
  readonly id: string;
  readonly source: { readonly bucketName: string; readonly key: string; readonly version: string };
  readonly profileName: string;
  readonly profileVersion: string;
  readonly createdAt: number;
  status: 'InProgress' | 'Succeeded' | 'Failed';
  statusReason?: string;
  signed?: { readonly bucketName: string; readonly key: string };
  revocation?: { readonly reason: string; readonly revokedAt: number };
  /** How often it is still asked for before it ends. */
  left: number;
}

class ServiceError extends Error {
  constructor(public readonly type: string, public readonly status: number, message: string) {
    super(message);
  }
}

/**
 * AWS Signer for Lambda, over a bucket that it reads and writes: the signed zip has the files of the one that was signed, and a signature below
 * META_INF. Every request and answer is checked against the SDK's own model.
 *
 * Source: AWS Signer API reference, StartSigningJob (a token is answered as the first time), DescribeSigningJob, GetSigningProfile.
 */
export class FakeSigner extends HttpFake {
  public readonly profile = { name: 'OrdersSigned', version: 'aBcD123456', status: 'Active', platformId: 'AWSLambda-SHA384-ECDSA' };
  public readonly jobs = new Map<string, Job>();
  /** Names of the operations that were asked for. */
  public readonly operations: string[] = [];
  /** The reason why the next jobs fail. */
  public failing?: string;
  /** How many answers a job takes; with Infinity it never ends. */
  public slow = 0;
  /** Changes what is signed, as a signer would that is not to be trusted. */
  public tamper?: (files: Record<string, Uint8Array>) => Record<string, Uint8Array>;
  private readonly tokens = new Map<string, string>();

  constructor(private readonly store: () => S3Client) {
    super();
  }

  protected async answer({ method, path, body }: FakeRequest): Promise<FakeAnswer> {
    try {
      const { operation, labels } = operationAt(signer, method, path.split('?')[0]);
      const input = { ...labels, ...body === '' ? {} : JSON.parse(body) };
      checkShape(operation[4](), input);
      this.operations.push(operation[2]);
      const output = await this.ask(operation[2], input);
      checkShape(operation[5](), { ...output, ...'createdAt' in output ? { createdAt: new Date(0) } : {} });
      return { status: 200, body: JSON.stringify(output) };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return { status: error.status, body: JSON.stringify({ message: error.message }), headers: { 'x-amzn-errortype': error.type } };
    }
  }

  private ask(operation: string, input: any): object | Promise<object> {
    switch (operation) {
      case 'GetSigningProfile': return this.profileOf(input.profileName);
      case 'StartSigningJob': return this.startJob(input);
      case 'DescribeSigningJob': return this.describe(input.jobId);
      default: throw new Error(`not faked: ${operation}`);
    }
  }

  private profileOf(profileName: string): object {
    const { name, version, status, platformId } = this.profile;
    if (profileName !== name) throw new ServiceError('ResourceNotFoundException', 404, 'Signing profile not found');
    const arn = `arn:aws:signer:eu-west-1:000000000000:/signing-profiles/${name}`;
    return { profileName: name, profileVersion: version, profileVersionArn: `${arn}/${version}`, platformId, status, arn };
  }

  private async startJob({ source, destination, profileName, clientRequestToken }: any): Promise<object> {
    this.profileOf(profileName);
    const known = this.tokens.get(clientRequestToken);
    if (known !== undefined) return { jobId: known };
    const id = createHash('sha256').update(clientRequestToken).digest('hex').slice(0, 36);
    const job: Job = { id, source: source.s3, profileName, profileVersion: this.profile.version, createdAt: Date.now() / 1000, status: 'InProgress', left: this.slow };
    this.tokens.set(clientRequestToken, id);
    this.jobs.set(id, job);
    if (this.failing !== undefined) Object.assign(job, { status: 'Failed', statusReason: this.failing });
    else await this.sign(job, destination.s3).then((signed) => { job.signed = signed; }, (error) => Object.assign(job, { status: 'Failed', statusReason: String(error) }));
    return { jobId: id };
  }

  private async sign({ id, source }: Job, { bucketName, prefix = '' }: { bucketName: string; prefix?: string }) {
    const { Body } = await this.store().send(new GetObjectCommand({ Bucket: source.bucketName, Key: source.key, VersionId: source.version }));
    const files = unzipSync(await Body!.transformToByteArray());
    const signature = createHash('sha384').update(JSON.stringify(Object.keys(files))).digest('base64');
    const signed = { ...files, 'META_INF/aws_signer_signature_v1.0.SF': Buffer.from(signature) };
    const bytes = zipSync(this.tamper?.(signed) ?? signed, { mtime: '1980-01-01' });
    await this.store().send(new PutObjectCommand({ Bucket: bucketName, Key: `${prefix}${id}.zip`, Body: bytes }));
    return { bucketName, key: `${prefix}${id}.zip` };
  }

  private describe(jobId: string): object {
    const job = this.jobs.get(jobId);
    if (!job) throw new ServiceError('ResourceNotFoundException', 404, 'Job not found');
    if (job.status === 'InProgress' && job.signed !== undefined && job.left-- <= 0) job.status = 'Succeeded';
    const { status, statusReason, source, profileName, profileVersion, signed, revocation, createdAt } = job;
    return {
      jobId,
      status,
      statusReason,
      profileName,
      profileVersion,
      createdAt,
      source: { s3: source },
      platformId: this.profile.platformId,
      ...status === 'Succeeded' ? { signedObject: { s3: signed } } : {},
      ...revocation ? { revocationRecord: { reason: revocation.reason } } : {},
    };
  }
}
