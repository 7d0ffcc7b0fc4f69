import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { readTemplates } from '../../src/model/read-templates';
import { collectEvidence, count, Evidence, isOpenFrom, openItems, waivedItems } from '../../src/report/evidence';
import { applyWaivers } from '../../src/report/waived';
import { RULES } from '../../src/rules';
import type { PlacedWaiver } from '../../src/waivers/waiver-record';
import { readWaiver, WaiverFields } from '../../src/waivers/waiver-terms';

const TODAY = '2026-06-30';
const TERMS = { owner: 'web-team', reason: 'No data of customers.', ticket: 'SEC-1', expires: '2026-12-31' };
const RECORD = { rule: 'ZeroTrust::ZT-SNS-001', ...TERMS };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zt-waived-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const topic = (path?: string, waivers?: unknown) => ({
  Type: 'AWS::SNS::Topic', Metadata: { 'aws:cdk:path': path, ...(waivers === undefined ? {} : { 'cdk-zero-trust': { waivers } }) },
});

/** Templates alone, by name. */
function judge(templates: Record<string, Record<string, object>>): Evidence {
  return collectEvidence(readTemplates(...Object.entries(templates).map(([name, Resources]) => {
    const path = join(directory, `${name}.json`);
    writeFileSync(path, JSON.stringify({ Resources }));
    return path;
  })));
}

/** A cloud assembly of one stack with one nested in it, whose id in the report is their construct path. */
function judgeAssembly(resources: Record<string, object>, nested: Record<string, object> = {}): Evidence {
  const stack = { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'nested.json' }, Properties: { TemplateURL: 'x' } };
  const logicalIds = { '/Stage/Web/Group/Inner.NestedStack/Inner.NestedStackResource': [{ type: 'aws:cdk:logicalId', data: 'Inner' }] };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({
    artifacts: {
      Web: {
        type: 'aws:cloudformation:stack', displayName: 'Stage/Web', properties: { templateFile: 'web.json', stackName: 'prod-web' }, metadata: logicalIds,
      },
    },
  }));
  writeFileSync(join(directory, 'web.json'), JSON.stringify({ Resources: { ...resources, ...(Object.keys(nested).length > 0 ? { Inner: stack } : {}) } }));
  writeFileSync(join(directory, 'nested.json'), JSON.stringify({ Resources: nested }));
  return collectEvidence(readTemplates(directory));
}

const waiver = (changes: WaiverFields = {}): PlacedWaiver => readWaiver({ rule: 'ZT-SNS-001', path: 'Web/Topic', ...TERMS, ...changes });
const apply = (evidence: Evidence, ...waivers: PlacedWaiver[]) => applyWaivers(evidence, TODAY, { list: { file: 'waivers.yaml', waivers } });
/** Whose finding is waived. */
const waived = (evidence: Evidence) => waivedItems(evidence).map(({ rule, logicalId }) => `${rule.id} ${logicalId}`);
const wrong = (evidence: Evidence) => evidence.waiverProblems.map((problem) => problem.wrong);

/** It let nothing through, and says why. */
function expectRefused(evidence: Evidence, why: string) {
  expect(wrong(evidence)).toEqual([expect.stringContaining(why)]);
  expect(waived(evidence)).toEqual([]);
}

describe('a waiver of a file', () => {
  test('lets one finding on one resource through, and says who answers for it', () => {
    const before = judge({ web: { Topic: topic('Web/Topic'), Other: topic('Web/Other') } });
    const after = apply(before, waiver());
    expect(waivedItems(after)).toEqual([expect.objectContaining({
      logicalId: 'Topic', verdict: 'waived', finding: expect.any(String), waiver: { ...RECORD, accepts: 'fail', source: 'waivers.yaml' },
    })]);
    expect(openItems(after)).toHaveLength(openItems(before).length - 1);
    expect(openItems(after).map(({ rule, logicalId }) => `${rule.id} ${logicalId}`)).toContain('ZT-SNS-001 Other');
    expect(after.waiverProblems).toEqual([]);
  });

  test('no longer fails the audit, and is counted apart', () => {
    const before = judge({ web: { Topic: topic('Web/Topic') } });
    const after = apply(before, waiver());
    expect({ before: isOpenFrom('medium', before), after: isOpenFrom('medium', after) }).toEqual({ before: true, after: false });
    expect(count(after.items)).toEqual({ ...count(before.items), fail: count(before.items).fail - 1, waived: 1 });
  });

  test('keeps that what it accepts was not known', () => {
    const logs = { Type: 'AWS::Logs::LogGroup', Metadata: { 'aws:cdk:path': 'Web/Logs' }, Properties: { RetentionInDays: { Ref: 'Days' } } };
    const after = apply(judge({ web: { Logs: logs } }), waiver({ rule: 'ZT-LOGS-001', path: 'Web/Logs' }));
    expect(waivedItems(after)).toMatchObject([{ waiver: { accepts: 'unknown' } }]);
  });

  test.each([
    ['the path of the construct whose main resource it is', 'Stage/Web/Legacy/Topic'],
    ['its construct path', 'Stage/Web/Legacy/Topic/Resource'],
    ['the path of its stack and its logical id', 'Stage/Web/Topic1'],
    ['the name of its stack and its logical id', 'prod-web/Topic1'],
    ['a pattern inside one construct', 'Stage/Web/Legacy/*'],
  ])('finds the resource of an assembly by %s', (_, path) => {
    const evidence = judgeAssembly({ Topic1: topic('Stage/Web/Legacy/Topic/Resource'), Topic2: topic('Stage/Web/Topic/Resource') });
    expect(waived(apply(evidence, waiver({ path })))).toEqual(['ZT-SNS-001 Topic1']);
  });

  test('finds the resource of a nested stack', () => {
    const evidence = judgeAssembly({ Topic1: topic('Stage/Web/Topic/Resource') }, { Topic1: topic('Stage/Web/Group/Inner/Topic/Resource') });
    const after = apply(evidence, waiver({ path: 'Stage/Web/Group/Inner/Topic1' }));
    expect(waivedItems(after).map(({ template }) => template.id)).toEqual(['Stage/Web/Group/Inner']);
  });

  test.each(['web/Topic', 'Topic'])('finds the resource of a template without construct paths by %s', (path) => {
    expect(waived(apply(judge({ web: { Topic: topic() } }), waiver({ path })))).toEqual(['ZT-SNS-001 Topic']);
  });

  test('finds the resource of a template by the name that reports give it', () => {
    const evidence = judge({ web: { Topic: topic() } });
    expect(waived(apply(evidence, waiver({ path: `${evidence.templates[0].id}/Topic` })))).toEqual(['ZT-SNS-001 Topic']);
  });

  test('of another pack is for synthesis only: neither tried nor called unused', () => {
    const after = apply(judge({ web: { Topic: topic('Web/Topic') } }), waiver({ rule: 'AwsSolutions::AwsSolutions-SNS3' }));
    expect(after).toMatchObject({ waiversNotTried: 1, waiverProblems: [] });
    expect(waived(after)).toEqual([]);
  });

  test('of a rule that this audit leaves out is not tried either', () => {
    const { templates } = judge({ web: { Topic: topic('Web/Topic') } });
    const after = apply(collectEvidence(templates, RULES.filter(({ id }) => id !== 'ZT-SNS-001')), waiver());
    expect(after).toMatchObject({ waiversNotTried: 1, waiverProblems: [] });
  });
});

describe('a waiver of a file does not count', () => {
  const one = (changes: WaiverFields) => apply(judge({ web: { Topic: topic('Web/Topic'), Other: topic('Web/Other') } }), waiver(changes));

  test('from the day after it expired', () => {
    expectRefused(one({ expires: '2026-06-29' }), 'it expired on 2026-06-29');
    expect(waived(one({ expires: '2026-06-30' }))).toEqual(['ZT-SNS-001 Topic']);
  });

  test('when it runs longer than a year', () => {
    expectRefused(one({ expires: '2027-07-01' }), 'longer than one year');
    expect(waived(one({ expires: '2027-06-30' }))).toEqual(['ZT-SNS-001 Topic']);
  });

  test.each(['ZT-SNS-999', 'ZT-SNS-001[x]'])('when there is no rule %s', (rule) => {
    expectRefused(one({ rule }), 'there is no such rule');
  });

  test.each(['Web/Gone', 'Topic', 'web'])('when nothing that it can mean is at %s', (path) => {
    const { waiverProblems, items } = one({ path });
    expect(waiverProblems).toEqual([expect.objectContaining({ path, owner: 'web-team', ticket: 'SEC-1', source: 'waivers.yaml' })]);
    expect(items.filter(({ verdict }) => verdict === 'waived')).toEqual([]);
  });

  test('when the rule passes there', () => {
    const passing = { Type: 'AWS::KMS::Key', Metadata: { 'aws:cdk:path': 'Web/Key' }, Properties: { EnableKeyRotation: true } };
    const evidence = judge({ web: { Key: passing } });
    const passed = evidence.items.find(({ verdict }) => verdict === 'pass')!;
    expectRefused(apply(evidence, waiver({ rule: passed.rule.id, path: 'Web/Key' })), 'it is unused');
  });

  test.each(['*', 'W*', 'Web/*', 'Web/T*', '**/Topic', 'Web/*/Topic'])('when it is as broad as %s', (path) => {
    expectRefused(one({ path }), 'it is too broad');
  });

  test.each(['*', 'Stage/*', 'Stage/Web/*', 'Stage/Web/Group/*', 'Stage/Web', 'prod-web', 'Stage'])('when it reaches over a stack of an assembly, as %s', (path) => {
    const evidence = judgeAssembly({ Topic1: topic('Stage/Web/Group/Topic/Resource') }, { Topic2: topic('Stage/Web/Group/Inner/Topic/Resource') });
    expectRefused(apply(evidence, waiver({ path })), 'it is too broad');
  });

  test('when its path means two resources', () => {
    const evidence = judgeAssembly({ A: topic('Stage/Web/B'), B: topic('Stage/Web/C') });
    expectRefused(apply(evidence, waiver({ path: 'Stage/Web/B' })), 'its path means Stage/Web/B and Stage/Web/C');
  });

  test('and two of one finding are refused at once', () => {
    expect(() => apply(judge({ web: { Topic: topic('Web/Topic') } }), waiver(), waiver())).toThrow(
      '[waivers.yaml] DuplicateWaiver: ZeroTrust::ZT-SNS-001 is waived twice on Web/Topic. Remediation: keep one of the two.');
  });
});

describe('a waiver of a template', () => {
  const inTemplate = (...waivers: unknown[]) => judge({ web: { Topic: topic('Web/Topic', waivers), Other: topic('Web/Other') } });

  test('lets the finding on its resource through', () => {
    const after = applyWaivers(inTemplate(RECORD), TODAY, { templates: true });
    expect(waivedItems(after)).toEqual([expect.objectContaining({ logicalId: 'Topic', waiver: { ...RECORD, accepts: 'fail', source: 'template' } })]);
    expect(after.waiverProblems).toEqual([]);
  });

  test('is no problem where a pattern put it beside a resource without that finding', () => {
    const after = applyWaivers(judge({ web: { Role: { Type: 'AWS::Other::Thing', Metadata: { 'cdk-zero-trust': { waivers: [RECORD] } } } } }), TODAY, { templates: true });
    expect(after.waiverProblems).toEqual([]);
  });

  test.each([
    ['expired', { ...RECORD, expires: '2026-06-29' }, 'it expired'],
    ['runs longer than a year', { ...RECORD, expires: '2030-01-01' }, 'longer than one year'],
    ['has no owner', { ...RECORD, owner: ' ' }, 'the waiver has no owner'],
    ['has an owner that is no text', { ...RECORD, owner: { Ref: 'Owner' } }, 'the waiver has no owner'],
    ['ends on no day', { ...RECORD, expires: 'never' }, 'never is no day'],
    ['names a rule that does not exist', { ...RECORD, rule: 'ZT-SNS-999' }, 'there is no such rule'],
    ['is a text', 'all of it', 'it is no waiver'],
    ['is nothing', null, 'it is no waiver'],
  ])('does not count when it %s', (_, record, why) => {
    expectRefused(applyWaivers(inTemplate(record), TODAY, { templates: true }), why);
  });

  test('that is no list waives nothing', () => {
    expect(waived(applyWaivers(judge({ web: { Topic: topic('Web/Topic', { rule: 'ZT-SNS-001' }) } }), TODAY, { templates: true }))).toEqual([]);
  });

  test('counts only where that is asked for', () => {
    expect(waived(apply(inTemplate(RECORD)))).toEqual([]);
    expect(applyWaivers(inTemplate({ ...RECORD, expires: '2020-01-01' }), TODAY, {}).waiverProblems).toEqual([]);
  });

  test('for a rule of another pack is left alone', () => {
    expect(applyWaivers(inTemplate({ ...RECORD, rule: 'AwsSolutions::AwsSolutions-SNS3', expires: '2020-01-01' }), TODAY, { templates: true }).waiverProblems).toEqual([]);
  });

  test('gives way to the one that the auditor hands in', () => {
    const after = applyWaivers(inTemplate(RECORD), TODAY, { list: { file: 'waivers.yaml', waivers: [waiver({ owner: 'audit' })] }, templates: true });
    expect(waivedItems(after).map((item) => item.waiver.owner)).toEqual(['audit']);
    expect(after.waiverProblems).toEqual([]);
  });
});
