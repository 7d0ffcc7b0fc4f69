import { classWord, toneOf } from './drawing';
import { shortened } from './labels';
import { describePicture } from './legend';
import { Picture, PictureEdge, PictureNode, PictureOptions, pictureOf } from './picture';
import type { TrustGraph } from '../../graph/trust/trust-graph';
import type { Chunks } from '../chunks';
import { visible } from '../plain-text';

/** Longer names make a picture that cannot be read. */
const MOST = 60;
/** Readable on white and on dark pages, as GitHub has both; the words beside them say the same. */
const TONE_STYLES = { control: 'stroke:#d1342c,stroke-width:3px', stranger: 'stroke:#a3449a', write: 'stroke:#c26a10', read: 'stroke:#2f7fc1', call: 'stroke:#7a838d' };
const CLASSES = ['restricted', 'confidential', 'internal', 'public'];
const CLASS_STYLES = ['stroke:#d1342c', 'stroke:#c26a10', 'stroke:#2f7fc1', 'stroke:#1a8f75'];

/** A flow chart of Mermaid, as GitHub, GitLab and most wikis draw it. */
export function writeMermaid(graph: TrustGraph, options: PictureOptions): Chunks {
  const picture = pictureOf(graph, options);
  const { nodes, edges, zones } = picture;
  const tones = edges.map(toneOf);
  return [
    'flowchart LR',
    `  %% ${describePicture(picture)}`,
    ...zones.flatMap((zone, i) => [`  subgraph z${i}["zone ${quoted(zone)}"]`, ...nodes.filter((node) => node.zone === zone).map((node) => `  ${nodeLine(node)}`), '  end']),
    ...nodes.filter(({ zone }) => zone === undefined).map(nodeLine),
    ...edges.map(edgeLine),
    ...CLASSES.map((name, i) => `  classDef ${name} ${CLASS_STYLES[i]},stroke-width:2px`),
    '  classDef outside stroke:#a3449a,stroke-width:2px',
    ...Object.entries(TONE_STYLES).flatMap(([tone, style]) => {
      const those = tones.flatMap((one, i) => (one === tone ? i : []));
      return those.length > 0 ? `  linkStyle ${those.join(',')} ${style}` : [];
    }),
    '',
  ].join('\n');
}

function nodeLine(node: PictureNode): string {
  const { id, label, type, dataClass, isStranger } = node;
  const words = `"${quoted(label)}<br>${quoted(type)}${dataClass === undefined ? '' : ` · ${quoted(dataClass)}`}"`;
  const style = isStranger ? 'outside' : CLASSES.find((name) => dataClass !== undefined && name === classWord(dataClass));
  return `  ${id}${shaped(node, words)}${style ? `:::${style}` : ''}`;
}

function shaped({ kind, isStranger }: Picture['nodes'][number], words: string): string {
  if (isStranger) return `([${words}])`;
  if (kind === 'store' || kind === 'database') return `[(${words})]`;
  return kind === 'route' ? `{{${words}}}` : `[${words}]`;
}

function edgeLine({ from, to, intents, certainty }: PictureEdge): string {
  return `  ${from.id} ${certainty === 'certain' ? '-->' : '-.->'}|"${quoted(intents.join(', '))}"| ${to.id}`;
}

/** As text in quotes, in which Mermaid knows entities by `#` and nothing else but quotes, tags and Markdown. */
function quoted(text: string): string {
  return shortened(visible(shortened(text, 2 * MOST)).replace(/[\n\t]/g, ' '), MOST).replace(/[^\p{L}\p{N} ./,:()·…@+=-]/gu, (character) => `#${character.codePointAt(0)};`);
}
