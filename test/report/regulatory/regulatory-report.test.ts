import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { regulatoryReportCommand } from '../../../src/cli/regulatory-report';
import { gdpr } from '../../../src/frameworks/gdpr';
import { hipaa } from '../../../src/frameworks/hipaa';
import { clock } from '../../../src/model/clock';
import { runAtOnce } from '../../support/run-command';

const TODAY = '2026-11-29';
const directory = mkdtempSync(join(tmpdir(), 'zt-regulatory-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeAll(() => { jest.spyOn(clock, 'today').mockReturnValue(TODAY); });

const TABLE = { Type: 'AWS::DynamoDB::Table', Properties: { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } } };
const OPEN = { Table: TABLE };
const review = (due: string) => ({
  Review: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: { KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1', Target: { DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:111122223333:dead' } } },
    Metadata: {
      'zero-trust:manual-control': {
        title: 'Evaluate <security>', owner: 'ciso', lastDone: '2026-06-01', due, controls: ['hipaa 164.308(a)(8)'], record: 'https://tickets.example.com/7',
      },
    },
  },
});

function run(resources: object, ...args: string[]) {
  const path = join(directory, 'App.json');
  writeFileSync(path, JSON.stringify({ Resources: resources }));
  return runAtOnce(regulatoryReportCommand({ name: 'tool', version: '1.2.3' }), path, ...args);
}

const markdown = (resources: object, framework: string, ...args: string[]) => run(resources, '--framework', framework, '--format', 'markdown', ...args);
/** The lines about one requirement. */
const section = (report: string, id: string) => report.split('\n## ').find((part) => part.replace(/\\/g, '').startsWith(`${id} `))!.replace(/\\/g, '').replaceAll('&#47;', '/').replaceAll('&lt;', '<').replaceAll('&gt;', '>');

describe('the report of a framework', () => {
  test.each([gdpr, hipaa])('has every requirement of $id, with what a library cannot cover', ({ id, controls }) => {
    const { stdout } = markdown(OPEN, id);
    for (const control of controls) {
      const text = section(stdout, control.id);
      expect(text).toContain(control.title);
      expect(text.includes('Not covered by a library:')).toBe(control.notCovered !== undefined);
    }
  });

  test('names resources with open findings, and fails', () => {
    const { status, stdout, stderr } = markdown(OPEN, 'gdpr');
    expect(section(stdout, 'Art. 32(1)(a)')).toMatch(/Verdict: fail.*ZT-DYNAMODB-001\): passes on 0\n {2}- \*\*fail\*\* App(\.json)?\/Table: /s);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/Exit 1: GDPR 2016: 16 requirements listed, [1-9]\d* with something open/)]);
    expect(markdown(OPEN, 'gdpr', '--fail-on', 'never').status).toBe(0);
  });

  test('says who accepted what, why and until when', () => {
    const waivers = join(directory, 'waivers.yaml');
    writeFileSync(waivers, 'waivers:\n  - { rule: ZT-DYNAMODB-001, path: App/Table, owner: data-team, reason: Test data, ticket: T-1, expires: 2026-12-31 }\n');
    const { stdout } = markdown(OPEN, 'gdpr', '--waivers', waivers);
    expect(section(stdout, 'Art. 32(1)(a)')).toMatch(/waived App(\.json)?\/Table: .* accepted by data-team until 2026-12-31, T-1: Test data/);
  });

  test('passes where nothing of it is open', () => {
    const { status, stdout } = markdown(review('2026-12-01'), 'hipaa', '--trusted-account', '111122223333');
    expect(section(stdout, '164.308(a)(8)')).toContain('Verdict: pass.');
    expect(status).toBe(0);
  });

  test('has what people do, and fails when it is overdue', () => {
    expect(section(markdown(review(TODAY), 'hipaa').stdout, '164.308(a)(8)'))
      .toContain('- performed: Evaluate <security>, by ciso: last done on 2026-06-01, due on 2026-11-29, record: https://tickets.example.com/7.');
    const { status, stdout } = markdown(review('2026-11-28'), 'hipaa', '--trusted-account', '111122223333');
    expect(section(stdout, '164.308(a)(8)')).toContain('- **overdue**: Evaluate');
    expect(status).toBe(1);
  });
});

test('the page escapes what templates say, loads nothing, and has the hash of the template', () => {
  const output = join(directory, 'page.html');
  const { stdout } = run(review('2026-12-01'), '--framework', 'hipaa', '--output', output);
  const page = readFileSync(output, 'utf-8');
  expect(stdout).toBe('');
  expect(page).toContain('Evaluate &lt;security&gt;');
  expect(page).toMatch(/<code>[\da-f]{64}<\/code>/);
  expect(page).not.toMatch(/<script|src=|<link/);
});

test('input that cannot be read makes no report', () => {
  writeFileSync(join(directory, 'broken.json'), '{');
  const { status, stdout } = markdown(OPEN, 'gdpr', join(directory, 'broken.json'));
  expect([status, stdout]).toEqual([2, '']);
});
