import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { acknowledgeStructural, StructuralCause } from '../../src/core/structural-acknowledgement';
import { graphOf } from '../../src/graph/trust/graph-of';
import { TemplateModel } from '../../src/model';
import { clock } from '../../src/model/clock';
import { readTemplates } from '../../src/model/read-templates';
import { ReportFormat } from '../../src/policy/report-format';
import { Waiver } from '../../src/policy/waiver';
import { EnforceProps, ZeroTrust } from '../../src/policy/zero-trust';
import { collectEvidence } from '../../src/report/evidence';
import { graphSection } from '../../src/report/html/graph';
import { withPackFindings } from '../../src/report/packs/pack-faults';
import { readPackViolations } from '../../src/report/packs/pack-findings';
import { applyWaivers } from '../../src/report/waived';
import { Profile } from '../../src/zone/profile';
import { whole, writeJson } from '../report/support/whole';

const home = process.cwd();
const TODAY = '2026-11-22';
let project: string;
let outdir: string;
beforeEach(() => {
  jest.spyOn(clock, 'today').mockReturnValue(TODAY);
  jest.spyOn(console, 'error').mockImplementation();
  enterProject();
});
afterEach(() => {
  process.chdir(home);
  jest.restoreAllMocks();
  rmSync(project, { recursive: true, force: true });
});

/** A directory of its own, which the app is run in. */
function enterProject(): void {
  project = mkdtempSync(join(tmpdir(), 'zt-reports-'));
  outdir = join(project, 'cdk.out');
  mkdirSync(outdir);
  process.chdir(project);
}

/** Synthesises an enforced app; tells why it failed, if it did. */
function synth(build: (app: App) => void, props: EnforceProps): string | undefined {
  const app = new App({ outdir });
  build(app);
  ZeroTrust.enforce(app, { packs: [], ...props });
  try {
    app.synth();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

const path = (name: string) => join(outdir, `zero-trust-report.${name}`);
const read = (name: string) => readFileSync(path(name), 'utf-8');
const json = () => JSON.parse(read('json'));
const openTopic = (stack: Stack) => new CfnTopic(stack, 'Topic', { subscription: [{ protocol: 'http', endpoint: 'http://example.com' }] });

describe('reports of enforce', () => {
  const trusting = (app: App) => new CfnRole(new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } }), 'Role', {
    assumeRolePolicyDocument: {
      Statement: [
        { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' },
        { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } },
      ],
    },
  });

  test('let policies name accounts and organizations that are trusted, and no others', () => {
    const verdict = (props: EnforceProps) => {
      enterProject();
      const failure = synth(trusting, { ...props, reports: [ReportFormat.JSON] });
      return { failed: failure !== undefined, ...json().evidence.find(({ rule }: any) => rule === 'ZT-TRUST-002') as any };
    };
    expect(verdict({})).toMatchObject({ failed: true, verdict: 'fail', value: expect.stringContaining('444455556666') });
    expect(verdict({ trustedAccounts: ['777788889999'] })).toMatchObject({ verdict: 'fail' });
    expect(verdict({ trustedAccounts: ['444455556666'] })).toMatchObject({ verdict: 'pass', value: expect.stringContaining('o-abcdefghij is taken for the organization of the account') });
    expect(verdict({ trustedAccounts: ['444455556666'], trustedOrganizations: ['o-zyxwvutsrq'] })).toMatchObject({ failed: true, verdict: 'fail', value: expect.stringContaining('o-abcdefghij') });
    expect(verdict({ trustedAccounts: ['444455556666'], trustedOrganizations: ['o-abcdefghij'] })).toMatchObject({ verdict: 'pass' });
    expect(json()).toMatchObject({ trustedAccounts: [{ account: '444455556666', source: 'ZeroTrust.enforce' }], trustedOrganizations: [{ organization: 'o-abcdefghij', source: 'ZeroTrust.enforce' }] });
  });

  test('are refused for what is no account or organization', () => {
    expect(() => synth(trusting, { trustedAccounts: ['4444'] })).toThrow(expect.objectContaining({ id: 'BadAccount' }));
    expect(() => synth(trusting, { trustedOrganizations: ['o-*'] })).toThrow(expect.objectContaining({ id: 'BadOrganization' }));
  });

  test('of a sandbox begin with that it is one, and those of other apps do not', () => {
    const reports = [ReportFormat.HTML, ReportFormat.JSON, ReportFormat.SARIF, ReportFormat.OSCAL];
    const banner = 'Profile DEVELOPMENT is a sandbox and not for production';
    synth((app) => openTopic(new Stack(app, 'Stack')), { profile: Profile.DEVELOPMENT, reports });
    expect(read('html')).toContain(`<p class="banner" role="note">${banner}.</p>`);
    expect(json().notForProduction).toBe(banner);
    expect(JSON.parse(read('oscal.json'))['assessment-results'].results[0].description).toMatch(new RegExp(`^${banner}\\.`));
    expect(read('sarif')).toContain(`"${banner}."`);
    enterProject();
    synth((app) => openTopic(new Stack(app, 'Stack')), { profile: Profile.BASELINE, reports });
    expect(json().notForProduction).toBeUndefined();
    expect(read('html')).not.toContain('class="banner"');
    expect(read('oscal.json')).not.toContain('is a sandbox and not');
  });

  test('draw the trust graph on the page first, the same as the command line does', () => {
    synth((app) => {
      const stack = new Stack(app, 'Stack');
      const table = new CfnTable(stack, 'Orders', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }], attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }] });
      const role = new CfnRole(stack, 'Role', {
        assumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
        policies: [{ policyName: 'Own', policyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table.attrArn }] } }],
      });
      new CfnFunction(stack, 'Place', { role: role.attrArn, code: { zipFile: 'exports.handler = async () => {}' }, runtime: 'nodejs22.x', handler: 'index.handler' });
    }, { reports: [ReportFormat.HTML] });
    const page = read('html');
    const sections = [...page.matchAll(/<section id="([\w-]+)"/g)].map(([, id]) => id);
    expect(sections.slice(0, 2)).toEqual(['graph', 'summary']);
    const { nodes, edges } = JSON.parse(/<script type="application\/json" id="graph-data">([^<]*)<\/script>/.exec(page)![1]);
    expect(Object.values(edges).map(({ from, to, what }: any) => `${nodes[from].label} ${what} ${nodes[to].label}`)).toEqual(['Place write Orders']);
    const templates = readTemplates('cdk.out');
    expect(page).toContain(whole(graphSection(graphOf(new TemplateModel(templates)))));
  });

  test('are none unless asked for', () => {
    synth((app) => openTopic(new Stack(app, 'Stack')), {});
    expect(existsSync(join(outdir, 'Stack.template.json'))).toBe(true);
    expect(['html', 'json', 'sarif', 'csv', 'oscal.json'].filter((name) => existsSync(path(name)))).toEqual([]);
  });

  test('are files of the assembly, in each format that is asked for', () => {
    const { HTML, JSON: json_, SARIF, CSV, OSCAL } = ReportFormat;
    synth((app) => openTopic(new Stack(app, 'Stack')), { reports: [HTML, json_, SARIF, CSV, OSCAL, HTML] });
    expect(read('html')).toContain('<title>Zero-trust evidence: Stack</title>');
    expect(read('html')).toContain(`<dd>${TODAY}</dd>`);
    expect(json().tool).toEqual({ name: 'cdk-zero-trust', version: expect.stringMatching(/^\d+\./) });
    expect(JSON.parse(read('sarif')).version).toBe('2.1.0');
    expect(read('csv')).toMatch(/^rule,/);
    expect(Object.keys(JSON.parse(read('oscal.json')))).toEqual(['assessment-results']);
  });

  test('are written when findings fail synthesis, and say which', () => {
    const failure = synth((app) => openTopic(new Stack(app, 'Stack')), { reports: [ReportFormat.JSON] });
    expect(failure).toBeDefined();
    expect(json().evidence).toContainEqual(expect.objectContaining({ rule: 'ZT-SNS-001', verdict: 'fail', constructPath: 'Stack/Topic' }));
  });

  test('say what the command line says of the same assembly', () => {
    synth((app) => openTopic(new Stack(app, 'Stack')), { reports: [ReportFormat.JSON] });
    const { items } = collectEvidence(readTemplates(outdir));
    expect(items.length).toBeGreaterThan(0);
    expect(json().evidence.map(({ rule, logicalId, verdict }: any) => [rule, logicalId, verdict]))
      .toEqual(items.map(({ rule, logicalId, verdict }) => [rule.id, logicalId, verdict]));
  });

  test('show findings of packs once with those of this library, as the command line does, and none that was acknowledged', () => {
    const packs = () => [new AwsSolutionsChecks(), new ServerlessChecks()];
    synth((app) => {
      const stack = new Stack(app, 'Stack');
      const topic = openTopic(stack);
      const queues = ['Open', 'Accepted'].map((id) => new CfnQueue(stack, id));
      for (const id of ['AwsSolutions::AwsSolutions-SQS3', 'Serverless::Serverless-SQSRedrivePolicy']) Validations.of(queues[1]).acknowledge({ id, reason: 'Nothing is lost.' });
      Validations.of(topic).acknowledge({ id: 'AwsSolutions::AwsSolutions-SNS3', reason: 'Public news.' });
    }, { reports: [ReportFormat.JSON], packs: packs() });
    const onQueue = (id: string, rule: string) => json().evidence.find((item: any) => item.rule === rule && item.constructPath === `Stack/${id}`).alsoReportedBy;
    expect(onQueue('Open', 'ZT-SQS-002')).toContain('AwsSolutions-SQS3');
    expect(onQueue('Accepted', 'ZT-SQS-002') ?? []).not.toContain('AwsSolutions-SQS3');
    const audited = withPackFindings(applyWaivers(collectEvidence(readTemplates(outdir)), TODAY, {}), readPackViolations([outdir])!);
    expect(audited.packs!.findings).toBeGreaterThan(2);
    const { evidence, packs: found } = JSON.parse(writeJson(audited, { name: 'x', version: 'x' }));
    expect({ evidence: json().evidence, packs: json().packs }).toEqual({ evidence, packs: found });
  });

  test('tell nothing of packs where there are none', () => {
    synth((app) => openTopic(new Stack(app, 'Stack')), { reports: [ReportFormat.JSON] });
    expect(json()).not.toHaveProperty('packs');
  });

  test('cover nested stacks and stages', () => {
    synth((app) => {
      openTopic(new NestedStack(new Stack(app, 'Stack'), 'Nested'));
      openTopic(new Stack(new Stage(app, 'Stage'), 'Staged'));
    }, { reports: [ReportFormat.JSON] });
    const paths = json().evidence.filter(({ rule }: any) => rule === 'ZT-SNS-001').map(({ constructPath }: any) => constructPath);
    expect(paths.sort()).toEqual(['Stack/Nested/Topic', 'Stage/Staged/Topic']);
  });

  test('of a stage are in the directory of the stage, about it alone', () => {
    const app = new App({ outdir });
    const stage = new Stage(app, 'Stage');
    openTopic(new Stack(stage, 'Staged'));
    openTopic(new Stack(app, 'Beside'));
    ZeroTrust.enforce(stage, { packs: [], reports: [ReportFormat.JSON] });
    expect(() => app.synth()).toThrow();
    expect(existsSync(path('json'))).toBe(false);
    const report = JSON.parse(readFileSync(join(stage.outdir, 'zero-trust-report.json'), 'utf-8'));
    expect(report.templates.map(({ id }: any) => id)).toEqual(['Stage/Staged']);
  });

  test('show waivers with who answers for them, and those that do not count', () => {
    const waiver = (rule: string, on: string) => new Waiver({ rule, path: on, owner: 'team', reason: 'Moves soon.', ticket: 'SEC-1', expires: '2027-03-31' });
    synth((app) => openTopic(new Stack(app, 'Stack')), {
      reports: [ReportFormat.JSON, ReportFormat.HTML], waivers: [waiver('ZT-SNS-001', 'Stack/Topic'), waiver('ZT-SQS-001', 'Stack/Topic')],
    });
    expect(json().evidence).toContainEqual(expect.objectContaining({ rule: 'ZT-SNS-001', verdict: 'waived' }));
    expect(read('html')).toMatch(/Findings with a waiver[^]*ZT-SNS-001[^]*Moves soon\.[^]*SEC-1[^]*2027-03-31/);
    expect(read('html')).toMatch(/Waivers that do not count[^]*ZT-SQS-001[^]*it is unused/);
  });

  test('show structural acknowledgements, void when their rule fails', () => {
    synth((app) => acknowledgeStructural(openTopic(new Stack(app, 'Stack')), {
      cause: StructuralCause.END_OF_CHAIN, findings: ['Pack::Pack-1'], provedBy: 'ZT-SNS-001', reason: 'It ends here.',
    }), { reports: [ReportFormat.HTML] });
    expect(read('html')).toMatch(/Stack\/Topic[^]*Pack::Pack-1[^]*It ends here\.[^]*<span class="badge fail">void/);
  });

  test('are the same for the same app, and name no path of the machine', () => {
    const build = (app: App) => openTopic(new Stack(app, 'Stack'));
    const reports = [ReportFormat.HTML, ReportFormat.JSON];
    synth(build, { reports });
    const first = [read('html'), read('json')];
    rmSync(project, { recursive: true });
    enterProject();
    synth(build, { reports });
    expect([read('html'), read('json')]).toEqual(first);
    expect(first.join('')).not.toContain('zt-reports-');
    expect(json().templates).toEqual([expect.objectContaining({ path: join('cdk.out', 'Stack.template.json') })]);
  });

  test('replace those of an earlier synthesis', () => {
    synth((app) => openTopic(new Stack(app, 'Stack')), { reports: [ReportFormat.JSON] });
    const failure = synth((app) => openTopic(new Stack(app, 'Renamed')), { reports: [ReportFormat.JSON] });
    expect(failure).not.toContain('IllegalPluginOperation');
    expect(json().templates.map(({ id }: any) => id)).toEqual(['Renamed']);
  });

  test('that cannot be written stop synthesis, with the file and the remediation', () => {
    mkdirSync(path('html'));
    const app = new App({ outdir });
    ZeroTrust.enforce(app, { packs: [], reports: [ReportFormat.HTML] });
    expect(() => app.synth()).toThrow(expect.objectContaining({ name: 'ZeroTrustError', id: 'ReportUnwritable', message: expect.stringContaining(path('html')) }));
  });
});
