import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv/dist/2020';
import { Runs } from './support/runs';
import { THREATS } from '../../../src/graph/threats/catalogue';
import { MATRIX } from '../../../src/graph/threats/risk';
import { modelThreats, RuleVerdict, ThreatModel, Verdicts } from '../../../src/graph/threats/threat-model';
import { buildGraph } from '../../../src/graph/trust/build-graph';
import { TemplateResource } from '../../../src/model';
import { clock } from '../../../src/model/clock';
import { evaluate, ruleOf, RULES } from '../../../src/rules';
import { claimsTemplates, modelOf, ordersTemplates } from '../../graph/diff/support/apps';
import { Random } from '../../graph/diff/support/random';
import { REFORMATS, Templates } from '../../graph/diff/support/reformat';

jest.setTimeout(120_000);
// what the judges of the examples write at synthesis
jest.spyOn(console, 'error').mockImplementation(() => undefined);
jest.spyOn(console, 'warn').mockImplementation(() => undefined);

const runs = new Runs();
const orders = ordersTemplates();
afterAll(() => runs.remove());
beforeAll(() => { jest.spyOn(clock, 'today').mockReturnValue('2026-11-29'); });

const run = (templates: Templates, ...args: string[]) => runs.run(templates, ...args);
const json = (templates: Templates, ...args: string[]) => runs.json(templates, ...args);
const composer = (templates: Templates, ...args: string[]) => runs.composer(templates, ...args);
const open = (templates: Templates): string[] => json(templates).threats.filter(({ status }: any) => status === 'open').map(({ threat, element }: any) => `${threat} ${element.name}`);

/** Orders with a change to each resource of a type. */
function changed(type: string, change: (resource: any, id: string) => void): Templates {
  const copy = structuredClone(orders);
  for (const [id, resource] of Object.entries<any>(copy.Orders.Resources)) if (resource.Type === type) change(resource, id);
  return copy;
}

function without(type: string): Templates {
  const copy = structuredClone(orders);
  for (const [id, resource] of Object.entries<any>(copy.Orders.Resources)) if (resource.Type === type) delete copy.Orders.Resources[id];
  return copy;
}

describe('the catalogue', () => {
  test('names rules that exist, and each of its ids once', () => {
    const named = THREATS.flatMap(({ mitigations }) => mitigations.flatMap(({ rules }) => rules));
    expect(named.filter((id) => !ruleOf(id))).toEqual([]);
    expect(new Set(THREATS.map(({ id }) => id)).size).toBe(THREATS.length);
  });

  test('has threats of all six kinds, each with something that mitigates it, to elements or to flows', () => {
    expect([...new Set(THREATS.map(({ stride }) => stride))].sort().join('')).toBe('DEIRST');
    expect(THREATS.filter(({ mitigations, on, flows }) => mitigations.length === 0 || (on === undefined) === (flows === undefined))).toEqual([]);
  });

  test('the 5×5 never falls where likelihood or impact rises', () => {
    const rank = (level: string) => ['low', 'medium', 'high', 'critical'].indexOf(level);
    MATRIX.forEach((row, l) => row.forEach((level, i) => {
      expect(rank(MATRIX[Math.min(4, l + 1)][i])).toBeGreaterThanOrEqual(rank(level));
      expect(rank(row[Math.min(4, i + 1)])).toBeGreaterThanOrEqual(rank(level));
    }));
  });
});

describe('a threat is mitigated only by rules that pass on its element', () => {
  const model = modelOf(orders);
  const graph = buildGraph(model);
  const verdicts = new Map<TemplateResource, RuleVerdict[]>();
  for (const { rule, resource, result } of evaluate(model, RULES)) {
    verdicts.set(resource, [...verdicts.get(resource) ?? [], { rule: rule.id, verdict: result.verdict }]);
  }
  const judged = (change: (verdict: RuleVerdict, resource: TemplateResource) => RuleVerdict = (verdict) => verdict): ThreatModel => {
    const of = (resource: TemplateResource) => (verdicts.get(resource) ?? []).map((verdict) => change(verdict, resource));
    const source: Verdicts = { of };
    return modelThreats(model, source, graph);
  };
  const { threats } = judged();

  test('nearly everything of orders-api is mitigated, and there is something of every kind of element that it has', () => {
    expect(threats.length).toBeGreaterThan(90);
    expect(threats.filter(({ status }) => status === 'open').map(({ kind, element }) => `${kind.id} ${element.name}`)).toEqual([]);
  });

  test('each rule that fails there opens its threat, and one that is unknown does too', () => {
    const pairs = threats.filter(({ status }) => status === 'mitigated').flatMap((threat, i) => (
      threat.mitigations.filter(({ mitigation }) => mitigation.at === 'element').flatMap(({ rules }) => rules.map(({ rule }) => ({ threat, rule, verdict: i % 2 ? 'fail' : 'unknown' } as const)))));
    expect(pairs.length).toBeGreaterThan(100);
    // all rules at once, one element of each kind at a time
    for (const id of new Set(pairs.map(({ rule }) => rule))) {
      const { threat, verdict } = pairs.find(({ rule }) => rule === id)!;
      const after = judged((one, resource) => (one.rule === id && resource === threat.element.resource ? { ...one, verdict } : one)).threats;
      const same = after.filter(({ kind, element }) => kind === threat.kind && element === threat.element);
      expect([id, same.map(({ status }) => status)]).toEqual([id, same.map(() => 'open')]);
      const others = after.filter(({ kind, element, status }) => kind === threat.kind && element !== threat.element && status === 'open');
      expect([id, others.filter((other) => other.mitigations.every(({ mitigation }) => mitigation.at === 'element')).map(({ element }) => element.name)]).toEqual([id, []]);
    }
  });

  test('what nobody looks at is open', () => {
    const source: Verdicts = { of: () => [] };
    const statuses = new Set(modelThreats(model, source, graph).threats.map(({ status }) => status));
    expect([...statuses]).toEqual(['open']);
  });
});

describe('a mitigation that is taken out of the template opens its threat, and closes it when it is back', () => {
  test.each<[string, string, () => Templates]>([
    ['point-in-time recovery of the table', 'ZT-THREAT-022', () => changed('AWS::DynamoDB::GlobalTable', (table) => { for (const replica of table.Properties.Replicas) delete replica.PointInTimeRecoverySpecification; })],
    ['its deletion protection', 'ZT-THREAT-022', () => changed('AWS::DynamoDB::GlobalTable', (table) => { for (const replica of table.Properties.Replicas) replica.DeletionProtectionEnabled = false; })],
    ['the web ACL of the stage', 'ZT-THREAT-002', () => without('AWS::WAFv2::WebACLAssociation')],
    ['authorization of the methods', 'ZT-THREAT-001', () => changed('AWS::ApiGateway::Method', (method) => { method.Properties.AuthorizationType = 'NONE'; })],
    ['access logs', 'ZT-THREAT-005', () => changed('AWS::ApiGateway::Stage', (stage) => { delete stage.Properties.AccessLogSetting; })],
    ['throttling', 'ZT-THREAT-004', () => changed('AWS::ApiGateway::Stage', (stage) => { delete stage.Properties.MethodSettings; })],
    ['the network of functions', 'ZT-THREAT-012', () => changed('AWS::Lambda::Function', (fn) => { delete fn.Properties.VpcConfig; })],
    ['the trail', 'ZT-THREAT-023', () => without('AWS::CloudTrail::Trail')],
    ['rotation of the secret', 'ZT-THREAT-031', () => without('AWS::SecretsManager::RotationSchedule')],
    ['retention of logs', 'ZT-THREAT-050', () => changed('AWS::Logs::LogGroup', (group) => { group.Properties.RetentionInDays = 1; })],
    ['the dead-letter queue', 'ZT-THREAT-024', () => changed('AWS::SQS::Queue', (queue) => { delete queue.Properties.RedrivePolicy; })],
  ])('%s: %s', (_, threat, templates) => {
    expect(open(orders).filter((one) => one.startsWith(threat))).toEqual([]);
    expect(open(templates()).filter((one) => one.startsWith(threat))).not.toEqual([]);
  });

  test('without authorization the way from outside is shorter, and the risk is higher', () => {
    const weak = changed('AWS::ApiGateway::Method', (method) => { method.Properties.AuthorizationType = 'NONE'; delete method.Properties.AuthorizerId; });
    const table = (templates: Templates) => json(templates).assets.find(({ dataClass, type }: any) => dataClass === 'CONFIDENTIAL' && /DynamoDB/.test(type));
    expect(table(weak).likelihood.level).toBeGreaterThan(table(orders).likelihood.level);
    expect(table(weak).likelihood.inputs).toContain('no authentication on the way');
    expect(run(weak, '--fail-on', 'high').status).toBe(1);
  });
});

describe('exit codes and acceptances', () => {
  const weak = changed('AWS::Logs::LogGroup', (group) => { group.Properties.RetentionInDays = 1; });
  const waivers = (rule: string, path: string, expires = '2027-01-31') => {
    return runs.save('waivers.yaml', `waivers:\n  - rule: ${rule}\n    path: ${path}\n    owner: jane@example.com\n    reason: a test\n    ticket: T-1\n    expires: ${expires}\n`);
  };

  test('0 where nothing is open from a level on, 1 where something is, 2 where the input is broken', () => {
    expect(run(orders, '--fail-on', 'low').status).toBe(0);
    expect(run(weak, '--fail-on', 'low')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^Exit 1: \d+ open/) });
    expect(run(weak, '--fail-on', 'never').status).toBe(0);
    expect(run({ Broken: 'no template' } as any).status).toBe(2);
    expect(() => run(orders, '--fail-on', 'severe')).toThrow();
    expect(() => run(orders, '--merge', 'x.json')).toThrow(/--merge/);
  });

  test('a waiver of the threat accepts it on its element, until its last day', () => {
    const { element } = json(weak).threats.find(({ threat, status }: any) => threat === 'ZT-THREAT-050' && status === 'open');
    const status = (file: string) => json(weak, '--waivers', file).threats.find((one: any) => one.threat === 'ZT-THREAT-050' && one.element.name === element.name);
    expect(status(waivers('ZT-THREAT-050', element.name))).toMatchObject({ status: 'accepted', acceptance: { owner: 'jane@example.com', reason: 'a test', until: '2027-01-31' } });
    expect(status(waivers('ZT-THREAT-050', element.name, '2026-11-28')).status).toBe('open');
    expect(status(waivers('ZT-THREAT-050', 'Orders/Elsewhere')).status).toBe('open');
    expect(run(weak, '--waivers', waivers('ZT-THREAT-050', 'Orders/Elsewhere'), '--fail-on', 'critical')).toMatchObject({ status: 1, stderr: expect.stringContaining('does not count') });
  });

  test('a waiver of the rule that would mitigate it accepts it too', () => {
    const template = structuredClone(orders);
    const [id, group] = Object.entries<any>(template.Orders.Resources).find(([, { Type }]) => Type === 'AWS::Logs::LogGroup')!;
    group.Properties.RetentionInDays = 1;
    const path = group.Metadata['aws:cdk:path'];
    const found = json(template, '--waivers', waivers('ZT-LOGS-001', path)).threats.filter(({ threat, status }: any) => threat === 'ZT-THREAT-050' && status !== 'mitigated');
    expect([id, found.map(({ status }: any) => status)]).toEqual([id, ['accepted']]);
  });
});

describe('Threat Composer', () => {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(join(__dirname, 'threat-composer-v1.schema.json'), 'utf-8')));
  const valid = (file: unknown) => {
    validate(file);
    expect(validate.errors ?? []).toEqual([]);
  };
  const save = (file: unknown) => runs.save('app.tc.json', file);
  const ids = (file: any) => [...file.threats, ...file.mitigations].map(({ id }) => id).sort();

  test('the files of both examples are valid by its schema, with ids that exist once', () => {
    for (const templates of [orders, claimsTemplates()]) {
      const file = composer(templates);
      valid(file);
      expect(new Set(ids(file)).size).toBe(ids(file).length);
      expect(file.threats.length).toBeGreaterThan(90);
      const known = new Set(ids(file));
      expect(file.mitigationLinks.filter(({ mitigationId, linkedId }: any) => !known.has(mitigationId) || !known.has(linkedId))).toEqual([]);
    }
  });

  test('a file that breaks the schema is told', () => {
    expect(validate({ ...composer(orders), threats: [{ id: 1 }] })).toBe(false);
  });

  test.each(['logical ids', 'the stack', 'the order of keys'])('ids stay when %s change', (way) => {
    expect(ids(composer(REFORMATS[way](orders, new Random(5))))).toEqual(ids(composer(orders)));
  });

  test('merge keeps what people wrote, and takes what is new', () => {
    const made = composer(orders);
    const edited = structuredClone(made);
    const [first, second] = edited.threats;
    first.threatImpact = 'what people say';
    first.status = 'threatResolvedNotUseful';
    first.tags.push('team-a');
    first.metadata.push({ key: 'Comments', value: 'see the wiki' });
    second.metadata.find(({ key }: any) => key === 'Priority').value = 'Medium';
    const ours = { id: '11111111-1111-4111-8111-111111111111', numericId: 9000, statement: 'A threat of people', metadata: [] };
    const means = { id: '22222222-2222-4222-8222-222222222222', numericId: 9001, content: 'A mitigation of people', metadata: [] };
    edited.threats.push(ours);
    edited.mitigations.push(means);
    edited.mitigationLinks.push({ mitigationId: means.id, linkedId: ours.id });
    edited.assumptions = [{ id: '33333333-3333-4333-8333-333333333333', numericId: 1, content: 'Nobody has the keys' }];
    edited.dataflow = { description: 'Drawn by hand' };
    const merged = composer(changed('AWS::Logs::LogGroup', (group) => { group.Properties.RetentionInDays = 1; }), '--merge', save(edited));
    valid(merged);
    const find = (id: string) => merged.threats.find((one: any) => one.id === id);
    expect(find(first.id)).toMatchObject({ threatImpact: 'what people say', status: 'threatResolvedNotUseful', tags: expect.arrayContaining(['team-a', 'cdk-zero-trust']), numericId: first.numericId });
    expect(find(first.id).metadata).toContainEqual({ key: 'Comments', value: 'see the wiki' });
    expect(find(second.id).metadata).toContainEqual({ key: 'Priority', value: 'Medium' });
    expect(find(ours.id)).toMatchObject({ statement: 'A threat of people' });
    expect(merged.mitigationLinks).toContainEqual({ mitigationId: means.id, linkedId: ours.id });
    expect(merged.assumptions).toEqual(edited.assumptions);
    expect(merged.dataflow).toEqual(edited.dataflow);
    // what nobody touched is renewed
    const logs = merged.threats.filter(({ tags = [], id }: any) => tags.includes('ZT-THREAT-050') && id !== first.id && id !== second.id);
    expect(new Set(logs.map(({ status }: any) => status))).toEqual(new Set(['threatIdentified']));
  });

  test('merge twice is merge once', () => {
    const once = composer(orders, '--merge', save(composer(orders)));
    expect(composer(orders, '--merge', save(once))).toEqual(once);
  });

  test('what is gone goes, unless people wrote into it', () => {
    const made = composer(orders);
    const gone = made.threats.filter(({ tags }: any) => tags.includes('ZT-THREAT-031'));
    expect(gone.length).toBeGreaterThan(0);
    const template = without('AWS::SecretsManager::Secret');
    const merged = composer(template, '--merge', save(made));
    expect(merged.threats.some(({ id }: any) => id === gone[0].id)).toBe(false);
    gone[0].metadata.push({ key: 'Comments', value: 'keep this' });
    const kept = composer(template, '--merge', save(made));
    expect(kept.threats.find(({ id }: any) => id === gone[0].id)).toMatchObject({ tags: expect.arrayContaining(['cdk-zero-trust: gone']) });
    valid(kept);
  });

  test('an element with another construct path keeps its id, where its structure is the only one', () => {
    const made = composer(orders);
    const renamed = JSON.parse(JSON.stringify(orders).replace(/Orders\/SigningKey/g, 'Orders/OtherName'));
    const isAbout = (name: string) => ({ tags, impactedAssets }: any) => tags.includes('ZT-THREAT-031') && impactedAssets[0] === name;
    const [was, now] = [made.threats.find(isAbout('Orders/SigningKey')), composer(renamed, '--merge', save(made)).threats.find(isAbout('Orders/OtherName'))];
    expect(was?.id).toEqual(expect.any(String));
    expect(now?.id).toBe(was.id);
    expect(composer(renamed).threats.find(isAbout('Orders/OtherName')).id).not.toBe(was.id);
  });

  test.each(['[]', '{"schema": 2}', '{"schema": 1, "threats": 5}', '{"schema": 1, "threats": [{}]}', 'no json'])('refuses to merge %s', (text) => {
    expect(() => run(orders, '--format', 'threat-composer', '--merge', runs.save('bad.tc.json', text))).toThrow(/BadWaiverFile/);
  });
});

test.each(['text', 'markdown', 'html', 'json', 'threat-composer'])('names that are markup or steer terminals stay text in %s', (format) => {
  const name = '<img src=x onerror=alert(1)>](https://evil.example) @everyone \u001b[31m';
  const templates = { Hostile: { Resources: { Jobs: { Type: 'AWS::SQS::Queue', Properties: {}, Metadata: { 'aws:cdk:path': `App/${name}` } } } } };
  const { stdout } = run(templates, '--format', format);
  expect(stdout).toMatch(/onerror/);
  expect(stdout).not.toContain('\u001b');
  if (format === 'markdown') expect(stdout).not.toMatch(/<img|\]\(|@everyone|https:\/\//);
  if (format === 'html') expect(stdout).not.toMatch(/<img/);
});
