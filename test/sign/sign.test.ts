import { createHash, generateKeyPairSync } from 'crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { basename, join } from 'path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { BUCKET, SigningWorld } from './signing-world';
import { FakeSigner } from '../../integration/fakes/signer';
import { SignedManifest } from '../../src/attest/signed-manifest';
import { attestCommand } from '../../src/cli/attest';
import { awsSdk } from '../../src/cli/aws-sdk';
import { signCommand } from '../../src/cli/sign';
import { verifyCommand } from '../../src/cli/verify';
import { readTemplates } from '../../src/model/read-templates';
import { codeAssets, readAssembly } from '../../src/sign/code-assets';
import { runCommand } from '../support/run-command';

let world: SigningWorld;
beforeEach(async () => {
  world = new SigningWorld();
  await world.start();
  world.synthesise();
});
afterAll(() => SigningWorld.forget());
afterEach(async () => {
  await world.stop();
  jest.restoreAllMocks();
});

const run = (...args: string[]) => runCommand(signCommand({ name: 'tool', version: '1.2.3' }), ...args);
const sign = (...args: string[]) => run(world.assembly, '--profile', 'OrdersSigned', '--out', world.out, ...args);
const verify = () => run('--verify', world.out);
const manifest = () => JSON.parse(readFileSync(join(world.out, 'signed.json'), 'utf-8')) as SignedManifest;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const filesOf = (folder: string) => Object.fromEntries(readdirSync(folder, { recursive: true, encoding: 'utf-8' })
  .filter((name) => statSync(join(folder, name)).isFile()).map((name) => [name, sha256(readFileSync(join(folder, name)))]));
const template = (name: RegExp) => {
  const file = readdirSync(world.out).find((one) => name.test(one))!;
  return { file, text: readFileSync(join(world.out, file), 'utf-8'), json: JSON.parse(readFileSync(join(world.out, file), 'utf-8')) };
};
const ofType = (json: any, type: string): [string, any][] => Object.entries<any>(json.Resources).filter(([, { Type }]) => Type === type);

describe('an assembly is signed', () => {
  test('each zip is published as the publishing role, signed as a version, and named by the templates', async () => {
    world.signer.slow = 1;
    expect(await sign()).toMatchObject({ status: 0, stdout: '' });
    const { code, profiles } = manifest();
    expect(code).toHaveLength(3);
    expect(profiles['eu-west-1']).toEqual({ name: 'OrdersSigned', version: 'aBcD123456', versionArn: 'arn:aws:signer:eu-west-1:000000000000:/signing-profiles/OrdersSigned/aBcD123456' });
    for (const { assetHash, source, signed } of code) {
      expect(source).toMatchObject({ bucket: BUCKET, key: `${assetHash}.zip`, versionId: world.s3.versions(BUCKET, `${assetHash}.zip`)[0].versionId });
      const [stored] = world.s3.versions(BUCKET, signed.key);
      expect(signed).toEqual({ bucket: BUCKET, key: signed.key, versionId: stored.versionId, sha256: sha256(stored.bytes) });
      expect(signed.sha256).not.toBe(source.sha256);
    }
    expect(new Set(world.sts.assumed)).toEqual(new Set(['arn:aws:iam::000000000000:role/cdk-hnb659fds-file-publishing-role-000000000000-eu-west-1']));
    const written = world.s3.requests.filter(({ method, key }) => method === 'PUT' && !key.startsWith('signed/'));
    expect(written.map(({ accessKey }) => accessKey)).toEqual(['ASIAPUBLISHER', 'ASIAPUBLISHER', 'ASIAPUBLISHER']);

    const objects = new Map(code.map(({ signed }) => [signed.key, signed.versionId]));
    const parts = [template(/^Orders\.template/), template(/nested\.template/)].flatMap(({ json }) => [
      ...ofType(json, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties.Code), ...ofType(json, 'AWS::Lambda::LayerVersion').map(([, { Properties }]) => Properties.Content),
    ]);
    expect(parts).toHaveLength(3);
    for (const { S3Key, S3ObjectVersion } of parts) expect([S3Key, S3ObjectVersion]).toEqual([S3Key, objects.get(S3Key)]);
  });

  test('a published zip has the files of the asset, and what may run may run in it', async () => {
    await sign();
    const { source } = manifest().code.find(({ assetHash }) => /place/i.test(assetHashName(assetHash)))!;
    const [{ bytes }] = world.s3.versions(BUCKET, source.key);
    expect(Object.keys(unzipSync(bytes)).sort()).toEqual(['index.js', 'lib/run.sh']);
    const central = bytes.lastIndexOf('lib/run.sh') - 46; // the header of the central directory before the name
    expect((bytes.readUInt16LE(central + 40) % 0o1000).toString(8)).toBe('755');
  });

  test('hashes of templates, their URLs and the manifests are those of the new texts', async () => {
    await sign();
    const [parent, nested] = [template(/^Orders\.template/), template(/nested\.template/)];
    const assets = JSON.parse(readFileSync(join(world.out, 'Orders.assets.json'), 'utf-8'));
    for (const { file, text } of [parent, nested]) {
      const [[hash, { destinations }]] = Object.entries<any>(assets.files).filter(([, { source }]) => source.path === file);
      expect(hash).toBe(sha256(Buffer.from(text)));
      expect(Object.values<any>(destinations).map(({ objectKey }) => objectKey)).toEqual([`${hash}.json`]);
    }
    expect(JSON.stringify(ofType(parent.json, 'AWS::CloudFormation::Stack'))).toContain(sha256(Buffer.from(nested.text)));
    const { artifacts } = JSON.parse(readFileSync(join(world.out, 'manifest.json'), 'utf-8'));
    expect(artifacts.Orders.properties.stackTemplateAssetObjectUrl).toContain(sha256(Buffer.from(parent.text)));
    expect(readTemplates(world.out)).toHaveLength(2); // the nested one is found
  });

  test('a version of a function gets another name, as CloudFormation publishes none twice, and its alias follows', async () => {
    const before = ofType(readTemplates(world.assembly)[0].template, 'AWS::Lambda::Version').map(([id]) => id);
    await sign();
    const { json, text } = template(/^Orders\.template/);
    const [[id]] = ofType(json, 'AWS::Lambda::Version');
    expect(id).toMatch(new RegExp(`^${before[0]}[0-9a-f]{8}$`));
    expect(ofType(json, 'AWS::Lambda::Alias')[0][1].Properties.FunctionVersion).toEqual({ 'Fn::GetAtt': [id, 'Version'] });
    expect(text).not.toMatch(new RegExp(`"${before[0]}"`));
  });

  test('the assembly itself stays as it is', async () => {
    const before = filesOf(world.assembly);
    await sign();
    expect(filesOf(world.assembly)).toEqual(before);
  });

  test('a bucket of its own is named by the templates', async () => {
    world.s3.create('signed-code');
    expect((await sign('--bucket', 'signed-code')).status).toBe(0);
    for (const [, { Properties }] of ofType(template(/^Orders\.template/).json, 'AWS::Lambda::Function')) expect(Properties.Code.S3Bucket).toBe('signed-code');
    expect((await verify()).status).toBe(0);
  });
});

describe('a run may be repeated', () => {
  test('the second one publishes nothing, and is answered with the same jobs: the same assembly', async () => {
    await sign();
    const before = filesOf(world.out);
    expect((await sign()).status).toBe(0);
    expect(filesOf(world.out)).toEqual(before);
    expect(world.signer.jobs.size).toBe(3);
    for (const { source } of manifest().code) expect(world.s3.versions(BUCKET, source.key)).toHaveLength(1);
  });

  test('one that is too slow leaves nothing under the name of the assembly, and goes on when it is repeated', async () => {
    world.signer.slow = Infinity;
    expect(await sign('--timeout', '1s')).toMatchObject({ status: 2, stderr: expect.stringMatching(/has not signed .* in 1 s\. Run the command again/) });
    expect(readdirSync(world.folder).filter((name) => /signed/.test(name))).toEqual([]);
    for (const job of world.signer.jobs.values()) job.left = 0;
    expect((await sign()).status).toBe(0);
    expect(world.signer.jobs.size).toBe(3);
  });

  test('a job that failed is told with its reason, and the next run starts another one', async () => {
    world.signer.failing = 'The object is no zip.';
    expect(await sign()).toMatchObject({ status: 2, stderr: expect.stringContaining('The object is no zip.') });
    expect(existsSync(world.out)).toBe(false);
    world.signer.failing = undefined;
    for (const job of world.signer.jobs.values()) Object.assign(job, { createdAt: job.createdAt - 60 });
    expect((await sign()).status).toBe(0);
  });

  test('a signed object that is gone is signed again', async () => {
    await sign();
    const [{ signed }] = manifest().code;
    world.s3.buckets.get(BUCKET)!.objects.delete(signed.key);
    expect((await sign()).status).toBe(0);
    expect(manifest().code[0].signed.key).not.toBe(signed.key);
    expect((await verify()).status).toBe(0);
  });
});

describe('nothing is signed that the assembly does not have', () => {
  const someAsset = () => codeAssets(readAssembly(world.assembly))[0].destination.objectKey;

  test('an object with other files under the key of an asset is refused before a job is started', async () => {
    world.s3.put(BUCKET, someAsset(), zipSync({ 'index.js': strToU8('steal()'), 'lib/run.sh': strToU8('#!/bin/sh\n') }));
    expect(await sign()).toMatchObject({ status: 2, stderr: expect.stringMatching(/is not what .* has: index\.js is another file/) });
    expect(existsSync(world.out)).toBe(false);
  });

  test('an object whose readers find different files is refused, though one of them finds those of the asset', async () => {
    const files = { 'index.js': readFileSync(join(codeAssets(readAssembly(world.assembly))[0].path, 'index.js')), 'lib/run.sh': strToU8('#!/bin/sh\n') };
    world.s3.put(BUCKET, someAsset(), twice(files, 'index.js', strToU8('steal()')));
    expect(await sign()).toMatchObject({ status: 2, stderr: expect.stringMatching(/is not what .* has: index\.js is in it twice/) });
    world.s3.put(BUCKET, someAsset(), Buffer.concat([strToU8('#!/bin/sh\nsteal\n'), zipSync(files)]));
    expect((await sign()).stderr).toMatch(/is not what .* has: (its directory is in more than one place|it has bytes)/);
    expect([...world.signer.jobs.values()].map(({ source }) => source.key)).not.toContain(someAsset());
  });

  test('one that another tool packed is signed', async () => {
    const { path } = codeAssets(readAssembly(world.assembly))[0];
    world.s3.put(BUCKET, someAsset(), zipSync({ 'index.js': readFileSync(join(path, 'index.js')), 'lib/run.sh': strToU8('#!/bin/sh\n') }, { level: 1, mtime: '2001-01-01' }));
    expect((await sign()).status).toBe(0);
  });

  test.each([
    'META-INF/../index2.js', 'META_INF/../../index.js', 'META-INF/services/java.sql.Driver', 'META_INF/run.js', 'META_INF/aws_signer_signature_v1.0.SF/../../more.js',
  ])('a file called %s is no signature', async (name) => {
    world.signer.tamper = (files) => ({ ...files, [name]: strToU8('steal()') });
    expect(await sign()).toMatchObject({ status: 2, stderr: expect.stringContaining(`${name} was added`) });
  });

  test('a signature below META-INF is one as well', async () => {
    world.signer.tamper = ({ 'META_INF/aws_signer_signature_v1.0.SF': signature, ...files }) => ({ ...files, 'META-INF/aws_signer_signature_v1.0.SF': signature });
    expect((await sign()).status).toBe(0);
  });

  test.each([
    ['changed', (files: Record<string, Uint8Array>) => ({ ...files, 'index.js': strToU8('steal()') }), /index\.js is another file/],
    ['added', (files: Record<string, Uint8Array>) => ({ ...files, 'more.js': strToU8('steal()') }), /more\.js was added/],
    ['left out', ({ 'index.js': _, ...files }: Record<string, Uint8Array>) => files, /index\.js is missing/],
    ['not signed', (files: Record<string, Uint8Array>) => Object.fromEntries(Object.entries(files).filter(([name]) => !/^META/.test(name))), /no signature in it/],
  ])('a signed zip in which a file is %s is refused', async (_, tamper, why) => {
    world.signer.tamper = tamper as FakeSigner['tamper'];
    expect(await sign()).toMatchObject({ status: 2, stderr: expect.stringMatching(why) });
    expect(existsSync(world.out)).toBe(false);
  });
});

describe('what cannot be used is told in a line', () => {
  const told = async (why: RegExp, ...args: string[]) => {
    const { status, stderr } = await sign(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(why);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(join(world.out, 'signed.json'))).toBe(false);
  };

  test('a profile that is not there', () => told(/Signing profile Other in eu-west-1 is not there/, '--profile', 'Other'));
  test.each(['Canceled', 'Revoked'])('a profile that is %s', async (status) => {
    world.signer.profile.status = status;
    await told(new RegExp(`is ${status.toLowerCase()}`));
  });
  test('a profile of another platform', async () => {
    world.signer.profile.platformId = 'Notation-OCI-SHA384-ECDSA';
    await told(/signs for Notation-OCI/);
  });
  test('a profile of another version', () => told(/has version aBcD123456, not zzzz/, '--profile-version', 'zzzz'));
  test('a bucket without versioning', async () => {
    world.s3.create(BUCKET, { versioned: false });
    await told(/has no versioning.*put-bucket-versioning/);
  });
  test('no bucket', async () => {
    world.s3.buckets.clear();
    await told(/no such bucket in eu-west-1.*cdk bootstrap/);
  });
  test('a bucket of another account under the name', async () => {
    world.s3.create(BUCKET, { owner: '666666666666' });
    await told(/access is denied/);
  });
  test('no role', async () => {
    world.sts.refuses = true;
    await told(/sts:AssumeRole of .*file-publishing-role.*--no-assume-role/);
  });
  test('no credentials', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete process.env[name];
    Object.assign(process.env, { HOME: world.folder, AWS_SHARED_CREDENTIALS_FILE: '/nowhere', AWS_CONFIG_FILE: '/nowhere' });
    await told(/no credentials that AWS takes/);
  });
  test('no network', async () => {
    process.env.AWS_ENDPOINT_URL_STS = 'http://127.0.0.1:1';
    await told(/AWS is not reached \(ECONNREFUSED\)/);
  });
  test('no profile named', async () => {
    expect(await run(world.assembly, '--out', world.out)).toMatchObject({ status: 2, stderr: expect.stringContaining('NoProfile') });
  });
  test('an output that is something else, or the assembly itself', async () => {
    mkdirSync(join(world.folder, 'code'));
    await told(/Taken/, '--out', join(world.folder, 'code'));
    await told(/InPlace/, '--out', world.assembly);
    await told(/InPlace/, '--out', join(world.assembly, 'signed'));
  });
  test('an assembly that is signed', async () => {
    await sign();
    expect(await run(world.out, '--profile', 'OrdersSigned', '--out', join(world.folder, 'again'))).toMatchObject({ status: 2, stderr: expect.stringContaining('SignedAlready') });
  });
});

describe('a signed assembly is verified', () => {
  test('as it is written', async () => {
    await sign();
    expect(await verify()).toEqual({ status: 0, stdout: '', stderr: `Exit 0: the code of ${world.out} is signed.\n` });
  });

  test('one that is not signed is refused', async () => {
    const { status, stdout } = await run('--verify', world.assembly);
    expect(status).toBe(1);
    expect(stdout.match(/CodeNotSigned: its code is as the CDK publishes it/g)).toHaveLength(3);
  });

  test('code that the manifest does not have is refused', async () => {
    await sign();
    const { file, text } = template(/^Orders\.template/);
    writeFileSync(join(world.out, file), text.replace(/signed\/[0-9a-f]+\.zip/, 'other.zip'));
    expect(await verify()).toMatchObject({ status: 1, stdout: expect.stringMatching(/^\[Orders\/\w+\] CodeNotSigned: its code \(other\.zip, version .*\) is not in signed\.json\.\n$/) });
  });

  test.each([['of another version', '"S3ObjectVersion": "other"'], ['of no version', '"Other": ""']])('code %s is refused', async (_, instead) => {
    await sign();
    const { file, text } = template(/^Orders\.template/);
    writeFileSync(join(world.out, file), text.replace(/"S3ObjectVersion": "[^"]+"/, instead));
    expect((await verify()).status).toBe(1);
  });

  test('an object that changed, or is gone, is refused', async () => {
    await sign();
    const [first, second] = manifest().code;
    world.s3.versions(BUCKET, first.signed.key)[0].bytes.fill(0);
    world.s3.buckets.get(BUCKET)!.objects.delete(second.signed.key);
    const { status, stdout } = await verify();
    expect(status).toBe(1);
    expect(stdout).toContain(`[${first.signed.key}] CodeNotSigned: it is not what was signed.`);
    expect(stdout).toMatch(new RegExp(`\\[${second.signed.key}\\] CodeNotSigned: version .* is not in ${BUCKET}`));
  });

  /** The manifest, as somebody wrote it who signs nothing. */
  const forge = (change: (manifest: any) => void) => {
    const forged = manifest();
    change(forged);
    writeFileSync(join(world.out, 'signed.json'), JSON.stringify(forged));
  };

  test('an unsigned object that the manifest names with the job of another is refused', async () => {
    await sign();
    const bytes = Buffer.from(zipSync({ 'index.js': strToU8('steal()') }));
    const versionId = world.s3.put(BUCKET, 'signed/evil.zip', bytes);
    const [{ signed }] = manifest().code;
    for (const name of [/^Orders\.template/, /nested\.template/]) {
      const { file, text } = template(name);
      writeFileSync(join(world.out, file), text.replaceAll(signed.key, 'signed/evil.zip').replaceAll(signed.versionId, versionId));
    }
    forge(({ code: [entry] }) => Object.assign(entry.signed, { key: 'signed/evil.zip', versionId, sha256: sha256(bytes) }));
    const { status, stdout } = await verify();
    expect(status).toBe(1);
    expect(stdout).toMatch(/^\[signed\/evil\.zip\] CodeNotSigned: it is not the signed form of asset [\da-f]{64}: lib\/run\.sh is missing\.$/m);
    expect(stdout).toMatch(/^\[signed\/evil\.zip\] CodeNotSigned: job [\da-f]+ signed something else\.$/m);
  });

  test('another version under the key of what was signed is refused', async () => {
    await sign();
    const [{ signed }] = manifest().code;
    const [{ bytes }] = world.s3.versions(BUCKET, signed.key);
    const unsigned = Buffer.from(zipSync(Object.fromEntries(Object.entries(unzipSync(bytes)).filter(([name]) => !name.startsWith('META')))));
    const versionId = world.s3.put(BUCKET, signed.key, unsigned);
    for (const name of [/^Orders\.template/, /nested\.template/]) {
      const { file, text } = template(name);
      writeFileSync(join(world.out, file), text.replaceAll(signed.versionId, versionId));
    }
    forge(({ code: [entry] }) => Object.assign(entry.signed, { versionId, sha256: sha256(unsigned) }));
    expect(await verify()).toMatchObject({ status: 1, stdout: expect.stringMatching(/there is no signature in it/) });
  });

  test.each<[string, (manifest: any) => void, RegExp]>([
    ['of an asset that is not there', ({ code: [entry] }) => { entry.assetHash = 'other'; }, /the assembly has no asset other/],
    ['of another source', ({ code: [entry] }) => { entry.source.versionId = 'other'; }, /signed something else/],
    ['by another profile', ({ profiles }) => { profiles['eu-west-1'].version = 'zzzz'; }, /signed with OrdersSigned aBcD123456, which the manifest does not name/],
    ['by a profile of nowhere', (forged) => { forged.profiles = {}; }, /which the manifest does not name/],
  ])('an entry %s is refused', async (_, change, why) => {
    await sign();
    forge(change);
    expect(await verify()).toMatchObject({ status: 1, stdout: expect.stringMatching(why) });
  });

  test('the profile that is asked for is not that of the manifest', async () => {
    await sign();
    expect((await run('--verify', world.out, '--profile', 'OrdersSigned', '--profile-version', 'aBcD123456')).status).toBe(0);
    expect(await run('--verify', world.out, '--profile', 'Other')).toMatchObject({ status: 1, stdout: expect.stringContaining('not the profile that is asked for') });
  });

  test('a manifest whose profiles are none is told', async () => {
    await sign();
    forge((forged) => { forged.profiles = { 'eu-west-1': null }; });
    expect(await verify()).toMatchObject({ status: 2, stderr: expect.stringContaining('BadManifest') });
  });

  test('a signature that was revoked is refused, and not made again', async () => {
    await sign();
    world.signer.jobs.get(manifest().code[0].jobId)!.revocation = { reason: 'leaked', revokedAt: 0 };
    expect(await verify()).toMatchObject({ status: 1, stdout: expect.stringContaining('its signature was revoked: leaked.') });
    expect(await sign()).toMatchObject({ status: 2, stderr: expect.stringContaining('was revoked: leaked') });
  });
});

describe('what is attested goes on only signed', () => {
  /** A report that passed, of an assembly. */
  async function attested(assembly: string): Promise<string[]> {
    const [report, key, attestation] = ['report.json', 'private.pem', 'attestation.json'].map((name) => join(world.folder, name));
    const templates = readTemplates(assembly).map(({ id, sha256: digest }) => ({ id, sha256: digest }));
    writeFileSync(report, JSON.stringify({
      schemaVersion: '1.8',
      tool: { version: '1.2.3' },
      summary: { pass: 1 },
      rules: [],
      templates,
      waiverProblems: [],
      unreadable: [],
      evidence: [{ rule: 'ZT-LAMBDA-016', severity: 'high', verdict: 'pass' }],
    }));
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    writeFileSync(key, privateKey.export({ format: 'pem', type: 'pkcs8' }));
    writeFileSync(join(world.folder, 'public.pem'), publicKey.export({ format: 'pem', type: 'spki' }));
    const attest = attestCommand({ name: 'tool', version: '1.2.3' });
    expect(await runCommand(attest, assembly, '--report', report, '--key', key, '--out', attestation)).toMatchObject({ status: 0 });
    return [attestation, assembly, '--public-key', join(world.folder, 'public.pem')];
  }

  test('an assembly of signed code is verified with its manifest', async () => {
    await sign();
    const args = await attested(world.out);
    expect(await runCommand(verifyCommand(), ...args)).toMatchObject({ status: 0, stdout: '' });
    rmSync(join(world.out, 'signed.json'));
    expect(await runCommand(verifyCommand(), ...args)).toMatchObject({ status: 1, stdout: expect.stringContaining('OtherManifest') });
  });

  test('one that was not signed is refused, though it was attested', async () => {
    expect(await runCommand(verifyCommand(), ...await attested(world.assembly))).toMatchObject({ status: 1, stdout: expect.stringContaining('CodeNotSigned') });
  });
});

test('a nested template is that which is published, and its metadata may name no other', () => {
  const [assets, parent] = ['Orders.assets.json', 'Orders.template.json'].map((name) => join(world.assembly, name));
  const nested = readTemplates(world.assembly)[1].templatePath;
  writeFileSync(join(world.assembly, 'evil.json'), '{"Resources":{}}');
  writeFileSync(assets, readFileSync(assets, 'utf-8').replace(/"path": "[^"]+nested\.template\.json"/, '"path": "evil.json"'));
  expect(readTemplates(world.assembly)[1].templatePath).toBe(join(world.assembly, 'evil.json'));
  const json = JSON.parse(readFileSync(parent, 'utf-8'));
  for (const [, resource] of ofType(json, 'AWS::CloudFormation::Stack')) resource.Metadata = { 'aws:asset:path': basename(nested) };
  writeFileSync(parent, JSON.stringify(json));
  expect(() => readTemplates(world.assembly)).toThrow(/OtherTemplate: it is not what the asset manifest publishes as s3:/);
});

test('without the AWS SDK it is told what to install', () => {
  expect(() => awsSdk(['@aws-sdk/client-signer', '@aws-sdk/client-of-nothing'])).toThrow('npm install --save-dev @aws-sdk/client-signer @aws-sdk/client-of-nothing');
});

/** A zip with two entries of a name; the one that readers take who take the last is that of the files. */
function twice(files: Record<string, Uint8Array>, name: string, first: Uint8Array): Buffer {
  const other = name.replace(/.$/, '~');
  return Buffer.from(Buffer.from(zipSync({ [other]: first, ...files })).toString('latin1').replaceAll(other, name), 'latin1');
}

/** The name of the function or layer whose asset has a hash. */
function assetHashName(hash: string): string {
  const { files } = JSON.parse(readFileSync(join(world.assembly, 'Orders.assets.json'), 'utf-8'));
  return files[hash].displayName;
}
