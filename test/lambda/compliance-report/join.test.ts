import { parseEvidence } from '../../../lambda/compliance-report/evidence';
import { changesSince, join, Joined } from '../../../lambda/compliance-report/join';

const RULE = 'ZT-S3-001';
const BUCKET = { rule: RULE, stack: 'Orders', logicalId: 'Photos', type: 'AWS::S3::Bucket', constructPath: 'Orders/Photos/Resource' };
const WAIVER = { accepts: 'fail', owner: 'ada', ticket: 'SEC-1', expires: '2026-11-30' } as const;
const REVIEW = { title: 'Access review', owner: 'ada', due: '2026-11-30', controls: ['hipaa 164.308(a)(6)(ii)'] };

function joined(changed: Partial<Joined> = {}) {
  return join({
    at: '2026-11-30T06:00:00Z',
    account: '111122223333',
    region: 'eu-west-1',
    baseline: 'Account/Compliance',
    frameworks: ['hipaa'],
    packed: new Set([RULE]),
    sources: [],
    evidence: evidenceOf({ verdict: 'pass' }),
    config: { rules: new Map([[RULE, 'pass']]), noncompliant: [] },
    incidents: [],
    ...changed,
  });
}

const evidenceOf = (one: object, performed: typeof REVIEW[] = []) => ({ what: 'a report', verdicts: [{ ...BUCKET, ...one } as any], performed, problems: [] as string[] });
const configOf = (...resources: string[]) => ({
  rules: new Map([[RULE, 'fail' as const]]), noncompliant: resources.map((resource) => ({ rules: [RULE], type: 'AWS::S3::Bucket', resource })),
});
const unread = (source: 'evidence' | 'config' | 'incidents') => [{ source, state: 'not-read' as const, what: 'AccessDeniedException' }];
/** The controls of the framework that the rule serves. */
const serving = ({ frameworks: [{ controls }] }: ReturnType<typeof joined>) => controls.filter(({ rules }) => rules.some(({ id }) => id === RULE));
const response = ({ frameworks: [{ controls }] }: ReturnType<typeof joined>) => controls.find(({ id }) => id === '164.308(a)(6)(ii)')!;

test('passes where templates and AWS Config pass', () => {
  const report = joined();
  expect([report.verdict, report.findings]).toEqual(['pass', []]);
  expect(serving(report).map(({ status }) => status)).toContain('pass');
  expect(serving(report).map(({ status }) => status)).not.toContain('fail');
});

test.each([
  ['evidence', { evidence: undefined, sources: unread('evidence') }],
  ['AWS Config', { config: undefined, sources: unread('config') }],
] as [string, Partial<Joined>][])('%s that was not read leaves each control of its rules unknown, and the report', (_, changed) => {
  const report = joined(changed);
  expect(report.verdict).toBe('unknown');
  expect(serving(report).length).toBeGreaterThan(0);
  expect(serving(report).every(({ status }) => status === 'unknown')).toBe(true);
});

test('incidents that were not read leave the control of their response unknown', () => {
  const report = joined({ incidents: undefined, sources: unread('incidents') });
  expect([report.verdict, response(report).status]).toEqual(['unknown', 'unknown']);
});

test('a rule that its pack lost is unknown, and so is a verdict that is not known', () => {
  expect(joined({ config: { rules: new Map([[RULE, 'unknown']]), noncompliant: [] } }).verdict).toBe('unknown');
  expect(joined({ evidence: evidenceOf({ verdict: 'fine' }) }).verdict).toBe('unknown');
});

test('evidence that is not whole keeps the report from passing', () => {
  expect(joined({ evidence: { ...evidenceOf({ verdict: 'pass' }), problems: ['the gate did not pass'] } }).verdict).toBe('unknown');
});

test('nothing that was seen is no pass', () => {
  expect(joined({ evidence: { ...evidenceOf({}), verdicts: [] }, config: { rules: new Map(), noncompliant: [] } }).verdict).toBe('unknown');
});

test('what fails in AWS Config fails, whatever templates have', () => {
  const report = joined({ config: configOf('made-by-hand') });
  expect(report.verdict).toBe('fail');
  expect(serving(report).every(({ status, findings }) => status === 'fail' && findings.length === 1)).toBe(true);
  expect(report.findings).toEqual([expect.objectContaining({ source: 'config', rule: RULE, place: 'AWS::S3::Bucket made-by-hand', status: 'fail' })]);
});

test('a waiver counts through its last day, in the template and for the resource that CloudFormation named after it', () => {
  const on = (at: string, ...resources: string[]) => joined({ at, evidence: evidenceOf({ verdict: 'waived', waiver: WAIVER }), config: configOf(...resources) });
  const waived = on('2026-11-30T06:00:00Z', 'orders-photos-1a2b3c4d5e6f');
  expect(waived.findings.map(({ source, status }) => [source, status])).toEqual([['evidence', 'waived'], ['config', 'waived']]);
  expect(serving(waived).every(({ status }) => status === 'waived')).toBe(true);
  expect(waived.verdict).not.toBe('fail');
  const ended = on('2026-12-01T06:00:00Z', 'orders-photos-1a2b3c4d5e6f');
  expect([ended.verdict, ended.findings.map(({ status }) => status)]).toEqual(['fail', ['fail', 'fail']]);
});

test.each([
  ['another name', ['orders-photos']],
  ['another resource beside it', ['orders-photos-1a2b3c4d5e6f', 'made-by-hand']],
  ['two of the same name', ['orders-photos-1a2b3c4d5e6f', 'orders-photos-aaaabbbbcccc']],
])('a waiver covers no resource of %s', (_, resources) => {
  const report = joined({ evidence: evidenceOf({ verdict: 'waived', waiver: WAIVER }), config: configOf(...resources) });
  expect([report.verdict, serving(report).every(({ status }) => status === 'fail')]).toEqual(['fail', true]);
});

test('a waiver of another rule or type covers nothing', () => {
  for (const other of [{ rule: 'ZT-S3-002' }, { type: 'AWS::S3::AccessPoint' }]) {
    const report = joined({ evidence: evidenceOf({ ...other, verdict: 'waived', waiver: WAIVER }), config: configOf('orders-photos-1a2b3c4d5e6f') });
    expect(report.verdict).toBe('fail');
  }
});

test('a control of people passes through the day on which it is due, and fails the day after', () => {
  const on = (at: string, due: string | undefined = REVIEW.due) => joined({ at, evidence: evidenceOf({ verdict: 'pass' }, [{ ...REVIEW, due: due! }]) });
  expect([on('2026-11-30T23:59:59Z').verdict, response(on('2026-11-30T23:59:59Z')).status]).toEqual(['pass', 'pass']);
  expect([on('2026-12-01T00:00:00Z').verdict, response(on('2026-12-01T00:00:00Z')).status]).toEqual(['fail', 'fail']);
  const unsaid = joined({ evidence: evidenceOf({ verdict: 'pass' }, [{ ...REVIEW, due: undefined as any }]) });
  expect([unsaid.verdict, response(unsaid).status]).toEqual(['unknown', 'unknown']);
});

test('of two controls with the same title, owner and no framework, the overdue one fails the report', () => {
  const twins = [{ ...REVIEW, controls: [], due: '2026-01-01' }, { ...REVIEW, controls: [], due: undefined as any }];
  for (const reviews of [twins, [...twins].reverse()]) expect(joined({ evidence: evidenceOf({ verdict: 'pass' }, reviews) }).verdict).toBe('fail');
});

test.each(['9999-99-99', '2027-02-30', 'later', '2027-1-1', '2027-01-01T', 'never'])('%j is no day: a control that is due then, a waiver and a baseline that end then are no pass', (day) => {
  expect(joined({ evidence: evidenceOf({ verdict: 'pass' }, [{ ...REVIEW, due: day }]) }).verdict).toBe('unknown');
  expect(joined({ evidence: evidenceOf({ verdict: 'waived', waiver: { ...WAIVER, expires: day } }) }).verdict).toBe('fail');
  expect(joined({ evidence: evidenceOf({ verdict: 'baselined', acceptance: { accepts: 'fail', until: day, reason: 'r' } }) }).verdict).toBe('fail');
});

test.each(['pass', 'waived', undefined])('a waiver or a baseline of what is %s accepts nothing, before its end and after', (accepts) => {
  for (const expires of ['2020-01-01', '2027-01-01']) {
    const [waived, baselined] = [{ verdict: 'waived', waiver: { ...WAIVER, accepts, expires } }, { verdict: 'baselined', acceptance: { accepts, until: expires, reason: 'r' } }];
    for (const one of [waived, baselined]) expect(joined({ evidence: evidenceOf(one) }).findings).toEqual([expect.objectContaining({ status: 'unknown' })]);
  }
});

test.each(['not-seen', 'not-covered', 'constructor', ''])('a verdict %j of a resource is unknown', (verdict) => {
  expect(joined({ evidence: evidenceOf({ verdict }) }).verdict).toBe('unknown');
});

test('of two findings of one place the worse is shown', () => {
  const [failed, waived] = [{ ...BUCKET, verdict: 'fail', finding: 'open' }, { ...BUCKET, verdict: 'waived', waiver: WAIVER }] as any[];
  for (const verdicts of [[failed, waived], [waived, failed]]) {
    expect(joined({ evidence: { ...evidenceOf({}), verdicts } }).findings).toEqual([expect.objectContaining({ status: 'fail', what: 'open' })]);
  }
});

test.each<[string, object]>([
  ['a verdict that is null', { evidence: [null] }], ['a verdict of no rule', { evidence: [{ ...BUCKET, rule: undefined, verdict: 'pass' }] }], ['a verdict that is a number', { evidence: [{ ...BUCKET, verdict: 1 }] }],
  ['controls that are no list', { manualControls: {} }], ['a control that is null', { manualControls: [null] }], ['a control that serves no list', { manualControls: [{}] }],
  ['a control that is due on a number', { manualControls: [{ ...REVIEW, due: 5 }] }], ['no verdict', { evidence: [] }],
])('evidence with %s is not taken', (_, changed) => {
  const report = { schemaVersion: '1.6', evidence: [{ ...BUCKET, verdict: 'pass' }], manualControls: [REVIEW] };
  expect(parseEvidence(Buffer.from(JSON.stringify(report)), 'a report')).toMatchObject({ performed: [REVIEW], problems: [] });
  expect(() => parseEvidence(Buffer.from(JSON.stringify({ ...report, ...changed })), 'a report')).toThrow(/^it (has verdicts or controls that are none|judged nothing)$/);
});

test('the difference has controls and frameworks that one of the reports does not list', () => {
  const now = joined();
  const [framework] = now.frameworks;
  const [first] = framework.controls;
  const renamed = { ...now, frameworks: [{ ...framework, controls: framework.controls.map((one) => (one === first ? { ...one, id: 'old id' } : one)) }] };
  expect(changesSince(renamed, now).controls).toEqual([
    { control: `HIPAA ${first.id}`, from: 'not-listed', to: first.status }, { control: 'HIPAA old id', from: first.status, to: 'not-listed' },
  ]);
  expect(changesSince(now, { ...now, frameworks: [] }).controls).toHaveLength(framework.controls.length);
});

test('an open incident fails the control of its response', () => {
  const report = joined({ incidents: [{ incident: 'i-1', status: 'CONTAINED', openedAt: '2026-11-29T00:00:00Z' }] });
  expect([report.verdict, response(report).status, response(report).findings]).toEqual(['fail', 'fail', ['incidents|i-1']]);
});

test('the difference has what appeared, what is gone, and the controls that changed', () => {
  const [before, now] = [joined({ config: configOf('one') }), joined({ config: configOf('two') })];
  expect(changesSince(undefined, before)).toEqual({ appeared: [], gone: [], controls: [] });
  expect(changesSince(before, now)).toEqual({
    since: before.at, appeared: [`config|${RULE}|AWS::S3::Bucket|two: fail`], gone: [`config|${RULE}|AWS::S3::Bucket|one: fail`], controls: [],
  });
  const { controls, gone } = changesSince(before, joined());
  expect(gone).toHaveLength(1);
  expect(controls.length).toBe(serving(before).length);
  expect(controls[0]).toEqual({ control: `HIPAA ${serving(before)[0].id}`, from: 'fail', to: expect.stringMatching(/^(pass|not-seen)$/) });
  expect(changesSince(now, now)).toEqual({ since: now.at, appeared: [], gone: [], controls: [] });
});
