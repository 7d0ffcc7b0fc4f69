import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv/dist/2020';
import { Runs } from './support/runs';
import { clock } from '../../../src/model/clock';

const runs = new Runs();
afterAll(() => runs.remove());
beforeAll(() => { jest.spyOn(clock, 'today').mockReturnValue('2026-11-29'); });

const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(join(__dirname, 'threat-composer-v1.schema.json'), 'utf-8')));
const resource = (type: string, path: string, more: object = {}) => ({ Type: type, Metadata: { 'aws:cdk:path': `${path}/Resource` }, ...more });
const table = (path: string) => resource('AWS::DynamoDB::Table', path);
const queue = (path: string) => resource('AWS::SQS::Queue', path);
const APP = { App: { Resources: { Orders: table('App/Orders'), Clients: table('App/Clients'), Jobs: queue('App/Jobs') } } };
const PERSON = { threat: '11111111-1111-4111-8111-111111111111', mitigation: '22222222-2222-4222-8222-222222222222', assumption: '33333333-3333-4333-8333-333333333333' };

const merge = (templates: any, file: unknown) => {
  const merged = runs.composer(templates, '--merge', runs.save('app.tc.json', file));
  validate(merged);
  expect(validate.errors ?? []).toEqual([]);
  return merged;
};
const edited = (change: (file: any) => void, templates: any = APP) => {
  const file = runs.composer(templates);
  change(file);
  return file;
};
const find = ({ threats }: any, kind: string, asset: string) => (
  threats.find(({ tags = [], impactedAssets = [] }: any) => tags.includes(kind) && impactedAssets[0] === asset));
const idsByName = ({ threats }: any) => Object.fromEntries(threats.map(({ tags, impactedAssets, id }: any) => (
  [`${tags[1]} ${impactedAssets.join()}`, id])));

describe('merge keeps', () => {
  test('each field of a threat and of a mitigation that people edited, also one that they took out', () => {
    const file = edited(({ threats, mitigations }) => {
      Object.assign(threats[0], { statement: 'mine', prerequisites: 'mine', customTemplate: 'A [threatSource]', impactedGoal: ['trust'] });
      delete threats[0].threatAction;
      threats[0].metadata.find(({ key }: any) => key === 'STRIDE').value = ['S', 'T'];
      Object.assign(mitigations[0], { content: 'mine', status: 'mitigationInProgress', tags: [...mitigations[0].tags, 'mine'] });
    });
    const { threats, mitigations } = merge(APP, merge(APP, file));
    expect(threats[0]).toMatchObject({ statement: 'mine', prerequisites: 'mine', customTemplate: 'A [threatSource]', impactedGoal: ['trust'] });
    expect(threats[0].threatAction).toBeUndefined();
    expect(threats[0].metadata.filter(({ key }: any) => key === 'STRIDE')).toEqual([{ key: 'STRIDE', value: ['S', 'T'] }]);
    expect(mitigations[0]).toMatchObject({ content: 'mine', status: 'mitigationInProgress', tags: expect.arrayContaining(['mine']) });
  });

  test('the order that people gave, with what is new last', () => {
    const file = edited((one) => {
      one.threats.reverse();
      one.threats.forEach((threat: any, i: number) => { threat.displayOrder = i + 100; });
    });
    const more = { App: { Resources: { ...APP.App.Resources, Mails: queue('App/Mails') } } };
    const { threats } = merge(more, file);
    const placed = (list: any[]) => list.map(({ id, displayOrder }) => [id, displayOrder]);
    expect(placed(threats.slice(0, file.threats.length))).toEqual(placed(file.threats));
    const added = threats.slice(file.threats.length);
    expect(added.length).toBeGreaterThan(0);
    const isBefore = (one: any) => file.threats.some((old: any) => old.numericId === one.numericId || old.displayOrder >= one.displayOrder);
    expect(added.filter(isBefore)).toEqual([]);
  });

  test('entries of people, links among them and to ours, assumptions and every other part of the file', () => {
    const file = edited((one) => {
      one.threats.push({ id: PERSON.threat, numericId: 900, statement: 'A threat of people' });
      one.mitigations.push({ id: PERSON.mitigation, numericId: 901, content: 'A mitigation of people' });
      one.assumptions = [{ id: PERSON.assumption, numericId: 1, content: 'Keys are kept' }];
      one.mitigationLinks.push(
        { mitigationId: PERSON.mitigation, linkedId: PERSON.threat }, { mitigationId: PERSON.mitigation, linkedId: one.threats[0].id },
        { mitigationId: one.mitigations[0].id, linkedId: PERSON.threat }, { mitigationId: PERSON.mitigation, linkedId: PERSON.assumption });
      one.assumptionLinks = [{ type: 'Threat', assumptionId: PERSON.assumption, linkedId: one.threats[0].id }];
      Object.assign(one, { applicationInfo: { name: 'Shop', description: 'Sells.' }, architecture: { description: 'Drawn by hand' }, dataflow: { image: 'data:image/png;base64,AAAA' } });
    });
    const merged = merge(APP, file);
    expect(merged.threats.find(({ id }: any) => id === PERSON.threat)).toMatchObject({ statement: 'A threat of people', numericId: 900 });
    expect(merged.mitigationLinks).toEqual(file.mitigationLinks);
    for (const part of ['applicationInfo', 'architecture', 'dataflow', 'assumptions', 'assumptionLinks', 'brainstorm']) expect([part, merged[part]]).toEqual([part, file[part]]);
  });

  test('keys that this version does not know', () => {
    const path = runs.save('app.tc.json', edited((one) => { one.reviewers = ['jane']; one.threats[0].approvedBy = 'jane'; }));
    const merged = runs.composer(APP, '--merge', path);
    expect([merged.reviewers, merged.threats[0].approvedBy]).toEqual([['jane'], 'jane']);
  });

  test('what is gone where people linked something to it, as that alone tells why they care', () => {
    const less = { App: { Resources: { Orders: table('App/Orders') } } };
    const plain = runs.composer(APP);
    const { id } = find(plain, 'ZT-THREAT-024', 'App/Jobs');
    expect(merge(less, plain).threats.some((threat: any) => threat.id === id)).toBe(false);
    const linked = edited((one) => {
      one.mitigations.push({ id: PERSON.mitigation, numericId: 901, content: 'A mitigation of people' });
      one.mitigationLinks.push({ mitigationId: PERSON.mitigation, linkedId: id });
    });
    const merged = merge(less, linked);
    expect(merged.threats.find((threat: any) => threat.id === id).tags).toContain('cdk-zero-trust: gone');
    expect(merged.mitigationLinks).toContainEqual({ mitigationId: PERSON.mitigation, linkedId: id });
    // and it is no longer gone once the element is back
    expect(merge(APP, merged).threats.find((threat: any) => threat.id === id).tags).not.toContain('cdk-zero-trust: gone');
  });

  test('no deletion: a threat that the templates have comes back, as only a waiver accepts it', () => {
    const file = edited((one) => { one.threats.splice(0, 1); one.mitigationLinks = []; });
    expect(Object.keys(idsByName(merge(APP, file))).sort()).toEqual(Object.keys(idsByName(runs.composer(APP))).sort());
  });
});

describe('ids', () => {
  const renamed = (templates: any, from: RegExp, to: string) => JSON.parse(JSON.stringify(templates).replace(from, to));
  const withoutPaths = (json: any) => JSON.stringify(json).replace(/"Metadata":\{[^}]*\},?/g, '').replace(/,\}/g, '}');

  test('are the same whatever logical ids, names of stacks, order of stacks and order of resources are', () => {
    const two = { App: APP.App, Mail: { Resources: { Topic: resource('AWS::SNS::Topic', 'Mail/Topic') } } };
    const ids = (templates: any) => Object.values(idsByName(runs.composer(templates))).sort();
    const expected = ids(two);
    const shuffled = { Mail: two.Mail, App: { Resources: Object.fromEntries(Object.entries(APP.App.Resources).reverse()) } };
    expect(ids(shuffled)).toEqual(expected);
    expect(ids({ ...two, App: renamed(two.App, /"(Orders|Clients|Jobs)":/g, '"$1A1B2":') })).toEqual(expected);
    expect(ids({ Prod: renamed(two.App, /App\//g, 'Prod/'), Mail: two.Mail })).toEqual(expected);
  });

  test('are other ones for another kind, element or flow', () => {
    const { threats, mitigations } = runs.composer(APP);
    const ids = [...threats, ...mitigations].map(({ id }: any) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id: string) => !/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
  });

  test('stay with merge where constructs move one level deeper, twins among them', () => {
    const deeper = renamed(APP, /App\/(Orders|Clients|Jobs)/g, 'App/Data/$1');
    const before = runs.composer(APP);
    const after = idsByName(merge(deeper, before));
    expect(after).toEqual(Object.fromEntries(Object.entries(idsByName(before)).map(([name, id]) => [name.replace('App/', 'App/Data/'), id])));
    expect(Object.values(idsByName(runs.composer(deeper)))).not.toEqual(Object.values(idsByName(before)));
  });

  test('stay with merge where a second stack has the same constructs', () => {
    const before = runs.composer(APP);
    const both = { App: APP.App, West: renamed(APP.App, /App\//g, 'West/') };
    const after = idsByName(merge(both, before));
    for (const [name, id] of Object.entries(idsByName(before))) expect([name, after[name]]).toEqual([name, id]);
    expect(new Set(Object.values(after)).size).toBe(Object.keys(after).length);
  });

  test('exist once where nothing tells two elements apart but their files', () => {
    const { threats, mitigations } = runs.composer({ east: APP.App, west: APP.App });
    const ids = [...threats, ...mitigations].map(({ id }: any) => id);
    expect([ids.length, new Set(ids).size]).toEqual([ids.length, ids.length]);
  });

  test('are those of logical ids where templates have no construct paths', () => {
    const bare = { App: JSON.parse(withoutPaths(APP.App)) };
    expect(find(runs.composer(bare), 'ZT-THREAT-024', 'App/Jobs').id).toEqual(find(runs.composer(bare), 'ZT-THREAT-024', 'App/Jobs').id);
    expect(bare.App.Resources.Jobs.Metadata).toBeUndefined();
  });
});

describe('merge refuses', () => {
  const other = { Shop: { Resources: { Topic: resource('AWS::SNS::Topic', 'Shop/Topic') } } };
  const refused = (text: string) => {
    const path = runs.save('bad.tc.json', text);
    expect(() => runs.run(APP, '--format', 'threat-composer', '--merge', path, '--output', path)).toThrow(/BadWaiverFile/);
    expect(readFileSync(path, 'utf-8')).toBe(text);
  };

  test('the file of another app, and leaves it', () => refused(JSON.stringify(runs.composer(other))));

  test('no file that people began by themselves', () => {
    const begun = { schema: 1, threats: [{ id: PERSON.threat, numericId: 1, statement: 'A threat of people' }] };
    expect(merge(APP, begun).threats.map(({ id }: any) => id)).toEqual([PERSON.threat, ...runs.composer(APP).threats.map(({ id }: any) => id)]);
  });

  test.each<[string, string]>([
    ['what is no JSON', '{"schema": 1,'],
    ['another schema', '{"schema": 2}'],
    ['a schema in words', '{"schema": "1"}'],
    ['no schema', '{"threats": []}'],
    ['a list', '[]'],
    ['threats that are none', '{"schema": 1, "threats": [7]}'],
    ['a threat without an id', '{"schema": 1, "threats": [{"numericId": 1}]}'],
    ['a threat without a number', `{"schema": 1, "threats": [{"id": "${PERSON.threat}"}]}`],
    ['one id twice', '{"schema": 1, "threats": [{"id": "a", "numericId": 1}], "mitigations": [{"id": "a", "numericId": 1, "content": ""}]}'],
    ['links that are none', '{"schema": 1, "mitigationLinks": "all"}'],
    ['links of assumptions that are none', '{"schema": 1, "assumptionLinks": [7]}'],
    ['what is nested without end', `{"schema": 1, "threats": [], "architecture": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ])('%s, and leaves the file', (_, text) => refused(text));
});

describe('detections', () => {
  const KEY = resource('AWS::KMS::Key', 'App/Key');
  const calls = resource('AWS::Events::Rule', 'App/Calls', {
    Properties: {
      EventPattern: { 'source': ['aws.kms'], 'detail-type': ['AWS API Call via CloudTrail'], 'detail': { eventName: ['ScheduleKeyDeletion', 'DisableKey', 'DeleteImportedKeyMaterial'] } },
      Targets: [{ Id: 'T', Arn: { Ref: 'Told' } }],
    },
  });
  const told = resource('AWS::SNS::Topic', 'App/Told', { Properties: { Subscription: [{ Protocol: 'email', Endpoint: 'a@example.com' }] } });
  const trail = resource('AWS::CloudTrail::Trail', 'App/Trail', { Properties: { IsLogging: true, S3BucketName: 'logs' } });
  const without = { App: { Resources: { Key: KEY, Told: told, Trail: trail } } };
  const watched = { App: { Resources: { ...without.App.Resources, Calls: calls } } };
  const named = ({ mitigations }: any) => mitigations.filter(({ content }: any) => /kms-key-disabled/.test(content));

  test('are mitigations of their threat where the templates have them, and said with it where they do not', () => {
    const [file, bare] = [runs.composer(watched), runs.composer(without)];
    for (const one of [file, bare]) {
      validate(one);
      expect(validate.errors ?? []).toEqual([]);
    }
    const [written] = named(file);
    expect(written).toMatchObject({ content: 'Detection kms-key-disabled-or-deleted is present (App/Calls/Resource)', status: 'mitigationResolved' });
    const threat = find(file, 'ZT-THREAT-041', 'App/Key');
    expect(file.mitigationLinks).toContainEqual({ mitigationId: written.id, linkedId: threat.id });
    expect(named(bare)).toEqual([]);
    const absent = (one: any) => find(one, 'ZT-THREAT-041', 'App/Key').metadata.find(({ key }: any) => key === 'custom:zt-absent-detections')?.value;
    expect([absent(file), absent(bare)]).toEqual([undefined, ['kms-key-disabled-or-deleted']]);
  });

  test('keep their id and what people wrote, and go with their rule unless people wrote into them', () => {
    const written = edited((one) => { named(one)[0].content = 'kms-key-disabled: mine'; }, watched);
    const again = merge(watched, written);
    expect(named(again)).toEqual([expect.objectContaining({ id: named(written)[0].id, content: 'kms-key-disabled: mine' })]);
    expect(named(merge(without, again))).toEqual([expect.objectContaining({ content: 'kms-key-disabled: mine', tags: expect.arrayContaining(['cdk-zero-trust: gone']) })]);
    expect(named(merge(without, runs.composer(watched)))).toEqual([]);
  });

  test('keep their id where the element gets another name', () => {
    const moved = { App: { Resources: { ...watched.App.Resources, Key: resource('AWS::KMS::Key', 'App/DataKey') } } };
    expect(named(merge(moved, runs.composer(watched))).map(({ id }: any) => id)).toEqual(named(runs.composer(watched)).map(({ id }: any) => id));
  });

  test('are in Markdown, HTML and JSON', () => {
    const write = (format: string) => runs.run(watched, '--format', format, '--fail-on', 'never').stdout;
    expect(write('markdown')).toContain('kms-key-disabled-or-deleted');
    expect(write('html')).toContain('Detection kms-key-disabled-or-deleted is present (App/Calls/Resource)');
    const { threats } = runs.json(watched);
    const of = (list: any[]) => list.find(({ threat }) => threat === 'ZT-THREAT-041').detections;
    expect(of(threats)).toEqual([expect.objectContaining({ name: 'kms-key-disabled-or-deleted', id: 'fa2a5fca-9011-40ef-a2c0-41df2ce8b71e', status: 'present', by: ['App/Calls/Resource'] })]);
    expect(of(runs.json(without).threats)).toEqual([expect.objectContaining({ status: 'absent', by: [] })]);
  });
});
