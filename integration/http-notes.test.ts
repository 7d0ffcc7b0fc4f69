import { readFileSync } from 'fs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Signer } from '@aws-sdk/rds-signer';
import postgres from 'postgres';
import { notesStacks, removeFolders } from './apps';
import { Deployment, Rewriter } from './deploy/deployment';
import { makeCertificate } from './emulator/certificate';
import { Aurora } from './fakes/aurora';
import { fireSchedules } from './fakes/schedules';
import { SignIn } from './use/sign-in';

const deployment = new Deployment();
let ids: Record<string, string>;

const certificate = makeCertificate();
const aurora = new Aurora(certificate);

beforeAll(() => aurora.start());

afterAll(async () => {
  await deployment.takeDown();
  aurora.stop();
  certificate.remove();
  removeFolders();
});

/** The emulator's cluster has no secret of its administrator, so that its ARN is a text here, and no database behind its endpoint. */
const onAurora: Rewriter = {
  template: ({ template }) => {
    const text = JSON.stringify(template.Resources).replace(/\{"Fn::GetAtt":\["\w+","MasterUserSecret\.SecretArn"\]\}/g, '"arn:aws:secretsmanager:eu-west-1:000000000000:secret:none"');
    Object.assign(template.Resources, JSON.parse(text));
    for (const { Type, Properties } of Object.values(template.Resources)) {
      const variables = Type === 'AWS::Lambda::Function' ? Properties!.Environment?.Variables ?? {} : {};
      if (variables.DATABASE_HOST) Object.assign(variables, { DATABASE_HOST: 'localhost', DATABASE_PORT: String(aurora.port), NODE_EXTRA_CA_CERTS: certificate.authorityFile });
      if (variables.CLUSTER_ARN) variables.AWS_ENDPOINT_URL_RDS_DATA = aurora.url;
    }
  },
};

function idOf(prefix: string): string {
  const [, id] = Object.entries(ids).find(([logicalId]) => new RegExp(`^${prefix}[0-9A-F]{8}$`).test(logicalId)) ?? [];
  if (!id) throw new Error(`no resource ${prefix}`);
  return id;
}

/** Calls the HTTP API by its id. */
function call(method: string, path: string, headers: Record<string, string> = {}, body?: object): Promise<Response> {
  const url = `${process.env.AWS_ENDPOINT_URL}/_aws/execute-api/${idOf('Api')}/$default${path}`;
  return fetch(url, { method, headers: { 'content-type': 'application/json', ...headers }, body: body && JSON.stringify(body) });
}

/** The headers of a caller who may read and write notes. */
async function signedIn(name: string): Promise<Record<string, string>> {
  const people = new SignIn(idOf('Users'), idOf('UsersWeb'));
  const { accessToken } = await people.tokens(name, passwords[name] ??= await people.addUser(name), ['openid', 'notes/read', 'notes/write']);
  return { authorization: `Bearer ${accessToken}` };
}
const passwords: Record<string, string> = {};

/** What a function answers. Throws what it threw. */
async function invoke(name: string, input: object): Promise<unknown> {
  const { FunctionError, Payload } = await new LambdaClient({}).send(new InvokeCommand({ FunctionName: idOf(name), Payload: JSON.stringify(input) }));
  const text = Buffer.from(Payload!).toString();
  if (FunctionError) throw new Error(text);
  return JSON.parse(text);
}

test('http-notes is deployed', async () => {
  const { status, failures } = await deployment.deploy(notesStacks(), 'Notes', onAurora);
  expect({ status, failures }).toEqual({ status: 'CREATE_COMPLETE', failures: [] });
  ids = await deployment.idsOf('Notes');
});

test('a request without a token, or with a bad one, is refused', async () => {
  expect((await call('GET', '/notes')).status).toBe(401);
  expect((await call('GET', '/notes', { authorization: 'Bearer a.b.c' })).status).toBe(401);
});

test('a token with the scope reaches the function, which checks what is sent', async () => {
  const alice = await signedIn('alice@example.com');
  expect((await call('POST', '/notes', alice, {})).status).toBe(400);
  expect((await call('POST', '/other', alice, {})).status).toBe(404);
});

test('the migration makes the table and a role for each function, and can be run again', async () => {
  for (let run = 0; run < 2; run++) expect(await invoke('migrate', {})).toEqual({ statements: 13 });
  expect(await aurora.rows('select * from notes')).toEqual([]);
});

test('notes are added and listed, each caller\'s own', async () => {
  const alice = await signedIn('alice@example.com');
  const bob = await signedIn('bob@example.com');
  const added = await call('POST', '/notes', alice, { text: 'buy \'; drop table notes; --' });
  expect(added.status).toBe(201);
  expect(await (await call('GET', '/notes', alice)).json()).toMatchObject({ notes: [{ ...await added.json() as object, text: 'buy \'; drop table notes; --' }] });
  expect(await (await call('GET', '/notes', bob)).json()).toEqual({ notes: [] });
});

test('a function may do no more than its role in the database', async () => {
  await aurora.rows('revoke insert on notes from notes_writer');
  expect((await call('POST', '/notes', await signedIn('alice@example.com'), { text: 'more' })).status).toBe(500);
  await aurora.rows('grant insert on notes to notes_writer');
});

test('the database takes no connection without TLS, and no token of another user', async () => {
  const hostname = 'localhost';
  const password = await new Signer({ hostname, port: aurora.port, username: 'notes_reader', region: 'eu-west-1' }).getAuthToken();
  const count = async (username: string, ssl: object | false) => {
    const sql = postgres({ host: hostname, port: aurora.port, username, password, ssl, max: 1, onnotice: () => {} });
    return sql`select count(*)::int from notes`.finally(() => sql.end());
  };
  const tls = { ca: readFileSync(certificate.authorityFile), servername: hostname };
  expect(await count('notes_reader', tls)).toMatchObject([{ count: 1 }]);
  await expect(count('notes_reader', false)).rejects.toThrow('no encryption');
  await expect(count('notes_writer', tls)).rejects.toThrow('PAM authentication failed');
});

test('the schedule forgets what is more than a year old, and nothing else', async () => {
  await aurora.rows('insert into notes values (gen_random_uuid(), \'alice\', \'old\', now() - interval \'366 days\'), (gen_random_uuid(), \'alice\', \'young\', now() - interval \'364 days\')');
  expect(await fireSchedules()).toMatchObject([{ expression: 'cron(0 3 * * ? *)', input: '{"olderThanDays":365}', error: undefined }]);
  expect(await aurora.rows('select text from notes order by written_at')).toEqual([{ text: 'young' }, { text: 'buy \'; drop table notes; --' }]);
});

test('a function of a source file runs, and refuses an input that is no schedule\'s', async () => {
  await expect(invoke('forgetnotes', { olderThanDays: 0 })).rejects.toThrow('olderThanDays');
});
