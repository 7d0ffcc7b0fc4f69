import { readFileSync } from 'fs';
import { join } from 'path';
import { isDeepStrictEqual } from 'util';
import { deflateRawSync, deflateSync, gzipSync } from 'zlib';
import fc from 'fast-check';
import { ask, onEachPython, PACKAGE } from './python';
import { maskedTexts, requestTexts } from './texts';
import { hasStack } from '../../lambda/runtime-guard/answers/stacks';
import { eventLine } from '../../lambda/runtime-guard/events';
import type { DataKind } from '../../lambda/runtime-guard/masking/kinds';
import { mask } from '../../lambda/runtime-guard/masking/mask';
import { readPolicy } from '../../lambda/runtime-guard/policy';
import { inspectRequest } from '../../lambda/runtime-guard/requests/event';
import { holdsPrototype } from '../../lambda/runtime-guard/requests/messages';
import { guardPatterns } from '../../scripts/guard-patterns';
import { testRequests } from '../lambda/runtime-guard/gotestwaf';
import { furtherPayloads, furtherTexts, heldOutPayloads, heldOutTexts, judgedTexts } from '../lambda/runtime-guard/held-out';
import { messagesWith, nestedAttacks, nestedTexts, requestsWith } from '../lambda/runtime-guard/nested';

test('the data files are those that the TypeScript sources give', () => {
  for (const [file, text] of Object.entries(guardPatterns())) {
    const committed = readFileSync(join(PACKAGE, 'zt_guard', file), 'utf8');
    expect(committed === text ? file : `${file}: run npx tsx scripts/guard-patterns.ts`).toBe(file);
  }
});

onEachPython((python) => {
  const equal = (questions: object[], expected: unknown[]) => {
    const answers = ask(python, questions);
    expect(answers).toHaveLength(questions.length);
    const isOther = (_question: object, i: number) => !isDeepStrictEqual(answers[i], expected[i]);
    const other = questions.map((question, i) => ({ question, python: answers[i], node: expected[i] })).filter(isOther);
    expect(other.slice(0, 5)).toEqual([]);
  };

  test('reads the same policy', () => {
    const environments = policies();
    equal(environments.map((environment) => ({ ask: 'policy', environment })), environments.map(policyOf));
  });

  test('writes the same events', () => {
    const lines = [['egress', 'block', 'evil.invalid:443', 1, { AWS_LAMBDA_FUNCTION_NAME: 'f' }], ['dns', 'monitor', `a\n{"forged":1}\u007f ${'ä'.repeat(200)}`, 2, {}], ['file-write', 'block', '/var/"task"\\x', 3, {}]] as const;
    equal(lines.map((line) => ({ ask: 'event', arguments: line })), lines.map(([kind, done, detail, now, environment]) => eventLine(kind, done, detail, now, environment)));
  });

  test('masks the same data in 3,000 texts', () => {
    const kinds: DataKind[] = ['card', 'iban', 'national-id', 'jwt', 'private-key', 'aws-key', 'token', 'password', 'email'];
    const countries = ['US', 'GB', 'DE', 'FR', 'ES', 'IT', 'NL', 'CH', 'BR', 'PL', 'CA', 'IN'];
    const texts = fc.sample(maskedTexts, { numRuns: 3_000, seed: 7 });
    const expected = texts.map((text) => mask(text, { kinds: new Set(kinds), countries: new Set(countries) }));
    // each kind is there often enough to be compared
    for (const kind of kinds) expect(expected.filter((masked) => masked.kinds.includes(kind)).length).toBeGreaterThan(20);
    equal(texts.map((text) => ({ ask: 'mask', text, kinds, countries })), expected);
    const some: DataKind[] = ['card', 'jwt'];
    equal(texts.map((text) => ({ ask: 'mask', text, kinds: some, countries: [] })), texts.map((text) => mask(text, { kinds: new Set(some), countries: new Set() })));
  });

  test('finds the same stacks', () => {
    const texts = ['Error: x\n    at f (/var/task/a.js:1:2)', 'Traceback (most recent call last):\n  File "/var/task/a.py", line 3, in f', 'meet me at home (12:30:10)', 'line 3 at the end', '{"t":"x\\n  File \\"/a.py\\", line 3, in f"}', '\n at com.x.Y(Y.java:12)'];
    equal(texts.map((text) => ({ ask: 'stack', text })), texts.map(hasStack));
  });

  test('finds the same attacks in the requests of gotestwaf', () => {
    const events = testRequests().map(({ event }) => event);
    const expected = events.map(inspectRequest);
    expect(expected.filter((found) => found.length > 0).length).toBeGreaterThan(500);
    equal(events.map((event) => ({ ask: 'request', event })), expected);
  });

  test('finds the same attacks in all held-out payloads and texts', () => {
    const events = [...heldOutPayloads(), ...heldOutTexts(), ...furtherPayloads(), ...furtherTexts(), ...judgedTexts()].map(({ event }) => event);
    equal(events.map((event) => ({ ask: 'request', event })), events.map(inspectRequest));
  });

  test('reads the same of bodies that are compressed, cut off or bytes', () => {
    const bytes = (body: Buffer, coding = '', type = '') => ({ httpMethod: 'POST', headers: { 'Content-Encoding': coding, 'content-type': type }, body: body.toString('base64'), isBase64Encoded: true });
    const attack = Buffer.from(JSON.stringify({ note: "' or 1=1--" }));
    const noise = Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * i * 31 + i) % 256));
    const form = Buffer.concat([Buffer.from('--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n'), noise, Buffer.from('; cat /etc/passwd #'), noise, Buffer.from('\r\n--b--')]);
    const events = [
      ...[gzipSync(attack), Buffer.concat([gzipSync('{"a":'), gzipSync('"\' or 1=1--"}')]), gzipSync(attack).subarray(0, 30), gzipSync(Buffer.alloc(6_300_000)), noise, attack].map((body) => bytes(body, 'gzip')),
      bytes(deflateSync(attack), 'deflate'), bytes(deflateRawSync(attack), 'Deflate '), bytes(noise, 'compress'), bytes(noise, 'gzip, br'), bytes(gzipSync(attack)), bytes(attack, 'identity'),
      bytes(form, '', 'multipart/form-data; boundary=b'), bytes(Buffer.concat([Buffer.from([200, 255]), Buffer.from("' or 1=1--"), Buffer.from([255])])), bytes(noise),
      { httpMethod: 'POST', body: JSON.stringify({ a: `%${'25'.repeat(5_000)}`, b: '%2522%27%20or%201=1--%22', c: '\ufdfa' }) },
    ];
    const expected = events.map(inspectRequest);
    expect(expected.filter((found) => found.some(({ attack: kind }) => kind === 'not-inspected')).length).toBe(5);
    equal(events.map((event) => ({ ask: 'request', event })), expected);
  });

  test('finds the same keys that lead to a prototype in requests and messages', () => {
    const values = [...nestedAttacks(), ...nestedTexts()].map(([, value]) => value);
    const [requests, messages] = [values.flatMap(requestsWith), values.flatMap(messagesWith)];
    equal(requests.map((event) => ({ ask: 'request', event })), requests.map(inspectRequest));
    equal(messages.map((event) => ({ ask: 'message', event })), messages.map(holdsPrototype));
  });

  test('finds the same attacks in 2,000 generated requests', () => {
    const events = fc.sample(requestTexts, { numRuns: 2_000, seed: 11 });
    const expected = events.map(inspectRequest);
    expect(expected.filter((found) => found.length > 0).length).toBeGreaterThan(400);
    expect(expected.filter((found) => found.length === 0).length).toBeGreaterThan(200);
    equal(events.map((event) => ({ ask: 'request', event })), expected);
  });
});

function policies(): Record<string, string>[] {
  const hosts = ['dynamodb', 'logs', 'api.ecr', 'sts', 's3:my-bucket', 's3:my.dotted.bucket', 'db.internal:5432', 'API.Example.com', '10.0.0.1:443', 'xray', 'a.b', 'sqs', '[::1]:80', 'bedrock-runtime'];
  const written = (more: object) => JSON.stringify({ v: 1, m: 'block', h: hosts, ...more });
  const regions = [{}, { AWS_REGION: 'eu-central-1' }, { AWS_REGION: 'cn-north-1' }, { AWS_REGION: 'us-gov-west-1', AWS_XRAY_DAEMON_ADDRESS: '169.254.79.129:2000' }];
  const policy = [
    written({}), written({ a: '111122223333', m: 'monitor' }), written({ h: [] }), written({ h: ['logs'], k: ['card', 'jwt'], c: ['US'], r: 'block', b: ['POST /orders'] }),
    written({ x: { addons: ['/var/task/x'], programs: ['ffmpeg'], folders: ['/mnt/data'], code: true, workers: true } }), written({ x: {} }), written({ o: ['API.Partner.com:8443', 'api.other.com'], x: { data: ['api.partner.com'] } }), written({ v: 2 }), written({ m: 'off' }), written({ h: 'dynamodb' }), 'null', 'no json', '[]',
  ];
  return [{}, ...policy.flatMap((ZT_GUARD) => regions.map((region) => ({ ZT_GUARD, ...region } as Record<string, string>)))];
}

function policyOf(environment: Record<string, string>): unknown {
  try {
    const { mode, hosts, outside, kinds, countries, requests = null, blockedRoutes, ...openings } = readPolicy(environment);
    const sorted = (held: ReadonlySet<string>) => [...held].sort();
    const named = { hosts: sorted(hosts), outside: sorted(outside), blockedRoutes: sorted(blockedRoutes) };
    return { mode, requests, ...named, kinds: sorted(kinds), countries: sorted(countries), ...openings };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
