import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { writeOscal } from './support/whole';
import { frameworkOf } from '../../src/frameworks';
import { readTemplates } from '../../src/model/read-templates';
import { collectEvidence, Evidence, openItems } from '../../src/report/evidence';
import { OSCAL_VERSION } from '../../src/report/oscal';
import { applyWaivers } from '../../src/report/waived';

const TOOL = { name: 'tool', version: '1.2.3' };
const DATE = '2026-06-30';
const TEMPLATE = `Parameters:
  Days: {Type: Number}
Transform: Macro
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      RetentionInDays: !Ref Days
  Topic:
    Type: AWS::SNS::Topic
    Metadata:
      aws:cdk:path: "App/To\\npic\\e[31m"
      cdk-zero-trust:
        waivers:
          - {rule: "ZeroTrust::ZT-SNS-001", owner: web-team, reason: "No data\\nof customers.", ticket: SEC-1, expires: 2026-12-31}
          - {rule: "ZeroTrust::ZT-SNS-002", owner: web-team, reason: "No data.", ticket: SEC-1, expires: 2026-01-01}
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Environment: {Variables: {DB_PASSWORD: hunter2hunter2}}
`;

let directory: string;
let evidence: Evidence;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'zt-oscal-'));
  const path = join(directory, 'app.yaml');
  writeFileSync(path, TEMPLATE);
  evidence = applyWaivers(collectEvidence(readTemplates(path)), DATE, { templates: true });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const document = (of = evidence) => JSON.parse(writeOscal(of, TOOL, DATE))['assessment-results'];
const result = (of = evidence) => document(of).results[0];
const prop = (of: any, name: string) => of.props?.find((each: any) => each.name === name)?.value;
const risksOf = (rule: string, of = evidence) => result(of).risks.filter((risk: any) => prop(risk, 'rule') === rule);

/** Every object of a document. */
function walk(json: any): any[] {
  if (typeof json !== 'object' || json === null) return [];
  return [...(Array.isArray(json) ? [] : [json]), ...Object.values(json).flatMap(walk)];
}

test('is of OSCAL 1.1, says when and by what, and that there is no assessment plan', () => {
  const { metadata, 'import-ap': plan, 'back-matter': { resources } } = document();
  expect(OSCAL_VERSION).toMatch(/^1\.1\.\d$/);
  expect(metadata).toMatchObject({ 'oscal-version': OSCAL_VERSION, 'last-modified': '2026-06-30T00:00:00Z', 'title': 'Zero-trust evidence of app' });
  expect(resources.find(({ uuid }: any) => plan.href === `#${uuid}`)).toMatchObject({ title: 'No assessment plan' });
  expect(result()['local-definitions']['assessment-assets'].components).toEqual([expect.objectContaining({ title: 'tool', props: [{ name: 'version', value: '1.2.3' }] })]);
});

test('tells each template with the hash of its bytes, and what in it was not judged', () => {
  const { resources } = document()['back-matter'];
  const { sha256 } = evidence.templates[0];
  expect(resources).toContainEqual(expect.objectContaining({
    rlinks: [{ 'href': expect.stringMatching(/app\.yaml$/), 'media-type': 'application/yaml', 'hashes': [{ algorithm: 'SHA-256', value: sha256 }] }],
    remarks: expect.stringContaining('what Macro adds or changes'),
  }));
});

describe('observations', () => {
  test('are one for each rule that passes, with all of its subjects, and one for each finding', () => {
    const { observations } = result();
    const subjects = observations.flatMap((each: any) => (each.subjects ?? []).map((subject: any) => `${prop(each, 'rule')} ${prop(subject, 'verdict')}`));
    expect(subjects.sort()).toEqual(evidence.items.map(({ rule, verdict }) => `${rule.id} ${verdict}`).sort());
    for (const each of observations.filter((one: any) => one.subjects && prop(one, 'verdict') !== 'pass')) expect(each.subjects).toHaveLength(1);
  });

  test('say what was seen, and lead to the template and the resource', () => {
    const { observations, 'local-definitions': { 'inventory-items': inventory } } = result();
    const seen = observations.find((each: any) => prop(each, 'rule') === 'ZT-LOGS-001');
    expect(seen).toMatchObject({ 'methods': ['TEST'], 'collected': '2026-06-30T00:00:00Z', 'relevant-evidence': [{ props: [expect.objectContaining({ name: 'sha256', value: evidence.templates[0].sha256 })] }] });
    expect(prop(seen, 'value')).toBe('unknown (parameter Days)');
    const item = inventory.find(({ uuid }: any) => uuid === seen.subjects[0]['subject-uuid']);
    expect({ id: prop(item, 'logical-id'), type: prop(item, 'resource-type') }).toEqual({ id: 'Logs', type: 'AWS::Logs::LogGroup' });
  });

  test('tell of waivers that do not count', () => {
    expect(evidence.waiverProblems).toHaveLength(1);
    expect(result().observations).toContainEqual(expect.objectContaining({ title: 'A waiver does not count', description: expect.stringContaining('it expired on 2026-01-01') }));
    expect(JSON.stringify(document({ ...evidence, waiverProblems: [] }))).not.toContain('A waiver does not count');
  });
});

describe('risks', () => {
  test('are one for each item that is open or waived, and none for a pass', () => {
    const risks = result().risks.map((risk: any) => `${prop(risk, 'rule')} ${prop(risk, 'verdict')} ${risk.status}`);
    const expected = evidence.items.filter(({ verdict }) => verdict !== 'pass')
      .map(({ rule, verdict }) => `${rule.id} ${verdict} ${verdict === 'waived' ? 'deviation-approved' : 'open'}`);
    expect(openItems(evidence).length).toBeGreaterThan(2);
    expect(risks.sort()).toEqual(expected.sort());
  });

  test('that are waived say who answers for them, why and until when', () => {
    const [risk, ...more] = risksOf('ZT-SNS-001');
    expect(more).toEqual([]);
    expect(risk).toMatchObject({
      'status': 'deviation-approved',
      'deadline': '2026-12-31T23:59:59Z',
      'mitigating-factors': [{ description: 'No data of customers. Waived by web-team until 2026-12-31, SEC-1.' }],
    });
    expect(['waiver-owner', 'waiver-ticket', 'waiver-expires', 'accepts'].map((name) => prop(risk, name))).toEqual(['web-team', 'SEC-1', '2026-12-31', 'fail']);
  });

  test('that are open have no deadline and nobody who answers for them, and have the remediation', () => {
    const [risk] = risksOf('ZT-LOGS-001');
    expect(risk).toMatchObject({ status: 'open', remediations: [{ lifecycle: 'recommendation', description: 'Set RetentionInDays to 365 or more.' }] });
    expect(risk).toMatchObject({ characterizations: [{ facets: [{ name: 'severity', value: 'medium' }] }] });
    expect(risk).not.toHaveProperty('deadline');
    expect(risk).not.toHaveProperty('mitigating-factors');
    expect(prop(risk, 'waiver-owner')).toBeUndefined();
  });
});

describe('findings', () => {
  const findingOf = (control: string, of = evidence) => result(of).findings.find((each: any) => prop(each, 'control') === control);

  test('are one for each control that a rule with something to look at serves, under the ids of the catalogue of NIST', () => {
    const { findings, 'reviewed-controls': { 'control-selections': selections } } = result();
    const reviewed = selections.flatMap((selection: any) => selection['include-controls'].map((control: any) => control['control-id']));
    expect(reviewed).toContain('au-11');
    expect(reviewed.some((id: string) => /^[a-z]{2}-\d+\.\d+$/.test(id))).toBe(true);
    expect(new Set(reviewed).size).toBe(reviewed.length);
    expect(findings.map(({ target }: any) => target['target-id'])).toEqual(reviewed.map((id: string) => `${id}_templates`));
    expect(findings.every((each: any) => each['related-observations'].length > 0)).toBe(true);
  });

  test('are satisfied when all passes, and not when something fails, is unknown or waived', () => {
    const only = (verdict: string) => ({ ...evidence, items: evidence.items.filter((item) => item.verdict === verdict) });
    const states = (verdict: string) => [...new Set(result(only(verdict)).findings.map(({ target: { status } }: any) => `${status.state} ${status.reason}`))];
    expect(states('pass')).toEqual(['satisfied pass']);
    expect(states('fail')).toEqual(['not-satisfied fail']);
    expect(states('unknown')).toEqual(['not-satisfied other']);
    expect(states('waived')).toEqual(['not-satisfied other']);
  });

  test('name the risks that are in their way', () => {
    const finding = findingOf('AU-11');
    const { rules } = frameworkOf('nist-800-53')!.controls.find(({ id }) => id === 'AU-11')!;
    expect(rules).toContain('ZT-LOGS-001');
    const risks = result().risks.filter((risk: any) => rules.includes(prop(risk, 'rule')));
    expect(finding['related-risks']).toEqual(risks.map(({ uuid }: any) => ({ 'risk-uuid': uuid })));
    expect(risks.length).toBeLessThan(result().risks.length);
    expect(findingOf('AU-11', { ...evidence, items: evidence.items.filter(({ verdict }) => verdict === 'pass') })).not.toHaveProperty('related-risks');
  });

  test('are about an objective of ours, so that nobody takes it for the whole control', () => {
    const { target } = findingOf('AU-11');
    const objectives = document()['local-definitions']['objectives-and-methods'];
    const { parts } = objectives.find(({ 'control-id': id }: any) => id === 'au-11');
    expect(target).toMatchObject({ 'type': 'objective-id', 'target-id': parts[0].id });
    expect(parts[0].prose).toMatch(/as far as [A-Z\d, -]*ZT-LOGS-001/);
    expect(objectives.some(({ remarks = '' }: any) => remarks.startsWith('Left open by templates: '))).toBe(true);
  });

  test('are of one framework when one was asked for', () => {
    const frameworks = (of: Evidence) => [...new Set(result(of).findings.map((each: any) => prop(each, 'framework')))];
    expect(frameworks({ ...evidence, framework: frameworkOf('pci-dss') })).toEqual(['pci-dss']);
    expect(frameworks(evidence).length).toBeGreaterThan(5);
  });
});

describe('the document', () => {
  test('has everything that it refers to, and no UUID twice', () => {
    const objects = walk(document());
    const uuids = objects.flatMap(({ uuid }) => uuid ?? []);
    const referred = objects.flatMap((each) => ['actor-uuid', 'component-uuid', 'observation-uuid', 'risk-uuid', 'subject-uuid'].flatMap((key) => each[key] ?? []));
    const links = objects.flatMap(({ href = '' }) => (href.startsWith('#') ? [href.slice(1)] : []));
    expect(new Set(uuids).size).toBe(uuids.length);
    expect(referred.length).toBeGreaterThan(20);
    expect([...referred, ...links].filter((uuid) => !uuids.includes(uuid))).toEqual([]);
    for (const uuid of uuids) expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('is the same at every run, and another one on another day or for another template', () => {
    const text = writeOscal(evidence, TOOL, DATE);
    expect(writeOscal(evidence, TOOL, DATE)).toBe(text);
    expect(document().uuid).not.toBe(JSON.parse(writeOscal(evidence, TOOL, '2026-07-01'))['assessment-results'].uuid);
    expect(document({ ...evidence, items: [...evidence.items].slice(1) }).uuid).not.toBe(document().uuid);
  });

  test('keeps the UUIDs of what it tells from day to day', () => {
    const ids = (date: string) => JSON.parse(writeOscal(evidence, TOOL, date))['assessment-results'].results[0].risks.map(({ uuid }: any) => uuid);
    expect(ids('2026-07-01')).toEqual(ids(DATE));
  });

  test('has texts of one line without codes that steer, and nothing empty', () => {
    for (const each of walk(document())) {
      for (const value of Object.values(each)) {
        if (typeof value === 'string') expect(value).toMatch(/^\S([^\p{Cc}\p{Cf}]*\S)?$/u);
        if (Array.isArray(value)) expect(value).not.toEqual([]);
      }
    }
    expect(JSON.stringify(document())).toContain('App/To pic [31m');
  });

  test('holds no secret that a template holds', () => {
    expect(TEMPLATE).toContain('hunter2');
    expect(writeOscal(evidence, TOOL, DATE)).not.toContain('hunter2');
  });

  test('says so when the rules had nothing to look at', () => {
    const nothing = result({ ...evidence, items: [], waiverProblems: [] });
    expect(nothing['reviewed-controls']).toEqual({ 'control-selections': [{ description: 'None: the rules had nothing to look at.' }] });
    for (const list of ['observations', 'risks', 'findings']) expect(nothing).not.toHaveProperty(list);
  });
});
