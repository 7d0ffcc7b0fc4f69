import { Runs } from './support/runs';
import { clock } from '../../../src/model/clock';
import { collectEvidence } from '../../../src/report/evidence';
import { applyWaivers } from '../../../src/report/waived';
import { RULES } from '../../../src/rules';
import { readWaiverFile } from '../../../src/waivers/waiver-file';

const runs = new Runs();
afterAll(() => runs.remove());
beforeAll(() => { jest.spyOn(clock, 'today').mockReturnValue('2026-11-29'); });

interface Fields { rule?: string; path?: string; finding?: string; owner?: string; reason?: string; ticket?: string; expires?: string }

const waivers = (...all: Fields[]) => runs.save('waivers.yaml', JSON.stringify({
  waivers: all.map((one) => ({ rule: 'ZT-THREAT-024', path: 'App/Jobs', owner: 'jane@example.com', reason: 'a test', ticket: 'T-1', expires: '2027-01-31', ...one })),
}));
const queue = (path = 'App/Jobs') => ({ Type: 'AWS::SQS::Queue', Metadata: { 'aws:cdk:path': `${path}/Resource` } });
const APP = { App: { Resources: { Jobs: queue(), Mails: queue('App/Mails') } } };
/** Status of the threats of a kind, by where they are. */
const statuses = (threat: string, json: any) => Object.fromEntries(json.threats.filter((one: any) => one.threat === threat)
  .map(({ status, element, flow }: any) => [flow ? `${flow.from.name} → ${flow.to.name}` : element.name, status]));
const judged = (templates: any, ...all: Fields[]) => {
  const file = waivers(...all);
  const json = runs.json(templates, '--waivers', file, '--fail-on', 'never');
  return { json, problems: json.problems as string[] };
};

describe('an acceptance', () => {
  test('is of one kind on one element, with owner, decision and end', () => {
    const { json, problems } = judged(APP, {});
    expect(statuses('ZT-THREAT-024', json)).toEqual({ 'App/Jobs': 'accepted', 'App/Mails': 'open' });
    expect(statuses('ZT-THREAT-020', json)).toEqual({ 'App/Jobs': 'open', 'App/Mails': 'open' });
    expect(json.threats.find(({ status }: any) => status === 'accepted').acceptance).toEqual({ owner: 'jane@example.com', reason: 'a test', ticket: 'T-1', until: '2027-01-31' });
    expect(problems).toEqual([]);
  });

  test.each<[string, Fields, RegExp]>([
    ['that expired', { expires: '2026-11-28' }, /it expired on 2026-11-28$/],
    ['that runs for more than a year', { expires: '2027-11-30' }, /it runs until 2027-11-30, longer than one year$/],
    ['of a threat that does not exist', { rule: 'ZT-THREAT-999' }, /there is no such threat$/],
    ['of a threat whose number is cut', { rule: 'ZT-THREAT-02' }, /there is no such threat$/],
    ['of an element that is gone', { path: 'App/Gone' }, /it is unused: there is no such threat there$/],
    ['of a stack', { path: 'App' }, /it is unused: there is no such threat there$/],
    ['of a pattern', { path: 'App/*' }, /it is unused: there is no such threat there$/],
    ['of two elements', { path: 'App/Jobs, App/Mails' }, /it is unused: there is no such threat there$/],
    ['of a name with an invisible character', { path: 'App/Jo\u200bbs' }, /it is unused: there is no such threat there$/],
    ['with an id that is none of there', { finding: '11111111-1111-4111-8111-111111111111' }, /it is unused: there is no such threat there$/],
  ])('%s counts for nothing, and is told', (_, fields, why) => {
    const { json, problems } = judged(APP, fields);
    expect(statuses('ZT-THREAT-024', json)).toEqual({ 'App/Jobs': 'open', 'App/Mails': 'open' });
    expect(problems).toEqual([expect.stringMatching(why)]);
    expect(runs.run(APP, '--waivers', waivers(fields), '--fail-on', 'critical')).toMatchObject({ status: 1, stderr: expect.stringContaining('does not count') });
  });

  test('counts on its last day, and for a year at most', () => {
    for (const expires of ['2026-11-29', '2027-11-29']) expect(judged(APP, { expires }).problems).toEqual([]);
  });

  test('of a threat that is mitigated is unused', () => {
    const mitigated = { App: { Resources: { Jobs: { ...queue(), Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 } } }, Dead: queue('App/Dead') } } };
    expect(judged(mitigated, {}).problems).toEqual([expect.stringMatching(/it is unused: the threat is mitigated there$/)]);
  });

  test('beside another one of the same threat is told', () => {
    const { id } = runs.json(APP).threats.find(({ threat, element }: any) => threat === 'ZT-THREAT-024' && element.name === 'App/Jobs');
    expect(judged(APP, {}, { finding: id }).problems).toEqual([expect.stringMatching(/another one accepts the same threat$/)]);
  });

  test.each(['owner', 'reason', 'ticket'] as const)('needs a %s that a reader sees', (field) => {
    for (const text of ['', ' ', '\u200b\u2060', '\u3164', '\u2800', '-']) expect(() => runs.run(APP, '--waivers', waivers({ [field]: text }))).toThrow(/WaiverIncomplete/);
  });

  test('reaches an element without a construct path by the name that reports give it', () => {
    const bare = { App: { Resources: { Jobs: { Type: 'AWS::SQS::Queue' } } } };
    expect(statuses('ZT-THREAT-024', judged(bare, {}).json)).toEqual({ 'App/Jobs': 'accepted' });
  });

  test('whose name is that of several elements needs the id of one of them, which reports have', () => {
    const stacks = { east: APP.App, west: APP.App };
    const { json, problems } = judged(stacks, {});
    expect(json.threats.map(({ status }: any) => status)).not.toContain('accepted');
    const ids = json.threats.filter(({ threat, element }: any) => threat === 'ZT-THREAT-024' && element.name === 'App/Jobs').map(({ id }: any) => id);
    expect([ids.length, new Set(ids).size]).toEqual([2, 2]);
    expect(problems).toEqual([expect.stringContaining(`it names 2 threats: give one of them as finding, of ${ids.join(', ')}`)]);
    const one = judged(stacks, { finding: ids[1] });
    expect([one.json.threats.filter(({ status }: any) => status === 'accepted').map(({ id }: any) => id), one.problems]).toEqual([[ids[1]], []]);
  });

  test('is left to this command by the audit, which takes the same file', () => {
    const templates = [{ id: 'App', name: 'App', path: 'App.json', template: APP.App }] as any;
    const evidence = applyWaivers(collectEvidence(templates, RULES), '2026-11-29', { list: { file: 'waivers.yaml', waivers: readWaiverFile(waivers({})) } });
    expect(evidence).toMatchObject({ waiversNotTried: 1, waiverProblems: [] });
  });
});

describe('an acceptance of a threat to a flow', () => {
  const permission = (service: string) => ({ Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Fn' }, Action: 'lambda:InvokeFunction', Principal: `${service}.amazonaws.com` } });
  const app = (...services: string[]) => ({
    App: {
      Resources: {
        Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] } } },
        Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Runtime: 'nodejs22.x', Handler: 'i.h', Code: { ZipFile: 'x' } } },
        ...Object.fromEntries(services.map((service) => [`By${service}`, permission(service)])),
      },
    },
  });
  const RULE = 'ZT-THREAT-111';
  const [first] = Object.keys(statuses(RULE, runs.json(app('sns'))));

  test('names both ends, and covers no flow that comes later', () => {
    expect(first).toMatch(/sns.* → App\/Fn$/);
    const { json, problems } = judged(app('sns'), { rule: RULE, path: first });
    expect([statuses(RULE, json), problems]).toEqual([{ [first]: 'accepted' }, []]);
    const later = statuses(RULE, judged(app('sns', 'iot'), { rule: RULE, path: first }).json);
    expect(Object.values(later).sort()).toEqual(['accepted', 'open']);
    expect(later[first]).toBe('accepted');
  });

  test('that names an element alone counts for nothing, and the flows are told', () => {
    const { json, problems } = judged(app('sns'), { rule: RULE, path: 'App/Fn' });
    expect(statuses(RULE, json)).toEqual({ [first]: 'open' });
    expect(problems).toEqual([expect.stringMatching(/it is a threat to flows, each of which needs its own: .*sns.* → App\/Fn$/)]);
  });

  test('is none by a waiver of a rule, which is of a resource and so of each flow through it', () => {
    const { json } = judged(app('sns'), { rule: 'ZT-LAMBDA-001', path: 'App/Bysns' });
    const [threat] = json.threats.filter(({ threat: id }: any) => id === RULE);
    expect([threat.status, threat.mitigations[0].status]).toEqual(['open', 'accepted']);
  });
});
