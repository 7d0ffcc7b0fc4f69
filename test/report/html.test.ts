import { createHash } from 'crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { createCompilerHost, createProgram, createSourceFile, getPreEmitDiagnostics, flattenDiagnosticMessageText, ScriptTarget } from 'typescript';
import { manyItems, MIXED_TEMPLATE } from './support/mixed-template';
import { whole as textOf, writeHtml } from './support/whole';
import { FRAMEWORKS } from '../../src/frameworks';
import { readTemplates } from '../../src/model/read-templates';
import { collectEvidence, Evidence } from '../../src/report/evidence';
import { summariseFrameworks } from '../../src/report/framework-summary';
import { GRAPH_SCRIPT } from '../../src/report/html/graph-script';
import { html, json } from '../../src/report/html/markup';
import { SCRIPT } from '../../src/report/html/script';
import { structuralAcknowledgements } from '../../src/report/structural';
import { applyWaivers } from '../../src/report/waived';

const TOOL = { name: 'tool', version: '1.2.3' };
const TODAY = '2026-11-22';

let directory: string;
let evidence: Evidence;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'zt-html-'));
  const path = join(directory, 'mixed.yaml');
  writeFileSync(path, MIXED_TEMPLATE);
  evidence = applyWaivers(collectEvidence(readTemplates(path)), TODAY, { templates: true });
  whole = writeHtml(evidence, TOOL, TODAY);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const page = (changed: Partial<Evidence>) => writeHtml({ ...evidence, ...changed }, TOOL, TODAY);
let whole: string;

describe('the page', () => {
  test('has every verdict, with what was seen and found', () => {
    expect(whole.match(/<tr data-verdict/g)).toHaveLength(evidence.items.length);
    for (const { rule, finding } of evidence.items.filter(({ verdict }) => verdict === 'fail')) {
      expect(whole).toContain(`id="rule-${rule.id}"`);
      expect(whole).toContain(textOf(html`${finding}`));
    }
    expect(whole).toContain('<code>unknown (parameter Days)</code>');
  });

  test('says who made it of what, and when', () => {
    expect(whole).toContain('<dd>tool 1.2.3</dd>');
    expect(whole).toContain('<dd>2026-11-22</dd>');
    expect(whole).toContain(`<code>${evidence.templates[0].sha256}</code>`);
    expect(whole).toContain('what Macro adds or changes');
  });

  test('counts each verdict by severity', () => {
    const medium = evidence.items.filter(({ verdict, rule }) => verdict === 'fail' && rule.severity === 'medium').length;
    const card = whole.split('<li class="card">').find((text) => text.includes('<span class="badge fail">'))!;
    expect(medium).toBeGreaterThan(0);
    expect(card).toContain(`<dt>medium</dt><dd>${medium}</dd>`);
  });

  test.each([
    ['critical', 'fail', '1 critical or high verdict is open'],
    ['high', 'unknown', '1 critical or high verdict is open'],
    ['low', 'fail', '1 verdict is open, none of them critical or high'],
    ['critical', 'pass', 'Nothing is open'],
  ] as const)('has in its title what is open: %s, %s', (severity, verdict, headline) => {
    const [item] = evidence.items;
    expect(page({ items: [item.with({ verdict, rule: { ...item.rule, severity } })] })).toContain(`<h1>${headline}</h1>`);
  });

  test('tells how full each stack is, what it costs before anybody uses it, and what is not in that', () => {
    const [stack] = evidence.stacks;
    const cost = { type: 'AWS::KMS::Key', count: 3, monthlyUsd: 3, source: 'https://aws.amazon.com/kms/pricing/', note: 'rotations add' };
    const fixed = { monthlyUsd: 3, costs: [cost], notPriced: [{ type: 'AWS::RDS::DBInstance', count: 2, why: 'by <size>' }] };
    const budget = { resources: 400, isOver: false, contributors: [{ type: 'AWS::SQS::Queue', count: 400, constructs: [] }] };
    const section = (stacks: Evidence['stacks']) => page({ stacks }).split('<section id="stacks"')[1].split('</section>')[0];
    for (const text of ['3.00 USD: AWS::KMS::Key (3)<small>rotations add</small>', 'AWS::RDS::DBInstance (2): by &lt;size&gt;', '80 % of the 500']) {
      expect(section([{ ...stack, fixed, budget }])).toContain(text);
      expect(section([stack])).not.toContain(text);
    }
    expect(section([stack])).toContain('0.00 USD');
  });

  test('says so when nothing was judged', () => {
    expect(page({ items: [] })).toContain('<h1>Nothing was judged</h1>');
  });

  test('is the same for the same input', () => {
    expect(writeHtml(evidence, TOOL, TODAY)).toBe(whole);
    expect(writeHtml(evidence, TOOL, '2026-11-23')).not.toBe(whole);
  });

  test('allows no source of anything but its own style and script', () => {
    const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(whole)!;
    expect(policy).toContain('default-src &#39;none&#39;');
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    for (const tag of ['style', 'script']) {
      const [, text] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(whole)!;
      expect(policy).toContain(`${tag}-src &#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`);
    }
    expect(whole).not.toMatch(/\s(style|on\w+)="/);
    expect(whole).not.toMatch(/<(link|img|iframe|object|embed|base)\b|\ssrc=|@import|url\(/);
  });

  test('stays under 2 MB with 2,000 verdicts', () => {
    expect(Buffer.byteLength(page({ items: manyItems(evidence, 2000) }))).toBeLessThan(2_000_000);
  });
});

describe('frameworks', () => {
  test('say of each control what its rules found, or that a library does not cover it and why', () => {
    for (const { id, name, controls } of FRAMEWORKS) {
      expect(whole).toContain(`<details data-framework="${id}"><summary><h3>${name}`);
      for (const { notCovered } of controls) if (notCovered) expect(whole).toContain(textOf(html`${notCovered.split('`')[0]}`));
    }
    expect(whole).toContain('<span class="badge not-covered">not covered by a library</span>');
  });

  test('give a control the worst verdict of its rules', () => {
    const [rule] = evidence.rules;
    const [item] = evidence.items;
    const framework = { ...FRAMEWORKS[0], controls: [{ id: 'A', title: 'A', rules: [rule.id] }] };
    const status = (...verdicts: ('pass' | 'fail' | 'unknown' | 'waived')[]) => summariseFrameworks(
      { ...evidence, rules: [rule], items: verdicts.map((verdict) => item.with({ rule, verdict })) }, [framework])[0].controls[0].status;
    expect(status('pass', 'pass')).toBe('pass');
    expect(status('pass', 'waived')).toBe('waived');
    expect(status('waived', 'unknown', 'pass')).toBe('unknown');
    expect(status('unknown', 'fail', 'waived')).toBe('fail');
    expect(status()).toBe('not-seen');
  });

  test('never take a control without rules for a pass', () => {
    const framework = { ...FRAMEWORKS[0], controls: [{ id: 'A', title: 'A', rules: [], notCovered: 'People do it.' }, { id: 'B', title: 'B', rules: ['ZT-NONE-001'] }] };
    expect(summariseFrameworks(evidence, [framework])[0].counts).toMatchObject({ 'not-covered': 2, 'pass': 0 });
  });

  test('are linked with their rules in both directions', () => {
    const targets = new Set([...whole.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
    const links = [...whole.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.some((link) => link.startsWith('rule-'))).toBe(true);
    expect(links.some((link) => link.startsWith('control-'))).toBe(true);
    expect(links.filter((link) => !targets.has(link))).toEqual([]);
    expect(targets.size).toBe([...whole.matchAll(/\sid="/g)].length);
  });
});

describe('what is accepted', () => {
  test('shows waived findings with owner, reason, ticket and end', () => {
    const [, section] = whole.split('<section id="waivers"');
    for (const text of ['ZT-SQS-001', 'team-legacy', 'Moves to the new broker.', 'SEC-812', '2027-03-31']) expect(section).toContain(text);
    expect(whole).toContain('<tr data-verdict="waived"');
  });

  test('shows waivers that do not count, and why', () => {
    const later = applyWaivers(collectEvidence(evidence.templates), '2027-04-01', { templates: true });
    const [, section] = writeHtml(later, TOOL, '2027-04-01').split('<section id="waivers"');
    expect(section).toContain('Waivers that do not count');
    expect(section).toContain('it expired on 2027-03-31');
    expect(whole).not.toContain('Waivers that do not count');
  });

  test('shows waivers of findings of other packs, which the templates tell', () => {
    const [, section] = whole.split('Waivers of findings of other packs');
    expect(section).toContain('AwsSolutions::AwsSolutions-SQS3');
    expect(section.slice(0, section.indexOf('</table>'))).not.toContain('ZT-SQS-001');
  });

  test('shows structural acknowledgements, proved only while their rule passes there', () => {
    const [template] = evidence.templates;
    const acknowledge = (provedBy: string, path: string) => ({
      ...evidence, templates: [{ ...template, acknowledgements: [{ path, findings: ['Pack::Pack-1'], provedBy, reason: 'It ends here.' }] }],
    });
    const proved = (provedBy: string, path: string) => {
      const { templates, ...others } = acknowledge(provedBy, path);
      const items = others.items.map((item) => item.with({}, { template: templates[0] }));
      return structuralAcknowledgements({ ...others, templates, items })[0].proved;
    };
    expect(proved('ZT-LOGS-004', 'App/Logs')).toBe(true);
    expect(proved('ZT-SNS-001', 'App/Topic')).toBe(false);
    expect(proved('ZT-SNS-001', 'App/Elsewhere')).toBe(false);
    expect(proved('ZT-NONE-001', 'App/Topic')).toBe(false);
    expect(writeHtml(acknowledge('ZT-NONE-001', 'App/Topic'), TOOL, TODAY)).toMatch(/Pack::Pack-1[^]*It ends here\.[^]*<span class="badge fail">void/);
  });

  test('shows what was hardened automatically', () => {
    const [, section] = whole.split('<section id="hardening"');
    expect(section).toMatch(/Topic[^]*<code>MasterKey<\/code>/);
  });
});

describe('hostile text', () => {
  const hostile = fc.oneof(
    fc.constantFrom('</script><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><b>', '\' onclick=\'x', '\u2028\u2029', '\u202e', '<!--', ']]>', '${x}', '&lt;'),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  const tags = (text: string) => text.match(/<[!/a-z]/gi)?.length;

  test('makes no tag, wherever it comes from', () => {
    const [item] = evidence.items;
    const expected = tags(page({ items: [item.with({ value: 'a' }, { constructPath: 'a' })] }));
    fc.assert(fc.property(hostile, (text) => {
      const template = { ...item.template, name: text, templatePath: text, notJudged: [text] };
      const found = { value: text, ...(item.finding && { finding: text }) };
      const changed = item.with(found, { template, logicalId: text, type: text, constructPath: text });
      expect(tags(page({ items: [changed] }))).toBe(expected);
    }), { numRuns: 30 });
  });

  test('is escaped as text and in attributes', () => {
    fc.assert(fc.property(hostile, (text) => {
      const [, attribute, content] = /^<p title="([^]*)">([^]*)<\/p>$/.exec(textOf(html`<p title="${text}">${text}</p>`))!;
      expect(attribute).toBe(content);
      expect(content).not.toMatch(/[<>"'\u2028\u2029\u202e]/);
    }));
  });

  test('survives in embedded JSON, and does not end its script', () => {
    fc.assert(fc.property(hostile, (text) => {
      const embedded = textOf(json({ [text]: text }));
      expect(embedded).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(embedded)).toEqual({ [text]: text });
    }));
  });

  test('shows invisible characters by their codes', () => {
    expect(textOf(html`${'a\u202eb\u0000c'}`)).toBe('a\\u202eb\\u0000c');
    expect(textOf(html`${'ä 漢 😀'}`)).toBe('ä 漢 😀');
  });
});

test('the scripts of the page are sound by strict types', () => {
  const lib = ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'];
  const checks = { allowJs: true, checkJs: true, strict: true, noUnusedLocals: true, skipLibCheck: true, skipDefaultLibCheck: true };
  const options = { ...checks, lib, types: [], noEmit: true, target: ScriptTarget.ES2022 };
  const scripts: Record<string, string> = { 'page.js': SCRIPT, 'graph.js': GRAPH_SCRIPT, 'wrong.js': "document.querySelector('a').focus();" };
  const host = createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...others) => (
    name in scripts ? createSourceFile(name, scripts[name], ScriptTarget.ES2022) : getSourceFile(name, ...others)
  );
  const complaints = getPreEmitDiagnostics(createProgram(Object.keys(scripts), options, host))
    .map(({ file, messageText }) => `${file?.fileName}: ${flattenDiagnosticMessageText(messageText, '\n')}`);
  expect(complaints).toEqual(["wrong.js: Object is possibly 'null'."]);
});
