import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { knownProps } from '../../scripts/known-props';
import * as library from '../../src';
import { SecureFunction, SecureFunctionProps, SecureQueue, SecureQueueProps, TrustZone } from '../../src';

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
