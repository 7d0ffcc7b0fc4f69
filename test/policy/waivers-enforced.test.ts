import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aspects, CfnResource, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnUrl } from 'aws-cdk-lib/aws-lambda';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Construct } from 'constructs';
import { synthesise } from './support/synth';
import { clock } from '../../src/model/clock';
import { FindingSeverity } from '../../src/policy/finding-severity';
import { Waiver, WaiverProps } from '../../src/policy/waiver';
import { EnforceProps, ZeroTrust } from '../../src/policy/zero-trust';
import { RULES } from '../../src/rules';

const RULE = 'ZeroTrust::ZT-LAMBDA-008';
const FINDING = 'ZT-LAMBDA-008';
const url = (scope: Construct, id = 'Url') => new CfnUrl(scope, id, { authType: 'NONE', targetFunctionArn: 'fn' });
const waiver = (changes: Partial<WaiverProps> = {}) => new Waiver({
  rule: RULE, path: 'Stack/Url', owner: 'web-team', reason: 'A public page.', ticket: 'SEC-1', expires: '2026-12-31', ...changes,
});
const record = { rule: RULE, owner: 'web-team', reason: 'A public page.', ticket: 'SEC-1', expires: '2026-12-31' };
const enforced = (build: (app: App) => void, props: EnforceProps) => synthesise((app) => {
  build(app);
  ZeroTrust.enforce(app, { packs: [], ...props });
});
const oneUrl = (waivers: Waiver[], props: EnforceProps = {}) => enforced((app) => url(new Stack(app, 'Stack')), { waivers, ...props });
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

beforeEach(() => jest.spyOn(clock, 'today').mockReturnValue('2026-06-15'));
afterEach(() => jest.restoreAllMocks());

test('a waiver of a threat is left to the threat model, which takes the same file', () => {
  const { reports } = oneUrl([waiver(), waiver({ rule: 'ZeroTrust::ZT-THREAT-001' })]);
  expect(reports.map(({ pack }) => pack)).toEqual(['ZeroTrust']);
  expect(oneUrl([waiver(), waiver({ rule: 'ZeroTrust::ZT-THREAT-001' })]).failed).toBe(false);
});

describe('a waiver that counts', () => {
  test('lets its finding through, with owner, ticket and end in report and template', () => {
    const { failed, reports, template } = oneUrl([waiver()]);
    expect(failed).toBe(false);
    expect(reports).toEqual([{
      pack: 'ZeroTrust',
      open: [],
      acknowledged: [expect.objectContaining({
        rule: FINDING,
        path: 'Stack/Url',
        acknowledgedAt: 'Stack/Url',
        severity: 'error',
        waiver: record,
        provedBy: undefined,
        reason: 'A public page. Waived by web-team until 2026-12-31, SEC-1.',
      })],
    }]);
    expect(template.Resources.Url.Metadata['cdk-zero-trust']).toEqual({ waivers: [record] });
  });

  test('is needed: without it the finding fails synthesis, and the template says nothing', () => {
    const { failed, open, template } = oneUrl([]);
    expect({ failed, open }).toEqual({ failed: true, open: [`error ${FINDING} Stack/Url`] });
    expect(template.Resources.Url.Metadata?.['cdk-zero-trust']).toBeUndefined();
  });

  test('does not count for a resource beside it', () => {
    const { failed, open, acknowledged } = enforced((app) => {
      const stack = new Stack(app, 'Stack');
      url(stack);
      url(stack, 'Other');
    }, { waivers: [waiver()] });
    expect({ failed, open, acknowledged }).toEqual({ failed: true, open: [`fatal ${FINDING} Stack/Other`], acknowledged: [`${FINDING} Stack/Url`] });
  });

  test('does not count for another finding of the resource', () => {
    const { open, acknowledged } = enforced((app) => new CfnKey(new Stack(app, 'Stack'), 'Key', { keyPolicy: {} }), {
      waivers: [waiver({ rule: 'ZT-KMS-001', path: 'Stack/Key' })],
    });
    expect(open).toContain('warning ZT-KMS-002 Stack/Key');
    expect(acknowledged).toEqual(['ZT-KMS-001 Stack/Key']);
  });

  test('finds its resource by stack and logical id, also by the name of the stack', () => {
    const named = (path: string) => enforced((app) => {
      url(new Stack(app, 'Stack', { stackName: 'orders-prod' })).overrideLogicalId('PublicPage');
    }, { waivers: [waiver({ path })] });
    expect(named('Stack/PublicPage').acknowledged).toEqual([`${FINDING} Stack/Url`]);
    expect(named('orders-prod/PublicPage').acknowledged).toEqual([`${FINDING} Stack/Url`]);
    expect(named('Stack/Public').failed).toBe(true);
  });

  test('finds its resource by the construct around it', () => {
    const build = (id: string) => enforced((app) => url(new Construct(new Stack(app, 'Stack'), 'Page'), id), { waivers: [waiver({ path: 'Stack/Page' })] });
    expect(build('Resource').acknowledged).toEqual([`${FINDING} Stack/Page/Resource`]);
    expect(build('Url').failed).toBe(true);
  });

  test('may have a * inside one construct', () => {
    const { failed, open, acknowledged } = enforced((app) => {
      const stack = new Stack(app, 'Stack');
      const pages = new Construct(stack, 'Pages');
      url(pages, 'A');
      url(new Construct(pages, 'Deeper'), 'B');
      url(new Construct(stack, 'PagesToo'), 'C');
    }, { waivers: [waiver({ path: 'Stack/Pages/*' })] });
    expect(failed).toBe(true);
    expect(acknowledged).toEqual([`${FINDING} Stack/Pages/A`, `${FINDING} Stack/Pages/Deeper/B`]);
    expect(open).toEqual([`fatal ${FINDING} Stack/PagesToo/C`]);
  });

  test('takes every other character of a path as it is', () => {
    const build = (id: string) => enforced((app) => url(new Construct(new Stack(app, 'Stack'), 'Pages'), id), { waivers: [waiver({ path: 'Stack/Pages/a.b*' })] });
    expect(build('a.bc').failed).toBe(false);
    expect(build('axbc').failed).toBe(true);
  });

  test('works in nested stacks and stages', () => {
    const { failed, acknowledged } = enforced((app) => {
      url(new NestedStack(new Stack(app, 'Stack'), 'Nested'));
      url(new Stack(new Stage(app, 'Prod'), 'Stack'));
    }, { waivers: [waiver({ path: 'Stack/Nested/Url' }), waiver({ path: 'Prod/Stack/Url' })] });
    expect({ failed, acknowledged }).toEqual({ failed: false, acknowledged: [`${FINDING} Prod/Stack/Url`, `${FINDING} Stack/Nested/Url`] });
  });

  test('works in a stage that is made after enforce was called, at each synthesis', () => {
    const { open } = synthesise((app) => {
      ZeroTrust.enforce(app, { packs: [], waivers: [waiver({ path: 'Prod/Stack/Url' })] });
      url(new Stack(new Stage(app, 'Prod'), 'Stack'));
      app.synth();
    });
    expect(open).toEqual([]);
  });

  test('works for an enforced stage', () => {
    const { failed, acknowledged } = synthesise((app) => {
      const stage = new Stage(app, 'Prod');
      url(new Stack(stage, 'Stack'));
      ZeroTrust.enforce(stage, { packs: [], waivers: [waiver({ path: 'Prod/Stack/Url' })] });
    });
    expect({ failed, acknowledged }).toEqual({ failed: false, acknowledged: [`${FINDING} Prod/Stack/Url`] });
  });

  test('works for findings of third-party packs, each by its name', () => {
    const policy = (app: App) => void new CfnManagedPolicy(new Stack(app, 'Stack'), 'Traces', {
      policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'xray:PutTraceSegments', Resource: '*' }] },
    });
    const of = (rule: string, finding?: string) => synthesise((app) => {
      policy(app);
      ZeroTrust.enforce(app, { packs: [new AwsSolutionsChecks(app)], waivers: [waiver({ rule, finding, path: 'Stack/Traces' })] });
    });
    const { failed, acknowledged, template } = of('AwsSolutions::AwsSolutions-IAM5', 'Resource::*');
    expect({ failed, acknowledged }).toEqual({ failed: false, acknowledged: ['AwsSolutions-IAM5[Resource::*] Stack/Traces'] });
    expect(template.Resources.Traces.Metadata['cdk-zero-trust'].waivers).toEqual([{ ...record, rule: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]' }]);

    const without = of('AwsSolutions::AwsSolutions-IAM5');
    expect(without.failed).toBe(true);
    expect(without.messages.join()).toContain('there is no such finding; there is AwsSolutions::AwsSolutions-IAM5[Resource::*]');
  });

  test('leaves other metadata, and stands beside other waivers', () => {
    const { template } = enforced((app) => {
      const key = new CfnKey(new Stack(app, 'Stack'), 'Key', { keyPolicy: {} });
      key.addMetadata('cdk-zero-trust', { other: 1 });
    }, { waivers: ['ZT-KMS-001', 'ZT-KMS-002'].map((rule) => waiver({ rule, path: 'Stack/Key' })) });
    const { other, waivers } = template.Resources.Key.Metadata['cdk-zero-trust'];
    expect([other, ...waivers.map(({ rule }: any) => rule)]).toEqual([1, 'ZeroTrust::ZT-KMS-001', 'ZeroTrust::ZT-KMS-002']);
  });

  test('is written once, however often the app is synthesised', () => {
    const app = new App();
    const page = url(new Stack(app, 'Stack'));
    ZeroTrust.enforce(app, { packs: [], waivers: [waiver()] });
    jest.spyOn(console, 'error').mockImplementation();
    app.synth();
    app.synth({ force: true });
    expect(page.getMetadata('cdk-zero-trust')).toEqual({ waivers: [record] });
  });

  test('reaches resources that aspects make, and apps that were enforced before they were filled', () => {
    const { failed } = synthesise((app) => {
      ZeroTrust.enforce(app, { packs: [], waivers: [waiver()] });
      const stack = new Stack(app, 'Stack');
      Aspects.of(stack).add({ visit: (node) => void (node === stack && url(stack)) });
    });
    expect(failed).toBe(false);
  });
});

describe('a waiver that does not count fails synthesis', () => {
  const expectFatal = ({ failed, open, messages }: ReturnType<typeof synthesise>, why: string, finding = `error ${FINDING} Stack/Url`) => {
    expect(failed).toBe(true);
    expect(open).toEqual([...finding ? [finding] : [], 'fatal ZT-WAIVER ']);
    expect(messages[0]).toContain(`(web-team, SEC-1) does not count: ${why}`);
  };

  test('when it expired, on the day after its last', () => {
    expect(oneUrl([waiver({ expires: '2026-06-15' })]).failed).toBe(false);
    expectFatal(oneUrl([waiver({ expires: '2026-06-14' })]), 'it expired on 2026-06-14');
  });

  test('when it runs for longer than a year', () => {
    expect(oneUrl([waiver({ expires: '2027-06-15' })]).failed).toBe(false);
    expectFatal(oneUrl([waiver({ expires: '2027-06-16' })]), 'it runs until 2027-06-16, longer than one year');
  });

  test('when its finding is gone', () => {
    const { failed, open, messages } = enforced((app) => {
      url(new Stack(app, 'Stack')).authType = 'AWS_IAM';
    }, { waivers: [waiver()] });
    expect({ failed, open }).toEqual({ failed: true, open: ['fatal ZT-WAIVER '] });
    expect(messages[0]).toContain('it is unused');
  });

  test('when nothing is at its path', () => {
    expectFatal(oneUrl([waiver({ path: 'Stack/Gone' })]), 'there is no resource at its path');
  });

  test.each(['ZT-LAMBDA-999', 'Nobody::Rule', 'AwsSolutions::AwsSolutions-IAM5[Resource::*]'])('when no pack has the rule %s', (rule) => {
    expectFatal(oneUrl([waiver({ rule })]), 'there is no such rule in the packs');
  });

  test.each(['*', 'Stack/*', 'Stack/U*', 'S*', '**/Url', 'Stack/*/Url'])('when it is as broad as %s', (path) => {
    const { failed, open } = oneUrl([waiver({ path })]);
    expect({ failed, open }).toEqual({ failed: true, open: [`error ${FINDING} Stack/Url`, 'fatal ZT-WAIVER '] });
  });

  test('when it names a stack', () => {
    expectFatal(oneUrl([waiver({ path: 'Stack' })]), 'it is too broad: Stack is no resource');
  });

  test('when its pattern spans stacks, below a construct or nested', () => {
    const spans = (build: (app: App) => void, path: string) => enforced(build, { waivers: [waiver({ path })] }).messages.join();
    expect(spans((app) => url(new Stack(new Construct(app, 'Group'), 'Stack')), 'Group/*')).toContain('it is too broad');
    expect(spans((app) => url(new NestedStack(new Construct(new Stack(app, 'Stack'), 'Group'), 'Nested')), 'Stack/Group/*')).toContain('it is too broad');
  });

  test('when its path means two resources', () => {
    const { failed, messages } = enforced((app) => {
      const stack = new Stack(app, 'Stack');
      url(stack, 'Page');
      url(stack, 'Other').overrideLogicalId('Same');
      url(stack, 'Same').overrideLogicalId('Different');
    }, { waivers: [waiver({ path: 'Stack/Same' }), waiver({ path: 'Stack/Page' })] });
    expect(failed).toBe(true);
    expect(messages.join()).toContain('it is too broad: its path means Stack/Other and Stack/Same');
  });

  test('when it is for a stage that is not enforced', () => {
    const { open } = synthesise((app) => {
      url(new Stack(app, 'Stack'));
      const stage = new Stage(app, 'Prod');
      new CfnResource(new Stack(stage, 'Stack'), 'Nothing', { type: 'Custom::Nothing' });
      ZeroTrust.enforce(stage, { packs: [], waivers: [waiver()] });
    });
    expect(open).toEqual(['fatal ZT-WAIVER Prod']);
  });

  test('and acknowledging that changes nothing', () => {
    const { failed, open } = enforced((app) => {
      Validations.of(url(new Stack(app, 'Stack'))).acknowledge({ id: RULE, reason: 'Mine.' });
      Validations.of(app).acknowledge({ id: 'ZeroTrust::ZT-WAIVER', reason: 'Never mind.' });
    }, { waivers: [waiver({ expires: '2020-01-01' })], allowScopeAcknowledgements: true });
    expect({ failed, open }).toEqual({ failed: true, open: [`fatal ${FINDING} Stack/Url`, 'fatal ZT-WAIVER '] });
  });

  test('two of one finding are refused at once', () => {
    const app = new App();
    expect(() => ZeroTrust.enforce(app, { waivers: [waiver(), waiver({ rule: 'ZT-LAMBDA-008' })] })).toThrow(failsWith('DuplicateWaiver'));
    expect(() => ZeroTrust.enforce(app)).not.toThrow();
  });
});

describe('an acknowledgement on a scope', () => {
  const TOPICS = 'ZeroTrust::ZT-SNS-001';
  const acknowledged = (on: (app: App, stack: Stack) => Construct, id: string, props: EnforceProps = {}) => enforced((app) => {
    const stack = new Stack(app, 'Stack');
    new CfnTopic(stack, 'Topic');
    Validations.of(on(app, stack)).acknowledge({ id, reason: 'All of it.' });
  }, props);

  test.each<[string, (app: App, stack: Stack) => Construct, string]>([
    ['an app', (app) => app, ''],
    ['a stack', (_, stack) => stack, 'Stack'],
    ['a nested stack', (_, stack) => new NestedStack(stack, 'Nested'), 'Stack/Nested'],
    ['a stage', (app) => new Stage(app, 'Stage'), 'Stage'],
    ['a group of stacks', (app) => new Construct(app, 'Group'), 'Group'],
    ['a group of resources', (_, stack) => new Construct(stack, 'Group'), 'Stack/Group'],
  ])('fails synthesis on %s', (_, on, path) => {
    const { failed, open } = acknowledged(on, TOPICS);
    expect(failed).toBe(true);
    expect(open).toContain(`fatal ZT-SCOPE-ACKNOWLEDGEMENT ${path}`);
  });

  test('counts when that is allowed, and the app says so', () => {
    let app!: App;
    const { failed, acknowledged: through } = acknowledged((it, stack) => {
      app = it;
      return stack;
    }, TOPICS, { allowScopeAcknowledgements: true });
    expect({ failed, through }).toEqual({ failed: false, through: ['ZT-SNS-001 Stack/Topic'] });
    expect(app.node.metadata.map(({ type, data }) => `${type} ${data}`)).toContain('cdk-zero-trust:opt-out acknowledgements on whole stacks count');
  });

  test('on a resource is none', () => {
    expect(acknowledged((_, stack) => stack.node.findChild('Topic') as CfnTopic, TOPICS).failed).toBe(false);
  });

  test('counts as one without the name of the pack too, where cdk-nag heeds that', () => {
    const of = (id: string) => synthesise((app) => {
      const stack = new Stack(app, 'Stack');
      new CfnResource(stack, 'Nothing', { type: 'Custom::Nothing' });
      Validations.of(stack).acknowledge({ id, reason: 'All of it.' });
      url(stack, 'Url').authType = 'AWS_IAM';
      new CfnUrl(stack, 'Open', { authType: 'NONE', targetFunctionArn: 'fn' });
      ZeroTrust.enforce(app, { packs: [new AwsSolutionsChecks(app)] });
    }).open;
    expect(of('AwsSolutions-IAM5[Resource::*]')).toContain('fatal ZT-SCOPE-ACKNOWLEDGEMENT Stack');
    expect(of('@aws-cdk/aws-lambda:someWarning')).toEqual([`error ${FINDING} Stack/Open`]);
  });

  test('beside the enforced stage is nobody\'s business, above it is', () => {
    const open = (on: (app: App, beside: Stack) => Construct) => synthesise((app) => {
      const stage = new Stage(app, 'Prod');
      url(new Stack(stage, 'Stack'));
      Validations.of(on(app, new Stack(app, 'Beside'))).acknowledge({ id: 'ZeroTrust::ZT-SQS-001', reason: 'All of it.' });
      ZeroTrust.enforce(stage, { packs: [] });
    }).open;
    expect(open((_, beside) => beside)).toEqual([`error ${FINDING} Prod/Stack/Url`]);
    expect(open((app) => app)).toEqual([`error ${FINDING} Prod/Stack/Url`, 'fatal ZT-SCOPE-ACKNOWLEDGEMENT ']);
  });
});

describe('failOn', () => {
  // its deletion is a finding of medium severity
  const key = (failOn?: FindingSeverity) => enforced((app) => {
    new CfnKey(new Stack(app, 'Stack'), 'Key', { keyPolicy: {}, enableKeyRotation: true });
  }, { failOn }).open.filter((line) => line.includes('ZT-KMS-002'));

  test('is high, unless said otherwise', () => {
    expect(key()).toEqual(['warning ZT-KMS-002 Stack/Key']);
    expect(key(FindingSeverity.HIGH)).toEqual(key());
    expect(oneUrl([])).toMatchObject({ failed: true, open: [`error ${FINDING} Stack/Url`] });
  });

  test('moves the line between errors and warnings, down and up', () => {
    expect(key(FindingSeverity.MEDIUM)).toEqual(['error ZT-KMS-002 Stack/Key']);
    expect(key(FindingSeverity.LOW)).toEqual(['error ZT-KMS-002 Stack/Key']);
    expect(key(FindingSeverity.CRITICAL)).toEqual(['warning ZT-KMS-002 Stack/Key']);
  });

  test('decides whether synthesis fails', () => {
    const { severity } = RULES.find(({ id }) => id === FINDING)!;
    expect(oneUrl([], { failOn: FindingSeverity.CRITICAL }).failed).toBe(severity === 'critical');
    expect(oneUrl([], { failOn: FindingSeverity.LOW }).failed).toBe(true);
  });
});

describe('a program', () => {
  const root = join(__dirname, '..', '..');
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const run = (text: string) => {
    const outdir = mkdtempSync(join(tmpdir(), 'zt-run-'));
    const file = join(outdir, 'waivers.yaml');
    writeFileSync(file, text);
    const { NODE_ENV, ...env } = process.env;
    const { status, stderr, stdout } = spawnSync(join(root, 'node_modules', '.bin', 'tsx'), [join(__dirname, 'fixtures', 'waived-app.ts'), file], {
      cwd: outdir, encoding: 'utf-8', env: { ...env, CDK_VALIDATION: 'false', CDK_OUTDIR: join(outdir, 'cdk.out'), NO_COLOR: '1' },
    });
    rmSync(outdir, { recursive: true, force: true });
    return { status, output: `${stdout}${stderr}`.replace(/\s+/g, ' ') };
  };
  const waivers = (expires: string) => `waivers:
  - rule: ${RULE}
    path: Open/Url
    owner: web-team
    reason: A public page.
    ticket: SEC-1
    expires: ${expires}
`;

  test('ends with exit code 0 while its waivers count, and 1 when they expired', () => {
    expect(run(waivers(inDays(7)))).toMatchObject({ status: 0 });
    const { status, output } = run(waivers(inDays(-2)));
    expect(status).toBe(1);
    expect(output).toContain(`FATAL The waiver of ${RULE} on Open/Url (web-team, SEC-1) does not count: it expired on ${inDays(-2)}.`);
  });

  test('ends with exit code 1 and the line of the file that is wrong', () => {
    const { status, output } = run('waivers:\n  - rule: ZT-LAMBDA-008\n    path: Open/Url\n');
    expect(status).toBe(1);
    expect(output).toContain('waivers.yaml:2] WaiverIncomplete: the waiver has no owner.');
  });
});
