import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { writeCsv, writeHtml, writeJson, writeOscal, writeSarif, writeTable } from './support/whole';
import { readTemplates } from '../../src/model/read-templates';
import { applyBaseline, openFindings, remaining } from '../../src/report/baseline';
import { collectEvidence, Evidence, isOpenFrom, openItems } from '../../src/report/evidence';
import { applySettings, readRequired, readSettings } from '../../src/report/settings';
import { Baseline } from '../../src/waivers/baseline';
import { readBaselineFile, writeBaseline } from '../../src/waivers/baseline-file';
import { readConfigFile } from '../../src/waivers/config-file';

const directory = mkdtempSync(join(tmpdir(), 'zt-baseline-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const TOOL = { name: 'cdk-zero-trust', version: '1.0.0' };
const TODAY = '2026-12-01';
const UNTIL = '2027-03-01';

const file = (name: string, text: string) => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const audit = (Resources: object, required: string[] = []): Evidence => (
  collectEvidence(readTemplates(file('app.json', JSON.stringify({ Resources }))), undefined, { required: readRequired(required.map((capability) => ({ capability, source: 'test' }))) })
);
const queue = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders', ...properties } });
const before = audit({ Orders: queue(), Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true } } });
const baseline: Baseline = { until: UNTIL, findings: openFindings(before) };
const held = (evidence: Evidence, known = baseline, today = TODAY) => applyBaseline(evidence, known, 'baseline.yaml', today);
const open = (evidence: Evidence) => openItems(evidence).map(({ rule, logicalId }) => `${rule.id} ${logicalId}`);

describe('a baseline', () => {
  test('lets through what was there, which stays in the evidence as such', () => {
    expect(openItems(before).length).toBeGreaterThan(2);
    const now = held(before);
    expect(open(now)).toEqual([]);
    expect(now.items.filter(({ verdict }) => verdict === 'baselined')).toHaveLength(openItems(before).length);
    expect(now.items.find(({ rule }) => rule.id === 'ZT-SQS-001')).toMatchObject({
      baselineState: 'unchanged', acceptance: { by: 'baseline', accepts: 'fail', until: UNTIL, source: 'baseline.yaml' },
    });
    expect(now.baseline).toMatchObject({ stale: [], wrong: undefined });
  });

  test('does not let a new finding through', () => {
    const now = held(audit({ Orders: queue(), More: queue({ QueueName: 'more' }), Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true } } }));
    expect(open(now)).toContain('ZT-SQS-001 More');
    expect(open(now).filter((each) => !each.endsWith(' More'))).toEqual([]);
    expect(openItems(now).every(({ baselineState }) => baselineState === 'new')).toBe(true);
  });

  test('lets one of two through when a copy is added, not both', () => {
    const now = held(audit({ Orders: queue(), Copy: queue(), Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true } } }));
    expect(open(now)).toContain('ZT-SQS-001 Copy');
  });

  test('does not let through what got worse, and says that it did', () => {
    const now = held(audit({ Orders: queue(), Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: false } } }));
    expect(open(now)).toEqual(['ZT-GUARDDUTY-001 Detector']);
    expect(openItems(now)[0].baselineState).toBe('updated');
    expect(now.baseline!.stale).toEqual([]);
  });

  test('lets through what got better in part', () => {
    const now = held(audit({ Orders: queue(), Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true, Features: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }] } } }));
    expect(open(now)).toEqual([]);
  });

  test('knows a resource by its content when refactoring changed its logical id', () => {
    const moved = audit({ OrdersAgain1A2B: queue(), Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true } } });
    expect(open(held(moved))).toEqual([]);
    const changed = audit({ OrdersAgain1A2B: queue({ QueueName: 'other' }), Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true } } });
    expect(open(held(changed))).toContain('ZT-SQS-001 OrdersAgain1A2B');
  });

  test('knows a resource again that names others whose logical ids changed', () => {
    const app = (topic: string, subscription: string) => audit({
      [topic]: { Type: 'AWS::SNS::Topic' }, [subscription]: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: topic }, Protocol: 'http', Endpoint: 'http://a.example' } },
    });
    const known = { until: UNTIL, findings: openFindings(app('A', 'B')) };
    expect(known.findings.length).toBeGreaterThan(1);
    expect(open(held(app('C', 'D'), known))).toEqual([]);
  });

  test('tells entries whose finding is gone, and loses them when it is written again, while nothing new comes in', () => {
    const fixed = audit({ New: queue({ QueueName: 'new' }), Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true } } });
    const stale = held(fixed).baseline!.stale.map(({ rule, path }) => `${rule} ${path.split('/').pop()}`);
    expect(stale).toContain('ZeroTrust::ZT-SQS-001 Orders');
    const rest = remaining(baseline, fixed);
    expect(rest.length).toBe(baseline.findings.length - stale.length);
    expect(rest.some(({ path }) => path.endsWith('/New'))).toBe(false);
    expect(held(fixed, { until: UNTIL, findings: rest }).baseline!.stale).toEqual([]);
  });

  test('keeps what was accepted of a finding that got worse, so that the worse is not', () => {
    const worse = audit({ Orders: queue(), Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: false } } });
    const rest = { until: UNTIL, findings: remaining(baseline, worse) };
    expect(open(held(worse, rest))).toEqual(['ZT-GUARDDUTY-001 Detector']);
  });

  test('counts for nothing after its last day, nor when that is further than a year', () => {
    for (const [until, today, why] of [['2026-11-30', TODAY, 'it expired on 2026-11-30'], ['2028-01-01', TODAY, 'it runs until 2028-01-01, longer than one year']]) {
      const now = held(before, { ...baseline, until }, today);
      expect(open(now)).toEqual(open(before));
      expect(now.baseline!.wrong).toBe(why);
    }
    expect(open(held(before, { ...baseline, until: TODAY }))).toEqual([]);
  });

  test('keeps a missing capability wherever its stack moves', () => {
    const missing = (extra: object) => audit({ Q: queue(), ...extra }, ['audit-trail']);
    const known = { until: UNTIL, findings: openFindings(missing({})) };
    expect(known.findings.map(({ path }) => path)).toContain('all templates');
    expect(open(held(missing({}), known))).toEqual([]);
  });

  test('is the same after it was written and read, whatever the texts', () => {
    const odd = { ...baseline, findings: [...baseline.findings, { ...baseline.findings[0], path: 'a: "#\n- b', finding: '*x' }] };
    const path = file('baseline.yaml', writeBaseline(odd));
    expect(readBaselineFile(path).findings).toHaveLength(odd.findings.length);
    expect(new Set(readBaselineFile(path).findings)).toEqual(new Set(odd.findings));
  });

  test.each([
    ['no file', undefined, 'cannot be read'],
    ['no last day', 'version: 1\nfindings: []\n', 'until is missing'],
    ['a last day that is none', 'version: 1\nuntil: 2027-02-30\nfindings: []\n', 'until is no day'],
    ['another version', 'version: 2\nuntil: 2027-02-01\nfindings: []\n', 'no baseline of version 1'],
    ['an unknown key', 'version: 1\nuntil: 2027-02-01\nfindings: []\nextra: 1\n', 'no baseline of version 1'],
    ['an entry that is none', 'version: 1\nuntil: 2027-02-01\nfindings: [{rule: x}]\n', 'entry 1 is no finding'],
  ])('is refused with %s', (name, text, what) => {
    const path = text === undefined ? join(directory, 'missing.yaml') : file(`${name}.yaml`, text);
    expect(() => readBaselineFile(path)).toThrow(expect.objectContaining({ id: 'BadBaseline', message: expect.stringContaining(what) }));
  });
});

describe('settings', () => {
  const settings = readSettings([
    { rule: 'ZT-SQS-001', reason: 'Queues hold no data.', source: 'conf:1' },
    { rule: 'ZT-GUARDDUTY-001', severity: 'high', reason: 'We rely on it.', source: 'conf:2' },
  ]);
  const now = applySettings(before, settings);

  test('take findings of rules that are off from what is open, with the reason', () => {
    expect(open(now)).not.toContain('ZT-SQS-001 Orders');
    expect(now.items.find(({ rule }) => rule.id === 'ZT-SQS-001')).toMatchObject({ verdict: 'off', acceptance: { by: 'settings', reason: 'Queues hold no data.', source: 'conf:1' } });
  });

  test('rate rules otherwise, so that a finding fails that did not', () => {
    const only = (evidence: Evidence) => ({ ...evidence, items: evidence.items.filter(({ rule }) => rule.id === 'ZT-GUARDDUTY-001') });
    expect([isOpenFrom('high', only(before)), isOpenFrom('high', only(now))]).toEqual([false, true]);
  });

  test.each([
    ['a rule that does not exist', { rule: 'ZT-SQS-01', reason: 'x' }, 'UnknownRule', 'did you mean ZT-SQS-001?'],
    ['no reason', { rule: 'ZT-SQS-001', reason: ' ' }, 'NoReason', 'switched off without a reason'],
    ['a reason that nobody can see', { rule: 'ZT-SQS-001', reason: '\u3164' }, 'NoReason', 'switched off without a reason'],
    ['a severity that does not exist', { rule: 'ZT-SQS-001', severity: 'hihg', reason: 'x' }, 'BadConfigFile', 'did you mean high?'],
    ['a critical rule off', { rule: 'ZT-LAMBDA-008', reason: 'x' }, 'CriticalRule', 'waive its findings one by one'],
    ['a critical rule at medium', { rule: 'ZT-LAMBDA-008', severity: 'medium', reason: 'x' }, 'CriticalRule', 'critical'],
  ])('refuse %s', (_what, record, id, message) => {
    expect(() => readSettings([{ ...record, source: 'conf:1' }])).toThrow(expect.objectContaining({ id, message: expect.stringContaining(message) }));
  });

  test('let a critical rule be high, and refuse two settings of one rule', () => {
    expect(readSettings([{ rule: 'ZT-LAMBDA-008', severity: 'high', reason: 'x', source: 's' }])).toHaveLength(1);
    const twice = { rule: 'ZT-SQS-001', reason: 'x', source: 's' };
    expect(() => readSettings([twice, twice])).toThrow(expect.objectContaining({ id: 'DuplicateSetting' }));
  });

  test.each([
    ['an unknown section', 'ruels: {}\n', 'UnknownKey', 'did you mean rules?'],
    ['an unknown key', 'rules:\n  ZT-SQS-001: {severty: low, reason: x}\n', 'UnknownKey', 'did you mean severity?'],
    ['off and a severity', 'rules:\n  ZT-SQS-001: {off: true, severity: low, reason: x}\n', 'BadConfigFile', 'switched off and has a severity'],
    ['off that is not true', 'rules:\n  ZT-SQS-001: {off: false, reason: x}\n', 'BadConfigFile', 'off of ZT-SQS-001 is not true'],
    ['neither', 'rules:\n  ZT-SQS-001: {reason: x}\n', 'BadConfigFile', 'neither off nor severity'],
    ['required that is no list', 'required: audit-trail\n', 'BadConfigFile', 'no list'],
    ['no YAML', 'rules: [\n', 'BadConfigFile', ''],
  ])('refuse a file with %s, and name its line', (name, text, id, message) => {
    expect(() => readConfigFile(file(`${name}.yaml`, text))).toThrow(expect.objectContaining({ id, message: expect.stringMatching(new RegExp(`\\.yaml:\\d+\\] [^]*${message}`)) }));
  });

  test('come from a file with required capabilities', () => {
    const read = readConfigFile(file('good.yaml', 'rules:\n  ZT-SQS-001: {off: true, reason: why}\nrequired:\n  - audit-trail\n'
      + '  - {capability: siem, providedBy: SIEM, arn: "arn:aws:firehose:eu-west-1:111122223333:deliverystream/s", owner: soc}\n'));
    expect(readSettings(read.rules)).toEqual([expect.objectContaining({ rule: 'ZT-SQS-001', severity: undefined, reason: 'why', was: 'medium' })]);
    expect(readRequired(read.required).map(({ rule, provision }) => [rule.capability, provision?.owner])).toEqual([['audit-trail', undefined], ['siem', 'soc']]);
  });

  test.each([
    [{ capability: 'audit-trial' }, 'UnknownCapability', 'did you mean audit-trail?'],
    [{ capability: 'siem', providedBy: 'SIEM', arn: 'arn:aws:s3:::b' }, 'BadProvision', 'it has no owner'],
    [{ capability: 'siem', providedBy: 'SIEM', arn: 'a stream', owner: 'soc' }, 'BadProvision', 'is no ARN'],
    [{ capability: 'siem', providedBy: '\u200b', arn: 'arn:aws:s3:::b', owner: 'soc' }, 'BadProvision', 'no name'],
    [{ capability: 'siem', providedBy: 'SIEM', arn: 'arn:aws:s3:::b', owner: '\u200b' }, 'BadProvision', 'it has no owner'],
    [{ capability: 'siem', providedBy: 'SIEM', arn: 'arn:aws:s3:::b', owner: '\u3164' }, 'BadProvision', 'it has no owner'],
  ])('refuse the required capability %j', (record, id, message) => {
    expect(() => readRequired([{ ...record, source: 's' }])).toThrow(expect.objectContaining({ id, message: expect.stringContaining(message) }));
  });
});

describe('every format shows baseline, settings and capabilities', () => {
  const grown = audit({ Orders: queue(), More: queue({ QueueName: 'more' }), Detector: { Type: 'AWS::GuardDuty::Detector', Properties: { Enable: true } } }, ['audit-trail', 'threat-detection']);
  const [off] = [readSettings([{ rule: 'ZT-SQS-002', reason: 'No dead letters here.', source: 'conf:1' }])];
  const evidence = applyBaseline(applySettings(grown, off), { ...baseline, findings: [...baseline.findings, { ...baseline.findings[0], path: 'gone' }] }, 'baseline.yaml', TODAY);

  test('table', () => {
    const table = writeTable(evidence);
    expect(table).toContain('ZT-CAPABILITY-001  The app has a CloudTrail trail');
    expect(table).toMatch(/IN THE BASELINE: [1-9]/);
    expect(table).toContain('are stale, as the finding is gone');
    expect(table).toContain('switched off: No dead letters here. (conf:1)');
    expect(table).toMatch(/\d+ in the baseline, \d+ of rules switched off\.\n/);
  });

  test('JSON', () => {
    const report = JSON.parse(writeJson(evidence, TOOL));
    expect(report.required).toEqual([expect.objectContaining({ capability: 'audit-trail', rule: 'ZT-CAPABILITY-001' }), expect.objectContaining({ capability: 'threat-detection' })]);
    expect(report.baseline).toMatchObject({ file: 'baseline.yaml', until: UNTIL });
    expect(report.settings).toEqual([expect.objectContaining({ rule: 'ZT-SQS-002', reason: 'No dead letters here.' })]);
    const ofQueue = report.evidence.find(({ rule, logicalId }: any) => rule === 'ZT-SQS-001' && logicalId === 'Orders');
    expect(ofQueue).toMatchObject({ verdict: 'baselined', baselineState: 'unchanged', acceptance: { by: 'baseline', until: UNTIL } });
    expect(report.summary.baselined).toBeGreaterThan(0);
  });

  test('SARIF', () => {
    const [run] = JSON.parse(writeSarif(evidence, TOOL)).runs;
    const of = (rule: string, id: string) => run.results
      .find(({ ruleId, locations }: any) => ruleId === rule && locations[0].logicalLocations[0].name === id);
    expect(of('ZT-SQS-001', 'Orders')).toMatchObject({ baselineState: 'unchanged', properties: { baselineUntil: UNTIL } });
    expect(of('ZT-SQS-001', 'More').baselineState).toBe('new');
    expect(of('ZT-SQS-002', 'Orders').suppressions).toEqual([expect.objectContaining({ justification: expect.stringContaining('No dead letters here.') })]);
    expect(of('ZT-CAPABILITY-001', 'Template')).toMatchObject({ level: 'error' });
    expect(JSON.stringify(run.invocations[0].toolConfigurationNotifications)).toContain('stale');
  });

  test('CSV', () => {
    const lines = writeCsv(evidence).split('\r\n');
    expect(lines.find((line) => line.startsWith('ZT-SQS-001,') && line.includes('Orders'))).toMatch(/,baselined,.*,baseline \(baseline\.yaml\),it was there when the rules were adopted,unchanged,2027-03-01$/);
    expect(lines.find((line) => line.startsWith('ZT-SQS-002,') && line.includes('Orders'))).toContain(',settings (conf:1),No dead letters here.');
  });

  test('OSCAL', () => {
    const [result] = JSON.parse(writeOscal(evidence, TOOL, TODAY))['assessment-results'].results;
    const risks = result.risks.filter(({ title }: any) => title.startsWith('ZT-SQS-001'));
    expect(risks.map(({ status, deadline }: any) => [status, deadline])).toEqual(expect.arrayContaining([['remediating', '2027-03-01T23:59:59Z'], ['open', undefined]]));
    expect(result.risks.find(({ title }: any) => title.startsWith('ZT-SQS-002')).status).toBe('deviation-approved');
    expect(result.observations.map(({ title }: any) => title)).toEqual(expect.arrayContaining([`ZT-SQS-002 (${off[0].was}) is switched off`, 'The baseline of findings']));
  });

  test('HTML', () => {
    const page = writeHtml(evidence, TOOL, TODAY);
    for (const text of ['Required capabilities', 'Settings of rules', 'No dead letters here.', 'are stale', 'in the baseline', 'rule switched off']) expect(page).toContain(text);
    expect(writeHtml(before, TOOL, TODAY)).not.toContain('Required capabilities');
  });
});
