import { readFileSync } from 'fs';
import { join } from 'path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { App } from 'aws-cdk-lib';
import { addClaimsStacks } from '../../examples/claims-platform/app';
import { OrdersStack } from '../../examples/orders-api/orders-stack';

jest.setTimeout(300_000);

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'guard.md'), 'utf-8');
const explained = [...page.matchAll(/^## (\S+)$/gm)].map((match) => match[1]).sort();
/** Reads no account that is known at deployment only. */
const WANTS_ACCOUNT = 'lambda_function_public_access_prohibited_check';

/** Names of the Control Tower rules that fail. */
function guard(addStacks: (app: App) => void): string[] {
  const app = new App();
  addStacks(app);
  const report = new CfnGuardValidator({ maxBuffer: 64 * 1024 * 1024 }).validate({
    templatePaths: app.synth().stacks.map((stack) => stack.templateFullPath), stackTemplates: [],
  } as any);
  return [...new Set(report.violations.map((violation) => violation.ruleName))].sort();
}

test('the examples fail the Control Tower Guard rules that docs/guard.md explains, and no other', () => {
  const claims = guard(addClaimsStacks);
  const orders = guard((app) => { new OrdersStack(app, 'Orders'); });
  expect([...new Set([...claims, ...orders])].sort()).toEqual(explained);
});

test('with a concrete environment orders-api fails fewer', () => {
  const rules = guard((app) => { new OrdersStack(app, 'Orders', { env: { account: '111122223333', region: 'eu-west-1' } }); });
  expect(explained).toEqual(expect.arrayContaining(rules));
  expect(rules).not.toContain(WANTS_ACCOUNT);
  expect(rules).toHaveLength(4);
});
