import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { manyItems, MIXED_TEMPLATE } from './support/mixed-template';
import { writeHtml, writeJson, writeOscal, writeSarif } from './support/whole';
import { readTemplates } from '../../src/model/read-templates';
import { collectEvidence, Evidence } from '../../src/report/evidence';
import { applyWaivers } from '../../src/report/waived';

const TOOL = { name: 'tool', version: '1.2.3' };
const TODAY = '2026-11-22';
/** From one more on, reports are those of large apps. */
const MANY = 100_000;

let directory: string;
let small: Evidence;
let most: Evidence;
let large: Evidence;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'zt-large-'));
  const path = join(directory, 'mixed.yaml');
  writeFileSync(path, MIXED_TEMPLATE);
  small = applyWaivers(collectEvidence(readTemplates(path)), TODAY, { templates: true });
  most = { ...small, items: manyItems(small, MANY) };
  large = { ...small, items: manyItems(small, MANY + 1) };
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('reports for programs', () => {
  test.each([['JSON', writeJson], ['SARIF', writeSarif]] as const)('of many verdicts are %s on one line, with the same content', (_, write) => {
    const text = write(large, TOOL);
    expect(text.trimEnd()).not.toContain('\n');
    const laidOut = JSON.parse(write({ ...large, items: [...large.items].slice(0, 500) }, TOOL));
    const entries = (of: any) => of.evidence ?? of.runs[0].results;
    expect(entries(laidOut).length).toBeGreaterThan(50);
    expect(entries(JSON.parse(text)).slice(0, entries(laidOut).length)).toEqual(entries(laidOut));
  });

  test('of fewer are laid out', () => {
    expect(writeJson(most, TOOL).split('\n').length).toBeGreaterThan(10 * MANY);
  });
});

describe('OSCAL of many verdicts', () => {
  const result = (of: Evidence) => JSON.parse(writeOscal(of, TOOL, TODAY))['assessment-results'].results[0];
  let ofLarge: any;
  beforeAll(() => { ofLarge = result(large); });
  const prop = (of: any, name: string) => of.props?.find((each: any) => each.name === name)?.value;

  test('has one observation and one risk for what is the same of many resources, with each of them as a subject', () => {
    const { observations, risks, 'local-definitions': { 'inventory-items': inventory } } = ofLarge;
    const kinds = new Set(small.items.filter(({ verdict }) => verdict !== 'pass').map(({ rule, verdict, value, finding, waiver }) => JSON.stringify([rule.id, verdict, value, finding, waiver])));
    const passes = new Set(small.items.filter(({ verdict }) => verdict === 'pass').map(({ rule }) => rule.id));
    expect(observations.filter((each: any) => prop(each, 'rule'))).toHaveLength(kinds.size + passes.size);
    expect(risks).toHaveLength(kinds.size);
    expect(inventory).toHaveLength(MANY + 1);
    const subjects = observations.flatMap((each: any) => each.subjects ?? []);
    const known = new Set(inventory.map((each: any) => each.uuid));
    expect(subjects).toHaveLength(MANY + 1);
    expect(subjects.every((each: any) => known.has(each['subject-uuid']))).toBe(true);
  });

  test('keeps who answers for a waived finding, and on which resources', () => {
    const { risks } = ofLarge;
    const waived = risks.filter((each: any) => prop(each, 'waiver-owner'));
    expect(waived.length).toBeGreaterThan(0);
    for (const { title, 'mitigating-factors': [factor] } of waived) {
      expect(title).toMatch(/ on \d{3,} resources$/);
      expect(title).toContain(` ${factor.subjects.length} resources`);
    }
  });

  test('has the value that was seen on what passes', () => {
    const seen = small.items.find(({ verdict, value }) => verdict === 'pass' && value !== undefined)!;
    const { subjects } = ofLarge.observations.find((each: any) => prop(each, 'rule') === seen.rule.id && prop(each, 'verdict') === 'pass');
    expect(subjects.map((each: any) => prop(each, 'value'))).toContain(seen.value);
  });

  test('of fewer has an observation for each resource', () => {
    const few = { ...small, items: manyItems(small, 1_000) };
    expect(result(few).risks).toHaveLength(few.items.filter(({ verdict }) => verdict !== 'pass').length);
  });
});

describe('the page of many verdicts', () => {
  const rows = (text: string) => text.match(/<tr data-verdict/g)!.length;

  test('has the first thousand of each rule, and says how many are not on it', () => {
    const page = writeHtml(large, TOOL, TODAY);
    const byRule = new Map<string, number>();
    for (const { rule } of large.items) byRule.set(rule.id, (byRule.get(rule.id) ?? 0) + 1);
    const shown = [...byRule.values()].reduce((sum, count) => sum + Math.min(count, 1_000), 0);
    expect(shown).toBeLessThan(MANY);
    expect(rows(page)).toBe(shown);
    expect(page).toContain(`This page lists ${shown.toLocaleString('en')} of 100,001 verdicts`);
    const cut = [...byRule.values()].filter((count) => count > 1_000);
    const waived = large.items.filter(({ waiver }) => waiver !== undefined).length;
    expect(page.match(/Not on this page: /g)).toHaveLength(cut.length + (waived > 1_000 ? 1 : 0));
    expect(page).toContain('<dd>100,001</dd>');
  });

  test('has what is open before what passes', () => {
    const page = writeHtml({ ...large, items: [...large.items].map((item, i) => (i === MANY ? item.with({ rule: large.items.find(() => true)!.rule, verdict: 'fail', finding: 'the only one' }) : item.with({ rule: large.items.find(() => true)!.rule, verdict: 'pass', finding: undefined, waiver: undefined }))) }, TOOL, TODAY);
    expect(rows(page)).toBe(1_000);
    expect(page).toContain('the only one');
    expect(page).toContain('99,001 pass');
  });

  test('of fewer has each of them', () => {
    const page = writeHtml(most, TOOL, TODAY);
    expect(rows(page)).toBe(MANY);
    expect(page).not.toContain('Not on this page');
  });
});

test('the graph of a page is drawn up to 50,000 resources; beyond, the page says why it is not', () => {
  const graph = { nodes: [], edges: [] } as never;
  const of = (resources: number) => collectEvidence([{
    ...small.templates[0], template: { Resources: Object.fromEntries(Array.from({ length: resources }, (_, i) => [`Topic${i}`, { Type: 'AWS::SNS::Topic' }])) },
  }], [], { graph: () => graph });
  expect(of(50_000)).toMatchObject({ graph });
  const { graph: drawn, tooManyForGraph } = of(50_001);
  expect([drawn, tooManyForGraph]).toEqual([undefined, 50_001]);
  const page = writeHtml({ ...small, tooManyForGraph }, TOOL, TODAY);
  expect(page).toContain('The graph of 50,001 resources is not drawn');
  expect(page.indexOf('<h2 id="h-graph">')).toBeLessThan(page.indexOf('<h2 id="h-summary">'));
});
