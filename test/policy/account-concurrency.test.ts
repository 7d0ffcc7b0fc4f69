import { App, CfnParameter, Environment, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureFunction, TrustZone, ZeroTrust } from '../../src';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const IRELAND = { account: '111122223333', region: 'eu-west-1' };

/** Warnings of an app with a function for each reservation, in a stack each. */
function warnings(reserved: (number | undefined)[], accountConcurrency?: number, environments: Environment[] = [IRELAND]): string[] {
  const app = new App();
  reserved.forEach((reservedConcurrentExecutions, i) => {
    const stack = new Stack(app, `Stack${i}`, { env: environments[i % environments.length] });
    new SecureFunction(stack, 'Fn', { code, reservedConcurrentExecutions });
  });
  ZeroTrust.enforce(app, { packs: [], accountConcurrency, quiet: true });
  app.synth();
  return app.node.metadata
    .filter(({ type, data }) => type === 'aws:cdk:warning' && String(data).includes('concurrent executions')).map(({ data }) => String(data));
}

test('reservations of all stacks of an account and region are added up, and one more than the quota less 100 is a warning', () => {
  expect(warnings([400, 500], 1_000)).toEqual([]);
  const [warning, ...more] = warnings([401, 500], 1_000);
  expect(more).toEqual([]);
  expect(warning).toMatch(/2 functions reserve 901 concurrent executions in aws:\/\/111122223333\/eu-west-1 \(Stack1\/Fn 500, Stack0\/Fn 401\)/);
  expect(warning).toContain('AccountConcurrency-111122223333/eu-west-1');
});

test('without a quota, AWS\'s default of 1,000 counts', () => {
  expect(warnings([900])).toEqual([]);
  expect(warnings([901])).toHaveLength(1);
});

test('a young account has none to give: any reservation warns, and none does not', () => {
  expect(warnings([1], 10)).toEqual([expect.stringContaining('Of a quota of 10')]);
  expect(warnings([undefined], 10)).toEqual([]);
});

test('accounts and regions count for themselves', () => {
  expect(warnings([600, 600], 1_000, [IRELAND, { ...IRELAND, region: 'eu-central-1' }])).toEqual([]);
  expect(warnings([600, 600], 1_000, [IRELAND, { ...IRELAND, account: '444455556666' }])).toEqual([]);
});

test('a number that is not known before deployment is not added', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const { valueAsNumber } = new CfnParameter(stack, 'Reserved', { type: 'Number' });
  new SecureFunction(stack, 'Fn', { code, reservedConcurrentExecutions: valueAsNumber });
  ZeroTrust.enforce(app, { packs: [], accountConcurrency: 10, quiet: true });
  app.synth();
  expect(app.node.metadata.filter(({ data }) => String(data).includes('concurrent executions'))).toEqual([]);
});

test.each([0, -1, 1.5, NaN])('%p is no quota', (accountConcurrency) => {
  expect(() => ZeroTrust.enforce(new App(), { packs: [], accountConcurrency })).toThrow(expect.objectContaining({ id: 'BadConcurrency' }));
});

describe('a zone', () => {
  const reservedOf = (fn: SecureFunction) => (fn.node.defaultChild as lambda.CfnFunction).reservedConcurrentExecutions;

  test('reserves nothing unless it is told to, for each function that says nothing else', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(reservedOf(new SecureFunction(new TrustZone(stack, 'Plain'), 'Fn', { code }))).toBeUndefined();
    const zone = new TrustZone(stack, 'Reserving', { reservedConcurrentExecutions: 5 });
    expect(reservedOf(new SecureFunction(zone, 'Fn', { code }))).toBe(5);
    expect(reservedOf(new SecureFunction(zone, 'Busy', { code, reservedConcurrentExecutions: 50 }))).toBe(50);
  });

  test.each([0, -1, 2.5])('reserves no %p', (reservedConcurrentExecutions) => {
    expect(() => new TrustZone(new Stack(new App(), 'Stack'), 'Zone', { reservedConcurrentExecutions })).toThrow(expect.objectContaining({ id: 'NoConcurrency' }));
  });
});
