import { spawn, spawnSync } from 'child_process';
import { generateKeyPairSync } from 'crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnAnalyzer } from 'aws-cdk-lib/aws-accessanalyzer';
import { CfnConfigurationRecorder, CfnDeliveryChannel } from 'aws-cdk-lib/aws-config';
import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { CfnSession } from 'aws-cdk-lib/aws-macie';
import { CfnHub } from 'aws-cdk-lib/aws-securityhub';
import { buildSync } from 'esbuild';
import { ACCOUNT, Answer, checkAnswer, EMPTY, EXISTING, failure } from './account-answers';
import { CONNECTION, deliveryStack, minimal } from './pipelines';
import {
  AccessReview, AnalyzerScope, ApiGatewayAccount, ComplianceBaseline, DataClass, DataWatch, DeployRole, OidcIssuer, RecorderSource, SecureBucket,
  SecureFunction, Subject, ThreatDetection,
} from '../../src';

const ROOT = join(__dirname, '..', '..');
const ENV = { account: ACCOUNT, region: 'eu-west-1' };
const folder = mkdtempSync(join(tmpdir(), 'zt-clear-errors-'));
const bin = join(folder, 'bin');
const cli = join(folder, 'lib', 'cli', 'main.js');
const assembly = join(folder, 'cdk.out');
const github = () => ({ issuer: OidcIssuer.GITHUB, subject: Subject.environment('octo', 'orders', 'prod', { ownerId: '1234', repositoryId: '5678' }) });

/** All of which an account has one. */
function accountStack(app: App, code?: string): Stack {
  const stack = new Stack(app, 'Account', { env: ENV });
  new ComplianceBaseline(stack, 'Compliance', { recorder: RecorderSource.create({ serviceLinkedRole: true }) });
  new ThreatDetection(stack, 'Threats');
  new DataWatch(stack, 'Data');
  if (code) new SecureFunction(stack, 'Place', { code: Code.fromAsset(code) });
  new SecureBucket(stack, 'Cases', { dataClass: DataClass.RESTRICTED, withoutReplica: 'a test' });
  new AccessReview(stack, 'Review');
  new ApiGatewayAccount(stack, 'ApiGateway');
  new DeployRole(stack, 'Deploy', github());
  return stack;
}

/** The AWS CLI, that answers by a file, and one for anything else. */
const AWS = `const answers = JSON.parse(require('fs').readFileSync(${JSON.stringify(join(folder, 'answers.json'))}));
const [service, command] = process.argv.slice(2);
require('fs').appendFileSync(${JSON.stringify(join(folder, 'asked'))}, process.argv.slice(2).join(' ') + ' as ' + process.env.AWS_ACCESS_KEY_ID + '\\n');
const answer = answers[service + ' ' + command] ?? answers['*'];
if (typeof answer === 'string') { console.error('\\n' + answer); process.exit(254); }
console.log(JSON.stringify(answer));`;

beforeAll(() => {
  mkdirSync(bin);
  writeFileSync(join(bin, 'aws'), `#!${process.execPath}\n${AWS}\n`);
  chmodSync(join(bin, 'aws'), 0o755);
  buildSync({ entryPoints: [join(ROOT, 'src', 'cli', 'program.ts')], outfile: join(folder, 'lib', 'cli', 'program.js'), bundle: true, platform: 'node', logLevel: 'error' });
  writeFileSync(cli, "require('./program').run(process.argv);\n");
  writeFileSync(join(folder, 'package.json'), readFileSync(join(ROOT, 'package.json')));
  const app = new App({ outdir: assembly, analyticsReporting: false });
  mkdirSync(join(folder, 'code'));
  writeFileSync(join(folder, 'code', 'index.js'), 'exports.handler = async () => 1;\n');
  accountStack(app, join(folder, 'code'));
  app.synth();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number;
  readonly text: string;
}

/** Runs the command as a process, in the folder that has the SDK. Whatever happens, there is no stack trace. */
async function run(args: string[], environment: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'eu-west-1', AWS_MAX_ATTEMPTS: '1', NODE_NO_WARNINGS: '1', ...environment };
  const child = spawn(process.execPath, [cli, ...args], { cwd: ROOT, env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { text += String(chunk); });
  const code = await new Promise<number>((resolve) => child.on('close', resolve));
  expect(text).not.toMatch(/^ {4}at |node:internal/m);
  return { code, text };
}

describe('what an app makes twice for one account is refused at synth', () => {
  const second = (fill: (stack: Stack) => unknown) => {
    const app = new App({ analyticsReporting: false });
    accountStack(app);
    const stack = new Stack(app, 'Second', { env: ENV });
    const error = thrownBy(() => { fill(stack); app.synth(); });
    return { error, stack };
  };

  test.each<[string, RegExp, (stack: Stack) => unknown]>([
    ['recorder', /TwoInOneRegion: Account\/Compliance\/Recorder makes the configuration recorder.*pass RecorderSource\.existing/, (stack) => new ComplianceBaseline(stack, 'Compliance')],
    ['Security Hub and detector', /TwoInOneRegion: Account\/Threats\/Detector makes the GuardDuty detector.*DetectorSource\.existing/, (stack) => new ThreatDetection(stack, 'Threats')],
    ['Macie session', /TwoInOneRegion: Account\/Data\/Session makes the Macie session.*MacieSource\.existing/, (stack) => new DataWatch(stack, 'Data')],
    ['OIDC provider, in whatever region', /TwoInOneAccount: Account\/OidcProvider-\S+ makes the OIDC provider of https:\/\/token\S+ for 111122223333 already.*pass it as provider/,
      (stack) => new DeployRole(new Stack(stack.node.root, 'Elsewhere', { env: { ...ENV, region: 'us-east-1' } }), 'Deploy', github())],
    ['API Gateway account', /TwoAccountSettings/, (stack) => new ApiGatewayAccount(stack, 'ApiGateway')],
  ])('a second %s, before anything of it is made', (_, message, fill) => {
    const { error, stack } = second(fill);
    expect(error?.message).toMatch(message);
    expect(stack.node.findAll().filter((one) => one !== stack)).toEqual([]);
  });

  test.each<[string, RegExp, (stack: Stack) => unknown]>([
    ['analyzer of the same type', /TwoInOneRegion: \S+ makes the analyzer of type ACCOUNT for \S+ already.*AnalyzerSource\.existing/, (stack) => new AccessReview(stack, 'Review')],
    ['recorder', /TwoInOneRegion: Second\/One makes the configuration recorder/, (stack) => new CfnConfigurationRecorder(stack, 'One', { roleArn: 'x' })],
    ['delivery channel', /TwoInOneRegion: Second\/One makes the delivery channel/, (stack) => new CfnDeliveryChannel(stack, 'One', { s3BucketName: 'x' })],
    ['hub', /TwoInOneRegion: Second\/One makes Security Hub/, (stack) => new CfnHub(stack, 'One')],
    ['detector', /TwoInOneRegion: Second\/One makes the GuardDuty detector/, (stack) => new CfnDetector(stack, 'One', { enable: true })],
    ['Macie session', /TwoInOneRegion: Second\/One makes the Macie session/, (stack) => new CfnSession(stack, 'One')],
    ['analyzer', /TwoInOneRegion: Second\/One makes the analyzer of type ACCOUNT for/, (stack) => new CfnAnalyzer(stack, 'One', { type: 'ACCOUNT' })],
    ['OIDC provider', /TwoInOneAccount: Second\/One makes the OIDC provider/, (stack) => new iam.CfnOIDCProvider(stack, 'One', { url: 'https://token.actions.githubusercontent.com/' })],
  ])('a second %s by an L1 or a later construct', (_, message, fill) => {
    expect(second(fill).error?.message).toMatch(message);
  });

  test.each<[string, (stack: Stack) => unknown]>([
    ['an analyzer of another type', (stack) => new CfnAnalyzer(stack, 'One', { type: 'ORGANIZATION' })],
    ['a review of the organization', (stack) => new AccessReview(stack, 'Review', { analyzerScope: AnalyzerScope.ORGANIZATION })],
    ['a provider of another issuer', (stack) => new DeployRole(stack, 'Deploy', { issuer: OidcIssuer.GITLAB, subject: Subject.gitLabBranch('group/project', 'main') })],
    ['a role of the provider that is there', (stack) => new DeployRole(stack, 'Deploy', {
      ...github(), provider: iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`),
    })],
    ['another account', (stack) => new DeployRole(new Stack(stack.node.root, 'Other', { env: { ...ENV, account: '444455556666' } }), 'Deploy', github())],
  ])('%s is none', (_, fill) => {
    expect(second(fill).error).toBeUndefined();
  });
});

describe('what an account has already is told before a deployment', () => {
  function answers(more: Record<string, Answer> = {}): void {
    const all = { ...EMPTY, ...more };
    for (const [call, answer] of Object.entries(all)) if (call !== '*') checkAnswer(call, answer);
    writeFileSync(join(folder, 'answers.json'), JSON.stringify(all));
    rmSync(join(folder, 'asked'), { force: true });
  }
  const preflight = (...args: string[]) => run(['preflight', assembly, ...args]);

  test('nothing, and each is asked for by the role of cdk bootstrap for lookups', async () => {
    answers();
    expect(await preflight()).toEqual({ code: 0, text: 'Exit 0: none of 11 would fail a deployment.\n' });
    const asked = readFileSync(join(folder, 'asked'), 'utf-8').trim().split('\n');
    expect(asked.filter((line) => line.includes('assume-role'))).toEqual([expect.stringContaining('role/cdk-hnb659fds-lookup-role-111122223333-eu-west-1')]);
    for (const [, call] of EXISTING) expect(asked).toContainEqual(expect.stringMatching(new RegExp(`^${call} .*--output json as ASIAFAKE$`)));
  });

  test.each(EXISTING)('%s meets what %s answers', async (path, call, answer, message) => {
    answers({ [call]: answer });
    const { code, text } = await preflight();
    const [line, ...rest] = text.trim().split('\n');
    expect([code, line, rest]).toEqual([1, expect.stringMatching(message), ['Exit 1: 1 of 11 would fail a deployment.']]);
    expect(line).toContain(`[${path}] ExistsAlready: account ${ACCOUNT} in eu-west-1 has `);
  });

  test('what the stack itself has deployed is none, and what another resource of it would make again is', async () => {
    const [, call, answer] = EXISTING[3];
    const { Resources } = JSON.parse(readFileSync(join(assembly, 'Account.template.json'), 'utf-8'));
    const [hub] = Object.keys(Resources).filter((id) => Resources[id].Type === 'AWS::SecurityHub::Hub');
    const deployed = (LogicalResourceId: string, ResourceStatus = 'CREATE_COMPLETE') => ({
      'cloudformation list-stack-resources': {
        StackResourceSummaries: [{ LogicalResourceId, ResourceType: 'AWS::SecurityHub::Hub', LastUpdatedTimestamp: '2026-01-01T00:00:00Z', ResourceStatus }],
      },
    });
    for (const [state, code] of [[deployed(hub), 0], [deployed('HubOfOld'), 1], [deployed(hub, 'DELETE_COMPLETE'), 1]] as const) {
      answers({ [call]: answer, ...state });
      expect((await preflight()).code).toBe(code);
    }
  });

  test('organization analyzers and recorders of AWS services are beside ours', async () => {
    answers({
      'accessanalyzer list-analyzers': { analyzers: [{ arn: 'arn', name: 'x', type: 'ORGANIZATION', createdAt: '2026-01-01T00:00:00Z', status: 'ACTIVE' }] },
      'configservice describe-configuration-recorders': { ConfigurationRecorders: [{ name: 'AWSConfigurationRecorderForHub', servicePrincipal: 'securityhub.amazonaws.com' }] },
    });
    expect((await preflight()).code).toBe(0);
  });

  test.each<[string, Record<string, Answer>, RegExp]>([
    ['access is denied', { 'securityhub describe-hub': failure('AccessDeniedException', 'DescribeHub', 'User is not authorized to perform: securityhub:DescribeHub') },
      /\[Account\/Threats\/Hub\] NotAsked: whether .* has Security Hub is not known: aws securityhub describe-hub: .*not authorized.*Remediation: /],
    ['AWS is not reached', { '*': '', 'guardduty list-detectors': 'Could not connect to the endpoint URL: "https://guardduty.eu-west-1.amazonaws.com/detector"' } as any,
      /NotAsked: .*guardduty list-detectors: AWS is not reached\. Remediation: check the network/],
    ['there are no credentials', { 'sts get-caller-identity': 'Unable to locate credentials. You can configure credentials by running "aws configure".' } as any, /there are no credentials that AWS takes\. Remediation: set AWS_PROFILE/],
    ['the credentials are of another account', { 'sts get-caller-identity': { UserId: 'x', Account: '444455556666', Arn: 'arn:aws:sts::444455556666:assumed-role/x/y' } },
      /the credentials are of account 444455556666, and the stack goes to 111122223333/],
    ['an answer is none', { 'guardduty list-detectors': {} }, /the answer has no list DetectorIds/],
  ])('where %s, nothing is known, which is no pass', async (_, more, message) => {
    const all = { ...EMPTY, ...more };
    writeFileSync(join(folder, 'answers.json'), JSON.stringify(all));
    const { code, text } = await preflight('--own-credentials');
    expect([code, text]).toEqual([2, expect.stringMatching(message)]);
    expect(text).toMatch(/Exit 2: \d+ of 11 could not be asked for\.\n$/);
  });

  test('where the AWS CLI is not installed, the error names it', async () => {
    const { code, text } = await run(['preflight', assembly], { PATH: '/nonexistent' });
    expect([code, text]).toEqual([2, expect.stringMatching(/the AWS CLI is not on the PATH\. Remediation: install it/)]);
  });

  test.each(['PENDING', 'ERROR'])('a connection that is %s, which the source action of a pipeline would fail on', async (status) => {
    const out = join(folder, `pipeline-${status}`);
    const app = new App({ outdir: out, analyticsReporting: false });
    minimal(app);
    app.synth();
    answers({ 'codeconnections get-connection': { Connection: { ConnectionStatus: status } } });
    const { code, text } = await run(['preflight', out, '--own-credentials']);
    expect([code, text]).toEqual([1, expect.stringMatching(new RegExp(`ConnectionNotAvailable: the connection ${CONNECTION} is ${status}.*Remediation: complete it in the console`))]);
    answers();
    expect((await run(['preflight', out, '--own-credentials'])).code).toBe(0);
  });
});

describe('an issuer that is wrong is refused before anything is made', () => {
  test.each([
    'https://token.actions.githubusercontent.com/', 'http://token.actions.githubusercontent.com', 'token.actions.githubusercontent.com', 'https://gitlab.example.com:8443', 'https://GitLab.com',
    'https://gitlab.com?x=1', 'https://gitlab.com#x', 'https://user@gitlab.com', 'https://gitlab.com/%2e', 'https://*.gitlab.com', '', ' https://gitlab.com',
  ])('%j', (url) => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const error = thrownBy(() => new DeployRole(stack, 'Deploy', { issuer: OidcIssuer.custom(url, 'sts.amazonaws.com'), subject: Subject.exact('x:y') }));
    expect(error?.message).toMatch(/IssuerUrl: .*Remediation: write it as the tokens have it in 'iss': https/);
    expect(stack.node.children).toEqual([]);
  });

  test.each([
    ['GitLab on own servers', 'https://gitlab.example.com'], ['GitHub Enterprise Server', 'https://github.example.com/_services/token'], ['an enterprise', 'https://token.actions.githubusercontent.com/octo'],
  ])('%s is none of them', (_, url) => {
    const stack = deliveryStack(new App());
    new DeployRole(stack, 'Deploy', { issuer: OidcIssuer.custom(url, 'sts.amazonaws.com'), subject: Subject.exact('project_path:group/project:ref_type:branch:ref:main') });
    expect(stack.node.findAll().filter((one) => one instanceof iam.CfnOIDCProvider)).toHaveLength(1);
  });
});

describe('a scanner that is missing stops the gate, names itself and how it is installed, and leaves no report', () => {
  const gate = (name: string, scanner: object) => {
    const config = join(folder, `${name}.json`);
    const out = join(folder, `${name}-evidence`);
    writeFileSync(config, JSON.stringify({ scanners: [{ name, covers: ['sast'], ...scanner }] }));
    return run(['gate', assembly, '--config', config, '--out', out, '--only', 'sast']).then((ran) => ({ ...ran, left: existsSync(join(out, 'scanners')) ? readdirSync(join(out, 'scanners')) : [] }));
  };

  test.each([
    ['semgrep', 'pipx install semgrep'], ['gitleaks', 'github.com/gitleaks'], ['pip-audit', 'pipx install pip-audit'], ['bandit', 'pipx install bandit'], ['osv-scanner', 'osv-scanner/installation'],
    ['another', 'install another on the machine that runs the gate'],
  ])('%s', async (name, how) => {
    const { code, text, left } = await gate(name, { command: `${join(folder, 'none')}/${name}`, arguments: ['{sarif}'] });
    expect([code, left]).toEqual([2, []]);
    expect(text).toMatch(new RegExp(`unusable\\s+sast\\s+${name}: \\S*${name}: there is no such program: .*${how}`));
    expect(text).toMatch(/Exit 2: could not judge: sast/);
  });

  test('a package that npx has not', async () => {
    writeFileSync(join(bin, 'npx'), `#!/bin/sh
echo 'npm error npx canceled due to missing packages and no YES option: ["secretlint@12.0.0"]' >&2
echo 'npm error A complete log of this run can be found in: /home/x/.npm/_logs/debug-0.log' >&2
exit 1
`);
    chmodSync(join(bin, 'npx'), 0o755);
    const { code, text } = await gate('secretlint', { command: join(bin, 'npx'), arguments: ['--no', '--', 'secretlint', '--output', '{sarif}'] });
    rmSync(join(bin, 'npx'));
    expect([code, text]).toEqual([2, expect.stringContaining('secretlint: the package secretlint is not installed (npm install --save-dev secretlint) (npm error npx canceled')]);
    expect(text).not.toContain('/home/x');
  });

  test('one that ends in the middle of its report', async () => {
    writeFileSync(join(bin, 'half'), '#!/bin/sh\nprintf \'{"version": "2.1.0", "runs": [\' > "$1"\nkill -9 $$\n');
    chmodSync(join(bin, 'half'), 0o755);
    expect(await gate('half', { command: join(bin, 'half'), arguments: ['{sarif}'] })).toMatchObject({ code: 2, left: [], text: expect.stringContaining('it was ended by SIGKILL') });
  });
});

describe('without a network, or with one that leads elsewhere', () => {
  const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const credentials = { AWS_ACCESS_KEY_ID: 'AKIAFAKE', AWS_SECRET_ACCESS_KEY: 'fake' };
  const report = join(folder, 'report.json');
  let portal: Server;
  let elsewhere: Record<string, string>;

  beforeAll(async () => {
    writeFileSync(report, '{}');
    writeFileSync(join(folder, 'attestation.json'), '{}');
    portal = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the guest network</html>'));
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
    elsewhere = {
      'no port answers': 'http://127.0.0.1:9',
      'no name resolves': 'http://kms.invalid',
      'a portal answers': `http://127.0.0.1:${(portal.address() as AddressInfo).port}`,
      'a server without TLS answers': `https://127.0.0.1:${(portal.address() as AddressInfo).port}`,
    };
  });
  afterAll(() => new Promise((resolve) => portal.close(resolve)));

  const COMMANDS: [string, () => string[]][] = [
    ['verify', () => ['verify', join(folder, 'attestation.json'), assembly, '--kms-key', KEY]],
    ['attest', () => ['attest', assembly, '--report', report, '--kms-key', KEY, '--out', join(folder, 'made', 'a.json')]],
    ['sign', () => ['sign', assembly, '--profile', 'orders', '--out', join(folder, 'made', 'signed.out'), '--no-assume-role']],
    ['review-policies', () => ['review-policies', assembly, '--format', 'sarif', '--output', join(folder, 'made', 'p.sarif')]],
    ['incidents', () => ['incidents', '--stack', 'Orders']],
  ];

  test.each(COMMANDS)('%s ends with 2, one sentence and no file', async (_, args) => {
    mkdirSync(join(folder, 'made'), { recursive: true });
    for (const [how, AWS_ENDPOINT_URL] of Object.entries(elsewhere)) {
      const { code, text } = await run(args(), { ...credentials, AWS_ENDPOINT_URL });
      expect([how, code, text.trim().split('\n')]).toEqual([how, 2, [expect.stringMatching(/(AWS is not reached \(E\w+\)\. Check the network|what answers is not AWS\. Check the network)/)]]);
      expect(readdirSync(join(folder, 'made'))).toEqual([]);
    }
  }, 60_000);

  test.each(COMMANDS)('%s without credentials ends with 2', async (_, args) => {
    const { code, text } = await run(args(), { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
    expect([code, text]).toEqual([2, expect.stringMatching(/no credentials that AWS takes.*Set AWS_PROFILE/)]);
  });

  test('pipeline deployed ends with 2 and leaves nothing that diff would take for deployed', async () => {
    writeFileSync(join(folder, 'answers.json'), JSON.stringify({ ...EMPTY, 'cloudformation get-template': 'Could not connect to the endpoint URL: "https://cloudformation.eu-west-1.amazonaws.com/"' }));
    const out = join(folder, 'made', 'deployed');
    const { code, text } = await run(['pipeline', 'deployed', assembly, '--out', out]);
    expect([code, existsSync(out), text]).toEqual([2, false, expect.stringMatching(/get-template: AWS is not reached\. Remediation: check the network.*\nExit 2/)]);
  });

  test('npm audit names what it did not reach', async () => {
    const config = join(folder, 'npm.json');
    writeFileSync(join(bin, 'npm'), `#!${process.execPath}
console.log(JSON.stringify({ message: 'request to http://127.0.0.1:9/-/npm/v1/security/advisories/bulk failed, reason: connect ECONNREFUSED 127.0.0.1:9', error: { summary: '', detail: '' } }));
process.exit(1);
`);
    chmodSync(join(bin, 'npm'), 0o755);
    writeFileSync(config, JSON.stringify({ scanners: [{ name: 'npm', covers: ['dependencies'], command: join(bin, 'npm'), arguments: ['audit', '--json'], format: 'npm-audit' }] }));
    const { code, text } = await run(['gate', assembly, '--config', config, '--out', join(folder, 'npm-evidence'), '--only', 'dependencies']);
    rmSync(join(bin, 'npm'));
    expect([code, text]).toEqual([2, expect.stringMatching(/it is no report of npm audit, but an error \(request to .* failed, reason: connect ECONNREFUSED/)]);
    expect(existsSync(join(folder, 'npm-evidence', 'scanners', 'npm.sarif'))).toBe(false);
  });
});

describe('what cannot be used ends with its path, what is wrong, a remediation and no file', () => {
  const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const at = (name: string) => join(folder, 'unusable', name);
  const made = () => join(folder, 'unusable', 'made');
  const [signing, other, secret] = [generateKeyPairSync('ec', { namedCurve: 'prime256v1' }), generateKeyPairSync('ec', { namedCurve: 'prime256v1' }), 'c2VjcmV0LXRoYXQtbm9ib2R5LXByaW50cw'];
  /** What stands for AWS KMS, and answers as it is told. */
  let kms: Server;
  let answer: [number, string];
  let credentials: Record<string, string>;

  beforeAll(async () => {
    mkdirSync(made(), { recursive: true });
    for (const [name, key] of Object.entries({ 'private.pem': signing.privateKey, 'other.pem': other.privateKey })) writeFileSync(at(name), key.export({ format: 'pem', type: 'pkcs8' }));
    writeFileSync(at('public.pem'), signing.publicKey.export({ format: 'pem', type: 'spki' }));
    writeFileSync(at('ed25519.pem'), generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }));
    writeFileSync(at('half.pem'), `-----BEGIN PRIVATE KEY-----\n${secret}\n`);
    mkdirSync(at('empty'));
    mkdirSync(at('broken'));
    writeFileSync(at('broken/manifest.json'), '{"version": ');
    cpSync(assembly, at('lost'), { recursive: true });
    rmSync(at('lost/Account.template.json'));
    cpSync(assembly, at('cut'), { recursive: true });
    writeFileSync(at('cut/Account.template.json'), readFileSync(join(assembly, 'Account.template.json'), 'utf-8').slice(0, 5000));
    await run(['audit', assembly, '--format', 'json', '--output', at('report.json'), '--no-config', '--fail-on', 'never']);
    const report = JSON.parse(readFileSync(at('report.json'), 'utf-8'));
    for (const item of report.evidence) item.verdict = 'pass';
    writeFileSync(at('report.json'), JSON.stringify(report));
    expect(await run(['attest', assembly, '--report', at('report.json'), '--key', at('private.pem'), '--out', at('attestation.json')])).toMatchObject({ code: 0 });
    const envelope = JSON.parse(readFileSync(at('attestation.json'), 'utf-8'));
    const payload = Buffer.from(Buffer.from(envelope.payload, 'base64').toString().replace(ACCOUNT, '444455556666')).toString('base64');
    writeFileSync(at('tampered.json'), JSON.stringify({ ...envelope, payload }));
    writeFileSync(at('short.json'), JSON.stringify(envelope).slice(0, 200));
    writeFileSync(at('bare.json'), JSON.stringify({ ...envelope, signatures: [] }));
    kms = createServer((_, response) => response.writeHead(answer[0], { 'content-type': 'application/x-amz-json-1.1' }).end(answer[1]));
    await new Promise<void>((resolve) => kms.listen(0, '127.0.0.1', resolve));
    credentials = { AWS_ACCESS_KEY_ID: 'AKIAFAKE', AWS_SECRET_ACCESS_KEY: secret, AWS_ENDPOINT_URL: `http://127.0.0.1:${(kms.address() as AddressInfo).port}` };
  }, 60_000);
  afterAll(() => new Promise((resolve) => kms.close(resolve)));

  const attest = (...args: string[]) => ['attest', assembly, '--report', at('report.json'), '--out', join(made(), 'a.json'), ...args];
  const verify = (attestation: string, ...args: string[]) => ['verify', at(attestation), assembly, ...args];
  const byKey = () => ['--key', at('private.pem')];
  const byPublicKey = () => ['--public-key', at('public.pem')];
  const kmsError = (type: string, message: string): [number, string] => [400, JSON.stringify({ __type: type, message })];
  const publicKey = (more: object, key = signing.publicKey): [number, string] => (
    [200, JSON.stringify({ KeyId: KEY, PublicKey: key.export({ format: 'der', type: 'spki' }).toString('base64'), KeyUsage: 'SIGN_VERIFY', KeySpec: 'ECC_NIST_P256', SigningAlgorithms: ['ECDSA_SHA_256'], ...more })]);

  /** The command, its exit code, what it tells, and what AWS KMS answers. */
  type Row = [string, () => string[], number, RegExp, (() => [number, string])?];
  const KEYS: Row[] = [
    ['a key that is not there', () => attest('--key', at('none.pem')), 2, /\[\S+none\.pem\] Unreadable: .*Remediation: /],
    ['a key that is cut off', () => attest('--key', at('half.pem')), 2, /\[\S+half\.pem\] \w+: .*Remediation: /],
    ['a key of another algorithm', () => attest('--key', at('ed25519.pem')), 2, /\[\S+ed25519\.pem\] \w+: .*Remediation: /],
    ['a public key that is to sign', () => attest('--key', at('public.pem')), 2, /\[\S+public\.pem\] \w+: it is no private key.*Remediation: /],
    ['a folder as key', () => attest('--key', at('empty')), 2, /\[\S+empty\] Unreadable: .*Remediation: /],
    ['no key', () => attest(), 2, /\[attest\] NoKey: .*Remediation: pass --key/],
    ['a key that is no public key', () => verify('attestation.json', '--public-key', at('report.json')), 2, /\[\S+report\.json\] \w+: .*Remediation: /],
    ['a key of AWS KMS that is not there', () => attest('--kms-key', KEY), 2, /kms:GetPublicKey.*Remediation|kms:GetPublicKey/, () => kmsError('NotFoundException', `Key '${KEY}' does not exist`)],
    ['a key of AWS KMS that is denied', () => attest('--kms-key', KEY), 2, /kms:GetPublicKey.*access is denied/, () => kmsError('AccessDeniedException', 'User is not authorized to perform: kms:GetPublicKey')],
    ['a key of AWS KMS that is disabled', () => verify('attestation.json', '--kms-key', KEY), 2, /kms:GetPublicKey.*disabled/i, () => kmsError('DisabledException', 'The key is disabled.')],
    ['a key of AWS KMS that encrypts', () => attest('--kms-key', KEY), 2, /ENCRYPT_DECRYPT|SIGN_VERIFY/, () => publicKey({ KeyUsage: 'ENCRYPT_DECRYPT' })],
    ['an answer of AWS KMS without a key', () => verify('attestation.json', '--kms-key', KEY), 2, /Remediation: /, () => [200, '{}']],
    ['an answer of AWS KMS with half a key', () => attest('--kms-key', KEY), 2, /Remediation: /, () => [200, JSON.stringify({ KeyUsage: 'SIGN_VERIFY', PublicKey: 'AAAA' })]],
    ['credentials that have expired', () => attest('--kms-key', KEY), 2, /expired|no credentials that AWS takes/i, () => kmsError('ExpiredTokenException', 'The security token included in the request is expired')],
  ];
  const ATTESTATIONS: Row[] = [
    ['one that was changed', () => verify('tampered.json', ...byPublicKey()), 1, /\[\S+tampered\.json\] WrongKey: /],
    ['one that is cut off', () => verify('short.json', ...byPublicKey()), 2, /\[\S+short\.json\] BadEnvelope: .*Remediation: /],
    ['one without a signature', () => verify('bare.json', ...byPublicKey()), 2, /\[\S+bare\.json\] BadEnvelope: .*Remediation: /],
    ['one that is not there', () => verify('none.json', ...byPublicKey()), 2, /\[\S+none\.json\] Unreadable: .*Remediation: /],
    ['a report in its place', () => verify('report.json', ...byPublicKey()), 2, /\[\S+report\.json\] BadEnvelope: .*Remediation: /],
    ['an age that is none', () => verify('attestation.json', ...byPublicKey(), '--max-age', 'soon'), 2, /\[--max-age\] BadDuration: .*Remediation: /],
  ];
  const COMMANDS: [string, (path: string) => string[]][] = [
    ['audit', (path) => ['audit', path, '--format', 'json', '--output', join(made(), 'r.json')]],
    ['attest', (path) => ['attest', path, '--report', at('report.json'), ...byKey(), '--out', join(made(), 'a.json')]],
    ['verify', (path) => ['verify', at('attestation.json'), path, ...byPublicKey()]],
    ['gate', (path) => ['gate', path, '--config', at('gate-settings.json'), '--out', join(made(), 'evidence')]],
    ['sign', (path) => ['sign', path, '--profile', 'orders', '--out', join(made(), 'signed.out'), '--no-assume-role']],
    ['preflight', (path) => ['preflight', path, '--own-credentials']],
    ['regulatory-report', (path) => ['regulatory-report', path, '--framework', 'hipaa', '--output', join(made(), 'r.html')]],
  ];
  const ASSEMBLIES: Row[] = COMMANDS.flatMap(([command, args]) => (
    [['none', 'that is not there'], ['empty', 'that is empty'], ['broken', 'whose manifest is cut off'], ['lost', 'that lost a template'], ['cut', 'whose template is cut off']] as const
  ).map(([name, what]): Row => [`${command} of an assembly ${what}`, () => args(at(name)), 2, new RegExp(`${name}.*Remediation: `)]));
  const OUTPUTS: Row[] = ([
    ['audit', (out) => ['audit', assembly, '--format', 'json', '--output', out]],
    ['attest', (out) => ['attest', assembly, '--report', at('report.json'), ...byKey(), '--out', out]],
    ['gate', (out) => ['gate', assembly, '--config', at('gate-settings.json'), '--out', out, '--only', 'sast']],
    ['regulatory-report', (out) => ['regulatory-report', assembly, '--framework', 'hipaa', '--output', out]],
  ] as [string, (out: string) => string[]][]).map(([command, args]): Row => [`${command} into a file that is in the way of a folder`, () => args(join(at('public.pem'), 'x', 'out')), 2, /\[\S+public\.pem\S*\] \w+: .*Remediation: /]);

  test.each<Row>([...KEYS, ...ATTESTATIONS, ...ASSEMBLIES, ...OUTPUTS])('%s', async (...[, args, code, message, said]) => {
    writeFileSync(at('gate-settings.json'), JSON.stringify({ scanners: [] }));
    answer = said?.() ?? [500, '{}'];
    const ran = await run(args(), credentials);
    expect([ran.code, ran.text]).toEqual([code, expect.stringMatching(message)]);
    expect(ran.text).not.toContain(secret);
    // a gate that could not judge keeps whole evidence of that
    const evidence = join(made(), 'evidence');
    if (existsSync(evidence)) expect(JSON.parse(readFileSync(join(evidence, 'gate.json'), 'utf-8')).verdict).toBe('unusable');
    rmSync(evidence, { recursive: true, force: true });
    expect(readdirSync(made())).toEqual([]);
  });

  test('a profile that is not there, and a region that is none', async () => {
    const none = { HOME: folder, AWS_PROFILE: 'no-such-profile', AWS_CONFIG_FILE: at('none'), AWS_SHARED_CREDENTIALS_FILE: at('none') };
    expect(await run(attest('--kms-key', KEY), none)).toMatchObject({ code: 2, text: expect.stringMatching(/AWS_PROFILE/) });
    const { AWS_ENDPOINT_URL: _, ...keysOnly } = credentials;
    for (const [AWS_REGION, what] of [['', /region/i], ['eu-nowhere-7', /AWS is not reached|region/i], ['no region!', /region/i]] as const) {
      expect(await run(attest('--kms-key', 'alias/attestations'), { ...keysOnly, AWS_REGION, AWS_CONFIG_FILE: at('none'), AWS_SHARED_CREDENTIALS_FILE: at('none') }))
        .toMatchObject({ code: 2, text: expect.stringMatching(what) });
    }
    expect(readdirSync(made())).toEqual([]);
  }, 60_000);
});

test('a report whose disk is full leaves what was there', async () => {
  const out = join(folder, 'full.json');
  writeFileSync(out, 'before');
  // more than a file may have here: the shell sets the limit, in blocks of 512 bytes
  const { status, stderr } = spawnSync('/bin/sh', ['-c', 'ulimit -f 8; exec "$0" "$1" audit "$2" --format json --output "$3"', process.execPath, cli, assembly, out], { encoding: 'utf-8' });
  expect([status, readFileSync(out, 'utf-8')]).toEqual([2, 'before']);
  expect(stderr).toMatch(/\[\S+full\.json\] Unwritable: .*Remediation: /);
  expect(readdirSync(folder).filter((name) => name.startsWith('.full'))).toEqual([]);
});

function thrownBy(act: () => unknown): Error | undefined {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  return undefined;
}
