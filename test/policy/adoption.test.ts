import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { CfnUrl } from 'aws-cdk-lib/aws-lambda';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { synthesise } from './support/synth';
import { audit } from '../../src/cli/run-audit';
import { clock } from '../../src/model/clock';
import { Capability } from '../../src/policy/capability';
import { FindingSeverity } from '../../src/policy/finding-severity';
import { ReportFormat } from '../../src/policy/report-format';
import { RuleSetting } from '../../src/policy/rule-setting';
import { EnforceProps, ZeroTrust } from '../../src/policy/zero-trust';
import { Profile } from '../../src/zone/profile';

const directory = mkdtempSync(join(tmpdir(), 'zt-adoption-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeEach(() => jest.spyOn(clock, 'today').mockReturnValue('2026-12-01'));
afterEach(() => jest.restoreAllMocks());

const ARN = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/organization';
const failsWith = (id: string, message = '') => expect.objectContaining({ name: 'ZeroTrustError', id, message: expect.stringContaining(message) });
const enforced = (build: (stack: Stack) => void, props: EnforceProps) => synthesise((app) => {
  const stack = new Stack(app, 'Stack');
  build(stack);
  ZeroTrust.enforce(app, { packs: [], ...props });
});
const of = (open: string[], rule: string) => open.filter((each) => each.includes(rule));
const file = (name: string, text: string) => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const queue = (stack: Stack, id = 'Queue') => new CfnQueue(stack, id, {});
const trail = (stack: Stack, isLogging = true) => new CfnTrail(stack, 'Trail', { isLogging, isMultiRegionTrail: true, s3BucketName: 'logs' });

describe('required capabilities', () => {
  test('fail synthesis where no resource provides them, or only one that does nothing', () => {
    for (const build of [queue, (stack: Stack) => trail(stack, false)]) {
      const { failed, open } = enforced(build, { required: [Capability.AUDIT_TRAIL] });
      expect({ failed, open: of(open, 'CAPABILITY') }).toEqual({ failed: true, open: ['error ZT-CAPABILITY-001 Stack'] });
    }
  });

  test('are provided by a resource, or from elsewhere by name', () => {
    expect(of(enforced(trail, { required: [Capability.AUDIT_TRAIL] }).open, 'CAPABILITY')).toEqual([]);
    expect(of(enforced(queue, { required: [Capability.AUDIT_TRAIL.providedBy('organization trail', ARN, 'platform-team')] }).open, 'CAPABILITY')).toEqual([]);
  });

  test('are what the profile of the app requires, unless something else is said', () => {
    const found = (props: EnforceProps) => of(enforced(queue, props).open, 'CAPABILITY').map((each) => each.split(' ')[1]);
    const three = ['ZT-CAPABILITY-001', 'ZT-CAPABILITY-002', 'ZT-CAPABILITY-003'];
    expect(found({ profile: Profile.HIPAA })).toEqual(three);
    expect(found({ profile: Profile.PCI_DSS.customize({ name: 'ACME' }) })).toEqual(three);
    expect(found({ profile: Profile.BASELINE })).toEqual([]);
    expect(found({})).toEqual([]);
    expect(found({ profile: Profile.HIPAA, required: [] })).toEqual([]);
  });

  test('are in the report with what provides them', () => {
    let report = '';
    synthesise((app) => {
      queue(new Stack(app, 'Stack'));
      ZeroTrust.enforce(app, { packs: [], reports: [ReportFormat.JSON], required: [Capability.AUDIT_TRAIL.providedBy('organization trail', ARN, 'platform-team')] });
      try {
        app.synth();
      } catch { /* the queue has findings */ }
      report = readFileSync(join(app.outdir, 'zero-trust-report.json'), 'utf-8');
    });
    expect(JSON.parse(report).required).toEqual([{ capability: 'audit-trail', rule: 'ZT-CAPABILITY-001', providedBy: { name: 'organization trail', arn: ARN, owner: 'platform-team' } }]);
  });

  test('are refused where nobody answers for them', () => {
    expect(() => Capability.SIEM.providedBy('SIEM', ARN, ' ')).toThrow(failsWith('BadProvision', 'it has no owner'));
    expect(() => Capability.SIEM.providedBy('SIEM', 'a stream', 'soc')).toThrow(failsWith('BadProvision', 'no ARN'));
  });
});

describe('settings of rules', () => {
  const RULE = 'ZT-SQS-001';

  test('switch a rule off, or make a warning of it a failure, and leave the others', () => {
    const plain = enforced(queue, {});
    expect(of(plain.open, RULE)).toEqual([`warning ${RULE} Stack/Queue`]);
    const off = enforced(queue, { rules: [RuleSetting.off(RULE, 'No data in queues.')] });
    expect(of(off.open, RULE)).toEqual([]);
    expect(off.open).toEqual(plain.open.filter((each) => !each.includes(RULE)));
    expect(of(enforced(queue, { rules: [RuleSetting.severity(RULE, FindingSeverity.HIGH, 'Our queues hold data.')] }).open, RULE)).toEqual([`error ${RULE} Stack/Queue`]);
  });

  test('come from the file that the command line reads, beside code', () => {
    const config = file('settings.yaml', `rules:\n  ${RULE}: {off: true, reason: No data.}\nrequired: [audit-trail]\n`);
    const { open } = enforced(queue, { config, required: [Capability.THREAT_DETECTION] });
    expect(of(open, RULE)).toEqual([]);
    expect(of(open, 'CAPABILITY')).toEqual(['error ZT-CAPABILITY-001 Stack', 'error ZT-CAPABILITY-002 Stack']);
    expect(() => enforced(queue, { config, rules: [RuleSetting.off(RULE, 'x')] })).toThrow(failsWith('DuplicateSetting'));
  });

  test('are refused for rules that do not exist, without reason, and for critical rules', () => {
    expect(() => enforced(queue, { rules: [RuleSetting.off('ZT-SQS-01', 'x')] })).toThrow(failsWith('UnknownRule', 'did you mean ZT-SQS-001?'));
    expect(() => enforced(queue, { rules: [RuleSetting.off(RULE, '')] })).toThrow(failsWith('NoReason'));
    expect(() => enforced(queue, { rules: [RuleSetting.off('ZT-LAMBDA-008', 'x')] })).toThrow(failsWith('CriticalRule'));
    expect(() => enforced(queue, { config: join(directory, 'none.yaml') })).toThrow(failsWith('BadConfigFile', 'cannot be read'));
  });
});

describe('rules of your own', () => {
  const module = (name: string, change = '') => file(name, `
    const rule = { id: 'ACME-SQS-001', title: 'Queues have a name', severity: 'high', types: ['AWS::SQS::Queue'], rationale: 'r', remediation: 'm',
      check: (queue) => (queue.at('QueueName').isAbsent ? { verdict: 'fail', finding: 'it has no name' } : { verdict: 'pass' }) };
    ${change}
    exports.rules = [rule];`);

  test('fail synthesis as the rules of the library do, and pass on what is good', () => {
    const ownRules = [module('rules.js')];
    expect(of(enforced(queue, { ownRules }).open, 'ACME')).toEqual(['error ACME-SQS-001 Stack/Queue']);
    expect(of(enforced((stack) => new CfnQueue(stack, 'Queue', { queueName: 'orders' }), { ownRules }).open, 'ACME')).toEqual([]);
    expect(of(enforced(queue, { ownRules, rules: [RuleSetting.severity('ACME-SQS-001', FindingSeverity.MEDIUM, 'Not yet.')] }).open, 'ACME')).toEqual(['warning ACME-SQS-001 Stack/Queue']);
  });

  test.each([
    ['an id of the library', "rule.id = 'ZT-ACME-001';", 'has an id that it may not have'],
    ['no remediation', 'delete rule.remediation;', 'has no remediation'],
    ['a wrong severity', "rule.severity = 'hihg';", 'did you mean high?'],
    ['no types', 'rule.types = [];', 'looks at nothing'],
    ['no check', 'delete rule.check;', 'checks nothing'],
    ['an error when it is loaded', "throw new Error('boom');", 'cannot be loaded (boom)'],
  ])('are refused with %s', (name, change, message) => {
    expect(() => enforced(queue, { ownRules: [module(`${name.replace(/\W/g, '-')}.js`, change)] })).toThrow(failsWith('BadOwnRules', message));
  });

  test('are refused without a module, twice, and without a list', () => {
    expect(() => enforced(queue, { ownRules: ['none.js'] })).toThrow(failsWith('BadOwnRules', 'no such file'));
    expect(() => enforced(queue, { ownRules: [module('a.js'), module('b.js')] })).toThrow(failsWith('BadOwnRules', 'the id of another rule'));
    expect(() => enforced(queue, { ownRules: [file('empty.js', '')] })).toThrow(failsWith('BadOwnRules', 'exports no list'));
  });
});

describe('a baseline', () => {
  const packs = () => [new AwsSolutionsChecks()];
  const old = (stack: Stack) => {
    queue(stack, 'Old');
    new CfnBucket(stack, 'Bucket');
    new CfnUrl(stack, 'Url', { authType: 'NONE', targetFunctionArn: 'fn' });
  };
  /** What the app has, as `audit --write-baseline` writes it from an assembly that packs have looked at. */
  const written = (build: (stack: Stack) => void, name = 'baseline.yaml', until: string | undefined = '2027-03-01') => {
    const outdir = mkdtempSync(join(directory, 'out-'));
    const path = join(directory, name);
    const errors = jest.spyOn(console, 'error').mockImplementation();
    const app = new App({ outdir });
    build(new Stack(app, 'Stack'));
    ZeroTrust.enforce(app, { packs: packs() });
    try {
      app.synth();
    } catch { /* it has findings */ }
    errors.mockRestore();
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const code = audit([outdir], {
      format: 'json', output: join(outdir, 'report.json'), failOn: 'low', exclude: [], require: [], trustedAccount: [], trustedOrganization: [], rules: [], config: false, writeBaseline: path, until: existsSync(path) ? undefined : until,
    }, { name: 't', version: '1' });
    stderr.mockRestore();
    return { path, code };
  };
  const withBaseline = (build: (stack: Stack) => void, baseline: string) => enforced(build, { packs: packs(), baseline });

  test('lets through what the app had, findings of packs included, and is not written', () => {
    const { path, code } = written(old);
    expect(code).toBe(0);
    const before = readFileSync(path, 'utf-8');
    expect(before).toMatch(/rule: AwsSolutions::AwsSolutions-S1\n/);
    expect(before).toMatch(/rule: ZeroTrust::ZT-SQS-001\n/);
    expect(enforced(old, { packs: packs() }).failed).toBe(true);
    const { failed, open, messages } = withBaseline(old, path);
    expect({ failed, errors: open.filter((each) => !each.startsWith('warning')) }).toEqual({ failed: false, errors: [] });
    expect(messages.every((message) => message.includes('(In the baseline until 2027-03-01.)'))).toBe(true);
    expect(readFileSync(path, 'utf-8')).toBe(before);
  });

  test('fails what is new, of the library and of packs', () => {
    const { path } = written(old);
    const { failed, open } = withBaseline((stack) => {
      old(stack);
      queue(stack, 'New');
      new CfnBucket(stack, 'NewBucket', { bucketName: 'other', publicAccessBlockConfiguration: {} });
    }, path);
    const errors = open.filter((each) => each.startsWith('error'));
    expect(failed).toBe(true);
    expect(errors).toEqual(expect.arrayContaining(['error AwsSolutions-S1 Stack/NewBucket', 'error ZT-S3-014 Stack/NewBucket']));
    expect(errors.filter((each) => !/New/.test(each))).toEqual([]);
  });

  test('knows constructs that were moved', () => {
    const { path } = written(old);
    const { failed, open } = withBaseline((stack) => {
      queue(stack, 'OldQueue');
      new CfnBucket(stack, 'Store');
      new CfnUrl(stack, 'PublicUrl', { authType: 'NONE', targetFunctionArn: 'fn' });
    }, path);
    expect({ failed, errors: open.filter((each) => !each.startsWith('warning')) }).toEqual({ failed: false, errors: [] });
  });

  test('tells what is gone as a warning, and the command line takes it out', () => {
    const { path } = written(old, 'shrinks.yaml');
    const less = (stack: Stack) => { queue(stack, 'Old'); };
    const { failed, open, messages } = withBaseline(less, path);
    expect({ failed, told: of(open, 'ZT-BASELINE') }).toEqual({ failed: false, told: ['warning ZT-BASELINE '] });
    expect(messages.find((message) => message.includes('stale'))).toMatch(/entries of .*shrinks\.yaml are stale, as the finding is gone: .* on Stack\/Bucket/);
    written(less, 'shrinks.yaml');
    expect(readFileSync(path, 'utf-8')).not.toContain('Stack/Bucket');
    expect(of(withBaseline(less, path).open, 'ZT-BASELINE')).toEqual([]);
    written(old, 'shrinks.yaml');
    expect(readFileSync(path, 'utf-8')).not.toContain('Stack/Bucket');
    expect(withBaseline(old, path).failed).toBe(true);
  });

  test('fails everything after its last day', () => {
    const { path } = written(old);
    jest.spyOn(clock, 'today').mockReturnValue('2027-03-02');
    const { failed, open } = withBaseline(old, path);
    expect(failed).toBe(true);
    expect(of(open, 'ZT-BASELINE')).toEqual(['fatal ZT-BASELINE ']);
    expect(of(open, 'ZT-SQS-001')).toEqual(['warning ZT-SQS-001 Stack/Old']);
  });

  test('is refused when it is none', () => {
    expect(() => enforced(old, { baseline: join(directory, 'none.yaml') })).toThrow(failsWith('BadBaseline', 'cannot be read'));
  });
});
