import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Resources } from './places';
import { OrdersStack } from '../../examples/orders-api/orders-stack';
import { buildEgressApp } from '../policy/support/egress-app';
import { buildWholeApp } from '../policy/support/whole-app';
import { RuleCase } from '../rules/support/prove';

/** A secure template. */
export interface Original {
  readonly name: string;
  readonly resources: Resources;
  /** In a rule's own case, what the case proves; elsewhere every rule guards every resource. */
  readonly only?: { readonly rule: string; readonly on: string };
  /** What a case breaks by hand. */
  readonly byHand?: RuleCase['firesWhen'];
  /** Whether changes are also hidden behind conditions, in texts and in other stacks. */
  readonly hidden: boolean;
}

/** What the constructs make: one of each, a way out of the network, and the example in an app of its own, as an account has one role for logs. */
export function realTemplates(): Original[] {
  return [...templatesOf((app) => [buildWholeApp(app), buildEgressApp(app)]), ...templatesOf((app) => [new OrdersStack(app, 'Orders')])];
}

function templatesOf(build: (app: App) => Stack[]): Original[] {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-mutation-'));
  try {
    const app = new App({ outdir });
    const stacks = build(app);
    const assembly = app.synth();
    return stacks.map(({ stackName }) => ({ name: stackName, resources: assembly.getStackByName(stackName).template.Resources, hidden: false }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The template that each rule passes on in its own test. */
export function caseTemplates(cases: RuleCase[]): Original[] {
  return cases.map(({ rule, on, secure, firesWhen }) => ({
    // what the cases share is the same object there; here each place is one
    name: `${rule} on ${on}`, resources: JSON.parse(JSON.stringify(secure)), only: { rule, on }, byHand: firesWhen, hidden: true,
  }));
}
