import { execFileSync } from 'child_process';
import { generateKeyPairSync } from 'crypto';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as kms from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { FakeAnswer, FakeRequest, HttpFake } from '../../integration/fakes/http-fake';
import { FakeSigner } from '../../integration/fakes/signer';
import { checkShape, operationOf } from '../support/fake-aws/shapes';
import { FakeSts } from '../support/fake-sts';
import { FakeVersionedS3 } from '../support/fake-versioned-s3';

const ACCOUNT = '111122223333';

/**
 * AWS KMS with one key of ECDSA P-256. Each project may do what the policies of its role allow: `roles.json` of the folder has the actions by the name of the project,
 * which is the access key of the caller. Requests are checked against the SDK's own model, and digests are signed by OpenSSL.
 */
class FakeKms extends HttpFake {
  constructor(private readonly folder: string) {
    super();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  }

  protected async answer({ headers, body }: FakeRequest): Promise<FakeAnswer> {
    const operation = String(headers['x-amz-target']).split('.')[1];
    const [, project] = /Credential=([^/]+)\//.exec(String(headers.authorization)) ?? [];
    const input = JSON.parse(body);
    checkShape(operationOf(kms, operation)[4](), { ...input, ...input.Message !== undefined && { Message: Buffer.from(input.Message, 'base64') } });
    const allowed: Record<string, string[]> = JSON.parse(readFileSync(join(this.folder, 'roles.json'), 'utf-8'));
    const isAllowed = allowed[project]?.includes(`kms:${operation} ${input.KeyId}`);
    writeFileSync(join(this.folder, 'asked'), `${project.replace(/^.*-/, '')} ${operation} ${isAllowed ? 'allowed' : 'denied'}\n`, { flag: 'a' });
    if (!isAllowed) return { status: 400, body: JSON.stringify({ __type: 'AccessDeniedException', message: 'not authorized' }) };
    return { status: 200, body: JSON.stringify({ KeyId: input.KeyId, ...operation === 'Sign' ? this.signed(input) : this.publicKey() }) };
  }

  private publicKey() {
    return { KeyUsage: 'SIGN_VERIFY', KeySpec: 'ECC_NIST_P256', PublicKey: this.openssl(['pkey', '-in', 'key.pem', '-pubout', '-outform', 'DER']) };
  }

  private signed({ Message, MessageType, SigningAlgorithm }: { Message: string; MessageType: string; SigningAlgorithm: string }) {
    if (MessageType !== 'DIGEST' || SigningAlgorithm !== 'ECDSA_SHA_256') throw new Error(`${MessageType} ${SigningAlgorithm}`);
    return { SigningAlgorithm, Signature: this.openssl(['pkeyutl', '-sign', '-inkey', 'key.pem'], Buffer.from(Message, 'base64')) };
  }

  private openssl(args: string[], input?: Buffer): string {
    return execFileSync('openssl', args, { cwd: this.folder, input }).toString('base64');
  }
}

/** In a process of its own, because whoever plays a pipeline waits for its builds: prints the variables by which they reach it. */
async function main(folder: string): Promise<void> {
  const [keys, sts, s3] = [new FakeKms(folder), new FakeSts(), new FakeVersionedS3()];
  const endpoint = await s3.start();
  const signer = new FakeSigner(() => new S3Client({ endpoint, region: 'eu-west-1', forcePathStyle: true, credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' } }));
  await Promise.all([keys.start(), sts.start(), signer.start()]);
  sts.account = ACCOUNT;
  s3.create(`cdk-hnb659fds-assets-${ACCOUNT}-eu-west-1`, { owner: ACCOUNT });
  s3.create('attestations', { owner: ACCOUNT });
  process.stdout.write(`${JSON.stringify({
    AWS_ENDPOINT_URL_KMS: keys.url,
    AWS_ENDPOINT_URL_STS: sts.url,
    AWS_ENDPOINT_URL_SIGNER: signer.url,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
  })}\n`);
}

void main(process.argv[2]);
