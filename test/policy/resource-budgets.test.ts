import { readFileSync } from 'fs';
import { join } from 'path';
import { App, NestedStack, Stack, Validations } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Waiver, ZeroTrust } from '../../src';
import { findingsOf, Findings } from '../support/packs';

function fill(scope: Construct, count: number): void {
  const queues = new Construct(scope, 'Queues');
  for (let i = 0; i < count; i++) new CfnQueue(queues, `Queue${i}`);
}

function budgetOf(build: (app: App) => void, props: { waivers?: Waiver[] } = {}): { open: string[]; acknowledged: string[]; fatal: boolean } {
  const found: Findings = findingsOf((app) => {
    build(app);
    ZeroTrust.enforce(app, { packs: [], ...props });
  }, []);
  const named = (list: Findings['open']) => list.filter(({ rule }) => /ZT-(BUDGET|SCOPE)/.test(rule)).map(({ rule, path }) => `${rule} ${path}`);
  return { open: named(found.open), acknowledged: named(found.acknowledged), fatal: found.open.some(({ rule }) => rule === 'ZT-SCOPE-ACKNOWLEDGEMENT') };
}

describe('a stack that is nearly full', () => {
  test('is told from 400 resources on', () => {
    expect(budgetOf((app) => fill(new Stack(app, 'Stack'), 399)).open).toEqual([]);
    expect(budgetOf((app) => fill(new Stack(app, 'Stack'), 400)).open).toEqual(['ZT-BUDGET Stack']);
  });

  test('is told for itself when it is nested', () => {
    expect(budgetOf((app) => fill(new NestedStack(new Stack(app, 'Stack'), 'Nested'), 400)).open).toEqual(['ZT-BUDGET Stack/Nested']);
  });

  test('is acknowledged on the stack, and not for all stacks at once', () => {
    const reason = 'It grows no more.';
    const build = (on: (app: App, stack: Stack) => Construct) => budgetOf((app) => {
      const stack = new Stack(app, 'Stack');
      fill(stack, 400);
      Validations.of(on(app, stack)).acknowledge({ id: 'ZeroTrust::ZT-BUDGET', reason });
    });
    expect(build((_, stack) => stack)).toEqual({ open: [], acknowledged: ['ZT-BUDGET Stack'], fatal: false });
    expect(build((app) => app).fatal).toBe(true);
  });

  test('cannot have its other findings acknowledged on the stack', () => {
    expect(budgetOf((app) => {
      const stack = new Stack(app, 'Stack');
      fill(stack, 1);
      Validations.of(stack).acknowledge({ id: 'ZeroTrust::ZT-SQS-001', reason: 'All of them.' });
    }).fatal).toBe(true);
  });

  test('of more resources than CloudFormation takes fails, also where the CDK\'s own limit is off', () => {
    const app = new App({ context: { '@aws-cdk/core:stackResourceLimit': 0 } });
    fill(new Stack(app, 'Stack'), 501);
    ZeroTrust.enforce(app, { packs: [] });
    const exitCode = process.exitCode;
    expect(() => app.synth()).toThrow();
    process.exitCode = exitCode;
    const [{ violations }] = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf-8')).pluginReports;
    expect(violations.filter(({ ruleName }: any) => ruleName === 'ZT-BUDGET')).toEqual([expect.objectContaining({
      severity: 'error', description: expect.stringContaining('501 resources, more than the 500 that CloudFormation takes. Most are AWS::SQS::Queue 501 (Queues 501).'),
    })]);
  });
});
