import { handler as addNote } from '../../examples/http-notes/handlers/add-note';
import { connectionOptions } from '../../examples/http-notes/handlers/database';
import { handler as forgetNotes } from '../../examples/http-notes/handlers/forget-notes';
import { bodyOf } from '../../examples/http-notes/handlers/http';
import { handler as listNotes } from '../../examples/http-notes/handlers/list-notes';
import { STATEMENTS } from '../../examples/http-notes/handlers/migrate';

const mockQueries: { text: string; values: unknown[] }[] = [];
let mockRows: any;

jest.mock('../../examples/http-notes/handlers/database', () => ({
  ...jest.requireActual('../../examples/http-notes/handlers/database'),
  database: () => async (strings: TemplateStringsArray, ...values: unknown[]) => {
    mockQueries.push({ text: strings.join('?'), values });
    if (mockRows instanceof Error) throw mockRows;
    return mockRows;
  },
}));

beforeEach(() => {
  mockQueries.length = 0;
  mockRows = [];
  for (const method of ['info', 'error'] as const) jest.spyOn(console, method).mockImplementation();
});
afterEach(() => jest.restoreAllMocks());

const event = (body?: unknown, sub: unknown = 'alice') => ({
  body: typeof body === 'string' ? body : JSON.stringify(body),
  isBase64Encoded: false,
  requestContext: { requestId: 'r-1', authorizer: { jwt: { claims: { sub }, scopes: [] } } },
}) as any;

describe('add-note', () => {
  const add = (given: any) => addNote(given);

  test('stores the note of the caller, as values and not as text of the query', async () => {
    const answer = await add(event({ text: "'; drop table notes; --" }));
    expect(answer.statusCode).toBe(201);
    expect(mockQueries).toEqual([{ text: expect.not.stringContaining('drop'), values: [JSON.parse(answer.body).id, 'alice', "'; drop table notes; --"] }]);
  });

  test.each([
    ['no JSON', '{'], ['a list', []], ['no text', {}], ['an empty text', { text: ' ' }], ['a long text', { text: 'x'.repeat(4_001) }],
    ['more than a text', { text: 'a', owner: 'bob' }], ['too many bytes', `{"text":"${' '.repeat(9_000)}"}`],
  ])('refuses %s', async (_, body) => {
    expect((await add(event(body))).statusCode).toBe(400);
    expect(mockQueries).toEqual([]);
  });

  test('refuses a request without a caller', async () => {
    expect((await add(event({ text: 'a' }, ''))).statusCode).toBe(401);
    expect((await add({ ...event({ text: 'a' }), requestContext: { requestId: 'r-1' } })).statusCode).toBe(401);
  });

  test('tells nothing of what went wrong', async () => {
    mockRows = new Error('password of notes_writer');
    const answer = await add(event({ text: 'a' }));
    expect([answer.statusCode, answer.body]).toEqual([500, expect.not.stringContaining('password')]);
    expect(JSON.stringify((console.error as jest.Mock).mock.calls)).not.toContain('password of');
  });
});

test('list-notes reads the notes of the caller alone', async () => {
  mockRows = [{ id: '1', text: 'a', written_at: '2026-01-01' }];
  expect(JSON.parse((await listNotes(event())).body)).toEqual({ notes: [{ id: '1', text: 'a', writtenAt: '2026-01-01' }] });
  expect(mockQueries).toEqual([{ text: expect.stringContaining('where owner = ?'), values: ['alice', 100] }]);
});

test.each([0, 1.5, '365; drop', undefined])('forget-notes refuses %p days', async (olderThanDays) => {
  await expect(forgetNotes({ olderThanDays } as any, { awsRequestId: 'r' })).rejects.toThrow('olderThanDays');
  expect(mockQueries).toEqual([]);
});

test('a body may be in base64, as API Gateway sends what it does not know', () => {
  expect(bodyOf({ ...event(), body: Buffer.from('{"text":"a"}').toString('base64'), isBase64Encoded: true }, 100)).toEqual({ text: 'a' });
});

test('a connection verifies the server by TLS, and signs in by a token', async () => {
  Object.assign(process.env, {
    DATABASE_HOST: 'db.example.com', DATABASE_PORT: '15432', DATABASE_USER: 'notes_reader', DATABASE_NAME: 'notes', AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b',
  });
  const { password, ...options } = connectionOptions();
  expect(options).toMatchObject({ ssl: { rejectUnauthorized: true, servername: 'db.example.com' }, username: 'notes_reader', port: 15432, max: 1 });
  expect(await (password as () => Promise<string>)()).toMatch(/^db\.example\.com:15432\/\?Action=connect&DBUser=notes_reader&.*X-Amz-Expires=900/);
});

test('migrate gives no user of a function more than its function needs', () => {
  const grants = STATEMENTS.filter((sql) => / on notes to /.test(sql));
  expect(grants).toEqual(['grant insert on notes to notes_writer', 'grant select on notes to notes_reader', 'grant delete, select (written_at) on notes to notes_janitor']);
  expect(STATEMENTS.join()).not.toMatch(/grant all|superuser|password/i);
});
