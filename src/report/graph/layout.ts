import { shortened } from './labels';
import type { Picture, PictureEdge, PictureNode } from './picture';
import { Box, Point, routes } from './routes';
import { textWidth } from './text-width';
import { visible } from '../plain-text';

/** One line of text, by its middle. */
export interface Label extends Point {
  readonly text: string;
  readonly width: number;
}

/** Its types are those of an ECMAScript module; it has CommonJS too. */
type Dagre = typeof import('@dagrejs/dagre', { with: { 'resolution-mode': 'import' } });

/** Where everything of a picture is. */
export interface Layout {
  /** Whether it reads from above to below, and not from left to right. */
  readonly isDown: boolean;
  readonly width: number;
  readonly height: number;
  readonly zones: readonly { readonly name: string; readonly box: Box; readonly label: Label }[];
  readonly nodes: readonly { readonly node: PictureNode; readonly box: Box; readonly lines: readonly [Label, Label] }[];
  readonly edges: readonly { readonly edge: PictureEdge; readonly points: readonly Point[]; readonly label: Label }[];
}

/** Sizes of fonts, in pixels. */
export const FONT = { name: 12, type: 10, intent: 10, zone: 11 };
const MOST = { name: 34, type: 44, intent: 26, zone: 60 };
const [NODE_HEIGHT, PADDING, MARGIN] = [42, 14, 16];
/** Between nodes and between edges of a layer; half of both is left free on either side of the border of a zone, where its name has room. */
const [NODE_GAP, EDGE_GAP, LAYER_GAP, DOWN_GAP] = [28, 16, 96, 64];
/** Wider pictures, in pixels and against their height, read downwards. */
const [MOST_WIDTH, MOST_RATIO] = [2400, 3];
/** Bold letters are so much wider. */
const BOLD = 1.09;
/** Above so many nodes and edges the best order takes minutes; a good one is found at once. */
const LARGE = 250;

/** Places a picture from left to right, or downwards where it would be much wider than high. By dagre: layers after Sugiyama, with zones kept together. */
export function layout(picture: Picture): Layout {
  const across = placed(picture, false);
  if (across.width <= MOST_WIDTH || across.width <= MOST_RATIO * across.height) return across;
  const down = placed(picture, true);
  return down.width < across.width ? down : across;
}

function placed({ nodes, edges, zones }: Picture, isDown: boolean): Layout {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- most reports have no picture
  const dagre = require('@dagrejs/dagre') as Dagre;
  const graph = new dagre.graphlib.Graph({ compound: true, multigraph: true });
  const ranker = nodes.length + edges.length > LARGE ? 'longest-path' : 'network-simplex';
  graph.setGraph({ rankdir: isDown ? 'TB' : 'LR', nodesep: NODE_GAP, edgesep: EDGE_GAP, ranksep: isDown ? DOWN_GAP : LAYER_GAP, marginx: MARGIN, marginy: MARGIN, ranker });
  const lines = new Map(nodes.map((node) => [node, linesOf(node)]));
  for (const zone of zones) graph.setNode(`zone ${zone}`, {});
  // all of one width: a wider one would be in the way of edges to its neighbours
  const width = Math.max(0, ...[...lines.values()].flat().map((line) => line.width)) + 2 * PADDING;
  for (const node of nodes) {
    graph.setNode(node.id, { width, height: NODE_HEIGHT });
    if (node.zone !== undefined) graph.setParent(node.id, `zone ${node.zone}`);
  }
  const intents = new Map(edges.map((edge) => [edge, labelled(edge.intents.join(', '), MOST.intent, FONT.intent)]));
  for (const edge of edges) {
    graph.setEdge(edge.from.id, edge.to.id, { width: intents.get(edge)!.width + 8, height: FONT.intent + 6, labelpos: 'c', weight: edge.kind === 'control' ? 1 : 2 }, edge.id);
  }
  dagre.layout(graph);
  const boxes = new Map(nodes.map((node) => [node, boxOf(graph.node(node.id))]));
  const spots = edges.map((edge) => {
    const { points, x, y } = graph.edge(edge.from.id, edge.to.id, edge.id) as { points: Point[]; x: number; y: number };
    return { points: points.slice(1, -1).map((point) => ({ x: round(point.x), y: round(point.y) })), x: round(x), y: round(y) };
  });
  const routed = routes(edges.map((edge, i) => ({
    from: boxes.get(edge.from)!,
    to: boxes.get(edge.to)!,
    between: isDown ? spots[i].points : alongLabel(spots[i], intents.get(edge)!.width, boxes.get(edge.from)!.x, boxes.get(edge.to)!.x),
  })), isDown);
  const places = {
    zones: zones.map((name) => zoneOf(name, boxOf(graph.node(`zone ${name}`)))),
    nodes: nodes.map((node) => {
      const box = boxes.get(node)!;
      const [first, second] = lines.get(node)!;
      const x = box.x + box.width / 2;
      return { node, box, lines: [{ ...first, x, y: box.y + 18 }, { ...second, x, y: box.y + 33 }] as const };
    }),
    edges: edges.map((edge, i) => ({ edge, points: routed[i], label: { ...intents.get(edge)!, x: spots[i].x, y: spots[i].y + 3.5 } })),
  };
  const all = [...places.zones, ...places.nodes].map(({ box }) => box);
  const bends = places.edges.flatMap(({ points }) => points);
  return {
    ...places,
    isDown,
    width: MARGIN + Math.max(MARGIN, ...all.map((box) => box.x + box.width), ...bends.map(({ x }) => x)),
    height: MARGIN + Math.max(MARGIN, ...all.map((box) => box.y + box.height), ...bends.map(({ y }) => y)),
  };
}

function linesOf({ label, type, dataClass }: PictureNode) {
  const name = labelled(label, MOST.name, FONT.name);
  return [{ ...name, width: Math.ceil(name.width * BOLD) }, labelled(dataClass === undefined ? type : `${type} · ${dataClass}`, MOST.type, FONT.type)];
}

/** A route goes straight through its label, in its own direction. */
function alongLabel({ points, x, y }: Point & { readonly points: readonly Point[] }, width: number, start: number, end: number): Point[] {
  return points.flatMap((point, i) => {
    if (point.x !== x || point.y !== y) return point;
    const goesLeft = (points[i + 1]?.x ?? end) < (points[i - 1]?.x ?? start);
    const half = (goesLeft ? -1 : 1) * (width / 2 + 4);
    return [{ x: x - half, y }, { x: x + half, y }];
  });
}

/** Codes of what cannot be seen are part of what is measured. */
function labelled(text: string, most: number, size: number): { text: string; width: number } {
  const short = shortened(visible(shortened(text, 2 * most)).replace(/[\n\t]/g, ' '), most);
  return { text: short, width: textWidth(short, size) };
}

function boxOf({ x, y, width, height }: Box): Box {
  return { x: round(x - width / 2), y: round(y - height / 2), width: round(width), height: round(height) };
}

function zoneOf(name: string, box: Box) {
  const most = Math.max(8, Math.min(MOST.zone, Math.floor((box.width - 2 * PADDING) / 7)));
  const label = labelled(`zone ${name}`, most, FONT.zone);
  return { name, box, label: { ...label, x: box.x + PADDING + label.width / 2, y: box.y + 14 } };
}

const round = (value: number) => Math.round(value * 10) / 10;
