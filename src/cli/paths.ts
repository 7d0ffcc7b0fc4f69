import { Command, InvalidArgumentError } from 'commander';
import type { AskOptions } from './graph/ask';
import { askHelp } from './graph/exit-help';
import { withAskOptions } from './graph/options';

interface PathOptions extends AskOptions {
  readonly from: string;
  readonly to: string;
  readonly maxHops: number;
  readonly maxPaths: number;
}

export function pathsCommand(): Command {
  return withAskOptions(new Command('paths'), 'the paths that fail (exit 1): those that are certain, or any that is possible')
    .description('list the ways from one thing to another, the shortest first, with the reason for each hop')
    .requiredOption('--from <name>', 'where they begin: a name, internet, class:…, zone:… or kind:…')
    .requiredOption('--to <name>', 'where they end: the same')
    .option('--max-hops <number>', 'how long a path may be', atLeastOne, 8)
    .option('--max-paths <number>', 'how many are listed', atLeastOne, 20)
    .addHelpText('after', askHelp(['paths --from internet --to class:RESTRICTED', 'paths --from internet --to kind:secret --fail-on possible']))
    .action((options: PathOptions, command: Command) => {
      const { answer, manyNodes } = require('./graph/ask') as typeof import('./graph/ask');
      const { isPossibleOnly, pathsBetween } = require('../graph/ask/paths') as typeof import('../graph/ask/paths');
      const { describePaths, writePaths } = require('../report/graph/answers/paths') as typeof import('../report/graph/answers/paths');
      answer(options, (graph) => {
        const found = pathsBetween(graph, manyNodes(graph, options.from, command), manyNodes(graph, options.to, command), options);
        return {
          certainties: found.paths.map((path) => (isPossibleOnly(path) ? 'possible' : 'certain')),
          text: () => writePaths(found, options),
          json: () => describePaths(found, options),
        };
      });
    });
}

function atLeastOne(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 1000) throw new InvalidArgumentError('It is no whole number from 1 to 1000.');
  return number;
}
