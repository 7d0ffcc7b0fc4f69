import { createHash } from 'crypto';
import { App, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as fc from 'fast-check';
import { refuseSecrets } from '../../src/compute/environment-secrets';
import { SecureFunction } from '../../src/compute/secure-function';
import { secretIn } from '../../src/core/literal-secret';

const check = (name: string, value: string, allowed: string[] = []) => () => refuseSecrets('Stack/Fn', { [name]: value }, allowed);
const refused = expect.objectContaining({ id: 'SecretInEnvironment' });
const join = (...parts: string[]) => parts.join('');

// Put together at run time, so that no scanner takes this file for a leak.
test.each([
  ['an AWS access key', join('AKIA', 'IOSFODNN7EXAMPLE')],
  ['a private key', join('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIE')],
  ['a GitHub token', join('ghp_', 'a1B2'.repeat(9))],
  ['a Slack token', join('xoxb-', '1234567890-abcdef')],
  ['a Stripe key', join('sk_', 'live_', '4eC39HqLyjWDarjtT1zdp7dc')],
  ['a Google API key', join('AIza', 'SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6q')],
  ['an npm token', join('npm_', 'a1B2'.repeat(9))],
  ['a signed token', join('eyJhbGciOiJIUzI1NiJ9.', 'eyJzdWIiOiIxMjM0In0.', 'abc')],
  ['a connection string', join('postgres://user:', 'hunter2@db.example.com/app')],
])('%s is refused by its format', (_what, value) => {
  expect(check('SETTING', value)).toThrow(refused);
});

test.each(['DB_PASSWORD', 'API_KEY', 'CLIENT_SECRET', 'apiToken'])('a literal called %s is refused by its name', (name) => {
  expect(check(name, 'hunter2!Xy')).toThrow(refused);
});

test.each([
  ['SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf'],
  ['CLIENT_SECRET', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf'],
  ['TABLE_NAME', 'production-orders-table-2026'],
  ['API_URL', 'https://api.example.com/v1/orders?limit=10'],
  ['REQUEST_ID', '6f1c2a34-9b8e-4d0f-8a7b-0c1d2e3f4a5b'],
  ['TOKEN_TTL_SECONDS', '900'],
  ['LOG_LEVEL', 'INFO'],
  ['NODE_OPTIONS', '--enable-source-maps'],
  ['HANDLER_PATH', '/opt/nodejs/MyFunction2/handlers/PlaceOrder/index.js'],
  ['USER_POOL_ID', 'eu-west-1_AbCdEfGhI'],
  ['POWERTOOLS_SERVICE_NAME', 'OrdersFulfilmentServiceForEurope'],
])('%s=%s is no secret', (name, value) => {
  expect(check(name, value)).not.toThrow();
});

test('32 random bytes are refused, in hex always, in base64 but for one in a thousand that looks like words', () => {
  const random = Array.from({ length: 1_000 }, (_, i) => createHash('sha256').update(`${i}`).digest()); // the same at every run
  const refusals = (encoding: 'hex' | 'base64') => random.filter((bytes) => secretIn('SETTING', bytes.toString(encoding))).length;
  expect(refusals('hex')).toBe(1_000);
  expect(refusals('base64')).toBeGreaterThanOrEqual(998);
});

test('words, however many, are never refused', () => {
  const word = fc.constantFrom('orders', 'eu', 'west', 'payment', 'table', 'v2', 'primary', 'stream');
  fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), fc.constantFrom('-', '_', '.', '/'), (words, separator) => {
    check('SETTING', words.join(separator))();
  }));
});

test('the error names the variable and never prints the value', () => {
  const value = createHash('sha256').update('a value').digest('base64');
  let message = '';
  try {
    check('SETTING', value)();
  } catch (error) {
    message = String(error);
  }
  expect(message).toContain('SETTING');
  expect(message).not.toContain(value);
});

test('a token is not looked at', () => {
  expect(check('API_KEY', Token.asString({ Ref: 'Param' }))).not.toThrow();
});

test('a variable that is named as plain text is let through and stands in the metadata', () => {
  const stack = new Stack(new App(), 'Stack');
  const environment = { PUBLIC_TOKEN: 'pk-Visible-4-Everyone' };
  const code = lambda.Code.fromInline('exports.handler = async () => {}');
  expect(() => new SecureFunction(stack, 'Closed', { code, environment })).toThrow(refused);
  const fn = new SecureFunction(stack, 'Fn', { code, environment, plaintextEnvironment: ['PUBLIC_TOKEN'] });
  expect(fn.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:opt-out', data: 'plaintextEnvironment: PUBLIC_TOKEN' }));
});

test('a variable that is added later is checked too', () => {
  const fn = new SecureFunction(new Stack(new App(), 'Stack'), 'Fn', { code: lambda.Code.fromInline('exports.handler = async () => {}') });
  expect(() => fn.addEnvironment('DB_PASSWORD', 'hunter2!Xy')).toThrow(refused);
});
