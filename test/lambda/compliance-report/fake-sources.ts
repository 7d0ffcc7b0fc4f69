import { execFileSync } from 'child_process';
import { generateKeyPairSync } from 'crypto';
import { writeFileSync } from 'fs';
import { join } from 'path';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as kms from '@aws-sdk/client-kms';
import * as sns from '@aws-sdk/client-sns';
import { FakeAnswer, FakeRequest, HttpFake } from '../../../integration/fakes/http-fake';
import { checkShape, fromQuery, operationOf } from '../../support/fake-aws/shapes';
import { JsonProtocolServer } from '../../support/json-protocol-server';
import { ModelledService } from '../../support/modelled-service';

/** AWS KMS with one key of ECDSA P-256, which it signs with. */
export class FakeKms extends JsonProtocolServer {
  public readonly pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1', publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });

  constructor(private readonly keyArn: string, private readonly folder: string) {
    super();
    writeFileSync(join(folder, 'key.pem'), this.pair.privateKey);
  }

  public answer(operation: string, input: any): object {
    checkShape(operationOf(kms, operation)[4](), { ...input, ...input.Message !== undefined && { Message: Buffer.from(input.Message, 'base64') } });
    if (input.KeyId !== this.keyArn) throw new Error(`no key ${input.KeyId}`);
    if (operation === 'GetPublicKey') return { KeyId: this.keyArn, PublicKey: this.pair.publicKey.split('\n').filter((line) => !line.startsWith('-----')).join('') };
    if (operation !== 'Sign' || input.MessageType !== 'DIGEST' || input.SigningAlgorithm !== 'ECDSA_SHA_256') throw new Error(`not faked: ${operation}`);
    return { KeyId: this.keyArn, SigningAlgorithm: input.SigningAlgorithm, Signature: this.signDigest(Buffer.from(input.Message, 'base64')) };
  }

  /** Node.js signs messages, and no digests. */
  private signDigest(input: Buffer): string {
    return execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', 'key.pem'], { cwd: this.folder, input }).toString('base64');
  }
}

/** The table of a responder. */
export class FakeIncidents extends ModelledService {
  public items: object[] = [];
  protected readonly client = dynamodb;

  protected ask(operation: string): object {
    if (operation !== 'Scan') throw new Error(`not faked: ${operation}`);
    return { Items: this.items, Count: this.items.length, ScannedCount: this.items.length };
  }
}

/** Amazon SNS, which keeps what is published. */
export class FakeSns extends HttpFake {
  public readonly published: { TopicArn: string; Subject: string; Message: string }[] = [];

  protected async answer({ body }: FakeRequest): Promise<FakeAnswer> {
    const asked = new URLSearchParams(body);
    const input = fromQuery(operationOf(sns, asked.get('Action')!)[4](), asked);
    this.published.push(input);
    return { status: 200, headers: { 'content-type': 'text/xml' }, body: '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>' };
  }
}
