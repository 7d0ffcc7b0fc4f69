import { ChildProcess, spawn } from 'child_process';
import { createPrivateKey, generateKeyPairSync, sign } from 'crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as signer from 'aws-cdk-lib/aws-signer';
import { PipelinePlayer, World } from './pipeline-player';
import { deliveryStack, ENV, pipelineOf, projectsOf, SOURCE } from './pipelines';
import { PipelineStage, SecureFunction, SecurePipeline, SignedCode, TrustZone } from '../../src';
import { PAYLOAD_TYPE, preAuthenticationEncoding, writeEnvelope } from '../../src/attest/dsse';
import { sha256 } from '../../src/attest/template-digest';
import { fakePrograms } from '../cli/support/fake-programs';
import { DeployedTemplates } from '../support/deployed-template';

jest.setTimeout(300_000);

const ROOT = resolve(__dirname, '..', '..');
const root = mkdtempSync(join(tmpdir(), 'zt-pipeline-attest-'));
const real = fakePrograms(root).environment.PATH!.split(':')[0];
/** No scanner: they are played with the gate. */
const SETTINGS = { without: Object.fromEntries(['secrets-source', 'secrets-assets', 'sast', 'dependencies'].map((check) => [check, 'run elsewhere'])) };
let account: ChildProcess;
let variables: Record<string, string>;

beforeAll(async () => {
  account = spawn(join(ROOT, 'node_modules', '.bin', 'tsx'), ['--tsconfig', join(ROOT, 'tsconfig.dev.json'), join(__dirname, 'fake-account.ts'), root], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  variables = await new Promise((given) => account.stdout!.once('data', (text: Buffer) => given(JSON.parse(text.toString()))));
});
afterAll(() => {
  process.kill(-account.pid!);
  rmSync(root, { recursive: true, force: true });
});

let apps = 0;

function appOf(answer: string, signs: boolean) {
  const outdir = join(root, `app${++apps}`);
  const app = new App({ outdir, analyticsReporting: false });
  const code = join(root, `code${apps}`);
  mkdirSync(code);
  writeFileSync(join(code, 'index.js'), `exports.handler = async () => "${answer}";\n`);
  const production = new Stage(app, 'Production', { env: ENV });
  const orders = new Stack(production, 'Orders');
  new SecureFunction(orders, 'Place', { code: Code.fromAsset(code) });
  if (signs) new SignedCode(orders, 'Signed').requireIn(TrustZone.of(orders));
  const delivery = deliveryStack(app);
  const signing = signs ? signer.SigningProfile.fromSigningProfileAttributes(delivery, 'Profile', { signingProfileName: 'OrdersSigned', signingProfileVersion: 'aBcD123456' }) : undefined;
  new SecurePipeline(delivery, 'Pipeline', { source: SOURCE, synth: ['npx cdk synth'], signing, stages: [PipelineStage.of(production, { terminationProtection: false })] });
  return { outdir, assembly: app.synth() };
}

/** What the policies of the project's roles allow of AWS KMS: `action key`. */
function keyActions(templates: DeployedTemplates): Record<string, string[]> {
  return Object.fromEntries(Object.values(projectsOf(templates)).map(({ Name, ServiceRole }) => {
    const statements = Object.values(templates.resources('AWS::IAM::ManagedPolicy')).filter(({ Roles }) => Roles?.some((role: string) => ServiceRole.endsWith(`/${role}`)))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement).filter(({ Effect }) => Effect === 'Allow');
    return [Name, statements.flatMap(({ Action, Resource }) => [Action].flat().flatMap((action: string) => [Resource].flat().map((on: string) => `${action} ${on}`)))];
  }));
}

interface Release {
  readonly answer?: string;
  readonly signs?: boolean;
  /** Runs while the release waits for a person. */
  readonly whileItWaits?: (player: PipelinePlayer) => void;
  /** Runs before each of our commands, as a script of bash. */
  readonly before?: string;
  readonly changesItself?: boolean;
}

function release({ answer = 'ok', signs = false, whileItWaits = () => undefined, before = '', changesItself = false }: Release = {}) {
  const { outdir, assembly } = appOf(answer, signs);
  const source = mkdtempSync(join(root, 'source-'));
  writeFileSync(join(source, 'zero-trust-gate.json'), JSON.stringify(SETTINGS));
  writeFileSync(join(source, 'package.json'), '{}');
  symlinkSync(join(ROOT, 'node_modules'), join(source, 'node_modules'));
  // an attestation of the source is none
  mkdirSync(join(source, 'zero-trust-attested'));
  writeFileSync(join(source, 'zero-trust-attested', 'of-the-source'), '');
  const templates = DeployedTemplates.ofAssembly(assembly);
  writeFileSync(join(root, 'roles.json'), JSON.stringify(keyActions(templates)));
  writeFileSync(join(root, 'asked'), '');
  const deployed: Record<string, string> = {};
  const player = new PipelinePlayer(pipelineOf(assembly.getStackByName('Delivery').template), projectsOf(templates), mkdtempSync(join(root, 'run-')), source);
  const world: World = {
    approve: () => {
      whileItWaits(player);
      return true;
    },
    deploy: (stack, _execution, path = '') => {
      const [artifact, file] = path.split('::');
      deployed[stack] = readFileSync(join(player.artifact(artifact), file), 'utf-8');
      return true;
    },
    programs: {
      npx: `${Object.entries(variables).map(([name, value]) => `export ${name}=${value}`).join('\n')}
export AWS_ACCESS_KEY_ID="\${CODEBUILD_BUILD_ID%%:*}"
case "$*" in
  "cdk synth"*) cp -R ${outdir} cdk.out; exit ;;
  "--no -- cdk-assets "*) exit ;;
esac
${before}
exec ${join(real, 'npx')} "$@"`,
      aws: `case "$*" in *"--stack-name Production-"*) echo "An error occurred (ValidationError) when calling the GetTemplate operation: Stack with id Production-Orders does not exist" >&2; exit 254 ;; esac
${changesItself ? "sed 's/\"TimeoutInMinutes\": 60/\"TimeoutInMinutes\": 59/'" : 'cat'} ${join(outdir, 'Delivery.template.json')}`,
    },
  };
  const reached = player.release(world);
  return { reached, log: player.log, output: player.output.join('\n'), player, deployed, outdir, asked: readFileSync(join(root, 'asked'), 'utf-8').trim().split('\n') };
}

const attestation = (player: PipelinePlayer) => join(player.artifact('Attested'), 'attestation.json');
const statementIn = (path: string) => JSON.parse(Buffer.from(JSON.parse(readFileSync(path, 'utf-8')).payload, 'base64').toString());
const stoppedIn = (stage: string, why: string) => ({ reached: false, deployed: {}, log: expect.arrayContaining([`${stage}: failed`]), output: expect.stringContaining(why) });

/** Writes an attestation again, with a statement that is changed. */
function signAgain(path: string, pem: string | Buffer, change: (statement: any) => void = () => undefined): void {
  const statement = statementIn(path);
  change(statement);
  const payload = Buffer.from(JSON.stringify(statement));
  writeFileSync(path, writeEnvelope(payload, 'key', sign('sha256', preAuthenticationEncoding(PAYLOAD_TYPE, payload), createPrivateKey(pem))));
}

describe('a release', () => {
  test('is attested by the role for it alone, and checked before it is deployed', () => {
    const { reached, log, output, player, deployed, asked } = release();
    expect({ reached, output: reached ? '' : output }).toEqual({ reached: true, output: '' });
    expect(log).toEqual([
      'Synth: built', 'Gate: built', 'Publish: built', 'Attest: built', 'Approve-Pipeline: skipped', 'Verify-Pipeline: skipped', 'Pipeline: skipped',
      'Verify-Production: built', 'Production: Production-Orders of 1',
    ]);
    expect(asked).toEqual(['Attest GetPublicKey allowed', 'Attest Sign allowed', 'Verify GetPublicKey allowed']);
    const { subject, predicate } = statementIn(attestation(player));
    expect(subject.map(({ name }: any) => name).sort()).toEqual(['Delivery', 'Production/Orders']);
    expect(subject.find(({ name }: any) => name === 'Production/Orders')).toMatchObject({
      digest: { sha256: sha256(deployed['Production-Orders']) }, annotations: { account: ENV.account, region: ENV.region },
    });
    expect(predicate.gate.digest.sha256).toBe(sha256(readFileSync(join(player.artifact('Evidence'), 'gate.json'))));
    expect(predicate.report.digest.sha256).toBe(sha256(readFileSync(join(player.artifact('Evidence'), 'audit.json'))));
    expect(existsSync(join(player.artifact('Attested'), 'of-the-source'))).toBe(false);
  });

  test('of which a template was changed while it waited is not deployed', () => {
    const tampered = release({
      whileItWaits: (player) => {
        const [file] = templatesBelow(player.artifact('Judged'));
        writeFileSync(file, readFileSync(file, 'utf-8').replace(/"Timeout": \d+/, '"Timeout": 899'));
      },
    });
    expect(tampered).toMatchObject(stoppedIn('Verify-Production', 'TemplateDiffers'));
  });

  test('is not deployed by the attestation of another one', () => {
    const other = release({ answer: 'another' });
    expect(release({ whileItWaits: (player) => copyFileSync(attestation(other.player), attestation(player)) })).toMatchObject(stoppedIn('Verify-Production', 'TemplateDiffers'));
  });

  test('is not deployed when it was attested longer ago than a week, and is up to then', () => {
    const aged = (days: number) => release({
      whileItWaits: (player) => signAgain(attestation(player), readFileSync(join(root, 'key.pem')), ({ predicate }) => {
        predicate.attestedAt = new Date(Date.now() - days * 86_400_000).toISOString();
      }),
    });
    expect(aged(7.1)).toMatchObject(stoppedIn('Verify-Production', 'Stale'));
    expect(aged(6.9).reached).toBe(true);
  });

  test('is not deployed with an attestation that another key signed, or with none', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const forged = release({ whileItWaits: (player) => signAgain(attestation(player), privateKey.export({ type: 'pkcs8', format: 'pem' })) });
    expect(forged).toMatchObject(stoppedIn('Verify-Production', 'WrongKey'));
    expect(release({ whileItWaits: (player) => rmSync(attestation(player)) })).toMatchObject(stoppedIn('Verify-Production', 'attestation.json'));
  });

  test('does not change its own pipeline without an attestation', () => {
    expect(release({ changesItself: true, whileItWaits: (player) => rmSync(attestation(player)) })).toMatchObject(stoppedIn('Verify-Pipeline', 'attestation.json'));
  });

  test('whose artifact was changed before it was attested is not attested', () => {
    const before = '[[ "$*" != *gate*--verify* || "$CODEBUILD_BUILD_ID" != *-Attest:* ]] || sed -i \'s/"Timeout": [0-9]*/"Timeout": 899/\' "$CODEBUILD_SRC_DIR_Judged"/*/*.template.json';
    const changed = release({ before });
    expect(changed).toMatchObject(stoppedIn('Attest', 'template Production/Orders was changed'));
    expect(changed.asked).toEqual(['']);
  });
});

describe('a release that is signed', () => {
  test('is attested as the signed templates that are deployed, after they were audited', () => {
    const { reached, output, player, deployed, outdir } = release({ signs: true });
    expect({ reached, output: reached ? '' : output }).toEqual({ reached: true, output: '' });
    const { subject, predicate } = statementIn(attestation(player));
    const { digest } = subject.find(({ name }: any) => name === 'Production/Orders');
    expect(digest.sha256).toBe(sha256(deployed['Production-Orders']));
    expect(deployed['Production-Orders']).toMatch(/"S3ObjectVersion": "v\d+-/);
    expect(templatesBelow(outdir).map((file) => sha256(readFileSync(file)))).not.toContain(digest.sha256);
    expect(predicate.signedCode.digest.sha256).toBe(sha256(readFileSync(join(player.artifact('Signed'), 'signed.json'))));
    expect(output).toMatch(/^left-out +sast +not among --only$/m);
  });

  test('is not attested when the signed templates differ from the judged ones in more than signed code', () => {
    const before = '[[ "$*" != *--only* ]] || sed -i \'s/"Timeout": [0-9]*/"Timeout": 899/\' "$CODEBUILD_SRC_DIR_Signed"/*/*.template.json';
    const tampered = release({ signs: true, before });
    expect(tampered).toMatchObject(stoppedIn('Attest', 'NotSignedFrom'));
    expect(tampered.asked).toEqual(['Attest GetPublicKey allowed']);
  });
});

function templatesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((file) => /ProductionOrders\w*\.template\.json$/.test(file)).map((file) => join(folder, file));
}
