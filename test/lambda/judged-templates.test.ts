import { generateKeyPairSync, KeyObject } from 'crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as kms from '@aws-sdk/client-kms';
import { handler, HookRequest } from '../../lambda/judged-templates';
import { preAuthenticationEncoding, writeEnvelope } from '../../src/attest/dsse';
import { localSigner } from '../../src/attest/keys';
import { sha256, templateDigest } from '../../src/attest/template-digest';
import { checkShape, operationOf } from '../support/fake-aws/shapes';
import { FakeVersionedS3 } from '../support/fake-versioned-s3';
import { JsonProtocolServer, ServiceError } from '../support/json-protocol-server';

const TEMPLATE = '{"Resources":{"Queue":{"Type":"AWS::SQS::Queue"}}}';
const NOW = new Date('2026-11-29T12:00:00.000Z');
const ACCOUNT = '111122223333';
const URL_OF_PAYLOAD = 'https://prod-eu-west-1-hooks.s3.eu-west-1.amazonaws.com/payload?X-Amz-Signature=secret';
const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const environment = { ...process.env };
const code = mkdtempSync(join(tmpdir(), 'zt-judged-'));
const beside = (pem: string) => writeFileSync(join(code, 'public-key.pem'), pem);

class FakeKms extends JsonProtocolServer {
  public usage = 'SIGN_VERIFY';
  public answer(operation: string, input: any): object {
    checkShape(operationOf(kms, operation)[4](), input);
    return { KeyId: input.KeyId, KeyUsage: this.usage, PublicKey: keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
  }
}

const s3 = new FakeVersionedS3();
const fakeKms = new FakeKms();
let logged: string;
/** What S3 answers for the payload. */
let payload: () => Response;

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: await s3.start(),
    AWS_ENDPOINT_URL_KMS: await fakeKms.start(),
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAFAKE',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_MAX_ATTEMPTS: '1',
    BUCKET: 'attestations',
    BUCKET_OWNER: ACCOUNT,
    MAX_AGE_SECONDS: '3600',
    LAMBDA_TASK_ROOT: code,
  });
});
afterAll(async () => {
  await Promise.all([s3.stop(), fakeKms.stop()]);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  rmSync(code, { recursive: true, force: true });
});
beforeEach(async () => {
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  s3.create('attestations', { owner: ACCOUNT });
  logged = '';
  jest.spyOn(console, 'log').mockImplementation((text) => { logged += text; });
  payload = () => Response.json({ template: TEMPLATE, previousTemplate: '{"Resources":{}}' });
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    expect(String(url)).toBe(URL_OF_PAYLOAD);
    return payload();
  });
  beside(keys.publicKey.export({ format: 'pem', type: 'spki' }) as string);
  delete process.env.KEY_ID;
  fakeKms.usage = 'SIGN_VERIFY';
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

interface Change {
  readonly statement?: (statement: any) => void;
  readonly key?: KeyObject;
  /** Under the digest of which template. */
  readonly at?: string;
}

/** Stores an attestation of the template. */
async function attested({ statement: change = () => {}, key = keys.privateKey, at = TEMPLATE }: Change = {}): Promise<string> {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'Orders', digest: { sha256: sha256(TEMPLATE), cfnTemplateV1: templateDigest(TEMPLATE) }, annotations: { stack: 'Orders', account: ACCOUNT, region: 'eu-west-1' } }],
    predicateType: 'https://github.com/cdk-zero-trust/cdk-zero-trust/attestation/v1',
    predicate: { result: 'PASSED', attestedAt: '2026-11-29T11:30:00.000Z', waivers: [] },
  };
  change(statement);
  const body = Buffer.from(JSON.stringify(statement));
  const signer = localSigner(key.export({ type: 'pkcs8', format: 'pem' }) as string, 'key');
  const envelope = writeEnvelope(body, signer.keyid, await signer.sign(preAuthenticationEncoding('application/vnd.in-toto+json', body)));
  s3.put('attestations', `attestations/${templateDigest(at)}.json`, Buffer.from(envelope));
  return envelope;
}

/** A request as the Hooks user guide documents it. */
function request(more: Partial<HookRequest> = {}): HookRequest {
  return {
    clientRequestToken: 'f8da6d11-b23f-48f4-814c-0fb6a667f50e',
    awsAccountId: ACCOUNT,
    stackId: `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/Orders/1a2345b6-0000-00a0-a123-00abc0abc000`,
    changeSetId: null,
    hookTypeName: 'CdkZeroTrust::Deployments::JudgedTemplates',
    hookTypeVersion: '00000001',
    hookModel: { LambdaFunction: 'arn:aws:lambda:eu-west-1:111122223333:function:Judged' },
    actionInvocationPoint: 'UPDATE_PRE_PROVISION',
    requestData: { targetName: 'STACK', targetType: 'STACK', targetLogicalId: 'Orders', payload: URL_OF_PAYLOAD },
    requestContext: { invocation: 1, callbackContext: null },
    ...more,
  } as HookRequest;
}

const token = { clientRequestToken: 'f8da6d11-b23f-48f4-814c-0fb6a667f50e' };
const refused = async (why: RegExp, errorCode = 'NonCompliant', more: Partial<HookRequest> = {}) => {
  expect(await handler(request(more))).toEqual({ ...token, hookStatus: 'FAILED', errorCode, message: expect.stringMatching(why) });
};

describe('a template goes on', () => {
  const passed = { ...token, hookStatus: 'SUCCESS', message: 'Attested at 2026-11-29T11:30:00.000Z as Orders.' };

  test('that is attested for the account and the region', async () => {
    await attested();
    expect(await handler(request())).toEqual(passed);
  });

  test('in a change set, which has no point of invocation', async () => {
    await attested();
    payload = () => Response.json({ template: TEMPLATE, changedResources: [] });
    const { actionInvocationPoint: _, ...rest } = request({ changeSetId: 'arn', requestData: { targetName: 'CHANGE_SET', targetLogicalId: 'arn', payload: URL_OF_PAYLOAD } } as any);
    expect(await handler(rest)).toEqual(passed);
  });

  test('written otherwise', async () => {
    await attested();
    payload = () => Response.json({ template: JSON.stringify(JSON.parse(TEMPLATE), undefined, 4) });
    expect((await handler(request())).hookStatus).toBe('SUCCESS');
  });

  test('of an app without a region', async () => {
    await attested({ statement: ({ subject: [{ annotations }] }) => { delete annotations.region; } });
    expect((await handler(request())).hookStatus).toBe('SUCCESS');
  });

  test('by a key of KMS, which is asked each time', async () => {
    await attested();
    process.env.KEY_ID = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    fakeKms.takeOperations();
    expect(await handler(request())).toEqual(passed);
    await handler(request());
    expect(fakeKms.takeOperations()).toEqual(['GetPublicKey', 'GetPublicKey']);
  });

  test('of a file that was attested for any stack', async () => {
    await attested({ statement: ({ subject: [one] }) => { Object.assign(one, { name: 'packaged.yaml', annotations: { anyStack: true, account: ACCOUNT } }); } });
    for (const name of ['Orders', 'Bills']) {
      expect(await handler(request({ stackId: `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/${name}/1a2345b6` }))).toMatchObject({ hookStatus: 'SUCCESS' });
    }
  });

  test('is gone with its stack, which needs no attestation', async () => {
    payload = () => Response.json({});
    expect((await handler(request({ actionInvocationPoint: 'DELETE_PRE_PROVISION' }))).hookStatus).toBe('SUCCESS');
  });
});

describe('a template is refused', () => {
  test('that was not attested', () => refused(/^Refused: no attestation has the template [\da-f]{64}: audit and attest it/));

  test('that was changed after it was attested', async () => {
    await attested();
    payload = () => Response.json({ template: TEMPLATE.replace('Queue"}', 'Queue","Properties":{"QueueName":"mine"}}') });
    await refused(/no attestation/);
  });

  test('with the attestation of another one under its digest', async () => {
    const other = TEMPLATE.replace('Queue":', 'Other":');
    await attested({ at: other });
    payload = () => Response.json({ template: other });
    await refused(/the attestation is of other templates/);
  });

  test('by another key', async () => {
    await attested({ key: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey });
    await refused(/WrongKey/);
  });

  test('whose attestation was changed', async () => {
    const envelope = JSON.parse(await attested());
    envelope.payload = Buffer.from(Buffer.from(envelope.payload, 'base64').toString().replace(ACCOUNT, '444455556666')).toString('base64');
    s3.put('attestations', `attestations/${templateDigest(TEMPLATE)}.json`, Buffer.from(JSON.stringify(envelope)));
    await refused(/WrongKey/, 'NonCompliant', { awsAccountId: '444455556666' });
  });

  test.each<[string, (statement: any) => void, RegExp]>([
    ['attested too long ago', ({ predicate }) => { predicate.attestedAt = '2026-11-29T10:59:59.999Z'; }, /Stale/],
    ['attested in the future', ({ predicate }) => { predicate.attestedAt = '2026-11-29T12:06:00.000Z'; }, /FromTheFuture/],
    ['with a waiver that ended', ({ predicate }) => { predicate.waivers = [{ rule: 'ZT-SQS-001', resource: 'Orders/Queue', expires: '2026-11-28' }]; }, /WaiverEnded/],
    ['that did not pass', ({ predicate }) => { predicate.result = 'FAILED'; }, /BadStatement/],
    ['attested for another account', ({ subject: [{ annotations }] }) => { annotations.account = '444455556666'; }, /was attested for account 444455556666 and eu-west-1/],
    ['attested for another region', ({ subject: [{ annotations }] }) => { annotations.region = 'us-east-1'; }, /was attested for account 111122223333 and us-east-1/],
    ['attested for another stack', ({ subject: [{ annotations }] }) => { annotations.stack = 'Bills'; }, /was attested for the stack Bills, not for the stack Orders\./],
    ['attested for no stack', ({ subject: [{ annotations }] }) => { delete annotations.stack; }, /was attested for no stack, not for the stack Orders\./],
    ...['packaged.yaml', 'a/Orders.template.json', 'template.txt'].map((name): [string, (statement: any) => void, RegExp] => (
      [`of a file, ${name}, attested before files were bound to stacks`, ({ subject: [one] }) => { Object.assign(one, { name, annotations: { stack: 'packaged', account: ACCOUNT } }); },
        /was attested for the stack packaged, not for the stack Orders\./])),
    ...['true', 1, null, {}, false].map((anyStack): [string, (statement: any) => void, RegExp] => (
      [`attested for any stack by ${JSON.stringify(anyStack)}`, ({ subject: [{ annotations }] }) => { delete annotations.stack; annotations.anyStack = anyStack; }, /attested for no stack/])),
    ['attested for any stack of another account', ({ subject: [one] }) => { one.annotations = { anyStack: true, account: '444455556666' }; }, /attested for account 444455556666/],
    ['attested as nested in a way that is none', ({ subject: [one] }) => { one.annotations.nested = { root: 'Orders', logicalIds: [] }; }, /BadStatement/],
    ['attested as the nested one of this stack', ({ subject: [one] }) => { one.annotations = { account: ACCOUNT, stack: 'Orders', nested: { root: 'Orders', logicalIds: ['Inner'] } }; }, /for the stack Orders-Inner-…, not/],
    ['attested beside another that is for any stack', ({ subject }) => {
      subject[0].annotations.stack = 'Bills';
      subject.push({ name: 'b.yaml', digest: { sha256: '', cfnTemplateV1: 'a'.repeat(64) }, annotations: { anyStack: true, account: ACCOUNT } });
    }, /was attested for the stack Bills/],
    ['attested for no account', ({ subject: [{ annotations }] }) => { delete annotations.account; }, /attested for no account: attest it with --account/],
  ])('%s', async (_, statement, why) => {
    await attested({ statement });
    await refused(why);
  });

  test('with an envelope that is none', async () => {
    s3.put('attestations', `attestations/${templateDigest(TEMPLATE)}.json`, Buffer.from('no JSON'));
    await refused(/BadEnvelope/);
  });

  test('that readers understand differently', async () => {
    payload = () => Response.json({ template: '{"Resources":{"A":{"Type":"x","Type":"y"}}}' });
    await refused(/RepeatedKey/);
  });
});

describe('on any error the operation is refused', () => {
  test.each<[string, () => Response, RegExp]>([
    ['S3 refuses', () => new Response('', { status: 403 }), /S3 answers 403/], ['no JSON comes', () => new Response('template'), /it is no JSON/],
    ['null comes', () => Response.json(null), /it has no template/], ['no template comes', () => Response.json({ previousTemplate: TEMPLATE }), /it has no template/],
    ['an empty template comes', () => Response.json({ template: ' ' }), /it has no template/], ['the template is an object', () => Response.json({ template: {} }), /it has no template/],
  ])('%s', async (_, answer, why) => {
    await attested();
    payload = answer;
    await refused(why);
  });

  test.each([
    undefined, '', 'no url', 'http://bucket.s3.eu-west-1.amazonaws.com/payload', 'https://example.com/payload', 'https://s3.amazonaws.com.example.com/payload',
    'https://evils3.amazonaws.com/payload', 'file:///etc/passwd',
  ])('a payload at %s is not asked for', async (url) => {
    await attested();
    await refused(/no presigned URL of S3/, 'NonCompliant', { requestData: { targetName: 'STACK', targetLogicalId: 'Orders', payload: url } });
    expect(fetch).not.toHaveBeenCalled();
  });

  test('the network fails, and the signed URL is not told', async () => {
    jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError(`fetch failed: ${URL_OF_PAYLOAD}`));
    await refused(/could not be checked \(TypeError\)/, 'InternalFailure');
    expect(logged).not.toContain('Signature');
  });

  test('the bucket is of another account', async () => {
    await attested();
    s3.buckets.get('attestations')!.owner = '444455556666';
    await refused(/no attestation/);
  });

  test('the bucket is gone', async () => {
    s3.buckets.clear();
    await refused(/could not be checked \(NoSuchBucket\)/, 'InternalFailure');
  });

  test('the key is disabled, or encrypts', async () => {
    await attested();
    process.env.KEY_ID = 'alias/attestations';
    fakeKms.failNext('GetPublicKey', new ServiceError('DisabledException', 'The key is disabled.'));
    await refused(/could not be checked \(DisabledException\)/, 'InternalFailure');
    fakeKms.usage = 'ENCRYPT_DECRYPT';
    await refused(/none that signs/);
  });

  test('the key is none', async () => {
    await attested();
    beside('no key');
    await refused(/could not be checked/, 'InternalFailure');
  });

  test('the age is none', async () => {
    await attested();
    process.env.MAX_AGE_SECONDS = '';
    await refused(/Stale/).finally(() => { process.env.MAX_AGE_SECONDS = '3600'; });
  });

  test('the request is of another kind', async () => {
    await attested();
    await refused(/RESOURCE is no target/, 'NonCompliant', { requestData: { targetName: 'RESOURCE', targetLogicalId: 'Queue' } });
    await refused(/no target/, 'NonCompliant', { actionInvocationPoint: 'DELETE_PRE_PROVISION', requestData: { targetName: 'RESOURCE', targetLogicalId: 'Queue' } });
    expect(await handler({} as HookRequest)).toMatchObject({ hookStatus: 'FAILED', errorCode: 'InternalFailure' });
  });
});
