import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { diffCommand } from '../../../src/cli/diff';
import { clock } from '../../../src/model/clock';
import { inMarkdown } from '../../../src/report/diff/markdown-text';
import { runAtOnce } from '../../support/run-command';
import { tableTemplate } from '../../support/table-template';

const directory = mkdtempSync(join(tmpdir(), 'zt-diff-cli-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeAll(() => { jest.spyOn(clock, 'today').mockReturnValue('2026-11-29'); });

const HOSTILE = 'Fn<img src=x onerror=alert(1)>](https://evil.example) @everyone \u001b[31m';

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

/** Runs the command in this process. */
function diff(...args: string[]) {
  return runAtOnce(diffCommand({ name: 'tool', version: '1.2.3' }), ...args);
}

const old = file('old.json', tableTemplate(['dynamodb:GetItem']));
const wider = file('wider.json', tableTemplate(['dynamodb:GetItem', 'dynamodb:PutItem']));

test('exits 0 where nothing is different, 1 where a risk is, and 0 the other way round', () => {
  expect(diff(old, old)).toEqual({ status: 0, stdout: expect.stringMatching(/^No difference/), stderr: expect.stringMatching(/^Exit 0: /) });
  expect(diff(old, wider)).toMatchObject({ status: 1, stdout: expect.stringMatching(/Wider access \(widened\)\n {2}! old\/Role|wider\/Role may call/) });
  expect(diff(wider, old).status).toBe(0);
});

test('fails on what it is told to fail on only, and refuses a word that it does not know', () => {
  expect(diff(old, wider, '--fail-on', 'new-public-route,removed-deny').status).toBe(0);
  expect(diff(old, wider, '--fail-on', 'new-public-route,widened').status).toBe(1);
  expect(diff(old, wider, '--fail-on', 'never').status).toBe(0);
  expect(() => diff(old, wider, '--fail-on', 'widend')).toThrow(/There is no widend/);
  expect(() => diff(old, wider, '--fail-on', '')).toThrow(/names nothing/);
});

test('half a version is no version', () => {
  expect(diff(old, file('broken.json', '{"Resources": '))).toMatchObject({ status: 2, stdout: '' });
  expect(diff(join(directory, 'nowhere'), old).status).toBe(2);
});

describe('approvals', () => {
  const approval = (more: Record<string, string> = {}) => file('approvals.yaml', `approvals:\n  - ${Object.entries({
    change: 'widened', from: 'wider/Role', to: 'wider/Orders', owner: 'jane@example.com', reason: 'orders are written here', until: '2027-01-31', ...more,
  }).map(([key, value]) => `${key}: ${value}`).join('\n    ')}\n`);
  const judged = (more?: Record<string, string>) => diff(old, wider, '--fail-on', 'widened', '--approvals', approval(more));

  test('let through the change that they name', () => {
    expect(judged()).toMatchObject({ status: 0, stdout: expect.stringContaining('approved by jane@example.com until 2027-01-31: orders are written here') });
    expect(judged({ actions: '[dynamodb:PutItem]' }).status).toBe(0);
  });

  test.each([
    ['of other actions', { actions: '[dynamodb:Scan]' }, 'is stale'],
    ['of another change', { change: 'removed-deny' }, 'is stale'],
    ['of another resource', { to: 'wider/Customers' }, 'is stale'],
    ['out of time', { until: '2026-11-28' }, 'does not count: it expired on 2026-11-28'],
    ['longer than a year', { until: '2028-01-01' }, 'longer than one year'],
  ])('%s let nothing through, and are told', (_, more, why) => {
    expect(judged(more as Record<string, string>)).toMatchObject({ status: 1, stderr: expect.stringContaining(why) });
  });

  test.each([
    ['an owner', { owner: '""' }],
    ['a day', { until: 'soon' }],
    ['a known change', { change: 'gone-edge' }],
  ])('without %s are refused', (_, more) => {
    expect(() => judged(more as Record<string, string>)).toThrow(/approvals\.yaml:\d+\] BadWaiverFile/);
  });
});

test('SARIF names rule, line and level of each risk, and suppresses what is approved', () => {
  const { stdout } = diff(old, wider, '--format', 'sarif');
  const [run] = JSON.parse(stdout).runs;
  const result = run.results.find((one: any) => one.ruleId === 'ZT-DIFF-widened');
  expect(result).toMatchObject({ level: 'error', locations: [{ physicalLocation: { region: { startLine: 7 } } }] });
  expect(JSON.parse(diff(wider, old, '--format', 'sarif').stdout).runs[0].results).toEqual([]);
});

test('JSON is the same bytes each time, and tells what fails', () => {
  const [one, two] = [diff(old, wider, '--format', 'json').stdout, diff(old, wider, '--format', 'json').stdout];
  expect(one).toBe(two);
  expect(JSON.parse(one).changes.filter(({ fails }: any) => fails).map(({ change }: any) => change)).toContain('widened');
});

describe('names that are markup or steer terminals', () => {
  const hostile = file('hostile.json', tableTemplate(['dynamodb:GetItem'], {
    Other: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [HOSTILE], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: `sqs:${HOSTILE}`, Principal: '*', Resource: HOSTILE }] } },
    },
  }));

  test.each(['text', 'markdown', 'sarif', 'json'])('stay text in %s', (format) => {
    const { stdout } = diff(old, hostile, '--format', format);
    expect(stdout).toMatch(/onerror/i);
    expect(stdout).not.toContain('\u001b');
    if (format === 'markdown') {
      expect(stdout.replace(/<!-- .*? -->|<\/?(details|summary)>/g, '')).not.toMatch(/<|\]\(|@|https:\/\//);
    }
  });

  test('Markdown has no meaning in any character', () => {
    expect(inMarkdown('# *a* _b_ `c` [d](e) <f> | @g ~h~ $i$ https://j')).toBe('\\# \\*a\\* \\_b\\_ \\`c\\` \\[d\\]\\(e\\) &lt;f&gt; &#124; &#64;g \\~h\\~ \\$i\\$ https:&#47;&#47;j');
  });
});

test('a control that is gone or fails, and a waiver that is new or longer, are risks', () => {
  const bucket = (encrypted: boolean, expires?: string) => tableTemplate(['dynamodb:GetItem'], {
    Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, EnableLogFileValidation: encrypted, S3BucketName: 'logs' } },
    Jobs: {
      Type: 'AWS::SQS::Queue',
      Properties: encrypted ? { SqsManagedSseEnabled: true } : { SqsManagedSseEnabled: false },
      Metadata: expires ? { 'cdk-zero-trust': { waivers: [{ rule: 'ZeroTrust::ZT-SQS-001', owner: 'jane', reason: 'none', ticket: 'T-1', expires }] } } : {},
    },
  });
  const kinds = (one: string, other: string) => JSON.parse(diff(file('a.json', one), file('b.json', other), '--format', 'json').stdout).changes.map(({ change, to }: any) => `${change} ${to ?? ''}`.trim());
  expect(kinds(bucket(true), bucket(false))).toContainEqual(expect.stringMatching(/^removed-control ZT-CLOUDTRAIL/));
  expect(kinds(bucket(true), tableTemplate(['dynamodb:GetItem']))).toContain('removed-control');
  expect(kinds(bucket(true), bucket(true, '2027-01-01'))).toEqual(['new-waiver ZeroTrust::ZT-SQS-001']);
  expect(kinds(bucket(true, '2027-01-01'), bucket(true, '2027-02-01'))).toEqual(['longer-waiver ZeroTrust::ZT-SQS-001']);
  expect(kinds(bucket(true, '2027-02-01'), bucket(true, '2027-01-01'))).toEqual(['shorter-waiver ZeroTrust::ZT-SQS-001']);
});

test('the report goes into a file where one is named', () => {
  const path = join(directory, 'comment.md');
  expect(diff(old, wider, '--format', 'markdown', '--output', path)).toMatchObject({ status: 1, stdout: '' });
  expect(readFileSync(path, 'utf-8')).toMatch(/^<!-- cdk-zero-trust diff -->\n## Zero-trust diff\n/);
});
