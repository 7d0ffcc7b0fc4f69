import { App } from 'aws-cdk-lib';
import { AccessOracle, Triple } from './access-oracle';
import { addClaimsStacks } from '../../../examples/claims-platform/app';
import { NotesStack } from '../../../examples/http-notes/notes-stack';
import { OrdersStack } from '../../../examples/orders-api/orders-stack';
import { buildGraph } from '../../../src/graph/trust/build-graph';
import { TemplateModel } from '../../../src/model';
import { publicPatterns } from '../../mutation/public-originals';

jest.setTimeout(600_000);

const asked = { triples: 0, allowed: 0, possible: 0, patterns: 0 };

/** Asks for every action of the workloads of some templates on their resources, or an even sample of the refused ones. */
async function differences(templates: Record<string, any>, most = Infinity): Promise<string[]> {
  const oracle = new AccessOracle(templates);
  const graph = buildGraph(new TemplateModel(Object.entries(templates).map(([name, template]) => ({ id: name, name, template, account: '111122223333', region: 'eu-west-1' }))));
  const found = new Map<string, 'certain' | 'possible'>();
  for (const { from, to, kind, actions, certainty } of graph.edges) {
    if (kind === 'delivery') continue;
    for (const action of actions) {
      const key = `${from.id} ${to.id} ${action}`;
      if (found.get(key) !== 'certain') found.set(key, certainty);
    }
  }
  const pairs = oracle.workloads.flatMap((workload) => oracle.targets.filter(({ id }) => id !== workload).map((target) => ({ workload, target })));
  const all = pairs.flatMap((pair) => AccessOracle.actionsOf(pair.target.type).map((action) => ({ ...pair, action })));
  const answer = ({ workload, target, action }: (typeof all)[number]) => found.get(`${idOf(workload)} ${idOf(target.id)} ${action.name}`);
  const refused = all.filter((one) => answer(one) === undefined);
  const step = Math.max(1, refused.length / most);
  const sampled = refused.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  const chosen = [...all.filter((one) => answer(one) !== undefined), ...sampled];
  const wrong: string[] = [];
  for (const one of chosen) {
    const triple: Triple = await oracle.decide(one.workload, one.target, one.action);
    const said = answer(one);
    asked.triples++;
    if (triple.allowed) asked.allowed++;
    if (said === 'possible') asked.possible++;
    else if (triple.allowed !== (said === 'certain')) wrong.push(`${triple.workload} ${triple.action} ${triple.target}: ${triple.allowed ? 'allowed' : 'refused'}, and the graph says ${said ?? 'no'}`);
  }
  return wrong;
}

function idOf(id: string): string {
  return id.replace('.', '/');
}

describe('access in the graph is that of an IAM simulator of others and of the network model', () => {
  test.each([
    ['orders-api', (app: App) => { new OrdersStack(app, 'Orders'); }],
    ['claims-platform', addClaimsStacks],
    ['http-notes', (app: App) => { new NotesStack(app, 'Notes'); }],
  ] as const)('%s', async (_name, addStacks) => {
    const app = new App();
    addStacks(app);
    expect(await differences(Object.fromEntries(app.synth().stacks.map(({ stackName, template }) => [stackName, template])), 3500)).toEqual([]);
  });

  test('public patterns', async () => {
    const undecided: string[] = [];
    for (const { name, template } of publicPatterns()) {
      try {
        expect([name, await differences({ Pattern: template }, 400)]).toEqual([name, []]);
        asked.patterns++;
      } catch (error) {
        // the judge that stands beside does not know every function of CloudFormation
        if (error instanceof Error && /^(unknown intrinsic|no resource|no idea|the key|nobody knows|security group)/.test(error.message)) undecided.push(`${name}: ${error.message}`);
        else throw error;
      }
    }
    expect(undecided).toEqual([]);
  });

  test('on enough of it, and almost nothing is left open', () => {
    expect(asked.triples).toBeGreaterThanOrEqual(5_000);
    expect(asked.patterns).toBeGreaterThanOrEqual(30);
    expect(asked.allowed).toBeGreaterThanOrEqual(100);
    expect(asked.possible / asked.allowed).toBeLessThan(0.1);
  });
});
