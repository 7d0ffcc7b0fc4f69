import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { notesStacks, removeFolders } from './apps';
import { Deployment, Rewriter } from './deploy/deployment';
import { SignIn } from './use/sign-in';

const deployment = new Deployment();
let ids: Record<string, string>;

afterAll(async () => {
  await deployment.takeDown();
  removeFolders();
});

/** The emulator's cluster has no secret of its administrator, so that its ARN is a text here. */
const withoutSecret: Rewriter = {
  template: ({ template }) => {
    const text = JSON.stringify(template.Resources).replace(/\{"Fn::GetAtt":\["\w+","MasterUserSecret\.SecretArn"\]\}/g, '"arn:aws:secretsmanager:eu-west-1:000000000000:secret:none"');
    Object.assign(template.Resources, JSON.parse(text));
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

test('http-notes is deployed', async () => {
  const { status, failures } = await deployment.deploy(notesStacks(), 'Notes', withoutSecret);
  expect({ status, failures }).toEqual({ status: 'CREATE_COMPLETE', failures: [] });
  ids = await deployment.idsOf('Notes');
});

test('a request without a token, or with a bad one, is refused', async () => {
  expect((await call('GET', '/notes')).status).toBe(401);
  expect((await call('GET', '/notes', { authorization: 'Bearer a.b.c' })).status).toBe(401);
});

test('a token with the scope reaches the function, which checks what is sent', async () => {
  const people = new SignIn(idOf('Users'), idOf('UsersWeb'));
  const { accessToken } = await people.tokens('alice@example.com', await people.addUser('alice@example.com'), ['openid', 'notes/write']);
  const authorization = `Bearer ${accessToken}`;
  expect((await call('POST', '/notes', { authorization }, {})).status).toBe(400);
  expect((await call('POST', '/other', { authorization }, {})).status).toBe(404);
});

test('a function of a source file runs, and refuses an input that is no schedule\'s', async () => {
  const { FunctionError, Payload } = await new LambdaClient({}).send(new InvokeCommand({ FunctionName: idOf('forgetnotes'), Payload: '{"olderThanDays":0}' }));
  expect(FunctionError).toBeDefined();
  expect(Buffer.from(Payload!).toString()).toContain('olderThanDays');
});
