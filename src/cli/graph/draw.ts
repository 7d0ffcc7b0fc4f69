import { readGraph } from './ask';
import type { TrustGraph } from '../../graph/trust/trust-graph';
import type { Chunks } from '../../report/chunks';
import { writeDot } from '../../report/graph/dot';
import { writeGraphJson } from '../../report/graph/json';
import { writeMermaid } from '../../report/graph/mermaid';
import { writeGraphPage } from '../../report/graph/page';
import { writeSvg } from '../../report/graph/svg';
import type { Tool } from '../../report/writer';
import { CLEAN, UNUSABLE } from '../exit-codes';
import type { GraphOptions } from '../graph';
import { print } from '../print';
import { written } from '../written';

/** Draws, writes the picture, and answers with the exit code. */
export function draw(paths: string[], options: GraphOptions, tool: Tool): number {
  const read = readGraph(paths, options);
  if (!read) return UNUSABLE;
  const picture = pictureIn(read.graph, options, tool);
  if (options.output === undefined) print(picture);
  else if (!written(options.output, picture)) return UNUSABLE;
  return read.isWhole ? CLEAN : UNUSABLE;
}

function pictureIn(graph: TrustGraph, options: GraphOptions, tool: Tool): Chunks {
  switch (options.format) {
    case 'svg': return writeSvg(graph, options);
    case 'mermaid': return writeMermaid(graph, options);
    case 'dot': return writeDot(graph, options);
    case 'html': return writeGraphPage(graph, options, tool);
    case 'json': return writeGraphJson(graph);
  }
}
