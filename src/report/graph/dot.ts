import { classWord, Tone, toneOf } from './drawing';
import { shortened } from './labels';
import { describePicture } from './legend';
import { PictureEdge, PictureNode, PictureOptions, pictureOf } from './picture';
import type { TrustGraph } from '../../graph/trust/trust-graph';
import type { Chunks } from '../chunks';
import { visible } from '../plain-text';

const MOST = 80;
const COLOURS: Record<Tone, string> = { control: '#b3261e', stranger: '#8a2f7d', write: '#a35200', read: '#0062a3', call: '#5a636d' };
const CLASS_COLOURS: Record<string, string> = { restricted: '#b3261e', confidential: '#a35200', internal: '#0062a3', public: '#00735c' };

/** The DOT language, for Graphviz and what reads it. */
export function writeDot(graph: TrustGraph, options: PictureOptions): Chunks {
  const picture = pictureOf(graph, options);
  const { nodes, edges, zones } = picture;
  return [
    'digraph trust {',
    `  label=${quoted(describePicture(picture), 300)}; rankdir=LR; fontname="Helvetica"; fontsize=10;`,
    '  node [shape=box, style=rounded, fontname="Helvetica", fontsize=11]; edge [fontname="Helvetica", fontsize=9];',
    ...zones.flatMap((zone, i) => [
      `  subgraph cluster_${i} {`, `    label=${quoted(`zone ${zone}`)}; style="dashed,rounded"; color="#5a636d";`,
      ...nodes.filter((node) => node.zone === zone).map((node) => `  ${nodeLine(node)}`), '  }',
    ]),
    ...nodes.filter(({ zone }) => zone === undefined).map(nodeLine),
    ...edges.map(edgeLine),
    '}',
    '',
  ].join('\n');
}

function nodeLine({ id, label, type, kind, dataClass, isStranger }: PictureNode): string {
  const lines = `${inside(label, MOST)}\\n${inside(type, MOST)}${dataClass === undefined ? '' : ` · ${inside(dataClass, MOST)}`}`;
  const shape = isStranger ? ', shape=ellipse' : kind === 'store' || kind === 'database' ? ', shape=cylinder' : '';
  const colour = isStranger ? COLOURS.stranger : CLASS_COLOURS[classWord(dataClass ?? '') ?? ''];
  return `  ${id} [label="${lines}"${shape}${colour ? `, color="${colour}"` : ''}];`;
}

function edgeLine(edge: PictureEdge): string {
  const { from, to, intents, certainty, kind } = edge;
  const colour = COLOURS[toneOf(edge)];
  const style = `${certainty === 'possible' ? ', style=dashed' : ''}${kind === 'control' ? ', penwidth=2' : ''}`;
  return `  ${from.id} -> ${to.id} [label=${quoted(intents.join(', '))}, color="${colour}", fontcolor="${colour}"${style}];`;
}

function quoted(text: string, most = MOST): string {
  return `"${inside(text, most)}"`;
}

/** What stands between quotes. Backslashes begin escapes there, and Graphviz reads entities of HTML. */
function inside(text: string, most: number): string {
  return shortened(visible(shortened(text, 2 * most)).replace(/[\n\t]/g, ' '), most).replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/&/g, '&amp;');
}
