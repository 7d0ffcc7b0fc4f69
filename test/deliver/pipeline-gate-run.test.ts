import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { PipelinePlayer, World } from './pipeline-player';
import { ACCOUNT, deliveryStack, ENV, OTHER_ACCOUNT, pipelineOf, projectsOf, READER, SOURCE } from './pipelines';
import { PipelineStage, PipelineStageOptions, SecureFunction, SecurePipeline, SecureQueue } from '../../src';
import { gateSettings, secretlintSettings } from '../../src/cli/pipeline/gate-settings';
import { fakePrograms } from '../cli/support/fake-programs';
import { DeployedTemplates } from '../support/deployed-template';

jest.setTimeout(300_000);

const root = mkdtempSync(join(tmpdir(), 'zt-pipeline-gate-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const { environment } = fakePrograms(root);
const real = environment.PATH!.split(':')[0];

interface Change {
  /** What the function of a stage may do beside sending to its queue. */
  readonly production?: iam.PolicyStatement;
  readonly staging?: iam.PolicyStatement;
  readonly secret?: string;
  /** The file of the asset that it is in. */
  readonly secretIn?: string;
  readonly extraStack?: boolean;
  /** What the function of a stack that is nested in one that is nested may do; undefined without nested stacks. */
  readonly nested?: iam.PolicyStatement[];
  /** Files of the repository. */
  readonly files?: Record<string, string>;
  readonly staged?: PipelineStageOptions;
}

let apps = 0;

/** An app with a function in each of two accounts, and its pipeline. */
function appOf({ production, staging, secret = '', secretIn, extraStack, nested, staged = { readRole: undefined } }: Change = {}) {
  const outdir = join(root, `app${++apps}`);
  const app = new App({ outdir, analyticsReporting: false, context: { 'aws:cdk:enable-asset-metadata': nested !== undefined } });
  const code = join(root, `code${apps}`);
  mkdirSync(code);
  for (const [file, text] of Object.entries({ 'index.js': '', ...secret && { [secretIn ?? 'index.js']: secret } })) {
    mkdirSync(dirname(join(code, file)), { recursive: true });
    writeFileSync(join(code, file), `exports.handler = async () => "${text}";\n`);
  }
  const stage = (id: string, account: string, more?: iam.PolicyStatement) => {
    const one = new Stage(app, id, { env: { ...ENV, account } });
    const stack = new Stack(one, 'Orders');
    const fn = new SecureFunction(stack, 'Place', { code: Code.fromAsset(code) });
    new SecureQueue(stack, 'Shipping').grantSendMessages(fn);
    if (more) fn.addToRolePolicy(more);
    return one;
  };
  const elsewhere = stage('Staging', OTHER_ACCOUNT, staging);
  const here = stage('Production', ACCOUNT, production);
  if (nested) {
    const fn = new SecureFunction(new NestedStack(new NestedStack(here.node.findChild('Orders') as Stack, 'Refunds'), 'Payouts'), 'Pay', { code: Code.fromAsset(code) });
    nested.forEach((statement) => fn.addToRolePolicy(statement));
  }
  if (extraStack) new SecureFunction(new Stack(here, 'Extra'), 'More', { code: Code.fromAsset(code) }).addToRolePolicy(WIDE);
  const delivery = deliveryStack(app);
  const readRole = 'readRole' in staged ? iam.Role.fromRoleArn(delivery, 'Reader', READER) : undefined;
  new SecurePipeline(delivery, 'Pipeline', {
    source: SOURCE,
    synth: ['npx cdk synth'],
    stages: [
      PipelineStage.of(elsewhere, { approval: false, terminationProtection: false, ...staged, ...readRole && { readRole } }),
      PipelineStage.of(here, { terminationProtection: false }),
    ],
  });
  const assembly = app.synth();
  return { outdir, assembly };
}

const TABLE = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/other`;
const WIDE = new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [TABLE] });

const OTHER = new iam.PolicyStatement({ actions: ['dynamodb:DeleteItem'], resources: [TABLE] });

/** CloudFormation of both accounts, with what the roles of the gate may read; it serves what was deployed. */
class Deployed {
  private readonly folder = mkdtempSync(join(root, 'deployed-'));

  /** As somebody who bootstraps a pipeline does it: its own stack by hand. */
  public byHand(outdir: string): void {
    this.put(ACCOUNT, 'Delivery', join(outdir, 'Delivery.template.json'));
  }

  public put(account: string, stack: string, template: string): void {
    mkdirSync(join(this.folder, account), { recursive: true });
    copyFileSync(template, join(this.folder, account, stack));
    const nested = Object.entries<any>(JSON.parse(readFileSync(template, 'utf-8')).Resources).filter(([, { Type }]) => Type === 'AWS::CloudFormation::Stack').map(([id, { Metadata }]) => {
      const name = `${stack}-${id}-1ABCDEFGHIJKL`;
      this.put(account, name, join(dirname(template), Metadata['aws:asset:path']));
      return [id, `arn:aws:cloudformation:eu-west-1:${account}:stack/${name}/5f3b`];
    });
    writeFileSync(join(this.folder, account, `${stack}.nested`), JSON.stringify(nested));
  }

  public deny(): void {
    writeFileSync(join(this.folder, 'denied'), '');
  }

  /** The AWS CLI with the credentials of the gate's project. */
  public cli(allowed: readonly string[]): string {
    writeFileSync(join(this.folder, 'allowed'), `${allowed.join('\n')}\n`);
    return `name="\${4##*:stack/}"; name="\${name%%/*}"
may() { while read -r action pattern; do [[ $action == "$1" && $2 == $pattern ]] && return; done < ${this.folder}/allowed; echo "An error occurred (AccessDenied) when calling $1" >&2; exit 254; }
account="\${AWS_ACCESS_KEY_ID:-${ACCOUNT}}"
case "$1 $2" in
  "sts get-caller-identity") echo '{"Account": "${ACCOUNT}", "Arn": "arn:aws:sts::${ACCOUNT}:assumed-role/gate/x"}' ;;
  "sts assume-role")
    may sts:AssumeRole "$4"
    echo '{"Credentials": {"AccessKeyId": "${OTHER_ACCOUNT}", "SecretAccessKey": "s", "SessionToken": "t"}}' ;;
  "cloudformation get-template")
    [[ -e ${this.folder}/denied ]] && { echo "An error occurred (AccessDenied) when calling the GetTemplate operation" >&2; exit 254; }
    [[ $account == ${OTHER_ACCOUNT} ]] || may cloudformation:GetTemplate "arn:aws:cloudformation:eu-west-1:$account:stack/$name/5f3b"
    [[ -e ${this.folder}/$account/$name ]] || { echo "An error occurred (ValidationError) when calling the GetTemplate operation: Stack with id $4 does not exist" >&2; exit 254; }
    cat ${this.folder}/$account/$name ;;
  "cloudformation list-stack-resources")
    may cloudformation:ListStackResources "arn:aws:cloudformation:eu-west-1:$account:stack/$name/5f3b"
    cat ${this.folder}/$account/$name.nested ;;
  *) echo "unknown: aws $*" >&2; exit 97 ;;
esac`;
  }
}

/** A repository with the settings of `pipeline init`, as CodePipeline hands it over. */
function repository(more: Record<string, string> = {}): string {
  const source = mkdtempSync(join(root, 'source-'));
  const files = { 'zero-trust-gate.json': gateSettings(), '.secretlintrc.json': secretlintSettings(), 'package.json': '{}', ...more };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(source, name), text);
  symlinkSync(join(__dirname, '..', '..', 'node_modules'), join(source, 'node_modules'));
  return source;
}

/** Runs the commands of the pipeline that an app declares on that app. */
function release(deployed: Deployed, change: Change = {}, source = repository(change.files), beforeRelease: (outdir: string) => void = () => undefined, approve?: World['approve']) {
  const { outdir, assembly } = appOf(change);
  const { template } = assembly.getStackByName('Delivery');
  beforeRelease(outdir);
  const templates = DeployedTemplates.ofAssembly(assembly);
  const player = new PipelinePlayer(pipelineOf(template), projectsOf(templates), mkdtempSync(join(root, 'run-')), source);
  const [gateRole] = Object.keys(templates.resources('AWS::IAM::Role')).filter((id) => /PipelineGateRole[0-9A-F]{8}$/.test(id)).map((id) => templates.arnOf(id).split('/').pop());
  const allowed = Object.values(templates.resources('AWS::IAM::ManagedPolicy')).filter(({ Roles }) => Roles?.includes(gateRole))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement).flatMap(({ Action, Resource }) => [Action].flat().flatMap((action: string) => [Resource].flat().map((on: string) => `${action} ${on}`)));
  const npx = `case "$*" in
  "cdk synth"*) cp -R ${outdir} cdk.out ;;
  "--no -- cdk-assets "* | "--no -- cdk-zero-trust attest "* | "--no -- cdk-zero-trust verify "*) ;;
  *) exec ${join(real, 'npx')} "$@" ;;
esac`;
  const programs = { ...Object.fromEntries(['npm', 'semgrep'].map((name) => [name, `exec ${join(real, name)} "$@"`])), npx, aws: deployed.cli(allowed) };
  const world: World = {
    programs,
    approve,
    deploy: (stack, _execution, path = '') => {
      const [artifact, file] = path.split('::');
      deployed.put(stack.startsWith('Staging-') ? OTHER_ACCOUNT : ACCOUNT, stack, join(player.artifact(artifact), file));
      return true;
    },
  };
  const reached = player.release(world);
  const evidence = join(player.artifact('Evidence'), 'gate.json');
  return { reached, log: player.log, output: player.output.join('\n'), manifest: existsSync(evidence) ? JSON.parse(readFileSync(evidence, 'utf-8')) : undefined };
}

/** With a release of the app as it is. */
function released(change: Change = {}): Deployed {
  const deployed = new Deployed();
  const { reached, output } = release(deployed, change, undefined, (outdir) => deployed.byHand(outdir));
  if (!reached) throw new Error(output);
  return deployed;
}

test('the first deployment passes, and the evidence names what had nothing to compare with; unchanged, the app passes again and all of it is compared', () => {
  const deployed = new Deployed();
  const first = release(deployed, {}, undefined, (outdir) => deployed.byHand(outdir));
  expect([first.reached, first.log.at(-1)]).toEqual([true, 'Production: Production-Orders of 1']);
  expect(first.manifest.notCompared.map(({ stack }: any) => stack)).toEqual(['Staging/Orders', 'Production/Orders']);
  expect(first.manifest.checks.find(({ check }: any) => check === 'diff')).toMatchObject({ verdict: 'pass', why: expect.stringContaining('Production/Orders (first deployment of its stage') });
  const again = release(deployed);
  expect(again.reached).toBe(true);
  expect(again.output).toContain('3 of 3 stacks are deployed, and were read.');
  expect([again.manifest.notCompared, again.manifest.verdict]).toEqual([[], 'pass']);
});

test('a permission that is widened stops the release, in the account of the pipeline and in another one', () => {
  const deployed = released();
  for (const change of [{ production: WIDE }, { staging: WIDE }]) {
    const stopped = release(deployed, change);
    expect([stopped.reached, stopped.log]).toEqual([false, ['Synth: built', 'Gate: failed']]);
    expect(stopped.output).toMatch(/^stop +diff +/m);
  }
});

test('a stack that comes to a stage that is deployed counts as new', () => {
  const stopped = release(released(), { extraStack: true });
  expect([stopped.reached, stopped.output]).toEqual([false, expect.stringMatching(/^stop +diff +/m)]);
});

test('nested stacks are compared: unchanged they pass, widened they stop the release, and one that is new counts as new', () => {
  const deployed = released({ nested: [] });
  const again = release(deployed, { nested: [] });
  expect([again.reached, again.manifest?.checks.find(({ check }: any) => check === 'diff')]).toEqual([true, expect.objectContaining({ verdict: 'pass', why: expect.stringContaining('No difference') })]);
  const wider = release(deployed, { nested: [WIDE] });
  expect([wider.log, wider.output]).toEqual([['Synth: built', 'Gate: failed'], expect.stringMatching(/^stop +diff +/m)]);
  expect(release(released(), { nested: [WIDE] }).log.at(-1)).toBe('Gate: failed');
  // those that are gone need no right to be read
  expect(release(deployed).reached).toBe(true);
});

/** Settings of `pipeline init`, with approvals. */
const approving = (approvals: string) => ({
  'zero-trust-gate.json': JSON.stringify({ ...JSON.parse(gateSettings()), diff: { approvals: 'approvals.yaml' } }), 'approvals.yaml': approvals,
});

test('a permission that is widened passes when the approvals name its edge, and another one does not', () => {
  const deployed = released();
  // the function, its role, what the policy of the endpoint lets through, and the group, which lets out to it
  const edges = [
    ['new-edge', 'Production/Orders/Place', TABLE],
    ['new-edge', 'Production/Orders/PlaceOwn/Role', TABLE],
    ['new-stranger', 'everyone', 'Production/Orders/TrustZone/Endpoints/dynamodb'],
    ['widened', 'Production/Orders/PlaceOwn/SecurityGroup', 'pl-6fa54006'],
  ];
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const approvals = JSON.stringify({
    approvals: edges.map(([change, from, to]) => ({
      change, from, to, ...to === TABLE && { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] }, owner: 'orders-team', reason: 'Orders are kept beside the queue', until,
    })),
  });
  const asked: string[] = [];
  const approved = release(deployed, { production: WIDE, files: approving(approvals) }, undefined, undefined, (stage) => asked.push(stage) === 0);
  // what is approved in the file waits for a person all the same
  expect([asked, approved.log.slice(-2)]).toEqual([['Approve-Production'], ['Staging: Staging-Orders of 1', 'Approve-Production: failed']]);
  expect(release(deployed, { production: WIDE, files: approving(approvals) }).log.at(-1)).toBe('Production: Production-Orders of 1');
  const other = release(deployed, { production: OTHER, files: approving(approvals) });
  expect([other.log, other.output]).toEqual([['Synth: built', 'Gate: failed'], expect.stringMatching(/^stop +diff +/m)]);
});

test('a template that cannot be read stops the release', () => {
  const deployed = released();
  deployed.deny();
  const denied = release(deployed);
  expect([denied.log, denied.output]).toEqual([['Synth: built', 'Gate: failed'], expect.stringContaining('Exit 2: not all that is deployed could be read.')]);
});

test('a stage without a comparison passes with what is widened, and the evidence has the reason', () => {
  const staged: PipelineStageOptions = { withoutComparison: 'its account is torn down every night' };
  const wider = release(released({ staged }), { staged, staging: WIDE });
  expect(wider.reached).toBe(true);
  expect(wider.manifest.notCompared).toEqual([{ stack: 'Staging/Orders', why: 'its account is torn down every night' }]);
});

test.each([
  'index.js', 'node_modules/left-pad/index.js', 'node_modules/@acme/a/node_modules/b/config.js', 'lib/vendor/key.js', '.venv/key.py', '.env.js', '.cache/key', '.secretlintrc.json', 'lib/.secretlintignore',
])('a secret in %s of a function stops the release, by the settings that pipeline init writes', (secretIn) => {
  const deployed = new Deployed();
  const leaky = release(deployed, { secret: ['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_'), secretIn }, undefined, (outdir) => deployed.byHand(outdir));
  expect([leaky.reached, leaky.output]).toEqual([false, expect.stringMatching(/^stop +secrets-assets +asset-secrets: 1 error/m)]);
  expect(leaky.log).toEqual(['Synth: built', 'Gate: failed']);
});
