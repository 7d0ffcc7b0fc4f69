import { Command, Option } from 'commander';
import { CLEAN, UNUSABLE } from './exit-codes';
import type { ModelOptions } from './graph/ask';
import { withModelOptions } from './graph/options';
import type { PictureOptions } from '../report/graph/picture';
import type { Tool } from '../report/writer';

const FORMATS = ['svg', 'mermaid', 'dot', 'html', 'json'] as const;

export interface GraphOptions extends ModelOptions, PictureOptions {
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
}

const HELP = `
Draws the trust graph: trust zones as boxes, stores with their data class, edges by what the caller does, in colours of their own what takes
control and what comes from outside. A dashed edge is possible and not certain. Keys, log groups and endpoints are hidden without --all. More than
40 nodes are folded, each zone into one node. JSON is the whole graph with the reasons of each edge; docs/graph.md describes it.

Exit codes:
  ${CLEAN}  drawn
  ${UNUSABLE}  the input, or some of it, cannot be read (the rest is drawn), or the output cannot be written

Examples:
  cdk-zero-trust graph cdk.out --output graph.svg
  cdk-zero-trust graph cdk.out --format html --output graph.html
  cdk-zero-trust graph cdk.out --format mermaid >> README.md`;

export function graphCommand(tool: Tool): Command {
  return withModelOptions(new Command('graph'))
    .description('draw who can do what to whom')
    .argument('[path...]', 'a cdk.out directory, templates in JSON or YAML, folders of them, or patterns', ['cdk.out'])
    .addOption(new Option('--format <format>', 'how to draw').choices(FORMATS).default('svg'))
    .option('--output <file>', 'write the picture to a file instead of standard output')
    .option('--all', 'draw keys, log groups, endpoints and what no edge leads to as well')
    .option('--fold', 'draw each zone as one node')
    .option('--no-fold', 'draw each node, however many there are')
    .addHelpText('after', HELP)
    .action((paths: string[], options: GraphOptions) => {
      const { draw } = require('./graph/draw') as typeof import('./graph/draw');
      process.exitCode = draw(paths, options, tool);
    });
}
