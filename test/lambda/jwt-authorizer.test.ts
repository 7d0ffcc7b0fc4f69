import { createHash, X509Certificate } from 'crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { jwtAuthorizer } from '../../lambda/jwt-authorizer';
import { RequestOptions, requestTo } from '../support/authorizer-event';
import { tampered, TokenIssuer, unsigned } from '../support/tokens';

const ISSUER = 'https://id.example.com';
const issuer = new TokenIssuer();
const stranger = new TokenIssuer();
const kept = { ...process.env };
const CLAIMS = { iss: ISSUER, sub: 'user-1', aud: 'orders', scope: 'orders/read profile' };

let folder: string;
let logged: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zt-jwt-'));
});
beforeEach(() => {
  logged = '';
  jest.spyOn(console, 'info').mockImplementation((text) => { logged += text; });
});
afterAll(() => {
  process.env = kept;
  rmSync(folder, { recursive: true });
});

function deploy(config: object = {}, environment: Record<string, string> = {}) {
  const routes = { 'GET /orders': ['orders/read', 'orders/admin'], 'GET /health': [] };
  const deployed = mkdtempSync(join(folder, 'code-'));
  writeFileSync(join(deployed, 'config.json'), JSON.stringify({
    routes, requiredClaims: {}, maxTokenAge: 86_400, clockTolerance: 10, certificateBound: false, jwks: issuer.jwks, ...config,
  }));
  const authorize = jwtAuthorizer();
  return async (route: string, token?: string, request?: RequestOptions) => {
    process.env = { ...kept, LAMBDA_TASK_ROOT: deployed, ISSUERS: ISSUER, AUDIENCES: 'orders other', JWKS_URI: `${ISSUER}/keys`, ...environment };
    return authorize(requestTo(route, token, request));
  };
}

const effectOf = (answer: any): string => answer.policyDocument.Statement[0].Effect;
const now = () => Math.floor(Date.now() / 1000);

describe('a request', () => {
  test.each<[string, string, string, object?]>([
    ['Allow', 'GET /orders', 'one of the route\'s scopes'],
    ['Allow', 'GET /orders', 'another of the route\'s scopes', { scope: 'orders/admin' }],
    ['Allow', 'GET /orders', 'scopes as a list', { scope: undefined, scp: ['orders/read'] }],
    ['Allow', 'GET /orders', 'several audiences', { aud: ['elsewhere', 'other'] }],
    ['Allow', 'GET /health', 'no scope, where none is asked for', { scope: undefined }],
    ['Deny', 'GET /orders', 'none of the route\'s scopes', { scope: 'orders/write' }],
    ['Deny', 'GET /orders', 'a scope that begins alike', { scope: 'orders/readall' }],
    ['Deny', 'GET /orders', 'a scope that is no text', { scope: { 'orders/read': true } }],
    ['Deny', 'GET /orders', 'no scope', { scope: undefined }],
    ['Deny', 'PUT /orders', 'a route that the API does not have'],
    ['Deny', 'GET constructor', 'a route that is a name of JavaScript'],
    ['Deny', 'GET /orders', 'another audience', { aud: 'app-1' }],
    ['Deny', 'GET /orders', 'no audience', { aud: undefined }],
    ['Deny', 'GET /orders', 'another issuer', { iss: `${ISSUER}/` }],
    ['Deny', 'GET /orders', 'no issuer', { iss: undefined }],
    ['Allow', 'GET /orders', 'a token that expired within the tolerance', { exp: now() - 5 }],
    ['Deny', 'GET /orders', 'an expired token', { exp: now() - 15 }],
    ['Deny', 'GET /orders', 'a token that never expires', { exp: undefined }],
    ['Allow', 'GET /orders', 'a token that is good within the tolerance', { iat: now() + 5, nbf: now() + 5 }],
    ['Deny', 'GET /orders', 'a token that is not good yet', { nbf: now() + 15 }],
    ['Deny', 'GET /orders', 'a token that was issued in the future', { iat: now() + 15 }],
    ['Allow', 'GET /orders', 'a token of 23 hours ago', { iat: now() - 82_800 }],
    ['Deny', 'GET /orders', 'a token that was issued too long ago', { iat: now() - 86_415 }],
    ['Deny', 'GET /orders', 'a token that does not say when it was issued', { iat: undefined }],
    ['Deny', 'GET /orders', 'no subject', { sub: undefined }],
  ])('is answered %s to %s with %s', async (...[effect, route, , claims]) => {
    expect(effectOf(await deploy()(route, issuer.sign({ ...CLAIMS, ...claims })))).toBe(effect);
  });

  test.each<[string, () => string | undefined]>([
    ['no token', () => undefined],
    ['an unsigned token', () => unsigned(issuer.sign(CLAIMS))],
    ['a token that claims to be unsigned', () => issuer.sign(CLAIMS, { alg: 'none' })],
    ['a token under a shared secret', () => issuer.sign(CLAIMS, { alg: 'HS256' })],
    ['a token of another algorithm', () => issuer.sign(CLAIMS, { alg: 'RS512' })],
    ['a token that was tampered with', () => tampered(issuer.sign(CLAIMS), { sub: 'admin' })],
    ['a token of a stranger', () => stranger.sign(CLAIMS)],
    ['a token of an unknown key', () => issuer.sign(CLAIMS, { kid: 'key-2' })],
    ['a token without key', () => issuer.sign(CLAIMS, { kid: undefined })],
    ['a token that names its own keys', () => stranger.sign(CLAIMS, { jku: 'https://evil.example.com/keys', jwk: stranger.jwks.keys[0] })],
  ])('is refused with %s', async (_, token) => {
    expect(effectOf(await deploy()('GET /orders', token()))).toBe('Deny');
  });

  test('is let in to its own method and path, and tells the function behind who calls', async () => {
    expect(await deploy()('GET /orders', issuer.sign(CLAIMS))).toEqual({
      principalId: 'user-1',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: requestTo('GET /orders').methodArn }],
      },
      context: { sub: 'user-1', scope: 'orders/read profile' },
    });
  });

  test('leaves no token in the log', async () => {
    const token = issuer.sign(CLAIMS);
    await deploy()('GET /orders', token);
    await deploy()('GET /orders', tampered(token, { sub: 'admin' }));
    expect(logged).toContain('user-1');
    for (const part of token.split('.')) expect(logged).not.toContain(part);
  });
});

describe('what a token must hold', () => {
  test('is each of the claims, as a text or in a list', async () => {
    const authorize = deploy({ requiredClaims: { tenant: 'a', roles: 'buyer' } });
    const effect = async (claims: object) => effectOf(await authorize('GET /orders', issuer.sign({ ...CLAIMS, ...claims })));
    expect(await effect({ tenant: 'a', roles: ['seller', 'buyer'] })).toBe('Allow');
    expect(await effect({ tenant: 'b', roles: ['buyer'] })).toBe('Deny');
    expect(await effect({ tenant: 'a', roles: 'buyers' })).toBe('Deny');
    expect(await effect({ tenant: 'a' })).toBe('Deny');
    expect(effectOf(await deploy({ requiredClaims: { constructor: 'x' } })('GET /orders', issuer.sign(CLAIMS)))).toBe('Deny');
  });

  test.each<[string, string, object?, object?]>([
    ['Allow', 'at+jwt'],
    ['Allow', 'at+jwt in other letters', { typ: 'at+JWT' }],
    ['Allow', 'at+jwt as a whole media type', { typ: 'application/at+jwt' }],
    ['Allow', 'a JWT that says that it is an access token', { typ: 'JWT' }, { token_use: 'access' }],
    ['Allow', 'no type and the word of Cognito', { typ: undefined }, { token_use: 'access' }],
    ['Deny', 'no type and no word', { typ: undefined }],
    ['Deny', 'a JWT that may be anything', { typ: 'JWT' }],
    ['Deny', 'a logout token', { typ: 'logout+jwt' }],
    ['Deny', 'a security event', { typ: 'secevent+jwt' }],
    ['Deny', 'a proof of possession', { typ: 'dpop+jwt' }],
    ['Deny', 'a type that is no text', { typ: ['at+jwt', 'x'] }],
    ['Deny', 'the word of Cognito that it is an ID token', {}, { token_use: 'id' }],
    ['Deny', 'an ID token that calls itself an access token', {}, { nonce: 'n-1' }],
    ['Deny', 'the hash of another access token', {}, { at_hash: 'x' }],
    ['Deny', 'an extension that must be understood', { crit: ['exp'] }],
    ['Deny', 'an extension of the payload', { crit: ['b64'], b64: false }],
    ['Deny', 'an empty list of extensions', { crit: [] }],
  ])('is its kind, by default: %s with %s', async (...[effect, , header, claims]) => {
    expect(effectOf(await deploy()('GET /orders', issuer.sign({ ...CLAIMS, ...claims }, header)))).toBe(effect);
  });

  test.each<[string, string, object, object?]>([
    ['Allow', 'JWT', { typ: 'JWT' }],
    ['Allow', 'JWT', { typ: undefined }],
    ['Allow', 'JWT', { typ: 'JWT' }, { typ: 'Bearer' }],
    ['Allow', 'application/custom+jwt', { typ: 'custom+JWT' }],
    ['Deny', 'JWT', { typ: 'logout+jwt' }],
    ['Deny', 'JWT', { typ: 'JWT' }, { typ: 'ID' }],
    ['Deny', 'JWT', { typ: 'JWT' }, { typ: 'Refresh' }],
    ['Deny', 'JWT', { typ: 'JWT' }, { token_use: 'id' }],
    ['Deny', 'JWT', { typ: 'JWT' }, { nonce: 'n-1' }],
    ['Deny', 'JWT', { typ: 'JWT' }, { events: {} }],
    ['Deny', 'at+jwt', { typ: 'JWT' }, { token_use: 'access' }],
    ['Deny', 'at+jwt', { typ: undefined }],
  ])('is the type that is asked for: %s to %s with header %j', async (...[effect, tokenType, header, claims]) => {
    expect(effectOf(await deploy({ tokenType })('GET /orders', issuer.sign({ ...CLAIMS, ...claims }, header)))).toBe(effect);
  });

  test('is an age, where one is asked for', async () => {
    const authorize = deploy({ maxTokenAge: 60, clockTolerance: 0 });
    expect(effectOf(await authorize('GET /orders', issuer.sign({ ...CLAIMS, iat: now() - 30 })))).toBe('Allow');
    expect(effectOf(await authorize('GET /orders', issuer.sign({ ...CLAIMS, iat: now() - 65 })))).toBe('Deny');
  });

  test('is the hash of the client certificate, where tokens are bound to one', async () => {
    const authorize = deploy({ certificateBound: true });
    const thumbprint = createHash('sha256').update(new X509Certificate(CERTIFICATE).raw).digest('base64url');
    const bound = issuer.sign({ ...CLAIMS, cnf: { 'x5t#S256': thumbprint } });
    const clientCert = { clientCertPem: CERTIFICATE };
    expect(effectOf(await authorize('GET /orders', bound, { clientCert }))).toBe('Allow');
    expect(effectOf(await authorize('GET /orders', bound))).toBe('Deny');
    expect(effectOf(await authorize('GET /orders', issuer.sign(CLAIMS), { clientCert }))).toBe('Deny');
    expect(effectOf(await authorize('GET /orders', issuer.sign({ ...CLAIMS, cnf: { 'x5t#S256': 'other' } }), { clientCert }))).toBe('Deny');
    expect(effectOf(await authorize('GET /orders', bound, { clientCert: { clientCertPem: 'none' } }))).toBe('Deny');
  });
});

describe('keys that are fetched', () => {
  let server: Server;
  let answer: { status: number; body: string; headers?: Record<string, string>; hang?: boolean };
  let requests: number;
  beforeEach(async () => {
    requests = 0;
    answer = { status: 200, body: JSON.stringify(issuer.jwks) };
    server = createServer((_, response) => {
      requests++;
      if (!answer.hang) response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const authorizer = () => deploy({ jwks: undefined }, { JWKS_URI: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys` });

  test('are fetched once, and again for a key that is new', async () => {
    const authorize = authorizer();
    for (const _ of [1, 2, 3]) expect(effectOf(await authorize('GET /orders', issuer.sign(CLAIMS)))).toBe('Allow');
    expect(requests).toBe(1);
    const next = new TokenIssuer('key-2');
    answer = { status: 200, body: JSON.stringify(next.jwks) };
    expect(effectOf(await authorize('GET /orders', next.sign(CLAIMS)))).toBe('Allow');
    expect(requests).toBe(2);
  });

  test.each<[string, typeof answer]>([
    ['an error', { status: 500, body: JSON.stringify(issuer.jwks) }],
    ['no keys', { status: 200, body: '{}' }],
    ['no JSON', { status: 200, body: 'hello' }],
    ['too much', { status: 200, body: JSON.stringify({ ...issuer.jwks, more: 'x'.repeat(200_000) }) }],
    ['another place', { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/keys' } }],
    ['nothing', { status: 200, body: '', hang: true }],
  ])('deny when the issuer answers with %s', async (_, given) => {
    answer = given;
    expect(effectOf(await authorizer()('GET /orders', issuer.sign(CLAIMS)))).toBe('Deny');
  });

  test('deny when the issuer is down', async () => {
    const authorize = authorizer();
    server.close();
    expect(effectOf(await authorize('GET /orders', issuer.sign(CLAIMS)))).toBe('Deny');
  });
});

/** Self-signed, for nobody. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBfjCCASOgAwIBAgIUbrc89PmWZhsktpVjoHOoE3wKu+4wCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIZGV2aWNlLTEwIBcNMjYxMTIyMDkzOTQwWhgPMjEyNjEwMjkw
OTM5NDBaMBMxETAPBgNVBAMMCGRldmljZS0xMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEtHDozZUic2lR+vnpErdBrAOiFwkoFIrgw5fsXWNoCnNIcBZfdvbdHAY2
3+wZA2di+9/7nqGDgm3rkylz7WmkUKNTMFEwHQYDVR0OBBYEFNvumMqrkFOUxCOa
Y11kWc9Ea8UaMB8GA1UdIwQYMBaAFNvumMqrkFOUxCOaY11kWc9Ea8UaMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAL+i2G7Qrs1P0P+c96SuagOD
NIxyJF80TzlstBAA/h6XAiEAmv2R05BpdkE4ug9mT2GdTZSa7cn5YCTW0DIBCrYl
HMM=
-----END CERTIFICATE-----`;
