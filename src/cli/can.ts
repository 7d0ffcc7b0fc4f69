import { Command } from 'commander';
import type { AskOptions } from './graph/ask';
import { askHelp } from './graph/exit-help';
import { withAskOptions } from './graph/options';
import type { GraphEdge } from '../graph/trust/trust-graph';

export function canCommand(): Command {
  return withAskOptions(new Command('can'))
    .description('tell what something can do, or whether it can call an action, and why')
    .argument('<actor>', 'a function, role, route or other node')
    .argument('[action]', 'an action of IAM or a pattern')
    .argument('[target]', 'what it is called on')
    .addHelpText('after', askHelp(['can place-order', 'can place-order dynamodb:DeleteItem Orders --fail-on possible']))
    .action((name: string, action: string | undefined, targetName: string | undefined, options: AskOptions, command: Command) => {
      const { answer, certaintiesOf, checkedAction, oneNode } = require('./graph/ask') as typeof import('./graph/ask');
      const { edgeHas } = require('../graph/ask/who-can') as typeof import('../graph/ask/who-can');
      const { describeAbilities, writeAbilities } = require('../report/graph/answers/can') as typeof import('../report/graph/answers/can');
      if (action !== undefined) checkedAction(action, command);
      answer(options, (graph) => {
        const actor = oneNode(graph, name, command);
        const target = targetName === undefined ? undefined : oneNode(graph, targetName, command);
        const isAsked = (edge: GraphEdge) => (action === undefined || edgeHas(edge, action)) && (target === undefined || edge.to === target);
        const edges = graph.from(actor).filter(isAsked);
        const question = { actor, action, target };
        return { certainties: certaintiesOf(edges), text: () => writeAbilities(edges, question), json: () => describeAbilities(edges, question) };
      });
    });
}
