import { execFileSync } from 'child_process';
import { generateKeyPairSync } from 'crypto';
import { writeFileSync } from 'fs';
import { join } from 'path';
import * as config from '@aws-sdk/client-config-service';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as kms from '@aws-sdk/client-kms';
import * as sns from '@aws-sdk/client-sns';
import { FakeAnswer, FakeRequest, HttpFake } from '../../../integration/fakes/http-fake';
import { checkShape, fromQuery, operationOf } from '../../support/fake-aws/shapes';
import { JsonProtocolServer } from '../../support/json-protocol-server';

/** A service whose requests and answers are checked by the SDK's own model. */
abstract class Modelled extends JsonProtocolServer {
  protected abstract readonly client: Record<string, any>;

  public answer(operation: string, input: any): object {
    const [,,,, inputShape, outputShape] = operationOf(this.client, operation);
    checkShape(inputShape(), input);
    const output = this.ask(operation, input);
    checkShape(outputShape(), output);
    return output;
  }

  protected abstract ask(operation: string, input: any): object;
}

/** AWS Config with one recorder and conformance packs: which of their rules, under the name that AWS Config gives them, is noncompliant for what. */
export class FakeConfig extends Modelled {
  public recorder = { name: 'default', recording: true, lastStatus: 'Success' };
  public readonly packs = new Map<string, Map<string, string[]>>();
  protected readonly client = config;

  protected ask(operation: string, { ConfigurationRecorderNames: names, ConformancePackName: pack }: any): object {
    if (operation === 'DescribeConfigurationRecorderStatus') return { ConfigurationRecordersStatus: [this.recorder].filter(({ name }) => names.includes(name)) };
    const rules = [...this.packs.get(pack)!];
    if (operation === 'DescribeConformancePackCompliance') {
      return {
        ConformancePackName: pack,
        ConformancePackRuleComplianceList: rules.map(([ConfigRuleName, resources]) => ({ ConfigRuleName, ComplianceType: resources.length > 0 ? 'NON_COMPLIANT' : 'COMPLIANT' })),
      };
    }
    if (operation !== 'GetConformancePackComplianceDetails') throw new Error(`not faked: ${operation}`);
    return {
      ConformancePackName: pack,
      ConformancePackRuleEvaluationResults: rules.flatMap(([ConfigRuleName, resources]) => resources.map((ResourceId) => ({
        ComplianceType: 'NON_COMPLIANT', ConfigRuleInvokedTime: 1, ResultRecordedTime: 1, EvaluationResultIdentifier: { EvaluationResultQualifier: { ConfigRuleName, ResourceType: 'AWS::S3::Bucket', ResourceId } },
      }))),
    };
  }
}

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
export class FakeIncidents extends Modelled {
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
