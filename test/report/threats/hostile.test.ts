import { Runs } from './support/runs';
import { IMPACTS, LIKELIHOODS, MATRIX } from '../../../src/graph/threats/risk';
import { clock } from '../../../src/model/clock';

const FORMATS = ['text', 'markdown', 'html', 'json', 'threat-composer'];
const runs = new Runs();
afterAll(() => runs.remove());
beforeAll(() => { jest.spyOn(clock, 'today').mockReturnValue('2026-11-29'); });

const queue = (path: string, properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties, Metadata: { 'aws:cdk:path': path } });

test.each(FORMATS)('names that look like a place for a name, or like a pattern of a replacement, stay as they are in %s', (format) => {
  const name = "App/{from}{to}{element}$&$'$`$1";
  const { stdout } = runs.run({ App: { Resources: { Jobs: queue(name) } } }, '--format', format, '--fail-on', 'never');
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  const plainly = stdout.replace(/&(?:#(\d+)|(\w+));/g, (_, code, entity) => (code === undefined ? entities[entity] : String.fromCharCode(Number(code))))
    .replace(format === 'markdown' ? /\\(?=[^\w\s])/g : /$^/, '');
  expect(plainly).toContain(name);
  if (format === 'threat-composer') {
    const { threats } = JSON.parse(stdout);
    expect(threats[0].threatAction.split(name).length - 1).toBe(1);
  }
});

test.each(FORMATS)('lines, tables and blocks of %s cannot be ended by a name or by an acceptance', (format) => {
  const name = 'App/a|b\n\n# Owned\n```\n</script><script>alert(1)</script>\u2028\u202e';
  const waivers = runs.save('waivers.yaml', JSON.stringify({
    waivers: [{ rule: 'ZT-THREAT-024', path: 'App/Jobs', owner: '<b>jane</b>\n# Owned', reason: '| a | b |\n- [x](https://evil.example)', ticket: 'T-1', expires: '2027-01-31' }],
  }));
  const { stdout } = runs.run({ App: { Resources: { Jobs: queue('App/Jobs'), Other: queue(name) } } }, '--format', format, '--waivers', waivers, '--fail-on', 'never');
  if (format !== 'html') expect(stdout).not.toMatch(/^# Owned/m);
  expect(stdout).not.toMatch(/[\u2028\u202e]/);
  if (format === 'html') expect(stdout).not.toMatch(/<script>alert|<b>jane/);
  if (format === 'markdown') expect(stdout).not.toMatch(/^```|<script|<b>|\]\(https/m);
});

test.each(FORMATS)('a name of a million characters and half a character is cut where %s has a limit, and never in the middle', (format) => {
  const name = `App/${'x'.repeat(193)}${'😀'.repeat(100)}${'y'.repeat(1_000_000)}`;
  const { stdout, status } = runs.run({ App: { Resources: { Jobs: queue(name) } } }, '--format', format, '--fail-on', 'never');
  expect(status).toBe(0);
  expect(/[\ud800-\udbff](?![\udc00-\udfff])/.test(stdout.replace(/\\ud83d\\ude00/g, ''))).toBe(false);
  if (format !== 'threat-composer') return;
  const asset = JSON.parse(stdout).threats[0].impactedAssets[0];
  expect([asset.length <= 200, /^App\/x+(?:😀)+…$/u.test(asset)]).toEqual([true, true]);
});

test('templates that refer in circles, or that are nested without end, are modelled or refused, and never end in a crash', () => {
  const circle = {
    App: {
      Resources: {
        A: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: { 'Fn::GetAtt': ['B', 'Arn'] } } }] } } },
        B: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: { 'Fn::GetAtt': ['A', 'Arn'] } } }] } } },
        Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Fn', 'Arn'] }, VpcConfig: { SecurityGroupIds: { Ref: 'Fn' }, SubnetIds: { Ref: 'Fn' } } } },
        Jobs: queue('App/Jobs', { KmsMasterKeyId: { Ref: 'Jobs' }, RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] } } }),
        Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: { Ref: 'Policy' }, PolicyDocument: { Ref: 'Policy' } } },
      },
    },
  };
  expect(runs.json(circle, '--fail-on', 'never').threats.length).toBeGreaterThan(5);
  let deep: unknown = 'x';
  for (let i = 0; i < 2_000; i++) deep = i % 2 ? [deep] : { 'Fn::Join': ['', [deep]] };
  const nested = { App: { Resources: { Jobs: queue('App/Jobs', { KmsMasterKeyId: deep }), Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Jobs' }], PolicyDocument: deep } } } } };
  const { status, stderr } = runs.run(nested, '--format', 'json', '--fail-on', 'never');
  expect([0, 2]).toContain(status);
  expect(stderr).not.toMatch(/RangeError|at .*\.ts/);
});

test.each(['markdown', 'html'])('the 5×5 is shown in %s with each cell, and how many open threats are in it', (format) => {
  const { stdout } = runs.run({ App: { Resources: { Jobs: queue('App/Jobs'), Mails: queue('App/Mails') } } }, '--format', format, '--fail-on', 'never');
  const cells = (line: string) => (format === 'html' ? [...line.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map(([, cell]) => cell) : line.split('|').slice(1, -1).map((cell) => cell.trim().replace(/\*\*/g, '')));
  const rows = (format === 'html' ? stdout.split('<tr') : stdout.split('\n')).map(cells);
  for (const [i, name] of LIKELIHOODS.entries()) {
    const row = rows.find(([first]) => first === `${i + 1} ${name}`)!;
    expect(row.slice(1).map((cell) => cell.replace(/^\d+ /, ''))).toEqual(MATRIX[i]);
  }
  const { threats } = runs.json({ App: { Resources: { Jobs: queue('App/Jobs'), Mails: queue('App/Mails') } } }, '--fail-on', 'never');
  const many = threats.filter(({ status, likelihood, impact }: any) => status === 'open' && likelihood.level === 1 && impact.level === 2).length;
  expect(many).toBeGreaterThan(0);
  expect(rows.find(([first]) => first === `1 ${LIKELIHOODS[0]}`)![2]).toBe(`${many} ${MATRIX[0][1]}`);
  expect(rows.find(([, second]) => second === `1 ${IMPACTS[0]}`)).toBeDefined();
});

test('a thousand queues with policies are modelled, each threat with an id of its own', () => {
  const resources = Object.fromEntries([...Array(1_000).keys()].flatMap((i) => [
    [`Jobs${i}`, queue(`App/Jobs${i}`)],
    [`Policy${i}`, { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: `Jobs${i}` }], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }] } } }],
  ]));
  const { threats } = runs.json({ App: { Resources: resources } }, '--fail-on', 'never');
  expect(threats.filter(({ threat, status }: any) => threat === 'ZT-THREAT-021' && status === 'open')).toHaveLength(1_000);
  expect(new Set(threats.map(({ id }: any) => id)).size).toBe(threats.length);
});
