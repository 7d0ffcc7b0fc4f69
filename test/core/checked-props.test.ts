import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { knownProps, structParameters } from '../../scripts/known-props';
import * as library from '../../src';
import { SecureApi, SecureFunction, SecureFunctionProps, SecureQueue, SecureQueueProps, TrustZone } from '../../src';
import { checkProps } from '../../src/core/checked-props';
import { KNOWN_PROPS } from '../../src/core/known-props';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const newStack = () => new Stack(new App(), 'Stack');
const code = lambda.Code.fromInline('exports.handler = async () => {}');
const untyped = (props: object): any => props;

/** Made by an API for its routes, with the props of the CDK. */
const OF_THE_CDK = ['ApiRoute', 'HttpApiRoute'];

const constructs = Object.entries<any>(library)
  .filter(([name, one]) => typeof one === 'function' && one.prototype instanceof Construct && one.length > 1 && !OF_THE_CDK.includes(name));

test('the table of props is what the structs say', () => {
  expect(readFileSync(join(__dirname, '..', '..', 'src', 'core', 'known-props.ts'), 'utf-8')).toBe(knownProps());
});

describe('a prop that a construct does not have throws, naming it, before anything is made', () => {
  test('there are constructs', () => expect(constructs.length).toBeGreaterThanOrEqual(30));

  test.each(constructs)('%s', (_name, Made) => {
    const stack = newStack();
    expect(() => new Made(stack, 'It', { nosuch: false })).toThrow(failsWith('UnknownProp'));
    expect(() => new Made(stack, 'It', { nosuch: false })).toThrow(/\[Stack\/It\] UnknownProp: 'nosuch' is no prop of \w+Props/);
    expect(stack.node.children).toEqual([]);
  });
});

/** Of classes that are exported, and so for users. */
const parameters = structParameters().filter(({ owner }) => owner in library).filter(({ owner, method }) => (
  // constructs are above; theirs need a scope
  method !== 'constructor' || !((library as any)[owner].prototype instanceof Construct)
));

describe('a prop that a struct does not have throws, naming prop and struct, in each method that takes one', () => {
  test('there are such methods', () => expect(parameters.length).toBeGreaterThanOrEqual(30));

  test.each(parameters.map((one) => [`${one.owner}.${one.method}`, one.struct, one] as const))('%s, %s', (_name, struct, { owner, method, isStatic, index }) => {
    const Owner = (library as any)[owner];
    const args = Array.from({ length: index + 1 }, (_, i) => (i === index ? { nosuch: false } : new App()));
    // before anything else is looked at: nothing of the object is there but its place
    const it = Object.defineProperties(Object.create(Owner.prototype), { node: { value: { path: 'Stack/It' } }, name: { value: 'It' } });
    const call = () => {
      if (method === 'constructor') return new Owner(...args);
      return isStatic ? Owner[method](...args) : it[method](...args);
    };
    expect(call).toThrow(failsWith('UnknownProp'));
    expect(call).toThrow(new RegExp(`'nosuch' is no prop of ${struct}, `));
  });
});

describe('a prop of a struct within a struct', () => {
  const nested = Object.entries(KNOWN_PROPS).flatMap(([struct, props]) => props.split(' ').filter((prop) => prop.includes(':')).map((prop) => [struct, ...prop.split(':')]));

  test('there are such structs', () => expect(nested.length).toBeGreaterThanOrEqual(15));

  test.each(nested)('%s.%s: throws, naming the struct', (struct, prop, within) => {
    const name = within.replace('{}', '');
    const value = within.endsWith('{}') ? { one: { nosuch: 1 } } : { nosuch: 1 };
    const check = (one: unknown) => () => checkProps(true, struct, 'Stack/It', { [prop]: one });
    expect(check(value)).toThrow(`[Stack/It] UnknownProp: 'nosuch' is no prop of ${name}, `);
    expect(check([value])).toThrow(failsWith('UnknownProp'));
    for (const fine of [{}, [], undefined, null, 'text', new App(), { nosuch: undefined }]) expect(check(within.endsWith('{}') ? undefined : fine)).not.toThrow();
  });

  test('throws from a construct as well, before anything is made', () => {
    const stack = newStack();
    expect(() => new SecureApi(stack, 'Api', untyped({ keepExecuteApiEndpoint: true, throttle: { rateLimitt: 5 } })))
      .toThrow(/'rateLimitt' is no prop of ApiThrottle, and would do nothing\. Remediation: leave it out, or write rateLimit\./);
    expect(stack.node.children).toEqual([]);
  });
});

describe('an unknown prop', () => {
  test('is told with what is near to it', () => {
    expect(() => new SecureQueue(newStack(), 'Queue', untyped({ visibilityTimout: 3 }))).toThrow('write visibilityTimeout.');
    expect(() => new SecureFunction(newStack(), 'Fn', untyped({ code, memory: 512 }))).toThrow('write memorySize.');
    expect(() => new TrustZone(newStack(), 'Zone', untyped({ somethingElse: 512 }))).toThrow(/use one of alarmTopic, keys, /);
  });

  test('passes when it is undefined, as jsii and optional chains leave props', () => {
    expect(() => new SecureQueue(newStack(), 'Queue', untyped({ nosuch: undefined, fifo: undefined }))).not.toThrow();
  });

  test('passes when a subclass has it besides', () => {
    interface Own extends SecureQueueProps { readonly owner: string }
    class OwnedQueue extends SecureQueue {
      constructor(scope: Construct, id: string, props: Own) { super(scope, id, props); }
    }
    expect(() => new OwnedQueue(newStack(), 'Queue', { owner: 'orders' })).not.toThrow();
  });

  test('called like a member of every object throws as well', () => {
    expect(() => new SecureFunction(newStack(), 'Fn', untyped({ code, toString: 1 }))).toThrow(failsWith('UnknownProp'));
  });
});

describe('a prop of lambda.Function that would undo what a SecureFunction does', () => {
  const refused = ['role', 'vpc', 'securityGroups', 'tracing', 'logGroup', 'logRetention', 'deadLetterQueue', 'environmentEncryption', 'allowAllOutbound',
    'adotInstrumentation', 'recursiveLoop'];

  test.each(refused)('%s: throws with the reason, in a subclass too', (name) => {
    class Own extends SecureFunction {
      constructor(scope: Construct, id: string, props: SecureFunctionProps) { super(scope, id, props); }
    }
    for (const Made of [SecureFunction, Own]) {
      expect(() => new Made(newStack(), 'Fn', untyped({ code, [name]: {} }))).toThrow(failsWith('RefusedProp'));
    }
  });
});
