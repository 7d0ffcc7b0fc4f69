import * as fc from 'fast-check';
import { cutOffUser } from '../../../lambda/incident-response';
import { FakeDynamoDb } from '../../support/fake-dynamodb';
import { FakeDynamoDbTables } from '../../support/fake-dynamodb-tables';
import { FakeUser, FakeUserPool } from '../../support/fake-user-pool';
import { ServiceError } from '../../support/json-protocol-server';

const POOL = 'eu-west-1_abcdefghi';
const NOW = Date.UTC(2026, 10, 29, 12);
const SECONDS = NOW / 1000;
const KEPT = { ...process.env };
const ANN = { username: 'ann', sub: '11111111-aaaa', email: 'ann@example.com', enabled: true, signedIn: true };
const BOB = { username: 'bob', sub: '22222222-bbbb', email: 'bob@example.com', enabled: true, signedIn: true };

const incidents = new FakeDynamoDb('Incidents', ['id']);
const list = new FakeDynamoDb('Revocations', ['subject', 'revokedBy']);
const tables = new FakeDynamoDbTables({ Incidents: incidents, Revocations: list });
const pool = new FakeUserPool(POOL);

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'y',
    AWS_MAX_ATTEMPTS: '1',
    AWS_ENDPOINT_URL_DYNAMODB: await tables.start(),
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: await pool.start(),
    INCIDENTS_TABLE: 'Incidents',
    REVOCATIONS_TABLE: 'Revocations',
    USER_POOL_ID: POOL,
    MAX_TOKEN_SECONDS: '86400',
    NEVER_CUT_OFF: '["breakglass","99999999-zzzz"]',
  });
});
afterAll(async () => {
  process.env = KEPT;
  await Promise.all([tables.stop(), pool.stop()]);
});
beforeEach(() => {
  jest.spyOn(console, 'log').mockImplementation(() => {});
  jest.spyOn(Date, 'now').mockReturnValue(NOW);
  reset();
});
afterEach(() => jest.restoreAllMocks());

function reset(users: FakeUser[] = [ANN, BOB]): void {
  pool.users = users.map((user) => ({ ...user }));
  incidents.clear();
  list.clear();
  pool.takeOperations();
}

function open(incident: string, id: string): void {
  incidents.answer('PutItem', {
    TableName: 'Incidents',
    Item: { id: { S: `incident#${incident}` }, incident: { S: incident }, target: { M: { kind: { S: 'USER' }, id: { S: id } } }, plays: { M: {} } },
  });
}

const act = (incident: string) => cutOffUser({ incident, operation: 'ACT' });
const undo = (incident: string) => cutOffUser({ incident, operation: 'UNDO' });
const entries = () => list.all().map(({ subject, revokedBy, before, expires }) => [subject.S, revokedBy.S, Number(before.N), Number(expires.N)]);
const names = () => entries().map(([subject]) => subject).sort();
const userOf = (name: string) => pool.users.find(({ username }) => username === name)!;

describe.each([['user name', 'ann'], ['sub', ANN.sub], ['alias', ANN.email]])('a user whom a finding names by its %s', (_, id) => {
  beforeEach(() => open('i1', id));

  test('is on the list, signed out and disabled', async () => {
    await act('i1');
    expect(userOf('ann')).toMatchObject({ enabled: false, signedIn: false });
    expect(names()).toEqual([`sub#${ANN.sub}`, 'username#ann']);
  });

  test('is back as it was when that is undone, and must sign in anew', async () => {
    await act('i1');
    userOf('ann').signedIn = true; // a session that began before the account was disabled
    await undo('i1');
    expect(userOf('ann')).toMatchObject({ enabled: true, signedIn: false });
    expect(entries()).toEqual([]);
  });
});

describe('a user that is cut off', () => {
  test('has tokens revoked up to now, for as long as one can be good', async () => {
    open('i1', 'ann');
    await act('i1');
    for (const [, revokedBy, before, expires] of entries()) {
      expect(revokedBy).toBe('i1');
      expect(before).toBeGreaterThan(SECONDS);
      expect(before).toBeLessThanOrEqual(SECONDS + 10);
      expect(expires).toBeGreaterThanOrEqual(Number(before) + 86_400);
    }
  });

  test('has tokens revoked that it got before it was disabled', async () => {
    open('i1', 'ann');
    pool.failNext('AdminUserGlobalSignOut', new ServiceError('TooManyRequestsException', 'slow down'));
    await expect(act('i1')).rejects.toThrow(expect.objectContaining({ name: 'TooManyRequestsException' }));
    expect(names()).toEqual([`sub#${ANN.sub}`, 'username#ann']);

    jest.spyOn(Date, 'now').mockReturnValue(NOW + 600_000); // it refreshed until then
    await act('i1');
    for (const [,, before] of entries()) expect(before).toBeGreaterThan(SECONDS + 600);
  });

  test('leaves others alone', async () => {
    open('i1', 'ann');
    await act('i1');
    expect(userOf('bob')).toEqual(BOB);
    expect(names().join()).not.toContain('bob');
  });

  test('stays disabled after the undo when it was so before', async () => {
    userOf('ann').enabled = false;
    open('i1', 'ann');
    await act('i1');
    await undo('i1');
    expect(userOf('ann').enabled).toBe(false);
    expect(entries()).toEqual([]);
  });

  test('stays on the list for another incident when one is undone', async () => {
    open('i1', 'ann');
    open('i2', ANN.sub);
    await act('i1');
    await act('i2');
    await undo('i1');
    expect(entries().map(([subject, revokedBy]) => [subject, revokedBy]).sort()).toEqual([[`sub#${ANN.sub}`, 'i2'], ['username#ann', 'i2']]);
  });

  test('is undone also when it was deleted in between', async () => {
    open('i1', 'ann');
    await act('i1');
    pool.users = [];
    await undo('i1');
    expect(entries()).toEqual([]);
  });
});

describe('a user that the pool does not have', () => {
  test('has its tokens revoked by the name that the finding gave, and the play fails, so that people look', async () => {
    open('i1', 'carl');
    await expect(act('i1')).rejects.toThrow(expect.objectContaining({ name: 'UserNotFoundException' }));
    expect(names()).toEqual(['sub#carl', 'username#carl']);
    await undo('i1');
    expect(entries()).toEqual([]);
  });
});

describe('nobody is cut off', () => {
  test.each([
    ['by the name that is on the list', 'breakglass', { ...ANN, username: 'breakglass' }],
    ['by an alias of the name', ANN.email, { ...ANN, username: 'breakglass' }],
    ['by the name of a sub', 'ann', { ...ANN, sub: '99999999-zzzz' }],
  ])('who never is, %s', async (_, id, user) => {
    reset([user]);
    open('i1', id);
    await expect(act('i1')).rejects.toThrow('never cut off');
    expect(pool.users).toEqual([user]);
    expect(entries()).toEqual([]);
    expect(pool.takeOperations()).toEqual(['AdminGetUser']);
  });
});

/** Every call of Cognito or DynamoDB that a run makes can be the last one of that run. */
const CALLS = ['AdminGetUser', 'AdminUserGlobalSignOut', 'AdminDisableUser', 'AdminEnableUser'] as const;
const STORED = ['PutItem', 'GetItem', 'UpdateItem', 'DeleteItem'] as const;

test('a run that breaks anywhere ends the same when it is run again, and so does its undo', async () => {
  const broken = new ServiceError('ValidationException', 'broken by the test');
  const fault = fc.oneof(
    fc.constantFrom(...CALLS).map((name) => [pool, name] as const), fc.constantFrom(...STORED).map((name) => [tables, name] as const));
  const faults = fc.array(fault, { maxLength: 4 });
  await fc.assert(fc.asyncProperty(faults, faults, fc.boolean(), async (first, second, enabled) => {
    reset([{ ...ANN, enabled }]);
    open('i1', 'ann');
    await through(first, () => act('i1'));
    expect(userOf('ann')).toMatchObject({ enabled: false, signedIn: false });
    expect(names()).toEqual([`sub#${ANN.sub}`, 'username#ann']);
    await through(second, () => undo('i1'));
    expect(userOf('ann').enabled).toBe(enabled);
    expect(entries()).toEqual([]);
  }), { numRuns: 50 });

  async function through(given: readonly (readonly [FakeUserPool | FakeDynamoDbTables, string])[], attempt: () => Promise<void>) {
    for (const [service, name] of given) service.failNext(name, broken);
    for (let left = given.length; left >= 0; left--) {
      try {
        await attempt();
        break;
      } catch (error) {
        if (left === 0) throw error;
      }
    }
    for (const service of [pool, tables]) service.forgetFailures();
  }
});
