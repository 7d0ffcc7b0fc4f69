import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { addClaimsStacks } from '../../../examples/claims-platform/app';
import { NotesStack } from '../../../examples/http-notes/notes-stack';
import { OrdersStack } from '../../../examples/orders-api/orders-stack';
import { SecureFunction, SecureTable, ZeroTrustChecks } from '../../../src';
import { buildGraph } from '../../../src/graph/trust/build-graph';
import { MANAGED_PREFIX_LISTS } from '../../../src/graph/trust/managed-prefix-lists';
import type { TrustGraph } from '../../../src/graph/trust/trust-graph';
import { TemplateModel } from '../../../src/model';
import { readTemplates } from '../../../src/model/read-templates';
import { PREFIX_LISTS } from '../../../src/zone/network/gateway-prefix-lists';

jest.setTimeout(300_000);

function synthesised<T>(addStacks: (app: App) => void, look: (outdir: string, app: App) => T): T {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-graph-'));
  try {
    const app = new App({ outdir, context: { 'aws:cdk:enable-path-metadata': true } });
    addStacks(app);
    app.synth();
    return look(outdir, app);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const graphOf = (addStacks: (app: App) => void): TrustGraph => (
  synthesised(addStacks, (outdir) => buildGraph(new TemplateModel(readTemplates(outdir)))));
const code = () => lambda.Code.fromInline('exports.handler = async () => {}');

describe.each([
  ['orders-api', 12, (app: App) => { new OrdersStack(app, 'Orders'); }],
  ['claims-platform', 30, addClaimsStacks],
  ['http-notes', 6, (app: App) => { new NotesStack(app, 'Notes'); }],
] as const)('%s', (_name, declaredAtLeast, addStacks) => {
  const graph = graphOf(addStacks);

  test('has every declared edge in effect', () => {
    expect(graph.withoutEffect).toEqual([]);
    expect(graph.edges.filter(({ declared }) => declared === true).length).toBeGreaterThanOrEqual(declaredAtLeast);
  });

  test('has no access, delivery or control path that is not declared', () => {
    expect(graph.edges.filter(({ declared }) => declared === false).map(({ from, to, kind, actions }) => `${kind} ${from.name} -> ${to.name}: ${actions.join(' ')}`)).toEqual([]);
  });

  test('lets nobody from the internet through without authentication, but to what is public', () => {
    const open = graph.edges.filter(({ from }) => from.kind === 'internet').map(({ to }) => to.name);
    expect(open).toEqual(_name === 'claims-platform' ? ['Edge'] : []);
  });
});

test('stores of the example have their class and their zone', () => {
  const { nodes } = graphOf((app) => { new OrdersStack(app, 'Orders'); });
  expect(nodes.find(({ name }) => name === 'Orders')).toMatchObject({ kind: 'store', dataClass: 'CONFIDENTIAL', zone: 'Orders/TrustZone', path: 'Orders/Orders' });
  expect(nodes.find(({ name }) => name === 'place-order')).toMatchObject({ kind: 'workload', zone: 'Orders/TrustZone' });
});

describe('ZeroTrustChecks', () => {
  function findings(more: (stack: Stack, fn: SecureFunction, table: SecureTable) => void): string[] {
    return synthesised((app) => {
      const stack = new Stack(app, 'Stack');
      const fn = new SecureFunction(stack, 'Fn', { code: code() });
      const table = new SecureTable(stack, 'Orders', { partitionKey: { name: 'id', type: 'S' as any } });
      table.grantReadData(fn);
      more(stack, fn, table);
    }, (outdir, app) => {
      const { stacks } = app.synth();
      const report = new ZeroTrustChecks().validate({
        appConstruct: app,
        templatePaths: [],
        stackTemplates: stacks.map((one) => ({ stackConstructPath: one.hierarchicalId, templatePath: join(outdir, one.templateFile) })),
      } as any);
      return report.violations.filter(({ ruleName }) => ruleName.startsWith('ZT-GRAPH')).map(({ ruleName, description }) => `${ruleName} ${description}`);
    });
  }

  test('finds nothing where grants of constructs are all that there is', () => {
    expect(findings(() => undefined)).toEqual([]);
  });

  test('finds what an override adds to a policy', () => {
    const widened = findings((stack) => {
      const policies = stack.node.findAll().filter((node) => (node as any).cfnResourceType === 'AWS::IAM::ManagedPolicy' && /FnOwn/.test(node.node.path)) as any[];
      policies[0].addPropertyOverride('PolicyDocument.Statement.1.Action', ['dynamodb:GetItem', 'dynamodb:DeleteItem']);
    });
    expect(widened.join('\n')).toMatch(/ZT-GRAPH-00[12] .*dynamodb:/);
  });
});

test('prefix lists are those that the constructs of the network know', () => {
  expect(MANAGED_PREFIX_LISTS).toEqual(PREFIX_LISTS);
});
