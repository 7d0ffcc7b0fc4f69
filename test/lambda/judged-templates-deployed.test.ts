import { createHmac, createPublicKey, generateKeyPairSync, sign, verify } from 'crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnStackSet, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { FakeKms } from './compliance-report/fake-sources';
import type { HookRequest, HookResponse } from '../../lambda/judged-templates';
import { JudgedTemplates, SecureQueue } from '../../src';
import { PAYLOAD_TYPE, preAuthenticationEncoding } from '../../src/attest/dsse';
import { templateDigest } from '../../src/attest/template-digest';
import { attestCommand } from '../../src/cli/attest';
import { attestationKey } from '../../src/deliver/attestation-key';
import { CustomerManagedRole } from '../../src/zone/customer-managed-role';
import { TrustZone } from '../../src/zone/trust-zone';
import { audit } from '../cli/support/audit';
import { FakeVersionedS3 } from '../support/fake-versioned-s3';
import { runCommand } from '../support/run-command';

const ACCOUNT = '111122223333';
const ENV = { account: ACCOUNT, region: 'eu-west-1' };
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const PAYLOAD = 'https://prod-eu-west-1-hooks.s3.eu-west-1.amazonaws.com/payload?X-Amz-Signature=secret';
const folder = mkdtempSync(join(tmpdir(), 'zt-hook-deployed-'));
const assembly = join(folder, 'cdk.out');
const environment = { ...process.env };
/** The bundle that the construct's asset holds. */
const { handler } = jest.requireActual<{ handler: (request: HookRequest) => Promise<HookResponse> }>('../../assets/lambda/judged-templates/index.js');
mkdirSync(join(folder, 'keys'));
/** With what GetPublicKey has beside the key. */
class SigningKms extends FakeKms {
  public answer(operation: string, input: any): object {
    return { ...super.answer(operation, input), ...operation === 'GetPublicKey' && { KeyUsage: 'SIGN_VERIFY' } };
  }
}
const kms = new SigningKms(KEY, join(folder, 'keys'));
const s3 = new FakeVersionedS3();
let deployed: string;

const template = (name: string) => readFileSync(join(assembly, name), 'utf-8');
const orders = () => template('Orders.template.json');
const stored = (text: string) => `attestations/${templateDigest(text)}.json`;
const stackId = (name: string, region = 'eu-west-1') => `arn:aws:cloudformation:${region}:${ACCOUNT}:stack/${name}/1a2345b6-0000-00a0-a123-00abc0abc000`;

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: await s3.start(), AWS_ENDPOINT_URL_KMS: await kms.start(), AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIAFAKE', AWS_SECRET_ACCESS_KEY: 'fake', AWS_MAX_ATTEMPTS: '1',
  });
  const app = new App({ outdir: assembly });
  const stack = new Stack(app, 'Orders', { env: ENV });
  new SecureQueue(stack, 'Queue');
  new CfnStackSet(stack, 'Guard', { stackSetName: 'guard', permissionModel: 'SELF_MANAGED', templateBody: JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }) });
  new CfnQueue(new NestedStack(stack, 'Inner'), 'Plain', { sqsManagedSseEnabled: true });
  app.synth();
  audit(assembly, '--format', 'json', '--output', join(folder, 'report.json'), '--no-config', '--fail-on', 'never');
  // as the construct sets them, by the key of a pipeline
  const account = new Stack(new App(), 'Account', { env: ENV });
  const role = new CustomerManagedRole(account, 'Pipeline', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') });
  new JudgedTemplates(account, 'Judged', { key: attestationKey(account, role, TrustZone.of(account)) });
  const [{ Properties: { Environment: { Variables } } }] = Object.values(Template.fromStack(account).findResources('AWS::Lambda::Function', { Properties: { Description: 'Refuses templates without an attestation' } }));
  expect(Object.keys(Variables)).toEqual(expect.arrayContaining(['BUCKET', 'BUCKET_OWNER', 'KEY_ID', 'MAX_AGE_SECONDS']));
  Object.assign(process.env, { BUCKET: 'attestations', BUCKET_OWNER: ACCOUNT, KEY_ID: KEY, MAX_AGE_SECONDS: Variables.MAX_AGE_SECONDS });
}, 60_000);
afterAll(async () => {
  await Promise.all([s3, kms].map((one) => one.stop().catch(() => undefined)));
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  s3.create('attestations', { owner: ACCOUNT });
  deployed = orders();
  jest.spyOn(console, 'log').mockReturnValue(undefined);
  jest.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json({ template: deployed }));
  expect(await runCommand(attestCommand({ name: 'tool', version: '1.2.3' }), assembly, '--report', join(folder, 'report.json'), '--out', join(folder, 'attestation.json'),
    '--kms-key', KEY, '--bucket', 'attestations', '--fail-on', 'critical')).toMatchObject({ status: 0 });
});
afterEach(() => jest.restoreAllMocks());

const ask = (more: Partial<HookRequest> = {}) => handler({
  clientRequestToken: 'f8da6d11',
  awsAccountId: ACCOUNT,
  stackId: stackId('Orders'),
  actionInvocationPoint: 'CREATE_PRE_PROVISION',
  requestData: { targetName: 'STACK', targetLogicalId: 'Orders', payload: PAYLOAD },
  ...more,
});
const refused = async (why: RegExp, more: Partial<HookRequest> = {}, errorCode = 'NonCompliant') => {
  expect(await ask(more)).toEqual({ clientRequestToken: 'f8da6d11', hookStatus: 'FAILED', errorCode, message: expect.stringMatching(why) });
};
const envelope = () => JSON.parse(s3.versions('attestations', stored(orders())).at(-1)!.bytes.toString());
const store = (text: string, at = orders()) => s3.put('attestations', stored(at), Buffer.from(text));

/** The attestation, stated otherwise and signed by another way. */
function forged(change: (statement: any) => void, signature: (signed: Buffer) => Buffer): string {
  const statement = JSON.parse(Buffer.from(envelope().payload, 'base64').toString());
  change(statement);
  const payload = Buffer.from(JSON.stringify(statement));
  return JSON.stringify({ payload: payload.toString('base64'), payloadType: PAYLOAD_TYPE, signatures: [{ keyid: envelope().signatures[0].keyid, sig: signature(preAuthenticationEncoding(PAYLOAD_TYPE, payload)).toString('base64') }] });
}
const bySameKey = (signed: Buffer) => sign('sha256', signed, kms.pair.privateKey);

describe('the deployed function, asked about what the key of a pipeline attested by AWS KMS', () => {
  test('lets the stack and its nested stack go on, however they are written', async () => {
    expect(await ask()).toMatchObject({ hookStatus: 'SUCCESS', message: expect.stringMatching(/^Attested at \S+ as Orders\.$/) });
    deployed = JSON.stringify(JSON.parse(orders()), undefined, 3);
    expect((await ask()).hookStatus).toBe('SUCCESS');
    deployed = template(readdirSync(assembly).find((name) => name.endsWith('.nested.template.json'))!);
    const [logicalId] = Object.entries<any>(JSON.parse(orders()).Resources).find(([, { Type }]) => Type === 'AWS::CloudFormation::Stack')!;
    expect(await ask({ stackId: stackId(`Orders-${logicalId}-1ABC2DEF3GHI`) })).toMatchObject({ hookStatus: 'SUCCESS' });
    for (const other of ['Orders', 'Orders-Evil', `Orders-${logicalId}`, `Other-${logicalId}-1ABC2DEF3GHI`, `Orders-v2-${logicalId}-1ABC2DEF3GHI`]) {
      await refused(new RegExp(`attested for the stack Orders-${logicalId}-…, not for the stack ${other}\\.`), { stackId: stackId(other) });
    }
  });

  test('refuses a nested template of a statement that does not bind it, as older ones', async () => {
    const nested = template(readdirSync(assembly).find((name) => name.endsWith('.nested.template.json'))!);
    store(forged(({ subject }) => { for (const { annotations } of subject) delete annotations.nested; }, bySameKey), nested);
    deployed = nested;
    await refused(/attested for the stack Orders\/Inner, not for/, { stackId: stackId('Orders-InnerNestedStack-1ABC2DEF3GHI') });
  });

  test('takes no account and no stack from what stands in the template', async () => {
    const statement = JSON.parse(Buffer.from(envelope().payload, 'base64').toString());
    expect(statement.subject.find(({ name }: any) => name.endsWith('.TemplateBody'))).toMatchObject({ annotations: {} });
    // older statements named an account by --account, and the digest of the template around it
    store(forged(({ subject }) => {
      const one = subject.find(({ name }: any) => name.endsWith('.TemplateBody'));
      one.annotations = { stack: one.name, account: '444455556666' };
    }, bySameKey));
    await refused(/attested for the stack Orders\/Guard\.TemplateBody, not for the stack Orders-x/, { awsAccountId: '444455556666', stackId: stackId('Orders-x') });
  });

  test.each<[string, RegExp, () => Partial<HookRequest> | void]>([
    ['a template that was changed', /no attestation has the template/, () => { deployed = orders().replace('"Type"', '"DependsOn":[],"Type"'); }],
    ['a template that was changed under an old attestation', /the attestation is of other templates/, () => {
      deployed = JSON.stringify({ ...JSON.parse(orders()), Description: 'other' });
      store(JSON.stringify(envelope()), deployed);
    }],
    ['another stack', /attested for the stack Orders, not for the stack Orders2/, () => ({ stackId: stackId('Orders2') })],
    ['another region', /was attested for account 111122223333 and eu-west-1/, () => ({ stackId: stackId('Orders', 'us-east-1') })],
    ['another account', /was attested for account 111122223333/, () => ({ awsAccountId: '444455556666' })],
    ['none', /no attestation has the template/, () => { s3.buckets.get('attestations')!.objects.clear(); }],
    ['one that is too old', /Stale/, () => { store(forged(({ predicate }) => { predicate.attestedAt = '2020-01-01T00:00:00.000Z'; }, bySameKey)); }],
    ['another key', /WrongKey/, () => { store(forged(() => undefined, (signed) => sign('sha256', signed, generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey))); }],
    ['the same key by another digest', /WrongKey/, () => { store(forged(() => undefined, (signed) => sign('sha384', signed, kms.pair.privateKey))); }],
    ['the public key as a secret of HMAC', /WrongKey/, () => { store(forged(() => undefined, (signed) => createHmac('sha256', kms.pair.publicKey).update(signed).digest())); }],
    ['a signature of raw numbers', /WrongKey/, () => { store(forged(() => undefined, (signed) => sign('sha256', signed, { key: kms.pair.privateKey, dsaEncoding: 'ieee-p1363' }))); }],
    ['a signature of zeros', /WrongKey/, () => { store(forged(() => undefined, () => Buffer.from('3006020100020100', 'hex'))); }],
    ['a signature over the payload alone', /WrongKey/, () => {
      const { payload } = envelope();
      store(JSON.stringify({ ...envelope(), signatures: [{ sig: sign('sha256', Buffer.from(payload, 'base64'), kms.pair.privateKey).toString('base64') }] }));
    }],
    ['an algorithm of its own', /BadEnvelope|WrongKey/, () => { store(JSON.stringify({ ...envelope(), payloadType: 'application/jwt', alg: 'none' })); }],
    ['no signature', /BadEnvelope/, () => { store(JSON.stringify({ ...envelope(), signatures: [] })); }],
    ['ten thousand signatures', /BadEnvelope/, () => { store(JSON.stringify({ ...envelope(), signatures: Array(10_000).fill(envelope().signatures[0]) })); }],
    ['one that is huge', /BadEnvelope: it is longer/, () => { store(`${JSON.stringify(envelope())}${' '.repeat(9 * 1024 * 1024)}`); }],
  ])('refuses %s', async (_, why, prepare) => {
    await refused(why, prepare() ?? {});
  });

  test('checks by the key that signed: its public half verifies what KMS gave', () => {
    const { payload, payloadType, signatures: [{ sig }] } = envelope();
    const signed = preAuthenticationEncoding(payloadType, Buffer.from(payload, 'base64'));
    expect(verify('sha256', signed, createPublicKey(kms.pair.publicKey), Buffer.from(sig, 'base64'))).toBe(true);
  });

  test('refuses where KMS or S3 is not reached, without the words of either', async () => {
    const lost = /^Refused, as the attestation could not be checked \(\w+\)\.$/;
    await kms.stop();
    await refused(lost, {}, 'InternalFailure');
    await s3.stop();
    await refused(lost, {}, 'InternalFailure');
  });
});
