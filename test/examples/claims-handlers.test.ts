import { randomUUID } from 'crypto';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { handler as checkEvidence } from '../../examples/claims-platform/handlers/check-evidence/index';
import { handler as companyClaim } from '../../examples/claims-platform/handlers/company-claim/index';
import { handler as fileClaim } from '../../examples/claims-platform/handlers/file-claim/index';
import { handler as notifyHolder } from '../../examples/claims-platform/handlers/notify-holder/index';
import { handler as partnerClaims } from '../../examples/claims-platform/handlers/partner-claims/index';
import { handler as payClaim } from '../../examples/claims-platform/handlers/pay-claim/index';
import { handler as readClaim } from '../../examples/claims-platform/handlers/read-claim/index';
import { handler as recordDecision } from '../../examples/claims-platform/handlers/record-decision/index';
import { handler as scoreClaim } from '../../examples/claims-platform/handlers/score-claim/index';
import { handler as serveClaims } from '../../examples/claims-platform/handlers/serve-claims/index';
import { handler as storeEvidence } from '../../examples/claims-platform/handlers/store-evidence/index';
import { handler as tariff } from '../../examples/claims-platform/handlers/tariff/index';
import { FakeDynamoDb } from '../support/fake-dynamodb';
import { FakeSecretsManager } from '../support/fake-secrets-manager';

const ALICE = 'eu-west-1_pool|a11ce000-0000-4000-8000-000000000001';
const BOB = 'eu-west-1_pool|b0b00000-0000-4000-8000-000000000002';
const CLAIMS = 'https://claims.example.vpc-lattice-svcs.eu-west-1.on.aws';
const table = new FakeDynamoDb('claims', ['holder', 'id']);
/** What the handlers sent to services that are not faked by a server, and to hosts. */
const sent: any[] = [];
const lines: any[] = [];
const statements = new Map<string, string>();
let secrets: FakeSecretsManager;
let token: string;
let coveredCents: number | undefined = 1_000_000;
let providerStatus = 200;
let serviceUp = true;

beforeAll(async () => {
  secrets = await FakeSecretsManager.start();
  token = secrets.create('provider', 'sk_test_'.padEnd(40, 'x'), {});
  Object.assign(process.env, secrets.environment, {
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL_DYNAMODB: await table.start(),
    TABLE_NAME: 'claims',
    POLICIES_TABLE_NAME: 'policies',
    BUCKET_NAME: 'evidence',
    BUS_NAME: 'bus',
    TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:decisions',
    SECRET_ARN: token,
    CLAIMS_URL: CLAIMS,
  });
  jest.spyOn(EventBridgeClient.prototype, 'send').mockImplementation((async (command: any) => {
    sent.push(command.input);
    return { FailedEntryCount: 0 };
  }) as any);
  jest.spyOn(SNSClient.prototype, 'send').mockImplementation((async (command: any) => sent.push(command.input)) as any);
  jest.spyOn(S3Client.prototype, 'send').mockImplementation((async ({ input }: any) => {
    sent.push(input);
    if (input.Body !== undefined) return statements.set(input.Key, input.Body);
    return { Body: { transformToString: async () => statements.get(input.Key) } };
  }) as any);
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input: any, init?: any) => {
    const request = input instanceof Request ? input : new Request(input, init);
    const { pathname } = new URL(request.url);
    sent.push({ url: request.url, authorization: request.headers.get('authorization'), key: request.headers.get('idempotency-key') });
    if (request.url.startsWith('https://api.stripe.com/')) return new Response('{}', { status: providerStatus });
    if (!serviceUp) return new Response('{}', { status: 503 });
    const answer = await serveClaims({ method: request.method, path: pathname, body: await request.text() });
    return new Response(answer.body, { status: answer.statusCode });
  });
  // the table of policies has but one item, the other is a server
  const send = DynamoDBDocumentClient.prototype.send;
  jest.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(async function (this: any, command: any) {
    if (command.input.TableName !== 'policies') return (send as any).call(this, command);
    return { Item: coveredCents === undefined ? undefined : { policyNumber: command.input.Key.policyNumber, limitCents: coveredCents } };
  } as any);
  for (const level of ['info', 'error'] as const) jest.spyOn(console, level).mockImplementation((...args) => { lines.push(...args); });
});
beforeEach(() => {
  table.clear();
  statements.clear();
  [sent, lines].forEach((list) => { list.length = 0; });
  [coveredCents, providerStatus, serviceUp] = [1_000_000, 200, true];
});
afterAll(async () => {
  jest.restoreAllMocks();
  await Promise.all([table.stop(), secrets.stop()]);
});

const claim = (changes: object = {}) => ({
  id: randomUUID(), policyNumber: 'P-12345678', incident: { kind: 'DAMAGE', date: '2026-01-31' }, amountCents: 20_000, ...changes,
});
const call = (holder: string | undefined, parts: { body?: unknown; id?: string } = {}): any => ({
  body: parts.body === undefined ? null : JSON.stringify(parts.body),
  isBase64Encoded: false,
  pathParameters: parts.id === undefined ? null : { id: parts.id },
  requestContext: { requestId: randomUUID(), authorizer: { sub: holder } },
});
const file = async (holder: string, changes: object = {}) => {
  const body = claim(changes);
  return { ...await fileClaim(call(holder, { body })), id: body.id };
};
const scanOf = (objectKey: string) => ({ detail: { s3ObjectDetails: { objectKey } } });
const batch = (...bodies: unknown[]): any => ({ Records: bodies.map((body) => ({ messageId: randomUUID(), body: JSON.stringify(body) })) });
const stored = (id: string) => table.all().find((item) => item.id.S === id);

describe('filing a claim', () => {
  test('stores it under its holder and tells the bus which claim it is, and no more', async () => {
    const { statusCode, id } = await file(ALICE);
    expect(statusCode).toBe(201);
    expect(stored(id)).toMatchObject({ holder: { S: ALICE }, status: { S: 'FILED' } });
    expect(sent.find((input) => input.Entries).Entries).toMatchObject([{ EventBusName: 'bus', DetailType: 'ClaimFiled', Detail: JSON.stringify({ holder: ALICE, id }) }]);
  });

  test('again changes nothing and tells again', async () => {
    const body = claim();
    await fileClaim(call(ALICE, { body }));
    const before = stored(body.id);
    expect((await fileClaim(call(ALICE, { body: { ...body, amountCents: 1 } }))).statusCode).toBe(200);
    expect(stored(body.id)).toEqual(before);
    expect(sent.filter((input) => input.Entries)).toHaveLength(2);
  });

  test('asks the other zone with a signature of its own', async () => {
    const { id } = await file(ALICE);
    await readClaim(call(ALICE, { id }));
    for (const { url, authorization } of sent.filter((request) => request.url)) {
      expect(url).toMatch(new RegExp(`^${CLAIMS}/claims(/[\\w-]+/${id})?$`));
      expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/eu-west-1\/vpc-lattice-svcs\/aws4_request/);
    }
  });

  test.each([['above the limit of its policy', 100], ['on a policy that is not there', undefined]])('%s is refused, and nothing stored', async (_name, limit) => {
    coveredCents = limit;
    expect((await file(ALICE)).statusCode).toBe(409);
    expect(table.all()).toEqual([]);
  });

  test('fails quietly when the other zone does not answer', async () => {
    serviceUp = false;
    const answer = await file(ALICE);
    expect([answer.statusCode, JSON.parse(answer.body).message]).toEqual([500, 'Internal error']);
  });

  test.each([
    ['an id that is none', { id: 'x' }],
    ['a policy number of another form', { policyNumber: 'P-1/../../secrets' }],
    ['an incident of another kind', { incident: { kind: 'WAR', date: '2026-01-31' } }],
    ['an incident in the future', { incident: { kind: 'THEFT', date: '9999-01-01' } }],
    ['no incident', { incident: undefined }],
    ['an amount that is no whole number', { amountCents: 1.5 }],
    ['an amount above the most', { amountCents: 10_000_001 }],
  ])('with %s is refused before anything is asked', async (_name, changes) => {
    expect((await file(ALICE, changes)).statusCode).toBe(400);
    expect(sent).toEqual([]);
  });

  test('without a verified caller is refused', async () => {
    expect((await fileClaim(call(undefined, { body: claim() }))).statusCode).toBe(401);
  });
});

describe('a claim', () => {
  test('is read by its holder and does not exist for anybody else', async () => {
    const { id } = await file(ALICE);
    expect(JSON.parse((await readClaim(call(ALICE, { id }))).body)).toMatchObject({ id, status: 'FILED', evidence: 0 });
    for (const [who, which] of [[BOB, id], [ALICE, randomUUID()], [ALICE, '../x']]) {
      expect((await readClaim(call(who, { id: which }))).statusCode).toBe(404);
    }
  });

  test('takes statements of its holder alone, keeps them below statements/ and counts each once', async () => {
    const { id } = await file(ALICE);
    expect((await storeEvidence(call(BOB, { id, body: { statement: 'mine' } }))).statusCode).toBe(404);
    expect(statements.size).toBe(0);
    expect((await storeEvidence(call(ALICE, { id, body: { statement: 'It fell.\nI saw it.' } }))).statusCode).toBe(202);
    const [key] = statements.keys();
    expect(key).toMatch(/^statements\//);

    const message = scanOf(key);
    expect(await checkEvidence(batch(message, message))).toEqual({ batchItemFailures: [] });
    expect(JSON.parse((await readClaim(call(ALICE, { id }))).body)).toMatchObject({ evidence: 1 });
  });

  test('does not count a statement with characters that nobody sees', async () => {
    const { id } = await file(ALICE);
    await storeEvidence(call(ALICE, { id, body: { statement: 'fine\u202e' } }));
    const [key] = statements.keys();
    await checkEvidence(batch(scanOf(key)));
    expect(JSON.parse((await readClaim(call(ALICE, { id }))).body)).toMatchObject({ evidence: 0 });
    expect(lines).toContainEqual(expect.objectContaining({ event: 'evidence-refused' }));
  });

  test.each([['too long', 'x'.repeat(8_001)], ['empty', ''], ['of another type', 7]])('takes no statement that is %s', async (_name, statement) => {
    const { id } = await file(ALICE);
    expect((await storeEvidence(call(ALICE, { id, body: { statement } }))).statusCode).toBe(400);
    expect(statements.size).toBe(0);
  });

  test('has evidence only from messages that name it: the others fail alone', async () => {
    const { Records } = batch(scanOf('other/key'), { detail: {} });
    expect(await checkEvidence({ Records })).toEqual({ batchItemFailures: Records.map(({ messageId }: any) => ({ itemIdentifier: messageId })) });
  });
});

describe('the assessment', () => {
  test.each([
    ['small', {}, 'PAY'],
    ['large', { amountCents: 50_001 }, 'REVIEW'],
    ['of an injury', { incident: { kind: 'INJURY', date: '2026-01-31' } }, 'REVIEW'],
    ['old', { incident: { kind: 'DAMAGE', date: '2001-01-31' } }, 'REFUSED'],
  ])('of a claim that is %s', async (_name, changes, decision) => {
    const { id } = await file(ALICE, changes);
    expect(await scoreClaim({ holder: ALICE, id })).toMatchObject({ holder: ALICE, id, decision });
  });

  test('fails for a claim that is not there, or not named', async () => {
    await expect(scoreClaim({ holder: ALICE, id: randomUUID() })).rejects.toThrow('no such claim');
    await expect(scoreClaim({ holder: '', id: randomUUID() })).rejects.toThrow('names no claim');
  });

  test('pays once for each claim, at one host, and logs neither token nor holder', async () => {
    const id = randomUUID();
    expect(await payClaim({ holder: ALICE, id, amountCents: 100 } as any)).toEqual({ holder: ALICE, id, decision: 'PAID' });
    expect(sent).toEqual([{ url: 'https://api.stripe.com/v1/payouts', authorization: expect.stringMatching(/^Bearer sk_test_/), key: id }]);
    expect(JSON.stringify(lines)).not.toMatch(/sk_test|a11ce/);
  });

  test('does not say that it paid when the provider did not', async () => {
    providerStatus = 402;
    await expect(payClaim({ holder: ALICE, id: randomUUID(), amountCents: 100 } as any)).rejects.toThrow('402');
    await expect(payClaim({ holder: ALICE, id: randomUUID(), amountCents: -1 } as any)).rejects.toThrow('no amount');
  });

  test('records the decision and tells who listens which claim it was', async () => {
    const { id } = await file(ALICE);
    await recordDecision({ holder: ALICE, id, decision: 'PAID' } as any);
    expect(stored(id)).toMatchObject({ status: { S: 'PAID' } });
    expect(sent.at(-1)).toMatchObject({ Message: JSON.stringify({ holder: ALICE, id }) });
    await expect(recordDecision({ holder: ALICE, id, decision: 'MAYBE' } as any)).rejects.toThrow('no decision');
    await expect(recordDecision({ holder: BOB, id, decision: 'PAID' } as any)).rejects.toThrow();
  });

  test('is shown to its holder, and a message of another form fails alone', async () => {
    const { id } = await file(ALICE);
    const { Records } = batch({ Message: JSON.stringify({ holder: ALICE, id }) }, { Message: '{}' });
    expect(await notifyHolder({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: Records[1].messageId }] });
    expect(stored(id)).toMatchObject({ unread: { BOOL: true } });
  });
});

describe('the claims service', () => {
  test.each([
    ['another path', 'GET', '/claims'],
    ['another verb', 'DELETE', `/claims/YQ/${randomUUID()}`],
    ['a path that leads out of claims', 'GET', `/claims/../claims/YQ/${randomUUID()}`],
  ])('does not answer %s', async (_name, method, path) => {
    expect(await serveClaims({ method, path })).toMatchObject({ statusCode: 404 });
  });

  test('checks requests of the other zone like those of anybody', async () => {
    expect(await serveClaims({ method: 'POST', path: '/claims', body: JSON.stringify({ holder: ALICE, request: claim({ amountCents: 0.5 }) }) }))
      .toMatchObject({ statusCode: 400 });
    await expect(serveClaims({ method: 'POST', path: '/claims', body: JSON.stringify({ holder: '', request: claim() }) })).rejects.toThrow('names no claim');
    expect(table.all()).toEqual([]);
  });

  test('adds evidence to a claim that is there alone', async () => {
    const path = `/claims/${Buffer.from(ALICE).toString('base64url')}/${randomUUID()}`;
    expect(await serveClaims({ method: 'PUT', path, body: '{"evidence":"key"}' })).toMatchObject({ statusCode: 404 });
    expect(await serveClaims({ method: 'PUT', path, body: '{}' })).toMatchObject({ statusCode: 400 });
  });
});

describe('the claim of a company', () => {
  const before = (userAttributes: Record<string, string>): any => ({ version: '2', request: { userAttributes, groupConfiguration: {} }, response: {} });
  const added = async (attributes: Record<string, string>) => (await companyClaim(before(attributes))).response;

  test('is added to the access token, and to no other, of who has one', async () => {
    expect(await added({ 'sub': 'x', 'custom:company': 'acme' })).toEqual({
      claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { company: 'acme' } } },
    });
  });

  test('is left out for people without a company', async () => {
    expect(await added({ sub: 'x' })).toEqual({});
  });

  test.each(['', 'acme/*', 'acme|other', 'Acme', 'a'.repeat(65), 'acme\n'])('stops the token for %j, which is no name of a tenant', async (company) => {
    await expect(companyClaim(before({ 'custom:company': company }))).rejects.toThrow('no name of a tenant');
  });
});

describe('partners', () => {
  const ask = (tenantId?: string) => {
    const event = call(undefined);
    event.requestContext.authorizer = { claims: { sub: 'partner' } };
    return partnerClaims(event, { tenantId } as any);
  };

  test('are served by a role in the name of their company, assumed once for an environment', async () => {
    process.env.ROLE_ARN = 'arn:aws:iam::111122223333:role/Partners';
    const assumed = jest.spyOn(STSClient.prototype, 'send').mockImplementation((async ({ input }: any) => {
      sent.push(input);
      return { Credentials: { AccessKeyId: 'a', SecretAccessKey: 's', SessionToken: 't', Expiration: new Date(Date.now() + 3_600_000) } };
    }) as any);
    const asked = jest.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation((async ({ input }: any) => {
      sent.push(input);
      return { Items: [{ tenant: 'acme', id: '1' }] };
    }) as any);
    for (let i = 0; i < 2; i++) expect(JSON.parse((await ask('acme')).body)).toEqual({ claims: [{ tenant: 'acme', id: '1' }] });
    const key = { ExpressionAttributeValues: { ':tenant': 'acme' } };
    expect(sent).toMatchObject([{ RoleArn: process.env.ROLE_ARN, Tags: [{ Key: 'tenant', Value: 'acme' }] }, key, key]);
    [assumed, asked].forEach((spy) => spy.mockRestore());
  });

  test('are not served where Lambda names no tenant', async () => {
    expect((await ask()).statusCode).toBe(500);
  });
});

test.each([
  ['100000', 200, { monthlyCents: 900 }],
  ['1000000', 200, { monthlyCents: 4_000 }],
  ['0', 400, expect.anything()],
  ['-1', 400, expect.anything()],
  ['1e5', 400, expect.anything()],
  [undefined, 400, expect.anything()],
])('the tariff of a worth of %s cents', async (worth, status, body) => {
  const answer = await tariff({ queryStringParameters: { worth } });
  expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([status, body]);
});
