import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { cedarAuthorizer } from '../../lambda/cedar-authorizer';
import { jwtAuthorizer } from '../../lambda/jwt-authorizer';
import { CedarDecision } from '../../src/api/cedar-authorizer-props';
import { requestTo } from '../support/authorizer-event';
import { cedarWorld } from '../support/cedar-world';
import { FakeDynamoDb } from '../support/fake-dynamodb';
import { FakeVerifiedPermissions } from '../support/fake-verified-permissions';
import { ServiceError } from '../support/json-protocol-server';
import { TokenIssuer, unsigned } from '../support/tokens';

/** All that could be faked but the date. */
const TIMERS = [
  'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout',
] as const;
const NOW = Date.UTC(2026, 10, 29, 12);
const SECONDS = NOW / 1000;
const ISSUER = 'https://id.example.com';
const KEPT = { ...process.env };
const issuer = new TokenIssuer();

interface Deployed {
  readonly table: FakeDynamoDb;
  readonly tableName: string;
  /** Sends a request with a token of such claims, or with that token. */
  ask(claims?: object | string): Promise<string>;
  /** A new instance of the function, which knows nothing yet. */
  restart(environment?: Record<string, string | undefined>): void;
  stop(): Promise<unknown>;
}

let folder: string;
let logged: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zt-revocations-'));
});
afterAll(() => {
  process.env = KEPT;
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  logged = '';
  jest.spyOn(console, 'info').mockImplementation((text) => { logged += text; });
  jest.useFakeTimers({ now: NOW, doNotFake: [...TIMERS] });
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const effectOf = (answer: any): string => answer.policyDocument.Statement[0].Effect;

async function deployJwt(): Promise<Deployed> {
  writeFileSync(join(folder, 'config.json'), JSON.stringify({
    routes: { 'GET /orders': [] }, requiredClaims: {}, maxTokenAge: 86_400, clockTolerance: 10, certificateBound: false, revocations: true, jwks: issuer.jwks,
  }));
  const environment = { LAMBDA_TASK_ROOT: folder, ISSUERS: ISSUER, AUDIENCES: 'orders', JWKS_URI: `${ISSUER}/keys`, REVOCATIONS_TABLE: 'Revocations' };
  return deployed(jwtAuthorizer, environment, { iss: ISSUER, aud: 'orders' });
}

async function deployCedar(decision: CedarDecision): Promise<Deployed> {
  const world = cedarWorld({ decision, policies: 'permit (principal, action, resource);', routes: ['GET /orders'], issuer, revocable: true });
  const service = world.store && new FakeVerifiedPermissions(world.store);
  const endpoint = await service?.start();
  const environment = { ...world.environment, ...endpoint && { AWS_ENDPOINT_URL_VERIFIEDPERMISSIONS: endpoint } };
  return deployed(cedarAuthorizer, environment, world.claims, () => service?.stop());
}

async function deployed(
  make: typeof jwtAuthorizer, environment: Record<string, string>, usual: object, stop: () => Promise<unknown> | undefined = () => undefined,
): Promise<Deployed> {
  const tableName = environment.REVOCATIONS_TABLE;
  const table = new FakeDynamoDb(tableName, ['subject', 'revokedBy']);
  const endpoint = await table.start();
  let authorize: ReturnType<typeof jwtAuthorizer>;
  let more: Record<string, string | undefined> = {};
  return {
    table,
    tableName,
    restart: (changed = {}) => {
      authorize = make();
      more = changed;
    },
    ask: async (claims = {}) => {
      process.env = { ...KEPT, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y', AWS_ENDPOINT_URL_DYNAMODB: endpoint, ...environment, ...more };
      const token = typeof claims === 'string' ? claims : issuer.sign({ ...usual, sub: 'user-1', username: 'ann', iat: SECONDS - 60, exp: SECONDS + 900, ...claims });
      return effectOf(await authorize(requestTo('GET /orders', token)));
    },
    stop: () => Promise.all([table.stop(), stop()]),
  };
}

describe.each<[string, () => Promise<Deployed>]>([
  ['a JWT authorizer', deployJwt],
  ['a Cedar authorizer that asks Verified Permissions', () => deployCedar(CedarDecision.VERIFIED_PERMISSIONS)],
  ['a Cedar authorizer that decides by itself', () => deployCedar(CedarDecision.LOCAL)],
])('%s', (_, deploy) => {
  let app: Deployed;
  beforeAll(async () => {
    app = await deploy();
  });
  afterAll(() => app.stop());
  beforeEach(() => {
    app.table.clear();
    app.table.takeOperations();
    app.restart();
  });

  const revoke = (subject: string, before: number, revokedBy = 'incident-1') => app.table.answer('PutItem', {
    TableName: app.tableName,
    Item: { subject: { S: subject }, revokedBy: { S: revokedBy }, before: { N: String(before) }, expires: { N: String(before + 90_000) } },
  });

  test('lets in whom nothing is said of', async () => {
    revoke('sub#user-2', SECONDS);
    revoke('username#bob', SECONDS);
    expect(await app.ask()).toBe('Allow');
  });

  test.each<[string, string, string, object?]>([
    ['Deny', 'whose sub is revoked', 'sub#user-1'],
    ['Deny', 'whose username is revoked', 'username#ann'],
    ['Allow', 'whose sub is the username of a revoked one', 'username#user-1'],
    ['Allow', 'whose username is the sub of a revoked one', 'sub#ann'],
    ['Deny', 'who has no username, and whose sub is revoked', 'sub#user-1', { username: undefined }],
    ['Deny', 'whose token is of the second before', 'sub#user-1', { iat: SECONDS - 31 }],
    ['Allow', 'whose token is of the time from which they are good again', 'sub#user-1', { iat: SECONDS - 30 }],
    ['Allow', 'who signed in after it', 'sub#user-1', { iat: SECONDS - 10, auth_time: SECONDS - 20 }],
    ['Deny', 'whose token was refreshed after it, and whose sign-in was before', 'sub#user-1', { iat: SECONDS - 10, auth_time: SECONDS - 600 }],
    ['Deny', 'whose time of sign-in is no number', 'sub#user-1', { iat: SECONDS - 10, auth_time: String(SECONDS) }],
  ])('answers %s to a caller %s', async (...[effect, , subject, claims]) => {
    revoke(subject, SECONDS - 30);
    expect(await app.ask(claims)).toBe(effect);
    expect(logged.includes('"reason":"Revoked"')).toBe(effect === 'Deny');
  });

  test('goes by the latest of several revocations', async () => {
    revoke('sub#user-1', SECONDS - 30, 'incident-1');
    revoke('sub#user-1', SECONDS - 600, 'incident-2');
    revoke('sub#user-1', SECONDS - 90, 'incident-3');
    expect(await app.ask({ iat: SECONDS - 60 })).toBe('Deny');
    expect(await app.ask({ iat: SECONDS - 29 })).toBe('Allow');
  });

  test('refuses a caller within 30 seconds of the revocation, whatever it has kept, and asks once in between', async () => {
    expect(await app.ask()).toBe('Allow');
    revoke('sub#user-1', SECONDS + 1);
    const asked = app.table.takeOperations().length;
    expect(asked).toBe(2);
    for (let second = 1; second < 20; second++) {
      jest.setSystemTime(NOW + second * 1_000);
      await app.ask();
    }
    expect(app.table.takeOperations()).toEqual([]);
    jest.setSystemTime(NOW + 30_000);
    expect(await app.ask()).toBe('Deny');
  });

  test('lets a caller in within 30 seconds when the revocation is taken back', async () => {
    revoke('sub#user-1', SECONDS);
    expect(await app.ask()).toBe('Deny');
    app.table.clear();
    jest.setSystemTime(NOW + 30_000);
    expect(await app.ask()).toBe('Allow');
  });

  test('keeps nothing of one caller for another', async () => {
    revoke('sub#user-1', SECONDS);
    expect(await app.ask({ sub: 'user-2', username: 'bob' })).toBe('Allow');
    expect(await app.ask()).toBe('Deny');
    expect(await app.ask({ sub: 'user-2', username: 'bob' })).toBe('Allow');
  });

  test('denies when the list cannot be read, and asks again at the next request', async () => {
    app.table.failNext('Query', new ServiceError('com.amazonaws.dynamodb.v20120810#AccessDeniedException', 'not allowed'));
    expect(await app.ask()).toBe('Deny');
    expect(await app.ask()).toBe('Allow');
  });

  test('denies when the list cannot be read after 20 seconds, though it was empty before', async () => {
    expect(await app.ask()).toBe('Allow');
    jest.setSystemTime(NOW + 20_000);
    app.table.failNext('Query', new ServiceError('com.amazonaws.dynamodb.v20120810#AccessDeniedException', 'not allowed'));
    expect(await app.ask()).toBe('Deny');
  });

  test('denies when the list does not answer', async () => {
    app.table.loseNextAnswer('Query');
    app.table.loseNextAnswer('Query');
    app.table.loseNextAnswer('Query');
    expect(await app.ask({ username: undefined })).toBe('Deny');
  });

  test('denies when the list is not named, or an entry is none', async () => {
    app.restart({ REVOCATIONS_TABLE: undefined });
    expect(await app.ask()).toBe('Deny');
    app.restart();
    app.table.answer('PutItem', { TableName: app.tableName, Item: { subject: { S: 'sub#user-1' }, revokedBy: { S: 'x' }, before: { S: 'now' } } });
    expect(await app.ask()).toBe('Deny');
  });

  test('asks about nobody whose token is not good', async () => {
    expect(await app.ask(unsigned(issuer.sign({ sub: 'user-1' })))).toBe('Deny');
    expect(await app.ask({ iss: 'https://evil.example.com' })).toBe('Deny');
    expect(app.table.takeOperations()).toEqual([]);
  });
});
