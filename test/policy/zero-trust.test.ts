import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, AppProps, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnUrl, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnAccessPoint } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Construct, IConstruct } from 'constructs';
import { buildWholeApp } from './support/whole-app';
import { acknowledgeStructural, STRUCTURAL_ACKNOWLEDGEMENT, StructuralCause } from '../../src/core/structural-acknowledgement';
import { clock } from '../../src/model/clock';
import { PackReport, readReport } from '../../src/policy/validation-report';
import { Waiver } from '../../src/policy/waiver';
import { EnforceProps, ZeroTrust } from '../../src/policy/zero-trust';
import { ZeroTrustChecks } from '../../src/policy/zero-trust-checks';

const url = (stack: Stack, id = 'Url') => new CfnUrl(stack, id, { authType: 'NONE', targetFunctionArn: 'fn' });
const traces = (stack: Stack, id: string, action = 'xray:PutTraceSegments') => new CfnManagedPolicy(stack, id, {
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] },
});
const WILDCARD = 'AwsSolutions-IAM5[Resource::*]';
const acknowledgeWildcard = (policy: CfnManagedPolicy, provedBy: string) => acknowledgeStructural(policy, {
  cause: StructuralCause.NO_RESOURCE_LEVEL, findings: [`AwsSolutions::${WILDCARD}`], provedBy, reason: 'Traces have no ARN.',
});
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

/** Synthesises, and reads the report whether or not it fails. */
function synth(build: (app: App) => void, props: AppProps = {}): { failed: boolean; reports: PackReport[] } {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-enforce-'));
  const shown = jest.spyOn(console, 'error').mockImplementation();
  try {
    const app = new App({ ...props, outdir });
    build(app);
    let failed = false;
    try {
      app.synth();
    } catch (error) {
      if (!String(error).includes('ValidationFailed') && !String(error).includes('report can be found')) throw error;
      failed = true;
    }
    return { failed, reports: readReport(app) };
  } finally {
    shown.mockRestore();
    rmSync(outdir, { recursive: true, force: true });
  }
}

const openOf = (reports: PackReport[]) => reports.flatMap((report) => report.open.map(({ severity, rule, path }) => `${severity} ${rule} ${path}`)).sort();
const acknowledgedOf = (reports: PackReport[]) => reports.flatMap(({ acknowledged }) => acknowledged.map(({ rule, path }) => `${rule} ${path}`)).sort();

describe('enforce', () => {
  test('holds an app to five packs and the rules of this library', () => {
    const app = new App();
    ZeroTrust.enforce(app);
    const names = (app as any)._validationPlugins.map(({ name }: any) => name);
    expect(names).toEqual(['AwsSolutions', 'Serverless', 'HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321', 'ZeroTrust']);
  });

  test('takes other packs, and keeps the rules of this library', () => {
    const app = new App();
    ZeroTrust.enforce(app, { packs: [new AwsSolutionsChecks()] });
    expect((app as any)._validationPlugins.map(({ name }: any) => name)).toEqual(['AwsSolutions', 'ZeroTrust']);
  });

  test('lets the constructs of this library through, and each acknowledgement has a rule that proves it', () => {
    const { failed, reports } = synth((app) => {
      buildWholeApp(app);
      ZeroTrust.enforce(app);
    });
    expect({ failed, open: openOf(reports) }).toEqual({ failed: false, open: [] });
    const acknowledged = reports.flatMap((report) => report.acknowledged);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const finding of acknowledged) {
      expect(finding.acknowledgedAt).toBe(finding.path);
      expect(finding.provedBy).toMatch(/^ZT-[A-Z0-9]+-\d{3}$/);
      expect(finding.reason).not.toBe('');
    }
    expect(reports.find(({ pack }) => pack === 'ZeroTrust')).toBeUndefined();
  });

  test('on a stage, reports that stage only, by packs of cdk-nag too', () => {
    const { reports } = synth((app) => {
      const enforced = new Stage(app, 'Enforced');
      traces(new Stack(enforced, 'Stack'), 'Traces');
      traces(new Stack(new Stage(app, 'Other'), 'Stack'), 'Traces');
      traces(new Stack(app, 'EnforcedElsewhere'), 'Traces');
      ZeroTrust.enforce(enforced);
    });
    expect(openOf(reports)).toEqual([`error ${WILDCARD} Enforced/Stack/Traces`]);
  });

  test('a stage without findings passes, whatever stands beside it', () => {
    const { failed } = synth((app) => {
      const enforced = new Stage(app, 'Enforced');
      new Stack(enforced, 'Stack');
      traces(new Stack(app, 'Beside'), 'Traces');
      ZeroTrust.enforce(enforced);
    });
    expect(failed).toBe(false);
  });

  test('takes an app or a stage, and nothing else', () => {
    expect(() => ZeroTrust.enforce(new Stack(new App(), 'Stack'))).toThrow(failsWith('NotEnforceable'));
  });

  test('is called once', () => {
    const app = new App();
    ZeroTrust.enforce(app);
    expect(() => ZeroTrust.enforce(app)).toThrow(failsWith('AlreadyEnforced'));
    expect(() => ZeroTrust.enforce(new Stage(app, 'Stage'))).toThrow(failsWith('AlreadyEnforced'));
  });

  test('takes each pack once', () => {
    const app = new App();
    expect(() => ZeroTrust.enforce(app, { packs: [new ZeroTrustChecks()] })).toThrow(failsWith('DuplicatePack'));
    expect(() => ZeroTrust.enforce(app)).not.toThrow();
  });

  test('two stages can be enforced', () => {
    const app = new App();
    ZeroTrust.enforce(new Stage(app, 'One'));
    expect(() => ZeroTrust.enforce(new Stage(app, 'Two'))).not.toThrow();
  });

  test.each([false, 'false'])('refuses an app that ignores findings (%p), unless the CLI of the CDK does it, which fails by itself', (value) => {
    const ignoring = () => new App({ context: { '@aws-cdk/core:failSynthOnValidationErrors': value } });
    const cli = process.env.CDK_CLI_VERSION;
    delete process.env.CDK_CLI_VERSION;
    expect(() => ZeroTrust.enforce(ignoring())).toThrow(failsWith('FindingsIgnored'));
    process.env.CDK_CLI_VERSION = '2.1148.1';
    expect(() => ZeroTrust.enforce(ignoring())).not.toThrow();
    if (cli === undefined) delete process.env.CDK_CLI_VERSION;
    else process.env.CDK_CLI_VERSION = cli;
  });
});

describe('findings that are ignored from after enforce', () => {
  const KEY = '@aws-cdk/core:failSynthOnValidationErrors';
  const { CDK_CLI_VERSION: cli } = process.env;
  const { exitCode } = process;

  beforeEach(() => { delete process.env.CDK_CLI_VERSION; });
  afterEach(() => {
    process.exitCode = exitCode;
    if (cli === undefined) delete process.env.CDK_CLI_VERSION;
    else process.env.CDK_CLI_VERSION = cli;
  });

  test.each<[string, () => void]>([
    ['by the context', () => undefined],
    ['and the CLI of the CDK pretended', () => { process.env.CDK_CLI_VERSION = '2.1148.1'; }],
  ])('fail synthesis: %s', (_, pretend) => {
    expect(() => synth((app) => {
      ZeroTrust.enforce(app, { packs: [] });
      app.node.setContext(KEY, false);
      pretend();
      url(new Stack(app, 'Stack'));
    })).toThrow(failsWith('FindingsIgnored'));
  });

  test('by the app, although a stage is enforced', () => {
    expect(() => synth((app) => {
      const stage = new Stage(app, 'Prod', {});
      stage.node.setContext(KEY, true);
      url(new Stack(stage, 'Stack'));
      ZeroTrust.enforce(stage, { packs: [] });
    }, { context: { [KEY]: 'false' } })).toThrow(failsWith('FindingsIgnored'));
  });

  test('fail the program, and are told, also where the validation of constructs is skipped', () => {
    const told = jest.spyOn(console, 'error').mockImplementation();
    const outdir = mkdtempSync(join(tmpdir(), 'zt-enforce-'));
    const app = new App({ outdir });
    ZeroTrust.enforce(app, { packs: [] });
    app.node.setContext(KEY, false);
    new Stack(app, 'Stack');
    app.synth({ skipValidation: true });
    const code = process.exitCode;
    process.exitCode = exitCode;
    expect(code).toBe(1);
    expect(told.mock.calls.join()).toContain('FindingsIgnored');
    expect(openOf(readReport(app))).toEqual(['fatal ZT-FINDINGS-IGNORED ']);
    told.mockRestore();
    rmSync(outdir, { recursive: true, force: true });
  });

  test('are none of ours where the CLI of the CDK was there before', () => {
    process.env.CDK_CLI_VERSION = '2.1148.1';
    expect(() => synth((app) => {
      ZeroTrust.enforce(app, { packs: [] });
      app.node.setContext(KEY, false);
      new Stack(app, 'Stack');
    })).not.toThrow();
  });
});

describe('an acknowledgement', () => {
  const acknowledge = (construct: IConstruct) => Validations.of(construct).acknowledge({ id: 'ZeroTrust::ZT-S3-014', reason: 'A public page.' });
  const point = (scope: IConstruct, id = 'Point') => new CfnAccessPoint(scope, id, { bucket: 'pages', publicAccessBlockConfiguration: { blockPublicPolicy: false } });

  test('lets a finding through on the construct that has it, and stands in the report', () => {
    const { failed, reports } = synth((app) => {
      acknowledge(point(new Stack(app, 'Stack')));
      ZeroTrust.enforce(app, { packs: [] });
    });
    expect(failed).toBe(false);
    expect(reports).toEqual([{
      pack: 'ZeroTrust',
      open: [],
      acknowledged: [expect.objectContaining({
        rule: 'ZT-S3-014', path: 'Stack/Point', acknowledgedAt: 'Stack/Point', reason: 'A public page.', provedBy: undefined, severity: 'error',
      })],
    }]);
  });

  test('does not count for another construct beside it', () => {
    const { failed, reports } = synth((app) => {
      const stack = new Stack(app, 'Stack');
      acknowledge(point(stack));
      point(stack, 'Other');
      ZeroTrust.enforce(app, { packs: [] });
    });
    expect(failed).toBe(true);
    expect(openOf(reports)).toEqual(['fatal ZT-S3-014 Stack/Other']);
    expect(acknowledgedOf(reports)).toEqual(['ZT-S3-014 Stack/Point']);
  });

  test('does not count for another construct in packs of cdk-nag either', () => {
    const { failed, reports } = synth((app) => {
      const stack = new Stack(app, 'Stack');
      acknowledgeWildcard(traces(stack, 'Traces'), 'ZT-IAM-001');
      traces(stack, 'Mine');
      ZeroTrust.enforce(app);
    });
    expect(failed).toBe(true);
    expect(openOf(reports)).toEqual([`fatal ${WILDCARD} Stack/Mine`]);
    expect(acknowledgedOf(reports)).toEqual([`${WILDCARD} Stack/Traces`]);
  });

  test('has its own reason and proof in the report, not those of another construct', () => {
    const { reports } = synth((app) => {
      const stack = new Stack(app, 'Stack');
      acknowledgeWildcard(traces(stack, 'Structural'), 'ZT-IAM-001');
      Validations.of(traces(stack, 'Mine')).acknowledge({ id: `AwsSolutions::${WILDCARD}`, reason: 'My own.' });
      ZeroTrust.enforce(app);
    });
    expect(reports.flatMap((report) => report.acknowledged).map(({ path, reason, provedBy }) => [path, reason, provedBy])).toEqual([
      ['Stack/Structural', 'Traces have no ARN. Proved by ZT-IAM-001.', 'ZT-IAM-001'],
      ['Stack/Mine', 'My own.', undefined],
    ]);
  });

  test('with the id of the rule alone does not count', () => {
    const { failed } = synth((app) => {
      Validations.of(point(new Stack(app, 'Stack'))).acknowledge({ id: 'ZT-S3-014', reason: 'Without the pack.' });
      ZeroTrust.enforce(app, { packs: [] });
    });
    expect(failed).toBe(true);
  });

  test('counts on the L2 for what the L2 makes, its role included', () => {
    const { failed, reports } = synth((app) => {
      const fn = new Function(new Stack(app, 'Stack'), 'Fn', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('x') });
      Validations.of(fn).acknowledge({ id: 'AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]', reason: 'Logs.' });
      ZeroTrust.enforce(app, { packs: [new AwsSolutionsChecks()] });
    });
    expect(acknowledgedOf(reports).join()).toContain('AwsSolutions-IAM4');
    expect(openOf(reports).join()).not.toMatch(/IAM4|ZT-SCOPE/);
    expect(failed).toBe(false);
  });

  test('does not count on a construct that groups resources', () => {
    const { failed, reports } = synth((app) => {
      const group = new Construct(new Stack(app, 'Stack'), 'Group');
      point(group);
      acknowledge(group);
      ZeroTrust.enforce(app, { packs: [] });
    });
    expect(failed).toBe(true);
    expect(openOf(reports)).toEqual(['fatal ZT-S3-014 Stack/Group/Point', 'fatal ZT-SCOPE-ACKNOWLEDGEMENT Stack/Group']);
  });

  test('of a critical finding of this library does not count, on the resource neither; a waiver does', () => {
    jest.spyOn(clock, 'today').mockReturnValue('2026-11-28');
    const run = (props: EnforceProps) => synth((app) => {
      Validations.of(url(new Stack(app, 'Stack'))).acknowledge({ id: 'ZeroTrust::ZT-LAMBDA-008', reason: 'A public page.' });
      ZeroTrust.enforce(app, { packs: [], ...props });
    });
    const waiver = { rule: 'ZT-LAMBDA-008', path: 'Stack/Url', owner: 'web-team', ticket: 'WEB-1', reason: 'A public page.', expires: '2027-01-31' };
    for (const allowScopeAcknowledgements of [false, true]) {
      const { failed, reports } = run({ allowScopeAcknowledgements });
      expect({ failed, open: openOf(reports) }).toEqual({ failed: true, open: ['fatal ZT-LAMBDA-008 Stack/Url'] });
      expect(reports[0].open[0].description).toContain('does not count for a critical finding: waive it.');
    }
    expect(run({ waivers: [new Waiver(waiver)] })).toMatchObject({ failed: false });
    jest.restoreAllMocks();
  });
});

describe('an acknowledgement on a stack', () => {
  const onStack = (id: string) => openOf(synth((app) => {
    ZeroTrust.enforce(app, { packs: [] });
    Validations.of(new Stack(app, 'Stack')).acknowledge({ id, reason: 'A reason.' });
  }).reports);

  test('of the validation of the CDK is let be, as the CDK makes one for each VPC of literal zones', () => {
    expect(onStack('CloudFormation-Validate::W3010')).toEqual([]);
  });

  test('of a pack is fatal', () => {
    expect(onStack('ZeroTrust::ZT-KMS-001')).toEqual(['fatal ZT-SCOPE-ACKNOWLEDGEMENT Stack']);
  });
});

describe('a structural acknowledgement', () => {
  const enforced = (build: (stack: Stack) => void) => synth((app) => {
    build(new Stack(app, 'Stack'));
    ZeroTrust.enforce(app);
  });

  test('holds while the rule that it names passes', () => {
    const { failed, reports } = enforced((stack) => acknowledgeWildcard(traces(stack, 'Traces'), 'ZT-IAM-001'));
    expect({ failed, open: openOf(reports) }).toEqual({ failed: false, open: [] });
  });

  test('is void when the rule fails, also after an override', () => {
    const { failed, reports } = enforced((stack) => {
      const policy = traces(stack, 'Traces');
      acknowledgeWildcard(policy, 'ZT-IAM-001');
      policy.addPropertyOverride('PolicyDocument.Statement.0.Action', 'sqs:SendMessage');
    });
    expect(failed).toBe(true);
    expect(openOf(reports)).toEqual(['fatal ZT-ACKNOWLEDGEMENT Stack/Traces', 'warning ZT-IAM-001 Stack/Traces']);
  });

  test('is void when the rule cannot tell', () => {
    const { reports } = enforced((stack) => {
      const policy = traces(stack, 'Traces');
      acknowledgeWildcard(policy, 'ZT-IAM-001');
      policy.addPropertyOverride('PolicyDocument.Statement.0.Resource', { Ref: 'Parameter' });
    });
    expect(openOf(reports)).toContain('fatal ZT-ACKNOWLEDGEMENT Stack/Traces');
  });

  test('is void when the rule does not exist', () => {
    const { failed, reports } = enforced((stack) => acknowledgeWildcard(traces(stack, 'Traces'), 'ZT-IAM-999'));
    expect(failed).toBe(true);
    expect(reports.flatMap((report) => report.open)).toEqual([expect.objectContaining({
      rule: 'ZT-ACKNOWLEDGEMENT', severity: 'fatal', path: 'Stack/Traces', description: `The structural acknowledgement of AwsSolutions::${WILDCARD} is void: there is no rule ZT-IAM-999.`,
    })]);
  });

  test('may name a rule for other resources of the stack, which must all pass', () => {
    const proved = (authType: string) => enforced((stack) => {
      acknowledgeWildcard(traces(stack, 'Traces'), 'ZT-LAMBDA-008');
      url(stack).authType = authType;
    });
    expect(openOf(proved('AWS_IAM').reports)).toEqual([]);
    expect(openOf(proved('NONE').reports)).toEqual(['error ZT-LAMBDA-008 Stack/Url', 'fatal ZT-ACKNOWLEDGEMENT Stack/Traces']);
  });

  test('is void when the rule has nothing to look at', () => {
    const { reports } = enforced((stack) => acknowledgeWildcard(traces(stack, 'Traces'), 'ZT-LAMBDA-008'));
    expect(openOf(reports)).toEqual(['fatal ZT-ACKNOWLEDGEMENT Stack/Traces']);
  });

  test('cannot be rescued by acknowledging that it is void', () => {
    const { failed, reports } = enforced((stack) => {
      acknowledgeWildcard(traces(stack, 'Traces'), 'ZT-IAM-999');
      Validations.of(stack.node.root).acknowledge({ id: 'ZeroTrust::ZT-ACKNOWLEDGEMENT', reason: 'Never mind.' });
    });
    expect(failed).toBe(true);
    expect(openOf(reports)).toEqual(['fatal ZT-ACKNOWLEDGEMENT Stack/Traces', 'fatal ZT-SCOPE-ACKNOWLEDGEMENT ']);
  });

  test('is void when its rule is acknowledged and still fails', () => {
    const { failed, reports } = enforced((stack) => {
      const policy = traces(stack, 'Traces', 'sqs:SendMessage');
      acknowledgeWildcard(policy, 'ZT-IAM-001');
      Validations.of(policy).acknowledge({ id: 'ZeroTrust::ZT-IAM-001', reason: 'Never mind.' });
    });
    expect(failed).toBe(true);
    expect(openOf(reports)).toEqual(['fatal ZT-ACKNOWLEDGEMENT Stack/Traces']);
  });

  test('in a nested stage is proved too', () => {
    const { reports } = synth((app) => {
      acknowledgeWildcard(traces(new Stack(new Stage(app, 'Prod'), 'Stack'), 'Traces'), 'ZT-IAM-999');
      ZeroTrust.enforce(app);
    });
    expect(openOf(reports)).toEqual(['fatal ZT-ACKNOWLEDGEMENT Prod/Stack/Traces']);
  });

  test('outside of the enforced stage is nobody\'s business', () => {
    const { failed } = synth((app) => {
      acknowledgeWildcard(traces(new Stack(app, 'Beside'), 'Traces'), 'ZT-IAM-999');
      const stage = new Stage(app, 'Stage');
      new Stack(stage, 'Stack');
      ZeroTrust.enforce(stage);
    });
    expect(failed).toBe(false);
  });

  test('is recorded under the name that the policy reads', () => {
    const policy = traces(new Stack(new App(), 'Stack'), 'Traces');
    acknowledgeWildcard(policy, 'ZT-IAM-001');
    expect(policy.node.metadata.map(({ type }) => type)).toContain(STRUCTURAL_ACKNOWLEDGEMENT);
  });
});

test('there is no report before synthesis', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-enforce-'));
  expect(() => readReport(new App({ outdir }))).toThrow(failsWith('NoReport'));
  rmSync(outdir, { recursive: true, force: true });
});

describe('a program whose app has a finding', () => {
  const root = join(__dirname, '..', '..');
  const app = join(__dirname, 'fixtures', 'open-app.ts');
  const tsx = join(root, 'node_modules', '.bin', 'tsx');
  const run = (command: string, args: string[]) => {
    const outdir = mkdtempSync(join(tmpdir(), 'zt-run-'));
    const { NODE_ENV, ...env } = process.env;
    const { status, stderr, stdout } = spawnSync(command, args.map((arg) => arg.replace('OUTDIR', outdir)), {
      cwd: outdir, encoding: 'utf-8', env: { ...env, CDK_VALIDATION: 'false', CDK_OUTDIR: outdir, CDK_DISABLE_CLI_TELEMETRY: 'true', NO_COLOR: '1' },
    });
    const reported = existsSync(join(outdir, 'validation-report.json'));
    rmSync(outdir, { recursive: true, force: true });
    return { status, output: `${stdout}${stderr}`, reported };
  };

  const expectFinding = ({ status, output, reported }: ReturnType<typeof run>) => {
    expect(output).toContain('ERROR ZT-S3-014: BlockPublicPolicy is not enabled');
    expect(output).toContain('Since April 2023 public access is blocked unless a template turns that off.');
    expect(output).toContain('Suggested fix: Omit PublicAccessBlockConfiguration');
    expect(output).toContain('Open/Point');
    expect(output).toContain('Acknowledge with \'ZeroTrust::ZT-S3-014\'');
    expect({ status, reported }).toEqual({ status: 1, reported: true });
  };

  test('ends with exit code 1 and says rule, construct, reason and remediation', () => {
    expectFinding(run(tsx, [app]));
  });

  test('ends the same by the CLI of the CDK', () => {
    expectFinding(run(join(root, 'node_modules', '.bin', 'cdk'), ['synth', '--app', `${tsx} ${app}`, '--output', 'OUTDIR', '--no-notices', '--quiet']));
  });
});
