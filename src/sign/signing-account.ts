import type * as s3 from '@aws-sdk/client-s3';
import type * as signer from '@aws-sdk/client-signer';
import type * as sts from '@aws-sdk/client-sts';
import { AwsError, awsErrorOf, clientOptions } from './aws-error';
import type { Destination } from './code-assets';
import type { StoredVersion } from '../attest/signed-manifest';
import { sha256 } from '../attest/template-digest';

export type Sdk = typeof s3 & typeof signer & typeof sts;

/** A bucket in an account, and the client that reads and writes it as the role that publishes assets. */
export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly client: s3.S3Client;
}

/** An object as it was read. */
export interface Read {
  readonly stored: StoredVersion;
  readonly bytes: Uint8Array;
}

export interface Profile {
  readonly name: string;
  readonly version: string;
  readonly versionArn: string;
}

/** What signs code for Lambda. Source: AWS Signer developer guide, platforms. */
const PLATFORM = 'AWSLambda-SHA384-ECDSA';

/** The account that signs, asked through the AWS SDK with the credentials of the environment. */
export class SigningAccount {
  private readonly clients = new Map<string, Promise<s3.S3Client>>();
  private readonly profiles = new Map<string, Promise<Profile>>();
  private caller?: Promise<{ account: string; partition: string; region: string }>;

  constructor(
    public readonly sdk: Sdk, private readonly profileName: string, private readonly profileVersion?: string, private readonly assumeRoles = true,
  ) {}

  /** Where an asset is published, its placeholders replaced. */
  public async bucketOf(destination: Destination, bucketName = destination.bucketName): Promise<Bucket> {
    const { account, partition, region: home } = await (this.caller ??= this.identity());
    const region = destination.region ?? home;
    const put = (text: string) => text.replaceAll('${AWS::AccountId}', account).replaceAll('${AWS::Region}', region).replaceAll('${AWS::Partition}', partition);
    const role = this.assumeRoles && destination.assumeRoleArn !== undefined ? put(destination.assumeRoleArn) : undefined;
    const id = JSON.stringify([region, role]);
    if (!this.clients.has(id)) this.clients.set(id, this.s3As(region, role, destination.assumeRoleExternalId));
    return { name: put(bucketName), account: role?.split(':')[4] ?? account, region, client: await this.clients.get(id)! };
  }

  /** The profile of a region, that is active and signs for Lambda. */
  public profileIn(region: string): Promise<Profile> {
    if (!this.profiles.has(region)) this.profiles.set(region, this.readProfile(region));
    return this.profiles.get(region)!;
  }

  public signerIn(region: string): signer.SignerClient {
    return new this.sdk.SignerClient(clientOptions(region));
  }

  /** A version of an object, or the newest; nothing where it is gone. */
  public async read(bucket: Bucket, key: string, VersionId?: string): Promise<Read | undefined> {
    try {
      const { Body, VersionId: version } = await bucket.client.send(new this.sdk.GetObjectCommand({
        Bucket: bucket.name, Key: key, VersionId, ExpectedBucketOwner: bucket.account,
      }));
      const bytes = await Body!.transformToByteArray();
      return { stored: this.versioned(bucket, key, version ?? VersionId, bytes), bytes };
    } catch (error) {
      const { name } = error as Error;
      if (name === 'NoSuchKey' || name === 'NoSuchVersion') return undefined;
      throw this.bucketError(bucket, error, `s3:GetObject of ${key} in ${bucket.name}`);
    }
  }

  public async write(bucket: Bucket, key: string, bytes: Uint8Array): Promise<StoredVersion> {
    try {
      const { VersionId } = await bucket.client.send(new this.sdk.PutObjectCommand({
        Bucket: bucket.name, Key: key, Body: bytes, ExpectedBucketOwner: bucket.account,
      }));
      return this.versioned(bucket, key, VersionId, bytes);
    } catch (error) {
      throw this.bucketError(bucket, error, `s3:PutObject of ${key} into ${bucket.name}`);
    }
  }

  private versioned({ name }: Bucket, key: string, versionId: string | undefined, bytes: Uint8Array): StoredVersion {
    if (versionId !== undefined && versionId !== 'null') return { key, versionId, sha256: sha256(bytes) };
    throw new AwsError(`Bucket ${name} has no versioning, and AWS Signer signs versions of objects. Enable it: aws s3api put-bucket-versioning --bucket ${name} --versioning-configuration Status=Enabled`);
  }

  private bucketError({ name, region }: Bucket, error: unknown, doing: string): Error {
    if ((error as Error).name === 'NoSuchBucket') return new AwsError(`${doing}: there is no such bucket in ${region}. Bootstrap the environment with cdk bootstrap, or see that ${name} is the right one.`);
    return awsErrorOf(error, doing);
  }

  private async identity() {
    const client = new this.sdk.STSClient(clientOptions());
    try {
      const { Account, Arn } = await client.send(new this.sdk.GetCallerIdentityCommand({}));
      return { account: Account!, partition: Arn!.split(':')[1], region: await client.config.region() };
    } catch (error) {
      throw awsErrorOf(error, 'sts:GetCallerIdentity');
    }
  }

  private async s3As(region: string, role: string | undefined, ExternalId: string | undefined): Promise<s3.S3Client> {
    if (role === undefined) return new this.sdk.S3Client(clientOptions(region));
    try {
      const assume = new this.sdk.AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'cdk-zero-trust-sign', ExternalId });
      const { AccessKeyId, SecretAccessKey, SessionToken } = (await new this.sdk.STSClient(clientOptions(region)).send(assume)).Credentials!;
      const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken };
      return new this.sdk.S3Client({ ...clientOptions(region), credentials });
    } catch (error) {
      const { message } = awsErrorOf(error, `sts:AssumeRole of ${role}`);
      throw new AwsError(`${message} --no-assume-role publishes with the credentials in use.`);
    }
  }

  private async readProfile(region: string): Promise<Profile> {
    const { profileName: name } = this;
    const wrong = (what: string) => new AwsError(`Signing profile ${name} in ${region} ${what}`);
    let profile: signer.GetSigningProfileCommandOutput;
    try {
      profile = await this.signerIn(region).send(new this.sdk.GetSigningProfileCommand({ profileName: name }));
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFoundException') throw wrong('is not there. Name the profile of the SignedCode of the stack: aws signer list-signing-profiles.');
      throw awsErrorOf(error, `signer:GetSigningProfile of ${name} in ${region}`);
    }
    const { status, platformId, profileVersion: version, profileVersionArn: versionArn } = profile;
    if (status !== 'Active') throw wrong(`is ${String(status).toLowerCase()}: Lambda takes nothing that it signs. Make another one, and allow it in the SignedCode.`);
    if (platformId !== PLATFORM) throw wrong(`signs for ${platformId}, not for ${PLATFORM}.`);
    if (this.profileVersion !== undefined && version !== this.profileVersion) throw wrong(`has version ${version}, not ${this.profileVersion}: AWS Signer signs with the newest only.`);
    return { name, version: version!, versionArn: versionArn! };
  }
}
