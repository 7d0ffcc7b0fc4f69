import { shortened } from './labels';
import type { Label, Layout } from './layout';
import type { PictureEdge, PictureNode } from './picture';
import type { Point } from './routes';
import { DATA_CLASSES } from '../../graph/data-class';
import { html, Markup } from '../html/markup';

/** How an edge is drawn: by what it does, and in colours of their own what takes control and what comes from outside. */
export type Tone = 'control' | 'stranger' | 'write' | 'read' | 'call';

const READS = ['read', 'consume'];
const WRITES = ['write', 'read-write', 'publish'];
const MOST_IN_TITLE = 300;

export function toneOf({ kind, isStranger, intents }: PictureEdge): Tone {
  if (kind === 'control') return 'control';
  if (isStranger) return 'stranger';
  if (intents.some((intent) => WRITES.includes(intent))) return 'write';
  return intents.every((intent) => READS.includes(intent)) ? 'read' : 'call';
}

/** What a drawing has for a script: attributes of a node and an edge. */
export interface Handles {
  node(node: PictureNode): Markup;
  edge(edge: PictureEdge): Markup;
}

const NO_HANDLES: Handles = { node: () => html``, edge: () => html`` };

/** The shapes of a picture, in classes that a style sheet colours: zones below edges below nodes. */
export function drawing({ zones, nodes, edges, isDown }: Layout, handles = NO_HANDLES): Markup {
  return html`${zones.map(({ name, box, label }) => html`<g class="z"><title>${titled(`Trust zone ${name}`)}</title><rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="8"/>${text(label, 'zl')}</g>
`)}${edges.map(({ edge, points, label }) => html`<g class="e ${toneOf(edge)}${edge.certainty === 'possible' ? ' possible' : ''}"${handles.edge(edge)}><title>${titled(sentenceOf(edge))}</title><path d="${curve(points, isDown)}"/><path class="head" d="${head(points, isDown)}"/>${text(label, 'el')}</g>
`)}${nodes.map(({ node, box, lines: [name, type] }) => html`<g class="n ${classesOf(node)}"${handles.node(node)}><title>${titled(`${node.label}, ${node.type}${node.dataClass ? `, data class ${node.dataClass}` : ''}`)}</title><rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="${node.isStranger ? 21 : 5}"/>${node.dataClass ? html`<rect class="band" x="${box.x}" y="${box.y}" width="5" height="${box.height}" rx="2"/>` : ''}${text(name, 'nl')}${text(type, 'nt')}</g>
`)}`;
}

/** An edge in words: `place-order writes to Orders, certain`. */
export function sentenceOf({ from, to, intents, certainty }: PictureEdge): string {
  return `${from.label} → ${to.label}: ${intents.join(', ')}, ${certainty}`;
}

/** As a class of CSS: classes of data are a closed set, and whatever else is there is none of them. */
export function classWord(dataClass: string): string | undefined {
  return DATA_CLASSES.includes(dataClass) ? dataClass.toLowerCase() : undefined;
}

function classesOf({ isStranger, kind, dataClass }: PictureNode): string {
  const ofData = dataClass && classWord(dataClass);
  return `${isStranger ? 'outside' : kind}${ofData ? ` c-${ofData}` : ''}`;
}

function titled(words: string): string {
  return shortened(words, MOST_IN_TITLE);
}

/** Held to the width that was measured, whatever fonts there are. */
function text({ text: words, x, y, width }: Label, kind: string): Markup {
  return words === '' ? html`` : html`<text class="${kind}" x="${round(x)}" y="${round(y)}" textLength="${width}" lengthAdjust="spacingAndGlyphs">${words}</text>`;
}

/** Through the points, in the direction of the picture at each, as all of them are at the side of something. */
function curve(points: readonly Point[], isDown: boolean): string {
  return points.map((point, i) => {
    if (i === 0) return `M${at(point)}`;
    const last = points[i - 1];
    if (isDown ? last.x === point.x : last.y === point.y) return `L${at(point)}`;
    const [middle, halfway] = [round((last.x + point.x) / 2), round((last.y + point.y) / 2)];
    return isDown ? `C${round(last.x)} ${halfway} ${round(point.x)} ${halfway} ${at(point)}` : `C${middle} ${round(last.y)} ${middle} ${round(point.y)} ${at(point)}`;
  }).join('');
}

/** The point of an arrow. */
function head(points: readonly Point[], isDown: boolean): string {
  const [from, to] = points.slice(-2);
  const back = (isDown ? to.y < from.y : to.x < from.x) ? 8 : -8;
  return isDown ? `M${at(to)}l-3.5 ${back}h7z` : `M${at(to)}l${back} -3.5v7z`;
}

const at = ({ x, y }: Point) => `${round(x)} ${round(y)}`;
const round = (value: number) => Math.round(value * 10) / 10;
