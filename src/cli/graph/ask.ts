import type { Command } from 'commander';
import { nodeNamed, nodesNamed } from './names';
import { buildGraph } from '../../graph/trust/build-graph';
import type { Certainty, GraphEdge, GraphNode, TrustGraph } from '../../graph/trust/trust-graph';
import { readParameterFile } from '../../model/parameter-file';
import { TemplateModel } from '../../model/template-model';
import type { Chunks } from '../../report/chunks';
import { CLEAN, FINDINGS, UNUSABLE } from '../exit-codes';
import { print } from '../print';
import { readInputs } from '../read-inputs';

/** Where the templates are, and what is known of their deployment. */
export interface ModelOptions {
  readonly exclude: string[];
  readonly parameters?: string;
  readonly trustedAccount: string[];
}

export interface AskOptions extends ModelOptions {
  readonly app: string[];
  readonly format: 'text' | 'json';
  readonly failOn: 'never' | Certainty;
}

/** A graph, and whether some of the input could not be read. */
export interface ReadGraph {
  readonly graph: TrustGraph;
  readonly isWhole: boolean;
}

/** Reads and builds. `undefined` where nothing can be read, which is then on standard error. */
export function readGraph(paths: string[], { exclude, parameters, trustedAccount }: ModelOptions): ReadGraph | undefined {
  const { templates, problems } = readInputs(paths.length > 0 ? paths : ['cdk.out'], exclude);
  if (templates.length === 0) return undefined;
  const given = parameters === undefined ? undefined : readParameterFile(parameters);
  return { graph: buildGraph(new TemplateModel(templates, given, trustedAccount)), isWhole: problems.length === 0 };
}

/** An answer: the edges or certainties that it is made of, and how it is written. */
export interface Answer {
  readonly certainties: readonly Certainty[];
  text(): Chunks;
  json(): Chunks;
}

/** Reads the templates, answers, and sets the exit code. */
export function answer(options: AskOptions, ask: (graph: TrustGraph) => Answer): void {
  const read = readGraph(options.app, options);
  if (!read) {
    process.exitCode = UNUSABLE;
    return;
  }
  const { certainties, text, json } = ask(read.graph);
  print(options.format === 'json' ? json() : text());
  const failing = options.failOn !== 'never' && certainties.some((one) => one === 'certain' || options.failOn === 'possible');
  process.exitCode = !read.isWhole ? UNUSABLE : failing ? FINDINGS : CLEAN;
}

export const certaintiesOf = (edges: readonly GraphEdge[]): Certainty[] => edges.map(({ certainty }) => certainty);

/** The node of a name. Ends the command where there is none, or where there are several. */
export function oneNode(graph: TrustGraph, name: string, command: Command): GraphNode {
  const named = nodeNamed(graph, name);
  return 'wrong' in named ? command.error(`error: ${named.wrong}`) : named.nodes[0];
}

/** The nodes of a selector. Ends the command where it means nothing. */
export function manyNodes(graph: TrustGraph, selector: string, command: Command): readonly GraphNode[] {
  const named = nodesNamed(graph, selector);
  return 'wrong' in named ? command.error(`error: ${named.wrong}`) : named.nodes;
}

/** An action of IAM, or a pattern. Ends the command where it is none. */
export function checkedAction(action: string, command: Command): string {
  return /^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/.test(action) ? action : command.error(`error: ${JSON.stringify(action.slice(0, 100))} is no action of IAM, as dynamodb:PutItem or s3:Get*`);
}
