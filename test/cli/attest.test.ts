import { constants, createHash, createPublicKey, generateKeyPairSync, KeyObject, privateEncrypt } from 'crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as kms from '@aws-sdk/client-kms';
import { App, Stack } from 'aws-cdk-lib';
import { audit } from './support/audit';
import { SecureQueue } from '../../src';
import { attestCommand } from '../../src/cli/attest';
import { verifyCommand } from '../../src/cli/verify';
import { checkShape, operationOf } from '../support/fake-aws/shapes';
import { FakeVersionedS3 } from '../support/fake-versioned-s3';
import { JsonProtocolServer, ServiceError } from '../support/json-protocol-server';
import { runCommand } from '../support/run-command';

const folder = mkdtempSync(join(tmpdir(), 'zt-attest-'));
const file = (name: string) => join(folder, name);
const assembly = file('cdk.out');
const environment = { ...process.env };
const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

beforeAll(() => {
  const app = new App({ outdir: assembly });
  new SecureQueue(new Stack(app, 'Orders', { env: { account: '111122223333', region: 'eu-west-1' } }), 'Queue');
  new SecureQueue(new Stack(app, 'Bills'), 'Queue');
  app.synth();
  expect(audit(assembly, '--format', 'json', '--output', file('report.json'), '--no-config').status).toBe(0);
  writeFileSync(file('private.pem'), keys.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  writeFileSync(file('public.pem'), keys.publicKey.export({ format: 'pem', type: 'spki' }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  jest.restoreAllMocks();
});

const attest = (...args: string[]) => runCommand(attestCommand({ name: 'tool', version: '1.2.3' }), assembly, '--report', file('report.json'), '--out', file('attestation.json'), ...args);
const attestLocally = (...args: string[]) => attest('--key', file('private.pem'), ...args);
const verify = (at = assembly, ...args: string[]) => runCommand(verifyCommand(), file('attestation.json'), at, '--public-key', file('public.pem'), ...args);
const statement = () => JSON.parse(Buffer.from(JSON.parse(readFileSync(file('attestation.json'), 'utf-8')).payload, 'base64').toString());
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

/** The assembly, with one file changed. */
function changed(name: string, change: (text: string) => string): string {
  const other = mkdtempSync(join(folder, 'changed-'));
  cpSync(assembly, other, { recursive: true });
  writeFileSync(join(other, name), change(readFileSync(join(other, name), 'utf-8')));
  return other;
}

describe('templates and their report are attested', () => {
  test('with digests, verdicts, rules and time', async () => {
    expect(await attestLocally()).toMatchObject({ status: 0, stdout: '' });
    const { subject, predicate } = statement();
    const report = readFileSync(file('report.json'), 'utf-8');
    expect(subject.map(({ name, digest }: any) => [name, digest.sha256])).toEqual(
      ['Orders', 'Bills'].map((name) => [name, sha256(readFileSync(join(assembly, `${name}.template.json`)))]));
    expect(subject.map(({ annotations }: any) => annotations)).toEqual([{ stack: 'Orders', account: '111122223333', region: 'eu-west-1' }, { stack: 'Bills' }]);
    expect(predicate).toMatchObject({
      result: 'PASSED',
      failOn: 'high',
      tool: { name: 'tool', version: '1.2.3' },
      report: { digest: { sha256: sha256(report) } },
      verdicts: JSON.parse(report).summary,
      ruleSet: { rules: JSON.parse(report).rules.length },
      waivers: [],
    });
    expect(Date.now() - Date.parse(predicate.attestedAt)).toBeLessThan(60_000);
  });

  test('for an account, where the app names none', async () => {
    await attestLocally('--account', '444455556666');
    expect(statement().subject.map(({ annotations: { account } }: any) => account)).toEqual(['111122223333', '444455556666']);
    expect((await attestLocally('--account', '4444')).status).toBe(2);
  });

  const gateOf = (verdict: unknown, change: (sha: string) => string = (sha) => sha) => JSON.stringify({
    verdict, templates: ['Orders', 'Bills'].map((name) => ({ stack: name, sha256: change(sha256(readFileSync(join(assembly, `${name}.template.json`)))) })),
  });

  test('with a gate that passed', async () => {
    writeFileSync(file('gate.json'), gateOf('pass'));
    expect((await attestLocally('--gate', file('gate.json'))).status).toBe(0);
    expect(statement().predicate.gate.digest.sha256).toBe(sha256(gateOf('pass')));
  });

  test.each<[string, () => string, number]>([
    ['that failed', () => gateOf('fail'), 1], ['without a verdict', () => gateOf(undefined), 1], ['of other templates', () => gateOf('pass', (sha) => sha.replace(/./, 'x')), 2],
    ['of no templates', () => '{"verdict":"pass"}', 2], ['that is a list', () => '[]', 2], ['that is no JSON', () => 'no JSON', 2],
  ])('a gate %s is not attested', async (_, gate, status) => {
    writeFileSync(file('gate.json'), gate());
    rmSync(file('attestation.json'), { force: true });
    expect((await attestLocally('--gate', file('gate.json'))).status).toBe(status);
    expect(() => readFileSync(file('attestation.json'))).toThrow('ENOENT');
  });

  test.each<[string, (report: any) => void, number, string]>([
    ['of other templates', (report) => { report.templates[0].sha256 = '0'.repeat(64); }, 2, 'OtherTemplates: it is not of these templates: Orders.'],
    ['of more templates', (report) => { report.templates.push({ id: 'More', sha256: '0' }); }, 2, 'OtherTemplates: it is not of these templates: More.'],
    ['of fewer templates', (report) => { report.templates.pop(); }, 2, 'OtherTemplates'],
    ['with an open finding', (report) => { Object.assign(report.evidence[0], { verdict: 'fail', severity: 'high' }); }, 1, 'NotPassed: the report has 1 findings open at or over high.'],
    ['with what is not known', (report) => { Object.assign(report.evidence[0], { verdict: 'unknown', severity: 'critical' }); }, 1, 'NotPassed'],
    ['with a verdict that it does not know', (report) => { Object.assign(report.evidence[0], { verdict: 'Pass', severity: 'none' }); }, 1, 'NotPassed'],
    ['with a waiver that does not count', (report) => { report.waiverProblems.push({}); }, 1, 'NotPassed: the report has 1 waivers that do not count.'],
    ['with a file that was not read', (report) => { report.unreadable.push('a'); }, 1, 'NotPassed'],
    ['of a first look', (report) => { report.notForProduction = 'a first look'; }, 1, 'NotPassed'],
    ['of nothing', (report) => { report.evidence = []; }, 1, 'NotPassed: the report judged nothing.'],
    ['of another kind', (report) => { delete report.schemaVersion; }, 2, 'BadReport'],
  ])('a report %s is not attested', async (_, change, status, why) => {
    const report = JSON.parse(readFileSync(file('report.json'), 'utf-8'));
    change(report);
    writeFileSync(file('other.json'), JSON.stringify(report));
    rmSync(file('attestation.json'), { force: true });
    expect(await attestLocally('--report', file('other.json'))).toMatchObject({ status, stderr: expect.stringContaining(why) });
    expect(() => readFileSync(file('attestation.json'))).toThrow('ENOENT');
  });

  test('milder findings are attested by their number, unless --fail-on has them', async () => {
    const report = JSON.parse(readFileSync(file('report.json'), 'utf-8'));
    Object.assign(report.evidence[0], { verdict: 'fail', severity: 'low' });
    report.summary.fail = 1;
    writeFileSync(file('other.json'), JSON.stringify(report));
    expect((await attestLocally('--report', file('other.json'))).status).toBe(0);
    expect(statement().predicate.verdicts.fail).toBe(1);
    expect((await attestLocally('--report', file('other.json'), '--fail-on', 'low')).status).toBe(1);
  });

  test('waivers are named', async () => {
    const report = JSON.parse(readFileSync(file('report.json'), 'utf-8'));
    const [item] = report.evidence;
    Object.assign(item, { verdict: 'waived', waiver: { accepts: 'fail', owner: 'me', reason: 'r', ticket: 'T-1', expires: '2020-01-01', source: 'waivers.yaml' } });
    writeFileSync(file('other.json'), JSON.stringify(report));
    await attestLocally('--report', file('other.json'));
    expect(statement().predicate.waivers).toEqual([{ rule: item.rule, resource: item.constructPath, owner: 'me', ticket: 'T-1', expires: '2020-01-01' }]);
    expect(await verify()).toMatchObject({ status: 1, stdout: expect.stringContaining(`WaiverEnded: the waiver of ${item.rule} ended on 2020-01-01.`) });
  });

  test('no key, two keys, or one that is none', async () => {
    expect(await attest()).toMatchObject({ status: 2, stderr: expect.stringContaining('NoKey') });
    expect(await attest('--key', file('nowhere.pem'))).toMatchObject({ status: 2, stderr: expect.stringContaining('Unreadable') });
    expect(await attest('--key', file('public.pem'))).toMatchObject({ status: 2, stderr: expect.stringContaining('it is no private key') });
    await expect(attest('--key', file('private.pem'), '--kms-key', 'alias/a')).rejects.toThrow(/cannot be used with/);
  });
});

describe('an assembly is verified', () => {
  beforeEach(() => attestLocally());

  test('the one that was attested passes', async () => {
    expect(await verify(assembly, '--max-age', '1h')).toMatchObject({ status: 0, stdout: '' });
  });

  test('the same templates, written otherwise, pass', async () => {
    expect((await verify(changed('Orders.template.json', (text) => JSON.stringify(JSON.parse(text))))).status).toBe(0);
  });

  test('the template that differs is named', async () => {
    const { status, stdout } = await verify(changed('Orders.template.json', (text) => text.replace('"SqsManagedSseEnabled": true', '"SqsManagedSseEnabled": false').replace('"Deny"', '"Allow"')));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '[Orders] TemplateDiffers: it is not the template that was attested.\n' });
  });

  test('a stack less and a stack more are refused', async () => {
    const less = changed('manifest.json', (text) => { const manifest = JSON.parse(text); delete manifest.artifacts.Bills; return JSON.stringify(manifest); });
    expect(await verify(less)).toMatchObject({ status: 1, stdout: '[Bills] TemplateMissing: it was attested and is not there.\n' });
    const more = changed('manifest.json', (text) => { const manifest = JSON.parse(text); manifest.artifacts.More = { ...manifest.artifacts.Bills, displayName: 'More' }; return JSON.stringify(manifest); });
    expect(await verify(more)).toMatchObject({ status: 1, stdout: '[More] TemplateNotAttested: the attestation has no template of this name.\n' });
  });

  /** As somebody changes an assembly whose templates are left alone. */
  const redirected = (change: (files: any, manifest: any) => void, evil = '{"Resources":{"Evil":{"Type":"AWS::IAM::User"}}}') => {
    const other = changed('Orders.assets.json', (text) => {
      const manifest = JSON.parse(text);
      change(manifest.files, undefined);
      return JSON.stringify(manifest);
    });
    writeFileSync(join(other, 'evil.json'), evil);
    const manifest = JSON.parse(readFileSync(join(other, 'manifest.json'), 'utf-8'));
    change({}, manifest.artifacts.Orders);
    writeFileSync(join(other, 'manifest.json'), JSON.stringify(manifest));
    return other;
  };
  const eachFile = (change: (asset: any) => void) => (files: any) => Object.values<any>(files).filter(({ source }) => source.path === 'Orders.template.json').forEach(change);

  test.each<[string, (files: any, artifact: any) => void]>([
    ['the asset manifest publishes another file as the template', eachFile((asset) => { asset.source.path = 'evil.json'; })],
    ['the asset manifest publishes another file under the same key as well', (files) => { for (const asset of Object.values<any>({ ...files })) files.evil = { ...asset, source: { ...asset.source, path: 'evil.json' } }; }],
    ['the manifest names an object of elsewhere', (_, artifact) => { if (artifact) artifact.properties.stackTemplateAssetObjectUrl = 's3://evil/evil.json'; }],
    ['the asset manifest publishes it elsewhere', eachFile((asset) => { for (const destination of Object.values<any>(asset.destinations)) destination.bucketName = 'evil'; })],
  ])('a template that is not what the CLI deploys is told: %s', async (_, change) => {
    expect(await verify(redirected(change))).toMatchObject({ status: 2, stderr: expect.stringMatching(/OtherTemplate: it is not what the asset manifest publishes as s3:/) });
  });

  test('two files of the same text under one key are one', async () => {
    const text = readFileSync(join(assembly, 'Orders.template.json'), 'utf-8');
    expect((await verify(redirected((files) => { for (const asset of Object.values<any>({ ...files })) files.twin = { ...asset, source: { ...asset.source, path: 'evil.json' } }; }, text))).status).toBe(0);
  });

  test.each<[string, (artifact: any) => void, string]>([
    ['stack', (artifact) => { artifact.properties.stackName = 'Payments'; }, '[Orders] OtherStack: it is for the stack Payments, and was attested for Orders.\n'],
    ['account', (artifact) => { artifact.environment = 'aws://444455556666/eu-west-1'; }, '[Orders] OtherAccount: it is for account 444455556666, and was attested for 111122223333.\n'],
    ['region', (artifact) => { artifact.environment = 'aws://111122223333/us-east-1'; }, '[Orders] OtherRegion: it is for region us-east-1, and was attested for eu-west-1.\n'],
  ])('the template of another %s is refused', async (_, change, stdout) => {
    const other = changed('manifest.json', (text) => { const manifest = JSON.parse(text); change(manifest.artifacts.Orders); return JSON.stringify(manifest); });
    expect(await verify(other)).toMatchObject({ status: 1, stdout });
  });

  test('one that is too old is refused', async () => {
    jest.useFakeTimers({ now: Date.now() + 3_700_000, doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] });
    try {
      expect(await verify(assembly, '--max-age', '1h')).toMatchObject({ status: 1, stdout: expect.stringMatching(/Stale: it is of .*, longer ago than 1 h\.\n$/) });
      expect((await verify(assembly, '--max-age', '2h')).status).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  test('another key is refused', async () => {
    writeFileSync(file('other.pem'), generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey.export({ format: 'pem', type: 'spki' }));
    expect(await verify(assembly, '--public-key', file('other.pem'))).toMatchObject({ status: 1, stdout: expect.stringContaining('WrongKey') });
  });

  test.each([
    ['no attestation', () => runCommand(verifyCommand(), file('nothing.json'), assembly, '--public-key', file('public.pem'))],
    ['no key', () => runCommand(verifyCommand(), file('attestation.json'), assembly)],
    ['no assembly', () => verify(file('nothing'))],
    ['what is no attestation', () => runCommand(verifyCommand(), file('report.json'), assembly, '--public-key', file('public.pem'))],
    ['a duration that is none', () => verify(assembly, '--max-age', '24')],
    ['no duration', () => verify(assembly, '--max-age', '0h')],
  ])('%s cannot be used: 2', async (_, run) => expect(await run()).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/Remediation: /) }));

  test('a manifest of signed code that was not attested is refused', async () => {
    const manifest = { schemaVersion: '1.0', profiles: {}, code: [] };
    const other = mkdtempSync(join(folder, 'signed-'));
    cpSync(assembly, other, { recursive: true });
    writeFileSync(join(other, 'signed.json'), JSON.stringify(manifest));
    expect(await verify(other)).toMatchObject({ status: 1, stdout: expect.stringContaining('OtherManifest') });
  });
});

/** Keys of AWS KMS; every request and answer is checked against the SDK's own model. */
class FakeKms extends JsonProtocolServer {
  public pair: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  public usage = 'SIGN_VERIFY';

  public answer(operation: string, input: any): object {
    if (input.KeyId !== 'alias/attestations') throw new ServiceError('NotFoundException', 'Alias is not found.');
    const { Message } = input;
    checkShape(operationOf(kms, operation)[4](), { ...input, ...Message === undefined ? {} : { Message: Buffer.from(Message, 'base64') } });
    if (operation === 'GetPublicKey') return { KeyId: input.KeyId, KeyUsage: this.usage, PublicKey: this.pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
    return { KeyId: input.KeyId, Signature: this.sign(Buffer.from(Message, 'base64'), input).toString('base64'), SigningAlgorithm: input.SigningAlgorithm };
  }

  /** KMS signs a digest; Node.js digests by itself, so that the padding is done here. */
  private sign(digest: Buffer, { MessageType, SigningAlgorithm }: any): Buffer {
    expect([MessageType, digest.length]).toEqual(['DIGEST', 32]);
    expect(SigningAlgorithm).toBe('RSASSA_PSS_SHA_256');
    return privateEncrypt({ key: this.pair.privateKey, padding: constants.RSA_NO_PADDING }, pssOf(digest));
  }
}

/** EMSA-PSS of RFC 8017 with SHA-256 and a salt of 32 bytes, for 2,048 bits. */
function pssOf(digest: Buffer): Buffer {
  const [salt, length] = [Buffer.alloc(32, 7), 256];
  const hash = createHash('sha256').update(Buffer.concat([Buffer.alloc(8), digest, salt])).digest();
  const block = Buffer.concat([Buffer.alloc(length - 32 - 32 - 2), Buffer.from([1]), salt]);
  const mask = Buffer.concat(Array.from({ length: Math.ceil(block.length / 32) }, (_, i) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(i);
    return createHash('sha256').update(Buffer.concat([hash, counter])).digest();
  })).subarray(0, block.length);
  const masked = Buffer.from(block.map((byte, i) => byte ^ mask[i])); // eslint-disable-line no-bitwise
  masked[0] %= 0x80;
  return Buffer.concat([masked, hash, Buffer.from([0xbc])]);
}

describe('a key of AWS KMS', () => {
  const fake = new FakeKms();
  let url: string;
  beforeAll(async () => { url = await fake.start(); });
  afterAll(() => fake.stop());
  beforeEach(() => {
    Object.assign(process.env, { AWS_ENDPOINT_URL_KMS: url, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIAFAKE', AWS_SECRET_ACCESS_KEY: 'fake', AWS_MAX_ATTEMPTS: '1' });
    fake.usage = 'SIGN_VERIFY';
    fake.takeOperations();
  });
  const withKms = (key = 'alias/attestations') => runCommand(verifyCommand(), file('attestation.json'), assembly, '--kms-key', key);

  test('signs a digest, and verifies by its public half', async () => {
    expect(await attest('--kms-key', 'alias/attestations')).toMatchObject({ status: 0 });
    expect(fake.takeOperations()).toEqual(['GetPublicKey', 'Sign']);
    expect((await withKms()).status).toBe(0);
    expect(fake.takeOperations()).toEqual(['GetPublicKey']);
    writeFileSync(file('kms.pem'), createPublicKey(fake.pair.privateKey).export({ format: 'pem', type: 'spki' }));
    expect((await verify(assembly, '--public-key', file('kms.pem'))).status).toBe(0);
    expect((await verify()).status).toBe(1);
  });

  test('that is not there, is disabled, encrypts, or is denied, is told', async () => {
    expect(await withKms('alias/other')).toMatchObject({ status: 2, stderr: expect.stringContaining('NotFoundException') });
    fake.failNext('GetPublicKey', new ServiceError('DisabledException', 'The key is disabled.'));
    expect(await withKms()).toMatchObject({ status: 2, stderr: expect.stringContaining('DisabledException') });
    fake.failNext('GetPublicKey', new ServiceError('AccessDeniedException', 'not authorized'));
    expect(await withKms()).toMatchObject({ status: 2, stderr: expect.stringContaining('access is denied') });
    fake.usage = 'ENCRYPT_DECRYPT';
    expect(await attest('--kms-key', 'alias/attestations')).toMatchObject({ status: 2, stderr: expect.stringContaining('it is no key that signs') });
  });
});

describe('a template file, which names no stack', () => {
  const plainReport = () => file('plain.json');
  const template = () => file('packaged.yaml');
  const attestFile = (...args: string[]) => runCommand(attestCommand({ name: 'tool', version: '1.2.3' }), template(), '--report', plainReport(), '--out', file('attestation.json'),
    '--key', file('private.pem'), ...args);

  beforeAll(() => {
    writeFileSync(template(), JSON.stringify({
      Resources: {
        Set: {
          Type: 'AWS::CloudFormation::StackSet',
          Properties: {
            StackSetName: 'guard', PermissionModel: 'SELF_MANAGED', TemplateBody: JSON.stringify({ Resources: { Wait: { Type: 'AWS::CloudFormation::WaitConditionHandle' } } }),
          },
        },
      },
    }));
    audit(template(), '--format', 'json', '--output', plainReport(), '--no-config', '--fail-on', 'never');
    const report = JSON.parse(readFileSync(plainReport(), 'utf-8'));
    for (const item of report.evidence) item.verdict = 'pass';
    writeFileSync(plainReport(), JSON.stringify(report));
  });
  beforeEach(() => rmSync(file('attestation.json'), { force: true }));

  test('is attested for none without a choice', async () => {
    expect(await attestFile()).toMatchObject({ status: 2, stderr: expect.stringMatching(/packaged\.yaml\] NoStack: .*Remediation: pass --stack/) });
    await expect(attestFile('--stack', 'orders', '--any-stack')).rejects.toThrow(/cannot be used with/);
    expect(await attestLocally('--stack', 'Orders')).toMatchObject({ status: 2, stderr: expect.stringContaining('NamesItsStack') });
    expect(await attestLocally('--any-stack')).toMatchObject({ status: 2, stderr: expect.stringContaining('NamesItsStack') });
    expect(existsSync(file('attestation.json'))).toBe(false);
  });

  test('is verified for the stack that it was attested for alone', async () => {
    expect(await attestFile('--stack', 'orders', '--account', '111122223333')).toMatchObject({ status: 0 });
    expect(statement().subject.map(({ annotations }: any) => annotations)).toEqual([{ stack: 'orders', account: '111122223333' }, {}]);
    expect(await verify(template(), '--stack', 'orders')).toMatchObject({ status: 0, stdout: '' });
    expect(await verify(template(), '--stack', 'bills')).toMatchObject({ status: 1, stdout: expect.stringMatching(/^\[\S+packaged\.yaml\] OtherStack: it is for the stack bills, and was attested for orders\.\n$/) });
    expect(await verify(template())).toMatchObject({ status: 1, stdout: expect.stringMatching(/OtherStack: it was attested for the stack orders, and a file does not name its stack: pass --stack\.\n$/) });
    expect(await verify(template(), '--stack', 'no name')).toMatchObject({ status: 2, stderr: expect.stringContaining('BadStack') });
  });

  test('is verified for any stack where that was attested', async () => {
    expect(await attestFile('--any-stack')).toMatchObject({ status: 0 });
    expect(statement().subject.map(({ annotations }: any) => annotations)).toEqual([{ anyStack: true }, {}]);
    expect(await verify(template(), '--stack', 'bills')).toMatchObject({ status: 0, stdout: '' });
    expect(await verify(template())).toMatchObject({ status: 0, stdout: '' });
  });

  test('an assembly names its stacks itself', async () => {
    await attestLocally();
    expect(await verify(assembly, '--stack', 'Orders')).toMatchObject({ status: 2, stderr: expect.stringContaining('NamesItsStack') });
  });
});

test('an attestation is stored for each template, where the hook looks for it', async () => {
  const s3 = new FakeVersionedS3();
  Object.assign(process.env, { AWS_ENDPOINT_URL_S3: await s3.start(), AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIAFAKE', AWS_SECRET_ACCESS_KEY: 'fake', AWS_MAX_ATTEMPTS: '1' });
  try {
    s3.create('attestations');
    expect((await attestLocally('--bucket', 'attestations')).status).toBe(0);
    for (const { digest } of statement().subject) {
      expect(s3.versions('attestations', `attestations/${digest.cfnTemplateV1}.json`)[0].bytes.toString()).toBe(readFileSync(file('attestation.json'), 'utf-8'));
    }
    expect(await attestLocally('--bucket', 'other')).toMatchObject({ status: 2, stderr: expect.stringContaining('s3:PutObject') });
  } finally {
    await s3.stop();
  }
});
