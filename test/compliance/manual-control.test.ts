import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ZeroTrust, ZeroTrustChecks } from '../../src';
import { ManualControl } from '../../src/compliance/manual-control';
import type { ManualControlProps } from '../../src/compliance/manual-control-props';
import { clock } from '../../src/model/clock';
import { findingsOf, fivePacks } from '../support/packs';

const TODAY = '2026-11-29';
const REVIEW = { title: 'Review who may deploy', owner: 'platform-team', lastDone: '2026-10-01', every: Duration.days(90) };

let today: jest.SpyInstance<string, []>;
beforeEach(() => void (today = jest.spyOn(clock, 'today').mockReturnValue(TODAY)));
afterEach(() => today.mockRestore());

function stackWith(props: Partial<ManualControlProps> = {}, app = new App()): Stack {
  const stack = new Stack(app, 'Account', { env: { account: '111122223333', region: 'eu-west-1' } });
  new ManualControl(stack, 'Review', { ...REVIEW, ...props });
  return stack;
}

function schedules(props?: Partial<ManualControlProps>): any[] {
  return Object.values(Template.fromStack(stackWith(props)).findResources('AWS::Scheduler::Schedule'));
}

describe('the reminders', () => {
  test('come two weeks ahead and on the last day, to the topic of the zone', () => {
    expect(schedules().map(({ Properties }) => Properties.ScheduleExpression)).toEqual(['cron(0 8 16 12 ? *)', 'cron(0 8 30 12 ? *)']);
    for (const { Properties } of schedules()) {
      expect(Properties.Target.Arn).toEqual({ Ref: expect.stringMatching(/^TrustZoneAlarms/) });
      expect(Properties.Target.Input).toBe('Review who may deploy (Account/Review), by platform-team, is due on 2026-12-30; it was done on 2026-10-01. '
        + 'Once it is done, set lastDone and deploy.');
    }
  });

  test('say where the record is kept, and come when it is asked for', () => {
    const [soon] = schedules({ record: 'https://tickets.example.com/1', remindBefore: Duration.days(30) });
    expect(soon.Properties).toMatchObject({ ScheduleExpression: 'cron(0 8 30 11 ? *)', Target: { Input: expect.stringContaining('Record: https://tickets.example.com/1.') } });
  });

  test('fall on 28 February where the year may have no 29th, and on one day only for a control of each day', () => {
    expect(schedules({ lastDone: '2024-02-28', every: Duration.days(1) }).map(({ Properties }) => Properties.ScheduleExpression)).toEqual(['cron(0 8 28 2 ? *)']);
  });

  test('may be sent by their own group alone', () => {
    const template = Template.fromStack(stackWith());
    const [role] = Object.values(template.findResources('AWS::IAM::Role'));
    expect(JSON.stringify(role.Properties.AssumeRolePolicyDocument)).toContain('ReviewGroup');
  });
});

test('the template says what it is, who answers for it, and until when', () => {
  const [, due] = schedules({ controls: ['hipaa 164.308(a)(8)'] });
  expect(due.Metadata['zero-trust:manual-control']).toEqual({
    title: REVIEW.title, owner: REVIEW.owner, lastDone: '2026-10-01', due: '2026-12-30', controls: ['hipaa 164.308(a)(8)'],
  });
});

test('has no finding', () => {
  expect(findingsOf((app) => void stackWith({}, app), [...fivePacks(), new ZeroTrustChecks()]).open).toEqual([]);
});

test('its day may not be taken away', () => {
  const { open } = findingsOf((app) => {
    const due = stackWith({}, app).node.findAll().find((one) => one.node.path.endsWith('Review/Due')) as CfnResource;
    due.addOverride('Metadata', undefined);
  }, [new ZeroTrustChecks()]);
  expect(JSON.stringify(open)).toContain('ZT-SCHEDULER-004');
});

describe('at synthesis', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-manual-'));
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  function synth(day: string): unknown {
    today.mockReturnValue(TODAY);
    const app = new App({ outdir });
    ZeroTrust.enforce(app, { packs: [], quiet: true });
    stackWith({}, app);
    today.mockReturnValue(day);
    const exitCode = process.exitCode;
    try {
      app.synth();
      return undefined;
    } catch (error) {
      return error;
    } finally {
      process.exitCode = exitCode;
    }
  }

  test('an overdue control fails, from the day after its last', () => {
    expect(synth('2026-12-30')).toBeUndefined();
    expect(String(synth('2026-12-31'))).toMatch(/alidation/);
  });
});

test.each<[string, Partial<ManualControlProps>]>([
  ['title is blank', { title: ' \u200b' }],
  ['owner is blank', { owner: '' }],
  ['owner is blank', { owner: '\u3164' }], // a letter that shows nothing
  ['record is blank', { record: '--' }],
  ['owner is blank', { owner: undefined }],
  ['owner is blank', { owner: 4711 as any }],
  ['title is not one line', { title: 'Review\nof access' }],
  ['owner is not one line', { owner: 'plat\u200bform-team' }], // another owner than the one who is seen
  ['owner is not one line', { owner: 'team\u202emaet' }],
  ['owner is not one line', { owner: 'a\u0000b' }],
  ['owner is not one line', { owner: 'x'.repeat(1001) }],
  ['title has a context attribute', { title: 'Review <aws.scheduler.execution-id>' }],
  ['record has an address with a password', { record: 'https://ops:hunter2@tickets.example.com/1' }],
  ['2025-02-29 is no day', { lastDone: '2025-02-29' }],
  ['is no day', { lastDone: '2026-11-02T23:00:00-08:00' }],
  ['from 1 to 366', { every: undefined }],
  ['hipaa 164.308(a)(8) is named twice', { controls: ['hipaa 164.308(a)(8)', 'hipaa 164.308(a)(8)'] }],
  ['begins with no framework', { controls: ['__proto__ x'] }],
  ['2026-02-30 is no day', { lastDone: '2026-02-30' }],
  ['yet to come', { lastDone: '2026-11-30' }],
  ['from 1 to 366', { every: Duration.hours(36) }],
  ['from 1 to 366', { every: Duration.days(367) }],
  ['less than every', { remindBefore: Duration.days(90) }],
  ['soc2 CC6.1 begins with no framework', { controls: ['soc2 CC6.1'] }],
  ['HIPAA has no control 164.999', { controls: ['hipaa 164.999'] }],
])('throws when %s', (message, props) => {
  expect(() => stackWith(props)).toThrow(message);
});

test('an error does not print the password of a record', () => {
  expect(() => stackWith({ record: 'https://ops:hunter2@tickets.example.com/1' })).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
});

test('takes names of all scripts, and a leap day', () => {
  expect(schedules({ owner: '운영팀 – Équipe 3', title: 'Überprüfung: «Zugriff»', lastDone: '2024-02-29', every: Duration.days(366) })[1].Metadata['zero-trust:manual-control']).toMatchObject({ due: '2025-03-01' });
});
