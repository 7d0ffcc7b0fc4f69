import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { LineCounter, parseDocument, Scalar, YAMLMap } from 'yaml';
import { writeCsv, writeJson, writeSarif, writeTable } from './support/whole';
import { controlNames, frameworkOf } from '../../src/frameworks';
import { readTemplates } from '../../src/model/read-templates';
import { collectEvidence, Evidence, isOpenFrom, openItems } from '../../src/report/evidence';
import { SCHEMA_VERSION } from '../../src/report/json';
import { resourceLines } from '../../src/report/template-lines';
import { applyWaivers } from '../../src/report/waived';
import { RULES } from '../../src/rules';

const TOOL = { name: 'tool', version: '1.2.3' };
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
    Metadata: {aws:cdk:path: App/Topic}
    Properties:
      KmsMasterKeyId: "=cmd|\\e[31m"
`;
const SHA = '[0-9a-f]{64}';

const SOURCE = 'https://aws.amazon.com/x/pricing/';
const COSTS = {
  monthlyUsd: 1.4,
  costs: [
    { type: 'AWS::KMS::Key', count: 1, monthlyUsd: 1, source: SOURCE },
    { type: 'AWS::SecretsManager::Secret', count: 1, monthlyUsd: 0.4, source: SOURCE },
  ],
  notPriced: [{ type: 'AWS::RDS::DBInstance', count: 2, why: 'by size' }],
};

let directory: string;
let evidence: Evidence;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'zt-report-'));
  const path = join(directory, 'app.yaml');
  writeFileSync(path, TEMPLATE);
  evidence = collectEvidence(readTemplates(path));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What was collected for one rule. */
const of = (rule: string) => evidence.items.filter((item) => item.rule.id === rule);

describe('evidence', () => {
  test('has a verdict of each rule on each resource, passes included', () => {
    expect(of('ZT-LOGS-004')).toEqual([expect.objectContaining({ logicalId: 'Logs', verdict: 'pass', finding: undefined })]);
    expect(of('ZT-SNS-001')).toEqual([expect.objectContaining({ logicalId: 'Topic', verdict: 'fail', constructPath: 'App/Topic' })]);
  });

  test('keeps what is not known before deployment apart', () => {
    expect(of('ZT-LOGS-001')).toEqual([expect.objectContaining({ verdict: 'unknown', value: 'unknown (parameter Days)' })]);
  });

  test.each(['fail', 'unknown'] as const)('is open from a severity on when a rule of it, or of a worse one, has the verdict %s', (verdict) => {
    const [item] = of('ZT-LOGS-001');
    const only = { ...evidence, items: [item.with({ verdict, rule: { ...item.rule, severity: 'high' } })] };
    expect((['critical', 'high', 'medium', 'low'] as const).map((severity) => isOpenFrom(severity, only))).toEqual([false, true, true, true]);
    expect(isOpenFrom('low', { ...evidence, items: [item.with({ verdict: 'pass' })] })).toBe(false);
  });

  test('tells after each rule how many are done', () => {
    const done: number[] = [];
    collectEvidence(evidence.templates, RULES.slice(0, 3), { progress: (n) => done.push(n) });
    expect(done).toEqual([1, 2, 3]);
  });
});

describe('the table', () => {
  test('groups what is open by severity and rule, from the worst, and leaves passes out', () => {
    const table = writeTable(evidence);
    expect(table.indexOf('HIGH: 0 fail, 1 unknown')).toBe(0);
    expect(table.indexOf('HIGH')).toBeLessThan(table.indexOf('MEDIUM'));
    expect(table).toMatch(/ZT-SNS-001 {2}SNS topics .*\n {4}fails {4}App\/Topic\n .*not encrypted with a customer managed KMS key.*\n {4}remediation: Set KmsMasterKeyId/);
    expect(table).not.toContain('ZT-LOGS-004');
  });

  test('says unknown where something is unknown, and what was not judged', () => {
    expect(writeTable(evidence)).toMatch(/unknown {2}.*app\.yaml\/Logs/);
    expect(writeTable(evidence)).toMatch(/ZT-COVERAGE-001 .*\n {4}unknown {2}.*app\.yaml\/Transform\/Macro\n .*what Macro adds or changes/);
  });

  test('tells of each stack how large it is, what it costs before anybody uses it, and what is not priced', () => {
    expect(writeTable(evidence)).toMatch(/\nSTACKS: fixed cost a month at list prices of us-east-1, \d{4}-\d\d\n {2}app: 2 resources, 0\.00 USD\n\n/);
    const costly = { ...evidence, stacks: [{ ...evidence.stacks[0], fixed: COSTS }] };
    expect(writeTable(costly)).toContain('  app: 2 resources, 1.40 USD\n    1.00 USD  AWS::KMS::Key (1)\n    0.40 USD  AWS::SecretsManager::Secret (1)\n    not priced  AWS::RDS::DBInstance (2): by size\n');
    expect(writeTable(evidence)).not.toContain('CloudFormation takes');
    const budget = { resources: 501, isOver: true, contributors: [{ type: 'AWS::SQS::Queue', count: 501, constructs: [] }] };
    expect(writeTable({ ...evidence, stacks: [{ ...evidence.stacks[0], budget }] })).toContain('    The stack has 501 resources, more than the 500 that CloudFormation takes. Most are AWS::SQS::Queue 501.\n');
  });

  test('counts at its end', () => {
    const [fails, unknowns, passes] = ['fail', 'unknown', 'pass'].map((verdict) => evidence.items.filter((item) => item.verdict === verdict).length);
    expect(writeTable(evidence)).toContain(`1 template, ${RULES.length + 1} rules, ${evidence.items.length} verdicts: ${passes} pass, ${fails} fail, ${unknowns} unknown.`);
  });

  test('has colours only when asked, and never codes that come from a template', () => {
    expect(writeTable(evidence)).not.toContain('\u001b');
    expect(writeTable(evidence, true)).toContain('\u001b[1;31mHIGH');
    const items = evidence.items.map((item) => item.with({}, { constructPath: 'App/\u001b[2J\u202eEvil' }));
    expect(writeTable({ ...evidence, items })).not.toMatch(/[\u001b\u202e]/);
  });
});

test('JSON holds every verdict with the hash of its template, under a versioned schema', () => {
  const report = JSON.parse(writeJson(evidence, TOOL));
  expect(report).toMatchObject({ schemaVersion: SCHEMA_VERSION, tool: TOOL, templates: [{ stack: 'app', sha256: evidence.templates[0].sha256 }] });
  expect(report.evidence).toHaveLength(evidence.items.length);
  expect(report.rules.map(({ id }: any) => id)).toEqual([...RULES.map(({ id }) => id), 'ZT-COVERAGE-001']);
  expect(report.evidence.find(({ rule }: any) => rule === 'ZT-SNS-001')).toEqual({
    rule: 'ZT-SNS-001',
    severity: 'medium',
    stack: 'app',
    template: evidence.templates[0].id,
    sha256: evidence.templates[0].sha256,
    logicalId: 'Topic',
    type: 'AWS::SNS::Topic',
    constructPath: 'App/Topic',
    verdict: 'fail',
    value: expect.any(String),
    finding: expect.stringContaining('customer managed KMS key'),
    controls: expect.arrayContaining(['NIST 800-53 SC-28', 'PCI DSS 3.5.1']),
  });
  expect(writeJson(evidence, TOOL)).toBe(writeJson(evidence, TOOL));
});

test('JSON holds the resources and the fixed cost of each stack, with region and date of the prices', () => {
  const stacks = [{ ...evidence.stacks[0], fixed: COSTS }];
  const report = JSON.parse(writeJson({ ...evidence, stacks }, TOOL));
  expect(report.prices).toEqual({ region: 'us-east-1', asOf: expect.stringMatching(/^\d{4}-\d\d$/) });
  expect(report.stacks).toEqual([{
    name: 'app', template: evidence.templates[0].id, resources: 2, fixedMonthlyUsd: 1.4, costs: COSTS.costs, notPriced: COSTS.notPriced,
  }]);
});

describe('CSV', () => {
  test('has a line for each verdict', () => {
    const lines = writeCsv(evidence).split('\r\n');
    expect(lines[0]).toBe('rule,severity,title,stack,logical id,type,construct path,verdict,value seen,finding,waiver owner,waiver reason,waiver ticket,waiver expires,controls,template,sha-256,'
      + 'accepted by,accepted because,baseline state,baseline until');
    expect(lines).toHaveLength(evidence.items.length + 2);
    expect(lines.slice(1, -1).every((line) => new RegExp(`,${SHA},,,,$`).test(line))).toBe(true);
  });

  test('quotes what needs it, and disarms formulas', () => {
    const items = [[...evidence.items][0].with({ value: '=1+1', finding: 'x,y\nz' }, { constructPath: 'a"b' })];
    expect(writeCsv({ ...evidence, items })).toContain('"a""b",');
    expect(writeCsv({ ...evidence, items })).toContain(",'=1+1,\"x,y\nz\",");
  });
});

describe('evidence for one framework', () => {
  const framework = frameworkOf('pci-dss')!;
  const own = (names: string[]) => names.length > 0 && names.every((name) => name.startsWith('PCI DSS '));
  const only = () => {
    const rules = RULES.filter((rule) => controlNames(rule, framework).length > 0);
    return { ...evidence, framework, rules, items: evidence.items.filter(({ rule }) => rules.includes(rule)) };
  };

  test('names the controls of that framework only', () => {
    const json = JSON.parse(writeJson(only(), TOOL));
    expect(json.rules.every(({ controls }: any) => own(controls))).toBe(true);
    expect(json.evidence.every(({ controls }: any) => own(controls))).toBe(true);
    const [columns, ...lines] = writeCsv(only()).trimEnd().split('\r\n');
    expect(columns).toContain('controls');
    for (const line of lines) expect(line).toMatch(/,PCI DSS [^,]+,/);
    expect(writeCsv(only())).not.toContain('NIST 800-53');
    const { rules } = JSON.parse(writeSarif(only(), TOOL)).runs[0].tool.driver;
    for (const { properties, help } of rules) {
      expect(own(properties.tags.slice(1))).toBe(true);
      expect(help.text).not.toContain('NIST 800-53');
    }
  });

  test('tells as JSON which controls a library does not cover, and why', () => {
    expect(JSON.parse(writeJson(only(), TOOL)).framework).toEqual(JSON.parse(JSON.stringify(framework)));
    expect(JSON.parse(writeJson(evidence, TOOL)).framework).toBeUndefined();
  });

  test('names them in the table, with how many no rule serves', () => {
    expect(writeTable(only())).toMatch(/ZT-SNS-001 [^]+controls: PCI DSS 3\.5\.1, PCI DSS 4\.2\.1\n/);
    expect(writeTable(only())).toMatch(/\nPCI DSS 4\.0\.1: rules serve \d+ controls; \d+ are not covered by a library\.\n/);
    expect(writeTable(evidence)).not.toMatch(/controls: |not covered/);
  });

  test('counts no control as all that there are, where only those with rules are listed', () => {
    expect(writeTable({ ...only(), framework: frameworkOf('nist-800-53') })).toMatch(/NIST 800-53 [^\n]+; all others are not covered by a library\./);
  });
});

describe('SARIF', () => {
  const run = () => JSON.parse(writeSarif(evidence, TOOL)).runs[0];

  test('is of version 2.1.0, with every rule and its help', () => {
    expect(JSON.parse(writeSarif(evidence, TOOL))).toMatchObject({ version: '2.1.0', $schema: expect.stringContaining('sarif-2.1.0') });
    expect(run().tool.driver).toMatchObject({ name: 'tool', version: '1.2.3' });
    expect(run().tool.driver.rules.map(({ id }: any) => id)).toEqual([...RULES.map(({ id }) => id), 'ZT-COVERAGE-001']);
    for (const rule of run().tool.driver.rules.slice(0, -1)) expect(rule).toMatchObject({ help: { text: expect.stringMatching(/Controls: \w/) }, shortDescription: { text: expect.stringMatching(/\w/) } });
  });

  test('says of each rule where it is explained, how grave it is, and what it is about, in no more tags than GitHub takes', () => {
    const { informationUri, rules } = run().tool.driver;
    for (const { id, helpUri, properties } of rules) {
      expect(helpUri).toBe(`${informationUri}/blob/main/RULES.md#${id.toLowerCase()}`);
      expect(Number(properties['security-severity'])).toBeGreaterThan(0);
      expect(properties.tags[0]).toBe('security');
      expect(properties.tags.length).toBeLessThanOrEqual(20);
    }
    expect(rules.some(({ help, properties }: any) => help.text.split('Controls: ')[1]?.split(', ').length > properties.tags.length)).toBe(true);
  });

  test('has a result for what is open, unknown with the level of its rule, and none for a pass', () => {
    const { results, tool } = run();
    expect(results).toHaveLength(evidence.items.filter(({ verdict }) => verdict !== 'pass').length);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(results.find(({ ruleId }: any) => ruleId === 'ZT-LOGS-001')).toMatchObject({ level: 'warning', properties: { verdict: 'unknown' } });
    expect(results.find(({ ruleId }: any) => ruleId === 'ZT-SNS-001')).toMatchObject({ level: 'warning', properties: { verdict: 'fail' } });
  });

  test('points to the line of the resource in the template, and to its construct', () => {
    const { results, artifacts } = run();
    const { physicalLocation, logicalLocations } = results.find(({ ruleId }: any) => ruleId === 'ZT-SNS-001').locations[0];
    expect(physicalLocation.region).toEqual({ startLine: 11 });
    expect(physicalLocation.artifactLocation.uri).toMatch(/app\.yaml$/);
    expect(artifacts[physicalLocation.artifactLocation.index].location.uri).toBe(physicalLocation.artifactLocation.uri);
    expect(logicalLocations).toEqual([{ name: 'Topic', fullyQualifiedName: 'App/Topic', kind: 'resource' }]);
  });

  test('has fingerprints that tell findings apart and stay the same', () => {
    const prints = run().results.map((result: any) => result.partialFingerprints['resource/v1']);
    expect(new Set(prints).size).toBe(prints.length);
    expect(run().results.map((result: any) => result.partialFingerprints['resource/v1'])).toEqual(prints);
  });

  test('notifies of what was not judged', () => {
    expect(run().invocations).toEqual([{ executionSuccessful: true, toolConfigurationNotifications: [], toolExecutionNotifications: [{ level: 'warning', message: { text: expect.stringContaining('what Macro adds') } }] }]);
  });
});

describe('a waived finding', () => {
  const terms = { rule: 'ZeroTrust::ZT-SNS-001', owner: 'web-team', reason: 'No data, "none".', ticket: 'SEC-1', expires: '2026-12-31' };
  const expired = { ...terms, rule: 'ZeroTrust::ZT-LOGS-002', path: 'app/Logs', expires: '2026-01-01' };
  const waived = () => applyWaivers(evidence, '2026-06-30', { list: { file: 'waivers.yaml', waivers: [{ ...terms, path: 'App/Topic' }, expired] } });
  const problem = 'The waiver of ZeroTrust::ZT-LOGS-002 on app/Logs (web-team, SEC-1; waivers.yaml) does not count: it expired on 2026-01-01.';

  test('stands apart in the table, with who answers for it and until when, and is counted', () => {
    const table = writeTable(waived());
    expect(table).toMatch(/\nWAIVED: 1\n\n {2}ZT-SNS-001 {2}medium, fail {2}App\/Topic\n {4}No data, "none"\.\n {4}web-team answers for it until 2026-12-31, SEC-1\n/);
    const open = openItems(waived()).filter(({ verdict }) => verdict === 'fail').length;
    expect(table).toContain(`${open} fail, 2 unknown, 1 waived.\n`);
    expect(writeTable(evidence)).not.toMatch(/waived/i);
  });

  test('has its terms in JSON and CSV', () => {
    const report = JSON.parse(writeJson(waived(), TOOL));
    const { rule, ...said } = terms;
    expect(report.evidence.find((item: any) => item.rule === 'ZT-SNS-001')).toMatchObject({ verdict: 'waived', waiver: { ...said, accepts: 'fail', source: 'waivers.yaml' } });
    expect(report.summary).toMatchObject({ waived: 1 });
    expect(writeCsv(waived())).toMatch(/^ZT-SNS-001,.*,waived,.*,web-team,"No data, ""none""\.",SEC-1,2026-12-31,/m);
  });

  test('is a result in SARIF that an external decision suppresses, as no open one is', () => {
    const { results } = JSON.parse(writeSarif(waived(), TOOL)).runs[0];
    expect(results).toHaveLength(evidence.items.filter(({ verdict }) => verdict !== 'pass').length);
    for (const { ruleId, suppressions } of results) {
      if (ruleId !== 'ZT-SNS-001') expect(suppressions).toBeUndefined();
      else expect(suppressions).toEqual([expect.objectContaining({ kind: 'external', status: 'accepted', justification: expect.stringMatching(/^No data.*Waived by web-team until 2026-12-31, SEC-1\.$/) })]);
    }
  });

  test('whose waiver does not count is open, and every format says why', () => {
    expect(writeTable(waived())).toContain(`WAIVERS THAT DO NOT COUNT\n  ${problem}\n`);
    expect(JSON.parse(writeJson(waived(), TOOL)).waiverProblems).toEqual([expect.objectContaining({ path: 'app/Logs', wrong: 'it expired on 2026-01-01' })]);
    expect(JSON.parse(writeSarif(waived(), TOOL)).runs[0].invocations[0].toolConfigurationNotifications).toEqual([{ level: 'error', message: { text: problem } }]);
  });
});

describe('the line of a resource', () => {
  const template = { Parameters: { Resources: { Type: 'String' } }, Resources: { A: { Type: 'T', Properties: { B: { C: 1 } } }, B: { Type: 'T' } }, Outputs: { B: { Value: 1 } } };

  test.each([1, 2, 4])('is found in JSON indented by %p', (indent) => {
    const text = JSON.stringify(template, undefined, indent);
    const lines = text.split('\n');
    const found = resourceLines(text);
    expect([...found.keys()]).toEqual(['A', 'B']);
    for (const [id, line] of found) expect(lines[line - 1].trim()).toBe(`"${id}": {`);
    expect(found.get('B')).toBeLessThan(lines.findIndex((line) => line.includes('Outputs')));
  });

  test('is found in YAML, between comments, quotes and blocks of text', () => {
    const text = `---
# Resources:
Description: |
  Resources:
    NotA: {}
"Resources":
  # A:
  A:
    Type: T
    Properties:
      Text: >-
        B: no
      Code: "x
        C: no"

  'B':  # the second
    Type: T
  C: {Type: T, Properties: {A: 1}}
Outputs:
  D: {Value: 1}
`;
    const counter = new LineCounter();
    const parsed = parseDocument(text, { lineCounter: counter });
    const expected = (parsed.get('Resources') as YAMLMap<Scalar<string>>).items.map(({ key }) => [key.value, counter.linePos(key.range![0]).line]);
    expect(expected).toHaveLength(3);
    expect([...resourceLines(text)]).toEqual(expected);
    expect([...resourceLines(text.replace(/\n/g, '\r\n'))]).toEqual(expected);
  });

  test('is not told where all is on one line, or nothing is there', () => {
    expect(resourceLines(JSON.stringify(template)).size).toBe(0);
    expect(resourceLines('').size).toBe(0);
  });
});
