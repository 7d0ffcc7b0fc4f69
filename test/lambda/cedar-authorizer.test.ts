import { createRequire } from 'module';
import { join } from 'path';
import * as fc from 'fast-check';
import { cedarAuthorizer } from '../../lambda/cedar-authorizer';
import { CedarClaimType, CedarDecision } from '../../src/api/cedar-authorizer-props';
import { TokenKeys } from '../../src/api/token-keys';
import { RequestOptions, requestTo } from '../support/authorizer-event';
import { cedarWorld } from '../support/cedar-world';
import { FakeVerifiedPermissions } from '../support/fake-verified-permissions';
import { ServiceError } from '../support/json-protocol-server';
import { tampered, TokenIssuer, unsigned } from '../support/tokens';

const POLICIES = `
@id("read") permit (principal, action == App::Action::"GET /orders", resource) when { context.scopes.contains("orders/read") };
@id("own") permit (principal, action == App::Action::"GET /users/{user}", resource) when { context.parameters.user == context.subject };
@id("clerks") permit (principal in App::Group::"clerks", action in [App::Action::"POST /orders", App::Action::"DELETE /orders/{id}"], resource == App::Api::"Orders");
@id("one") permit (principal == App::User::"user-9", action == App::Action::"POST /orders", resource);
@id("office") permit (principal in App::Group::"office", action, resource) when { context.sourceIp.isInRange(ip("10.0.0.0/8")) };
@id("night") permit (principal in App::Group::"night", action == App::Action::"GET /orders", resource)
  when { context.time.toTime() < duration("6h") };
@id("blocked") forbid (principal in App::Group::"blocked", action, resource);
`;
const ROUTES = ['GET /orders', 'POST /orders', 'DELETE /orders/{id}', 'GET /users/{user}'];
const MODES = [CedarDecision.VERIFIED_PERMISSIONS, CedarDecision.LOCAL];

/** All that could be faked but the date. */
const TIMERS = [
  'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout',
] as const;

const issuer = new TokenIssuer();
const stranger = new TokenIssuer();
const strangerOfOtherKey = new TokenIssuer('key-2');
const kept = { ...process.env };
let logged: string;

beforeEach(() => {
  logged = '';
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    jest.spyOn(console, method).mockImplementation((...args) => { logged += args.join(' ') + '\n'; });
  }
});
afterAll(() => {
  process.env = kept;
});

type World = ReturnType<typeof cedarWorld>;

/** A deployed authorizer and, where it asks one, the service. */
async function deploy(world: World) {
  const service = world.store && new FakeVerifiedPermissions(world.store);
  const endpoint = await service?.start();
  const authorize = cedarAuthorizer();
  const call = async (event: any) => {
    process.env = {
      ...kept,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'y',
      ...world.environment,
      ...endpoint && { AWS_ENDPOINT_URL_VERIFIEDPERMISSIONS: endpoint },
    };
    return authorize(event);
  };
  const ask = (route: string, claims: object = {}, request: RequestOptions = {}, parameters: Record<string, string> = {}) =>
    call(requestTo(route, issuer.sign({ ...world.claims, ...claims }), request, parameters));
  return { call, ask, service, world };
}

const effectOf = (answer: any): string => answer.policyDocument.Statement[0].Effect;

describe.each(MODES)('decided by %s, a request', (decision) => {
  let app: Awaited<ReturnType<typeof deploy>>;
  beforeAll(async () => {
    app = await deploy(cedarWorld({ decision, policies: POLICIES, routes: ROUTES, issuer }));
  });
  afterAll(() => app.service?.stop());

  const groups = (...names: string[]) => ({ 'cognito:groups': names });
  const office = { sourceIp: '10.1.2.3' };
  test.each<[string, string, string, object?, RequestOptions?, Record<string, string>?]>([
    ['Allow', 'a scope that a policy asks for', 'GET /orders'],
    ['Deny', 'another scope', 'GET /orders', { scope: 'orders/write' }],
    ['Deny', 'no scope', 'GET /orders', { scope: undefined }],
    ['Allow', 'the caller\'s own path', 'GET /users/{user}', {}, {}, { user: 'user-1' }],
    ['Deny', 'the path of somebody else', 'GET /users/{user}', {}, {}, { user: 'user-2' }],
    ['Deny', 'no group', 'POST /orders'],
    ['Allow', 'a group', 'POST /orders', groups('clerks')],
    ['Allow', 'a group among others', 'DELETE /orders/{id}', groups('readers', 'clerks'), {}, { id: '7' }],
    ['Deny', 'a group of another name', 'POST /orders', groups('clerk')],
    ['Allow', 'a user who is named', 'POST /orders', { sub: 'user-9' }],
    ['Deny', 'a user who is not', 'POST /orders', { sub: 'user-8' }],
    ['Allow', 'an address in the range', 'POST /orders', groups('office'), office],
    ['Deny', 'an address out of the range', 'POST /orders', groups('office'), { sourceIp: '11.1.2.3' }],
    ['Deny', 'an address of another family', 'POST /orders', groups('office'), { sourceIp: '2001:db8::1' }],
    ['Deny', 'a group that is forbidden what others may', 'GET /orders', groups('blocked')],
    ['Deny', 'a route that the API does not have', 'PUT /orders', groups('office'), office],
    ['Deny', 'no address', 'GET /orders', {}, { sourceIp: '' }],
    ['Deny', 'a parameter that is missing', 'GET /users/{user}', groups('office'), office],
  ])('is answered %s for %s', async (...[effect, , route, claims, request, parameters]) => {
    expect(effectOf(await app.ask(route, claims, request, parameters))).toBe(effect);
  });

  test.each([['Allow', '2030-01-01T03:00:00Z'], ['Deny', '2030-01-01T12:00:00Z']])('is answered %s by the time %s', async (effect, time) => {
    const token = issuer.sign({ ...app.world.claims, ...groups('night'), scope: '', exp: 2 ** 33 });
    jest.useFakeTimers({ now: new Date(time), doNotFake: [...TIMERS] });
    try {
      expect(effectOf(await app.call(requestTo('GET /orders', token)))).toBe(effect);
    } finally {
      jest.useRealTimers();
    }
  });

  describe('is refused with a token that', () => {
    const good = () => ({ ...app.world.claims });
    const now = () => Math.floor(Date.now() / 1000);
    test.each<[string, () => string | undefined]>([
      ['is not there', () => undefined],
      ['is empty', () => ''],
      ['is no token', () => 'x.y.z'],
      ['expired', () => issuer.sign({ ...good(), exp: now() - 1 })],
      ['is not good yet', () => issuer.sign({ ...good(), nbf: now() + 60 })],
      ['is of another issuer', () => issuer.sign({ ...good(), iss: good().iss.replace('Pool', 'Pond') })],
      ['is of another client', () => issuer.sign({ ...good(), client_id: 'other' })],
      ['has no client', () => issuer.sign({ ...good(), client_id: undefined })],
      ['is an identity token', () => issuer.sign({ ...good(), token_use: 'id', aud: good().client_id })],
      ['says nothing of its use', () => issuer.sign({ ...good(), token_use: undefined })],
      ['has no subject', () => issuer.sign({ ...good(), sub: undefined })],
      ['is unsigned', () => unsigned(issuer.sign(good()))],
      ['claims to be unsigned', () => issuer.sign(good(), { alg: 'none' })],
      ['is signed with a shared secret', () => issuer.sign(good(), { alg: 'HS256' })],
      ['was tampered with', () => tampered(issuer.sign({ ...good(), scope: '' }), { scope: 'orders/read' })],
      ['is signed by others', () => stranger.sign(good())],
      ['is signed with an unknown key', () => strangerOfOtherKey.sign(good())],
      ['brings its own key', () => stranger.sign(good(), { jwk: stranger.jwks.keys[0] })],
    ])('%s', async (_, token) => {
      expect(effectOf(await app.call(requestTo('GET /orders', token())))).toBe('Deny');
    });

    test('is good', async () => {
      expect(effectOf(await app.call(requestTo('GET /orders', issuer.sign(good()))))).toBe('Allow');
    });
  });

  test('is refused with two tokens, of which each side could read another', async () => {
    const event = requestTo('GET /orders', issuer.sign(app.world.claims));
    event.multiValueHeaders!.authorization = [`Bearer ${stranger.sign(app.world.claims)}`];
    expect(effectOf(await app.call(event))).toBe('Deny');
  });

  test('is let in to its own method and path, and tells the function behind who calls', async () => {
    const event = requestTo('GET /users/{user}', issuer.sign(app.world.claims), {}, { user: 'user-1' });
    expect(await app.call(event)).toEqual({
      principalId: 'user-1',
      policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }] },
      context: { sub: 'user-1', clientId: app.world.claims.client_id, scope: 'orders/read orders/write' },
    });
  });

  test('is never let in to anything but what it asked for', async () => {
    const arns = fc.tuple(fc.constantFrom(...ROUTES), fc.string({ maxLength: 12 }), fc.constantFrom('user-1', 'user-2', '*', 'a?b', '${aws:username}'));
    await fc.assert(fc.asyncProperty(arns, async ([route, tail, user]) => {
      const event = requestTo(route, issuer.sign({ ...app.world.claims, ...groups('clerks') }), office, { user, id: user });
      event.methodArn += tail;
      const [{ Effect, Resource, ...rest }] = (await app.call(event)).policyDocument.Statement as any[];
      expect(rest).toEqual({ Action: 'execute-api:Invoke' });
      expect(Resource).toBe(event.methodArn);
      // a pattern would stand for other paths too
      if (/[*?]|\$\{/.test(event.methodArn)) expect(Effect).toBe('Deny');
    }), { numRuns: 60 });
  });

  test('leaves who was decided about in the log, and never a token', async () => {
    const token = issuer.sign(app.world.claims);
    await app.call(requestTo('GET /orders', token));
    await app.call(requestTo('POST /orders', token));
    await app.call(requestTo('GET /orders', tampered(token, { sub: 'other' })));
    const lines = logged.trim().split('\n').map((line) => JSON.parse(line));
    expect(lines.map(({ decision: effect, route }) => `${effect} ${route}`)).toEqual(['Allow GET /orders', 'Deny POST /orders', 'Deny GET /orders']);
    expect(lines[0]).toMatchObject({ sub: 'user-1', requestId: 'request-1' });
    for (const part of token.split('.')) expect(logged).not.toContain(part);
    expect(logged).not.toContain('Bearer');
  });
});

describe.each(MODES)('context decided by %s', (decision) => {
  const policies = `permit (principal, action, resource) when {
    context.country == "CH" && context.sourceIp == ip("198.51.100.9") && context.posture.managed && context.posture["custom:level"] >= 3 &&
    context.posture.apps.contains("mdm") && context.posture.os == "ios" && context.certificate.subject == "CN=device-1"
  };`;
  const postureClaims = {
    'managed': CedarClaimType.BOOLEAN, 'custom:level': CedarClaimType.LONG, 'apps': CedarClaimType.STRING_SET, 'os': CedarClaimType.STRING,
  };
  const posture = { 'managed': true, 'custom:level': '3', 'apps': ['mdm'], 'os': 'ios' };
  const headers = { 'CloudFront-Viewer-Address': '198.51.100.9:46532', 'CloudFront-Viewer-Country': 'CH' };
  const clientCert = { subjectDN: 'CN=device-1', issuerDN: 'CN=ca', serialNumber: '1' };
  let app: Awaited<ReturnType<typeof deploy>>;
  beforeAll(async () => {
    const props = { postureClaims, behindCloudFront: true, clientCertificate: true };
    app = await deploy(cedarWorld({ decision, policies, routes: ['GET /orders'], props, issuer }));
  });
  afterAll(() => app.service?.stop());

  const cases: [string, string, object, RequestOptions][] = [
    ['Allow', 'all of it', posture, { headers, clientCert }],
    ['Allow', 'booleans as Cognito writes them', { ...posture, managed: 'true' }, { headers, clientCert }],
    ['Deny', 'another posture', { ...posture, managed: false }, { headers, clientCert }],
    ['Deny', 'a level too low', { ...posture, 'custom:level': '2' }, { headers, clientCert }],
    ['Deny', 'a level that is no number', { ...posture, 'custom:level': '3x' }, { headers, clientCert }],
    ['Deny', 'a boolean that is none', { ...posture, managed: 'yes' }, { headers, clientCert }],
    ['Deny', 'a list with something else', { ...posture, apps: ['mdm', 1] }, { headers, clientCert }],
    ...Object.keys(posture).map((claim): [string, string, object, RequestOptions] => ['Deny', `no ${claim}`, { ...posture, [claim]: undefined }, { headers, clientCert }]),
    ['Deny', 'no certificate', posture, { headers }],
    ['Deny', 'the certificate of another device', posture, { headers, clientCert: { ...clientCert, subjectDN: 'CN=device-2' } }],
    ['Deny', 'no country', posture, { headers: { 'CloudFront-Viewer-Address': headers['CloudFront-Viewer-Address'] }, clientCert }],
    ['Deny', 'another country', posture, { headers: { ...headers, 'CloudFront-Viewer-Country': 'XX' }, clientCert }],
    ['Deny', 'a country that is none', posture, { headers: { ...headers, 'CloudFront-Viewer-Country': 'CH, CH' }, clientCert }],
    ['Deny', 'no address', posture, { headers: { 'CloudFront-Viewer-Country': 'CH' }, clientCert, sourceIp: '198.51.100.9' }],
    ['Deny', 'another address', posture, { headers: { ...headers, 'CloudFront-Viewer-Address': '198.51.100.8:46532' }, clientCert }],
    ['Deny', 'an address that is none', posture, { headers: { ...headers, 'CloudFront-Viewer-Address': 'localhost:1' }, clientCert }],
  ];
  test.each(cases)('is answered %s with %s', async (effect, _, claims, request) => {
    expect(effectOf(await app.ask('GET /orders', claims, request))).toBe(effect);
  });

  test('has the address of IPv6, with port and brackets or without', async () => {
    const world = cedarWorld({ decision, policies: 'permit (principal, action, resource) when { context.sourceIp == ip("2001:db8::9") };', routes: ['GET /'], props: { behindCloudFront: true }, issuer });
    const six = await deploy(world);
    for (const address of ['2001:db8::9:46532', '[2001:db8::9]:46532']) {
      expect(effectOf(await six.ask('GET /', {}, { headers: { ...headers, 'CloudFront-Viewer-Address': address } }))).toBe('Allow');
    }
    await six.service?.stop();
  });
});

describe('an error', () => {
  const routes = ['GET /orders'];
  const policies = 'permit (principal, action, resource);\nforbid (principal, action, resource) when { context.path == "/no" };';

  test('of the service denies: refused, broken, down', async () => {
    const app = await deploy(cedarWorld({ decision: CedarDecision.VERIFIED_PERMISSIONS, policies, routes, issuer }));
    expect(effectOf(await app.ask('GET /orders'))).toBe('Allow');
    app.service.failNext('IsAuthorizedWithToken', new ServiceError('AccessDeniedException', 'no'));
    expect(effectOf(await app.ask('GET /orders'))).toBe('Deny');
    for (const _ of [1, 2]) app.service.failNext('IsAuthorizedWithToken', new ServiceError('InternalServerException', 'broken', 500));
    expect(effectOf(await app.ask('GET /orders'))).toBe('Deny');
    await app.service.stop();
    expect(effectOf(await app.ask('GET /orders'))).toBe('Deny');
  });

  test('in a policy denies, as a forbid that fails forbids nothing', async () => {
    const overflow = `permit (principal, action, resource);
      forbid (principal, action, resource) when { context.posture.level * 4611686018427387904 > 0 };`;
    for (const decision of MODES) {
      const props = { postureClaims: { level: CedarClaimType.LONG } };
      const app = await deploy(cedarWorld({ decision, policies: overflow, routes, props, issuer }));
      expect(effectOf(await app.ask('GET /orders', { level: 3 }))).toBe('Deny');
      expect(effectOf(await app.ask('GET /orders', { level: 0 }))).toBe('Allow');
      await app.service?.stop();
    }
  });

  test('in the deployment denies: a variable or a file that is not there', async () => {
    const world = cedarWorld({ decision: CedarDecision.LOCAL, policies, routes, issuer });
    for (const [name, value] of [['CLIENT_IDS', ''], ['ISSUERS', ''], ['JWKS_URI', ''], ['LAMBDA_TASK_ROOT', '/nowhere']]) {
      const app = await deploy({ ...world, environment: { ...world.environment, [name]: value } });
      expect(effectOf(await app.ask('GET /orders'))).toBe('Deny');
    }
    expect(effectOf(await (await deploy(world)).ask('GET /orders'))).toBe('Allow');
  });

  test('of time denies: a service that does not answer', async () => {
    const app = await deploy(cedarWorld({ decision: CedarDecision.VERIFIED_PERMISSIONS, policies, routes, issuer }));
    for (const _ of [1, 2]) app.service.loseNextAnswer('IsAuthorizedWithToken');
    expect(effectOf(await app.ask('GET /orders'))).toBe('Deny');
    expect(app.service.takeOperations()).toHaveLength(2);
    await app.service.stop();
  });
});

test('with fixed keys the function verifies tokens before it asks the service', async () => {
  const props = { keys: TokenKeys.fromJwks(JSON.stringify(issuer.jwks)) };
  const app = await deploy(cedarWorld({
    decision: CedarDecision.VERIFIED_PERMISSIONS, policies: POLICIES, routes: ROUTES, props, issuer,
  }));
  expect(effectOf(await app.call(requestTo('GET /orders', stranger.sign(app.world.claims))))).toBe('Deny');
  expect(app.service.calls).toEqual([]);
  expect(effectOf(await app.ask('GET /orders'))).toBe('Allow');
  expect(app.service.calls).toHaveLength(1);
  await app.service.stop();
});

test('without keys of its own, the service gets the very token', async () => {
  const app = await deploy(cedarWorld({ decision: CedarDecision.VERIFIED_PERMISSIONS, policies: POLICIES, routes: ROUTES, issuer }));
  const token = issuer.sign(app.world.claims);
  await app.call(requestTo('GET /orders', token));
  expect(app.service.calls[0].input).toMatchObject({
    policyStoreId: app.world.environment.POLICY_STORE_ID,
    accessToken: token,
    action: { actionType: 'App::Action', actionId: 'GET /orders' },
    resource: { entityType: 'App::Api', entityId: 'Orders' },
  });
  await app.service.stop();
});

test('a function that starts with policies that it cannot read denies each request, and starts', async () => {
  const { environment, claims } = cedarWorld({ decision: CedarDecision.LOCAL, policies: POLICIES, routes: ROUTES, issuer });
  const event = requestTo('GET /orders', issuer.sign(claims));
  process.env = { ...kept, ...environment, LAMBDA_TASK_ROOT: '/nowhere' };
  const authorize = cedarAuthorizer(true);
  expect(effectOf(await authorize(event))).toBe('Deny');
  process.env = { ...kept, ...environment };
  expect(effectOf(await authorize(event))).toBe('Allow');
  expect(effectOf(await cedarAuthorizer(true)(event))).toBe('Allow');
});

test('the code that is deployed decides as its source does', async () => {
  const { environment, claims } = cedarWorld({ decision: CedarDecision.LOCAL, policies: POLICIES, routes: ROUTES, issuer });
  const { handler } = createRequire(__filename)(join(environment.LAMBDA_TASK_ROOT, 'index.js'));
  process.env = { ...kept, ...environment };
  expect(effectOf(await handler(requestTo('GET /orders', issuer.sign(claims))))).toBe('Allow');
  expect(effectOf(await handler(requestTo('POST /orders', issuer.sign(claims))))).toBe('Deny');
  expect(effectOf(await handler(requestTo('GET /orders', stranger.sign(claims))))).toBe('Deny');
});
