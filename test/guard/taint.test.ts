import { statementsOf } from '../../lambda/runtime-guard/sinks/chunks';
import { Invocation, leavesExpression, leavesFolder, leavesShell, leavesSql } from '../../lambda/runtime-guard/untrusted';

const textsOf = (event: unknown) => new Invocation(event).untrusted.texts;
const ATTACK = "x' OR '1'='1";

describe('what came in from outside', () => {
  test.each<[string, unknown]>([
    ['a query string', { queryStringParameters: { name: ATTACK } }],
    ['a raw query string', { rawQueryString: `name=${encodeURIComponent(ATTACK)}` }],
    ['a path', { rawPath: `/users/${encodeURIComponent(ATTACK)}/orders` }],
    ['a body of JSON', { body: JSON.stringify({ deep: [{ name: ATTACK }] }) }],
    ['a parsed body', { body: { name: ATTACK } }],
    ['a body in Base64', { isBase64Encoded: true, body: Buffer.from(JSON.stringify({ name: ATTACK })).toString('base64') }],
    ['a form', { body: `a=1&name=${encodeURIComponent(ATTACK).replaceAll('%20', '+')}` }],
    ['a message of a queue', { Records: [{ body: JSON.stringify({ name: ATTACK }) }] }],
    ['a message of a topic in a queue', { Records: [{ body: JSON.stringify({ Message: JSON.stringify({ name: ATTACK }) }) }] }],
    ['a record of a stream', { Records: [{ kinesis: { data: Buffer.from(JSON.stringify({ name: ATTACK })).toString('base64') } }] }],
    ['the name of a field', { body: JSON.stringify({ [ATTACK]: 1 }) }],
  ])('%s', (_, event) => expect(textsOf(event)).toContain(ATTACK));

  test('words, numbers and identifiers change no meaning and are left out', () => {
    expect(textsOf({ queryStringParameters: { a: 'word', b: '12', c: '550e8400-e29b-41d4-a716-446655440000' }, body: null })).toEqual([]);
  });

  test('an event of any shape is read', () => {
    for (const event of [null, undefined, 'text', 7, [], { body: '{broken' }, { Records: [null] }]) expect(() => textsOf(event)).not.toThrow();
  });

  test('a deep or a large event takes no more than it may', () => {
    let deep: object = {};
    for (let i = 0; i < 10_000; i++) deep = { deep };
    expect(textsOf({ deep, many: Array.from({ length: 100_000 }, (_, i) => `a b ${i}`) }).length).toBeLessThanOrEqual(1_000);
  });

  test('operators of MongoDB are kept, of JSON and of forms', () => {
    expect(new Invocation({ body: '{"password":{"$ne":null}}' }).untrusted.operators).toEqual(['$ne']);
    expect(new Invocation({ body: 'user=a&password[$gt]=' }).untrusted.operators).toEqual(['$gt']);
  });
});

describe('SQL', () => {
  test.each<[string, string]>([
    [`SELECT * FROM t WHERE a = '${ATTACK}'`, ATTACK],
    ['SELECT * FROM t WHERE a = 1 OR TRUE', '1 OR TRUE'],
    ["SELECT * FROM t WHERE a = 'x'--'", "x'--"],
    ['SELECT * FROM t WHERE a = 1; DROP TABLE t', '1; DROP TABLE t'],
    ['SELECT * FROM t WHERE a = 1 /* b */', '1 /* b */'],
    ['SELECT * FROM t ORDER BY (SELECT 1)', '(SELECT 1)'],
    ['SELECT a" FROM b -- " FROM t', 'a" FROM b -- '],
    ["SELECT * FROM t WHERE a = 'x\\' AND b = ' OR 1=1 -- '", ' OR 1=1 -- '],
    ["SELECT * FROM t WHERE a = 'fine, ok' AND b = fine, ok; x", 'fine, ok; x'],
    ['SELECT 1 -- a comment; of mine', 'a comment; of mine'],
    ["SELECT '' OR ''='", "' OR ''='"],
  ])('%s: the input leaves its place', (statement, text) => expect(leavesSql(statement, text, true)).toBe(true));

  test.each<[string, string]>([
    ["SELECT * FROM t WHERE a = 'Leave it (please); -- thanks'", 'Leave it (please); -- thanks'],
    ["SELECT * FROM t WHERE a = 'O''Brien'", "O'Brien"],
    ["SELECT * FROM t WHERE a = '2026-01-01 10:00:00'", '2026-01-01 10:00:00'],
    ['SELECT * FROM t WHERE a = $1', ATTACK],
    ['SELECT * FROM t ORDER BY price desc, name', 'price desc, name'],
    ['SELECT "my column (old)" FROM t', 'my column (old)'],
    ["SELECT * FROM t WHERE a = 'before a, b; after'", 'a, b; after'],
    ['SELECT * FROM t WHERE a = -12.5', '-12.5'],
  ])('%s: the input stays in its place', (statement, text) => expect(leavesSql(statement, text, false)).toBe(false));

  test('a backslash escapes a quote in MySQL, and in PostgreSQL only in E literals', () => {
    expect(leavesSql("SELECT 'a\\', 'b; c'", 'b; c', true)).toBe(true);
    expect(leavesSql("SELECT 'a\\', 'b; c'", 'b; c', false)).toBe(false);
    expect(leavesSql("SELECT E'a\\', ' b; c", ' b; c', false)).toBe(true);
  });
});

test('shell: an input within single quotes is a word, within double quotes only without syntax of its own', () => {
  expect(leavesShell('echo a; id', 'a; id')).toBe(true);
  expect(leavesShell("echo 'a; id'", 'a; id')).toBe(false);
  expect(leavesShell("echo 'a'; id'", "a'; id")).toBe(true);
  expect(leavesShell('echo "a; id"', 'a; id')).toBe(false);
  expect(leavesShell('echo "$(id)"', '$(id)')).toBe(true);
  expect(leavesShell('echo word', 'word')).toBe(false);
});

test('paths: an input may name a file below a folder, and not climb out of it', () => {
  expect(leavesFolder('/var/task/files/../secret.txt', '../secret.txt')).toBe(true);
  expect(leavesFolder('/var/task/secret.txt', '../secret.txt')).toBe(true);
  expect(leavesFolder('/etc/passwd', '/etc/passwd')).toBe(true);
  expect(leavesFolder('/var/task/files/a/../b.txt', 'a/../b.txt')).toBe(false);
  expect(leavesFolder('/var/task/files/b.txt', 'b.txt')).toBe(false);
  expect(leavesFolder('/var/task/other.txt', '../secret.txt')).toBe(false);
  expect(leavesFolder('/tmp/upload.txt', '/tmp/upload.txt')).toBe(false);
});

test('DynamoDB: an expression holds names and placeholders, never a condition of an input', () => {
  expect(leavesExpression('a = :a OR b = :b', 'a = :a OR b = :b')).toBe(true);
  expect(leavesExpression('#name = :value', 'O. Brien')).toBe(false);
});

describe('statements on the wire', () => {
  const frame = (type: string, text: string) => {
    const head = Buffer.alloc(5);
    head.write(type);
    head.writeUInt32BE(Buffer.byteLength(text) + 4, 1);
    return Buffer.concat([head, Buffer.from(text)]);
  };

  test('PostgreSQL: Query and Parse, also between other messages of one chunk', () => {
    expect(statementsOf(frame('Q', 'SELECT 1\0')).sql).toEqual(['SELECT 1']);
    expect(statementsOf(Buffer.concat([frame('C', 'Sx\0'), frame('P', 'name\0SELECT 2\0\0\0'), frame('S', '')])).sql).toEqual(['SELECT 2']);
  });

  test('MySQL: COM_QUERY and COM_STMT_PREPARE', () => {
    for (const command of [3, 22]) expect(statementsOf(Buffer.concat([Buffer.from([9, 0, 0, 0, command]), Buffer.from('SELECT 3')]))).toMatchObject({ sql: ['SELECT 3'], backslashEscapes: true });
  });

  test('bodies of PartiQL and of the Data API, as text or bytes, with or without their header', () => {
    const body = JSON.stringify({ Statements: [{ Statement: 'SELECT "a"' }, { Statement: "SELECT 'b'" }] });
    for (const chunk of [body, Buffer.from(body), new Uint8Array(Buffer.from(body)), `POST / HTTP/1.1\r\nhost: x\r\n\r\n${body}`, Buffer.from(`POST / HTTP/1.1\r\n\r\n${body}`)]) {
      expect(statementsOf(chunk).sql).toEqual(['SELECT "a"', "SELECT 'b'"]);
    }
    expect(statementsOf('{"sql":"SELECT 1"}').sql).toEqual(['SELECT 1']);
  });

  test.each<[string, unknown]>([
    ['a text', 'hello'], ['an empty chunk', Buffer.alloc(0)], ['random bytes', Buffer.from('51ffffffff00', 'hex')], ['half a message', Buffer.from([0x51, 0, 0, 0, 90, 65])],
    ['another JSON', '{"name":"SELECT 1"}'], ['nothing', undefined],
  ])('%s holds none', (_, chunk) => expect(statementsOf(chunk).sql).toEqual([]));
});
