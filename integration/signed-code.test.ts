import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, DeleteObjectCommand, paginateListObjectsV2, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { App } from 'aws-cdk-lib';
import { claimsStacksWithSite, deliveryStacks, ordersStacks, removeFolders } from './apps';
import { ACCOUNT, Deployment, GLOBAL_REGION, REGION } from './deploy/deployment';
import { withOutputs } from './deploy/outputs';
import { FakeSigner } from './fakes/signer';
import { SignedManifest } from '../src/attest/signed-manifest';
import { signCommand } from '../src/cli/sign';
import { runCommand } from '../test/support/run-command';

const deployments: Record<string, Deployment> = { [REGION]: new Deployment(REGION), [GLOBAL_REGION]: new Deployment(GLOBAL_REGION) };
const folder = mkdtempSync(join(tmpdir(), 'signed-code-'));
const signer = new FakeSigner(() => new S3Client({ forcePathStyle: true, followRegionRedirects: true }));
const profile = signer.profile.name;
const command = (...args: string[]) => runCommand(signCommand({ name: 'tool', version: '0' }), ...args);

beforeAll(async () => {
  await signer.start();
  process.env.AWS_ENDPOINT_URL_SIGNER = signer.url;
  for (const region of [REGION, GLOBAL_REGION]) {
    const s3 = new S3Client({ region, forcePathStyle: true });
    const Bucket = `cdk-hnb659fds-assets-${ACCOUNT}-${region}`;
    const CreateBucketConfiguration = region === 'us-east-1' ? undefined : { LocationConstraint: region as 'eu-west-1' };
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration })).catch((error) => {
      if (!/^BucketAlready/.test(error.name)) throw error;
    });
    // other suites put assets there with files for the emulator in them, which are not those of the assembly: they are not to be signed
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
      await Promise.all(Contents.map(({ Key }) => s3.send(new DeleteObjectCommand({ Bucket, Key }))));
    }
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }
});

afterAll(async () => {
  for (const deployment of Object.values(deployments).reverse()) await deployment.takeDown();
  await signer.stop();
  removeFolders();
  rmSync(folder, { recursive: true, force: true });
});

/** Signs an app, by the arguments of a command line, and deploys what was written, each stack into its region; returns how each ended and the names of functions by their logical ids. */
async function signedAndDeployed(app: App, typed = ['cdk.out', '--profile', profile, '--out', 'signed.out']) {
  const out = mkdtempSync(join(folder, 'app-'));
  const signed = join(out, 'signed.out');
  const { stacks, directory } = app.synth();
  const paths: Record<string, string> = { 'cdk.out': directory, 'signed.out': signed };
  expect(await command(...typed.map((arg) => paths[arg] ?? arg))).toMatchObject({ status: 0, stderr: expect.stringMatching(/^Exit 0/) });
  expect(await command('--verify', signed)).toMatchObject({ status: 0, stdout: '' });
  const outcomes: Record<string, unknown> = {};
  const outputs: Record<string, Record<string, string>> = {};
  const functions: Record<string, { name: string; region: string }> = {};
  for (const { stackName, environment: { region } } of stacks) {
    const deployment = deployments[region] ?? deployments[REGION];
    const { status, failures } = await deployment.deployPublished(signed, stackName, {
      template: ({ template }) => void Object.assign(template, withOutputs(template, outputs)),
    });
    outcomes[stackName] = failures.length > 0 ? failures : status;
    outputs[stackName] = await deployment.outputsOf(stackName);
    const { Resources } = JSON.parse(readFileSync(join(signed, `${stackName}.template.json`), 'utf-8'));
    for (const [id, name] of Object.entries(await deployment.idsOf(stackName))) {
      if (Resources[id]?.Type === 'AWS::Lambda::Function') functions[`${stackName}/${id}`] = { name, region: deployments[region] ? region : REGION };
    }
  }
  const manifest = JSON.parse(readFileSync(join(signed, 'signed.json'), 'utf-8')) as SignedManifest;
  return { outcomes, functions, manifest };
}

/** The functions whose code is not one of the manifest, by the digest that Lambda computes. */
async function unsigned(functions: Record<string, { name: string; region: string }>, { code }: SignedManifest): Promise<string[]> {
  const digests = new Set(code.map(({ signed }) => Buffer.from(signed.sha256, 'hex').toString('base64')));
  const found = await Promise.all(Object.values(functions).map(async ({ name, region }) => {
    const { Configuration } = await new LambdaClient({ region }).send(new GetFunctionCommand({ FunctionName: name }));
    return digests.has(Configuration!.CodeSha256!) ? [] : [name];
  }));
  return found.flat();
}

async function invoked(functions: Record<string, { name: string; region: string }>, id: RegExp, event: object): Promise<any> {
  const [, { name, region }] = Object.entries(functions).find(([key]) => id.test(key))!;
  const { Payload } = await new LambdaClient({ region }).send(new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) }));
  return JSON.parse(Buffer.from(Payload!).toString());
}

test('orders-api is signed, deployed and runs from the signed zips', async () => {
  const { outcomes, functions, manifest } = await signedAndDeployed(ordersStacks());
  expect(outcomes).toEqual({ Orders: 'CREATE_COMPLETE' });
  expect(await unsigned(functions, manifest)).toEqual([]);
  // a caller with a valid token and no order of this id: the handler read its table
  const event = {
    httpMethod: 'GET',
    resource: '/orders/{id}',
    path: '/orders/7a7e5f0e-3a44-4a57-9d4a-5b3b6a1f2c11',
    pathParameters: { id: '7a7e5f0e-3a44-4a57-9d4a-5b3b6a1f2c11' },
    headers: {},
    requestContext: { requestId: 'r', authorizer: { claims: { sub: 'alice', scope: 'orders/read' } } },
  };
  expect(await invoked(functions, /readorder/, event)).toMatchObject({ statusCode: 404 });
}, 120_000);

test('claims-platform, whose functions all ask for a signature, is signed in both regions, deployed and runs from the signed zips', async () => {
  const { outcomes, functions, manifest } = await signedAndDeployed(claimsStacksWithSite());
  expect(new Set(Object.values(outcomes))).toEqual(new Set(['CREATE_COMPLETE']));
  expect(Object.keys(manifest.profiles).sort()).toEqual([REGION, GLOBAL_REGION].sort());
  expect(Object.keys(functions).length).toBeGreaterThan(25);
  expect(await unsigned(functions, manifest)).toEqual([]);
  expect(await invoked(functions, /tariff/, { queryStringParameters: { worth: '1000000' } })).toMatchObject({ statusCode: 200, body: '{"monthlyCents":4000}' });
}, 240_000);

test('delivery is deployed for the first time as its README has it: signed, and its functions run from the signed zips', async () => {
  const readme = readFileSync(join(__dirname, '../examples/delivery/README.md'), 'utf-8');
  const [, typed] = /^npx cdk-zero-trust sign (.*)$/m.exec(readme)!;
  Object.assign(signer.profile, { name: 'releases', version: 'h6mUk3bHqP' });
  const app = deliveryStacks();
  const { outcomes, functions, manifest } = await signedAndDeployed(app, typed.split(' '));
  expect(outcomes).toEqual({ Delivery: 'CREATE_COMPLETE' });
  // the profile that signed is the one that Lambda is told to take code of
  const { Resources } = app.synth().getStackByName('Delivery').template;
  const [config] = Object.values<any>(Resources).filter(({ Type }) => Type === 'AWS::Lambda::CodeSigningConfig');
  const { name, version } = manifest.profiles[REGION];
  expect(config.Properties.AllowedPublishers.SigningProfileVersionArns).toContainEqual(expect.stringMatching(new RegExp(`:/signing-profiles/${name}/${version}$`)));
  expect(Object.keys(functions).length).toBeGreaterThan(0);
  expect(await unsigned(functions, manifest)).toEqual([]);
}, 120_000);
