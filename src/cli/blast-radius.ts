import { Command } from 'commander';
import type { AskOptions } from './graph/ask';
import { askHelp } from './graph/exit-help';
import { withAskOptions } from './graph/options';

export function blastRadiusCommand(): Command {
  return withAskOptions(new Command('blast-radius'))
    .description('tell what falls when something is taken over: what it reads, writes, calls and takes control of')
    .argument('<name>', 'a function, role, route or other node')
    .addHelpText('after', askHelp(['blast-radius place-order', 'blast-radius DeployRole --format json']))
    .action((name: string, options: AskOptions, command: Command) => {
      const { answer, oneNode } = require('./graph/ask') as typeof import('./graph/ask');
      const { blastRadius, certaintyIn } = require('../graph/ask/blast-radius') as typeof import('../graph/ask/blast-radius');
      const { describeBlastRadius, writeBlastRadius } = require('../report/graph/answers/blast-radius') as typeof import('../report/graph/answers/blast-radius');
      answer(options, (graph) => {
        const radius = blastRadius(graph, oneNode(graph, name, command));
        return {
          certainties: [...radius.taken.values(), ...radius.access].map((edge) => certaintyIn(radius, edge)),
          text: () => writeBlastRadius(radius),
          json: () => describeBlastRadius(radius),
        };
      });
    });
}
