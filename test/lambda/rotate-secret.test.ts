import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecretsManagerRotationEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import { handler } from '../../lambda/rotate-secret';
import { fits, generate, generatorOf } from '../../lambda/rotate-secret/generator';
import { FakeSecretsManager } from '../support/fake-secrets-manager';

type Step = SecretsManagerRotationEvent['Step'];

const TAG = 'cdk-zero-trust:generator';
const STEPS: Step[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];
const OLD = 'Old0value-'.repeat(4);

let fake: FakeSecretsManager;
let logged: string;

beforeAll(async () => {
  fake = await FakeSecretsManager.start();
  Object.assign(process.env, fake.environment);
});
afterAll(() => fake.stop());

beforeEach(() => {
  logged = '';
  fake.calls.length = 0;
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    jest.spyOn(console, method).mockImplementation((...args) => { logged += args.join(' ') + '\n'; });
  }
});

let count = 0;
function secretWith(value = OLD, generator = 'length=40'): string {
  return fake.create(`secret-${count++}`, value, { [TAG]: generator, Owner: 'orders' });
}

async function run(secret: string, token: string, ...steps: string[]): Promise<void> {
  for (const step of steps) await handler({ SecretId: secret, ClientRequestToken: token, Step: step as Step });
}

describe('a rotation', () => {
  test('makes a new value current and keeps the old one as AWSPREVIOUS', async () => {
    const secret = secretWith();
    const token = fake.beginRotation(secret);
    await run(secret, token, ...STEPS);

    expect(fake.valueOf(secret, 'AWSPREVIOUS')).toBe(OLD);
    expect(fake.valueOf(secret, 'AWSCURRENT')).toBe(fake.valueOf(secret, token));
    expect(fake.valueOf(secret, 'AWSCURRENT')).not.toBe(OLD);
    expect(fake.valueOf(secret, 'AWSCURRENT')).toHaveLength(40);
    expect(fake.stagesOf(secret)[token]).toContain('AWSCURRENT');
  });

  test('leaves the secret ready for the next one: AWSPENDING is nowhere but on the current version', async () => {
    const secret = secretWith();
    const first = fake.beginRotation(secret);
    await run(secret, first, ...STEPS);
    const next = fake.beginRotation(secret);
    await run(secret, next, ...STEPS);
    expect(fake.stagesOf(secret)).toEqual({ [next]: ['AWSCURRENT', 'AWSPENDING'], [first]: ['AWSPREVIOUS'] });
  });

  test('changes nothing for readers until its last step', async () => {
    const secret = secretWith();
    await run(secret, fake.beginRotation(secret), 'createSecret', 'setSecret', 'testSecret');
    expect(fake.valueOf(secret, 'AWSCURRENT')).toBe(OLD);
  });

  test('can be repeated step by step, as after a lost answer, and makes one value only', async () => {
    const secret = secretWith();
    const token = fake.beginRotation(secret);
    await run(secret, token, 'createSecret');
    const pending = fake.valueOf(secret, token);
    await run(secret, token, 'createSecret', 'createSecret', 'setSecret', 'setSecret', 'testSecret', 'testSecret', 'finishSecret', 'finishSecret');

    expect(fake.valueOf(secret, 'AWSCURRENT')).toBe(pending);
    expect(fake.valueOf(secret, 'AWSPREVIOUS')).toBe(OLD);
    expect(fake.calls.filter((call) => call === 'PutSecretValue')).toHaveLength(1);
    expect(fake.calls.filter((call) => call === 'UpdateSecretVersionStage')).toHaveLength(1);
  });

  test('begun once more for a version that is current does nothing at all', async () => {
    const secret = secretWith();
    const [current] = Object.keys(fake.stagesOf(secret));
    await run(secret, current, ...STEPS);
    expect(new Set(fake.calls)).toEqual(new Set(['DescribeSecret']));
    expect(fake.stagesOf(secret)).toEqual({ [current]: ['AWSCURRENT'] });
  });

  test('of a JSON secret renews the generated field and keeps the others', async () => {
    const secret = secretWith(JSON.stringify({ user: 'orders', port: 5432, password: OLD }), 'length=32 key=password');
    await run(secret, fake.beginRotation(secret), ...STEPS);
    const { password, ...rest } = JSON.parse(fake.valueOf(secret, 'AWSCURRENT')!);
    expect(rest).toEqual({ user: 'orders', port: 5432 });
    expect(password).toHaveLength(32);
    expect(password).not.toBe(OLD);
  });

  test('generates by the exclusions of the secret', async () => {
    const exclude = Buffer.from('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~01').toString('base64url');
    const secret = secretWith(OLD, `length=64 exclude=${exclude}`);
    await run(secret, fake.beginRotation(secret), ...STEPS);
    expect(fake.valueOf(secret, 'AWSCURRENT')).toMatch(/^[A-Za-z2-9]{64}$/);
  });
});

describe('a rotation is refused', () => {
  const refused = async (secret: string, token: string, message: RegExp, ...steps: string[]) => {
    const before = fake.stagesOf(secret);
    await expect(run(secret, token, ...(steps.length ? steps : ['createSecret']))).rejects.toThrow(message);
    expect(fake.stagesOf(secret)).toEqual(before);
  };

  test('when rotation is not enabled for the secret', async () => {
    const secret = secretWith();
    const token = fake.beginRotation(secret);
    fake.disableRotation(secret);
    await refused(secret, token, /not enabled/);
  });

  test('when the token names no version', async () => {
    await refused(secretWith(), 'f'.repeat(36), /no stage to rotate/);
  });

  test.each(STEPS)('when the version is no longer pending (%s)', async (step) => {
    const secret = secretWith();
    await run(secret, fake.beginRotation(secret), ...STEPS);
    await run(secret, fake.beginRotation(secret), ...STEPS);
    const [previous] = Object.entries(fake.stagesOf(secret)).find(([, stages]) => stages.includes('AWSPREVIOUS'))!;
    await refused(secret, previous, /is not AWSPENDING/, step);
  });

  test('when the secret does not exist', async () => {
    await expect(run('nowhere', 'f'.repeat(36), 'createSecret')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('when the step is unknown', async () => {
    const secret = secretWith();
    await refused(secret, fake.beginRotation(secret), /none of createSecret/, 'dropSecret');
  });

  test.each(['testSecret', 'finishSecret'])('when %s comes before there is a value', async (step) => {
    const secret = secretWith();
    await refused(secret, fake.beginRotation(secret), /has no text/, step);
  });

  test.each(['testSecret', 'finishSecret'])('by %s when the pending value is the current one', async (step) => {
    const value = 'aB3-'.repeat(10);
    const secret = secretWith(value);
    const token = fake.beginRotation(secret);
    await put(secret, token, value);
    await refused(secret, token, /has the value of the current one/, step);
  });

  test.each(['testSecret', 'finishSecret'])('by %s when someone else put the pending value', async (step) => {
    const secret = secretWith();
    const token = fake.beginRotation(secret);
    await put(secret, token, 'short');
    await refused(secret, token, /not what the secret's generator makes/, step);
  });

  test.each([
    ['there is no tag', undefined],
    ['the tag is not readable', 'length=long'],
    ['the tag asks for a short value', 'length=8'],
    ['the tag leaves too few characters', `length=40 exclude=${Buffer.from(allBut('0123456789')).toString('base64url')}`],
  ])('when %s, rather than to guess', async (_, generator) => {
    const secret = fake.create(`secret-${count++}`, OLD, generator === undefined ? {} : { [TAG]: generator });
    await refused(secret, fake.beginRotation(secret), /tag cdk-zero-trust:generator/);
  });

  test.each(['not json at all', '"a text"', '[1]', 'null'])('when a JSON secret holds %s', async (value) => {
    const secret = secretWith(value, 'length=40 key=password');
    await refused(secret, fake.beginRotation(secret), /not the JSON object/);
  });
});

describe('the value of a secret', () => {
  test('is in no log line of a rotation', async () => {
    const secret = secretWith(JSON.stringify({ password: OLD }), 'length=40 key=password');
    const token = fake.beginRotation(secret);
    await run(secret, token, ...STEPS);
    expect(logged.trim().split('\n').map((line) => JSON.parse(line).step)).toEqual(STEPS);
    expect(logged).not.toContain(OLD);
    expect(logged).not.toContain(JSON.parse(fake.valueOf(secret, token)!).password);
  });

  test('is in no error, not even in that of a JSON parser', async () => {
    const secret = secretWith('sup3r-secret', 'length=40 key=password');
    const error = await run(secret, fake.beginRotation(secret), 'createSecret').catch((e: Error) => e);
    expect(error).toBeInstanceOf(Error);
    expect(`${(error as Error).stack}${JSON.stringify(error)}${logged}`).not.toContain('sup3r');
  });
});

describe('the generator', () => {
  const CHARS = allBut('');

  test('makes only what its rules allow, whatever they are', () => {
    fc.assert(fc.property(
      fc.integer({ min: 32, max: 200 }), fc.uniqueArray(fc.constantFrom(...CHARS), { maxLength: 70 }),
      (length, excluded) => {
        const exclude = excluded.length ? ` exclude=${Buffer.from(excluded.join('')).toString('base64url')}` : '';
        const generator = generatorOf([{ Key: TAG, Value: `length=${length}${exclude}` }]);
        const text = generate(generator);
        expect(text).toHaveLength(length);
        expect([...text].filter((char) => excluded.includes(char) || !CHARS.includes(char))).toEqual([]);
        expect(fits(generator, text)).toBe(true);
      },
    ), { numRuns: 200 });
  });

  test('holds each class of characters, as GetRandomPassword does', () => {
    const generator = generatorOf([{ Key: TAG, Value: 'length=32' }]);
    for (let i = 0; i < 200; i++) {
      const text = generate(generator);
      for (const chars of [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z\d]/]) expect(text).toMatch(chars);
    }
    expect(fits(generator, 'abcdefgh'.repeat(4))).toBe(false);
  });

  test('draws every character about as often as any other', () => {
    const generator = generatorOf([{ Key: TAG, Value: 'length=4096' }]);
    const counts = new Map<string, number>();
    for (let i = 0; i < 25; i++) for (const char of generate(generator)) counts.set(char, (counts.get(char) ?? 0) + 1);
    const expected = 25 * 4096 / CHARS.length;
    expect(counts.size).toBe(CHARS.length);
    // 33 is the deviation of such a count: seven of them
    for (const seen of counts.values()) expect(Math.abs(seen - expected)).toBeLessThan(7 * 33);
  });
});

async function put(secret: string, token: string, value: string): Promise<void> {
  await new SecretsManagerClient({}).send(new PutSecretValueCommand({
    SecretId: secret, ClientRequestToken: token, SecretString: value, VersionStages: ['AWSPENDING'],
  }));
}

function allBut(kept: string): string {
  let chars = '';
  for (let code = 0x21; code < 0x7f; code++) chars += String.fromCharCode(code);
  return [...chars].filter((char) => !kept.includes(char)).join('');
}
