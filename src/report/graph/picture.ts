import { foldedBy } from './fold';
import { isStranger, kindOf, labelsOf, stackOf, typeOf } from './labels';
import { isHigher } from '../../graph/data-class';
import { Certainty, EdgeKind, GraphEdge, GraphNode, NodeKind, TrustGraph } from '../../graph/trust/trust-graph';

/** What a picture shows of a trust graph. */
export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** The trust zones that stand as boxes around nodes. */
  readonly zones: readonly string[];
  /** What is left out, as `4 log groups`. */
  readonly hidden: readonly string[];
  /** Whether each zone is one node. */
  readonly isFolded: boolean;
}

export interface PictureNode {
  /** `n0`, `n1` …: unique in the picture. */
  readonly id: string;
  readonly label: string;
  /** What it is, in words. */
  readonly type: string;
  readonly kind: NodeKind | 'zone';
  readonly dataClass?: string;
  /** Of a node that stands in the box of its zone. */
  readonly zone?: string;
  readonly isStranger: boolean;
  /** The nodes that it shows: one, or those of a zone. */
  readonly members: readonly GraphNode[];
}

/** Everything from one node to another; control is an edge of its own. */
export interface PictureEdge {
  readonly id: string;
  readonly from: PictureNode;
  readonly to: PictureNode;
  readonly kind: EdgeKind;
  /** Whether it comes from outside of the app. */
  readonly isStranger: boolean;
  readonly intents: readonly string[];
  /** As sure as the surest of its edges. */
  readonly certainty: Certainty;
  readonly edges: readonly GraphEdge[];
}

export interface PictureOptions {
  /** Whether keys, log groups, endpoints, what no edge leads to, and edges that configuration makes by itself are shown too. */
  readonly all?: boolean;
  /** Whether each zone becomes one node; by default where there would be more than `FOLDED_ABOVE`. */
  readonly fold?: boolean;
}

/** How many nodes can be read in one picture. */
export const FOLDED_ABOVE = 40;

/** Those whose way in is shown, though nothing has to declare it. */
const OUTER: readonly NodeKind[] = ['internet', 'account', 'person', 'route'];

/** What most edges lead to, and nobody looks for first. */
const IN_THE_BACKGROUND: readonly NodeKind[] = ['key', 'log-group', 'endpoint'];
const SHOWN_ALONE: readonly NodeKind[] = ['store', 'database', 'secret'];

export function pictureOf(graph: TrustGraph, { all = false, fold }: PictureOptions = {}): Picture {
  const foreground = all ? graph : new TrustGraph(graph.nodes, graph.edges.filter(isInForeground));
  const shown = all ? graph.nodes : graph.nodes.filter((node) => isOfInterest(node, foreground, graph));
  const seen = new Set(shown);
  const drawn = graph.edges.filter((edge) => seen.has(edge.from) && seen.has(edge.to) && (all || isInForeground(edge) || edge.kind === 'delivery'));
  const isFolded = fold ?? shown.length > FOLDED_ABOVE;
  const nodes = isFolded ? foldedNodes(shown) : singleNodes(shown);
  const edges = joinedEdges(drawn, nodes);
  return {
    nodes,
    edges,
    isFolded,
    zones: [...new Set(nodes.flatMap(({ zone }) => zone ?? []))].sort(),
    hidden: counted(graph.nodes.filter((node) => !seen.has(node))),
  };
}

/** Nodes by what they are, as `2 KMS keys`. */
export function counted(nodes: readonly GraphNode[]): string[] {
  const many = new Map<string, number>();
  for (const node of nodes) many.set(kindOf(node), (many.get(kindOf(node)) ?? 0) + 1);
  return [...many].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([kind, count]) => `${count} ${count === 1 ? kind : pluralOf(kind)}`);
}

function pluralOf(kind: string): string {
  if (kind === 'anyone' || kind === 'code') return kind;
  return kind === 'person' ? 'people' : kind.replace(/y$/, (_y, at: number) => (/[aeiou]/.test(kind[at - 1]) ? 'y' : 'ie')).concat('s');
}

/** Whether it is a key, a log group or an endpoint. */
export function isInBackground({ kind }: GraphNode): boolean {
  return IN_THE_BACKGROUND.includes(kind);
}

/** What people mean or open; what configuration makes by itself is drawn as a delivery between nodes that are shown anyhow. */
function isInForeground({ implied, from }: GraphEdge): boolean {
  return !implied || OUTER.includes(from.kind);
}

/** A key, log group or endpoint by control edges only; and what has an edge, but to these. What holds data is shown without any edge. */
function isOfInterest(node: GraphNode, graph: TrustGraph, whole: TrustGraph): boolean {
  const edges = [...graph.from(node), ...graph.to(node)];
  if (edges.some(({ kind }) => kind === 'control') || (SHOWN_ALONE.includes(node.kind) && whole.to(node).length + whole.from(node).length === 0)) return true;
  return !isInBackground(node) && edges.some(({ from, to }) => !isInBackground(from === node ? to : from));
}

function singleNodes(nodes: readonly GraphNode[]): PictureNode[] {
  const labels = labelsOf(nodes);
  return nodes.map((node, i) => ({
    id: `n${i}`, label: labels.get(node)!, type: typeOf(node), kind: node.kind, dataClass: node.dataClass, zone: node.zone, isStranger: isStranger(node), members: [node],
  }));
}

function foldedNodes(nodes: readonly GraphNode[]): PictureNode[] {
  return foldedBy(nodes, FOLDED_ABOVE).map(({ label, members }, i) => {
    if (members.length === 1 && label === undefined) return { ...singleNodes(members)[0], id: `n${i}`, zone: undefined };
    return {
      id: `n${i}`, label: label!, type: counted(members).slice(0, 3).join(', '), kind: 'zone', dataClass: highest(members), isStranger: members.every(isStranger), members,
    };
  });
}

function highest(nodes: readonly GraphNode[]): string | undefined {
  return nodes.reduce<string | undefined>((best, { dataClass }) => (
    dataClass !== undefined && (best === undefined || isHigher(dataClass, best)) ? dataClass : best), undefined);
}

function joinedEdges(edges: readonly GraphEdge[], nodes: readonly PictureNode[]): PictureEdge[] {
  const nodeOf = new Map(nodes.flatMap((node) => node.members.map((member): [GraphNode, PictureNode] => [member, node])));
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const [from, to] = [nodeOf.get(edge.from)!, nodeOf.get(edge.to)!];
    if (from === to) continue; // inside of a folded zone, or onto itself
    const key = `${from.id} ${to.id} ${edge.kind === 'control'}`;
    const group = groups.get(key);
    if (group) group.push(edge);
    else groups.set(key, [edge]);
  }
  return [...groups.values()].map((group, i) => {
    const [first] = group;
    const from = nodeOf.get(first.from)!;
    return {
      id: `e${i}`,
      from,
      to: nodeOf.get(first.to)!,
      kind: first.kind,
      isStranger: from.isStranger,
      intents: [...new Set(group.map(({ intent }) => intent))].sort(),
      certainty: group.some(({ certainty }) => certainty === 'certain') ? 'certain' : 'possible',
      edges: group,
    };
  });
}

/** The stack of a node of the picture, where all that it shows is of one. */
export function stackOfNode({ members }: PictureNode): string | undefined {
  const stacks = new Set(members.map(stackOf));
  return stacks.size === 1 ? [...stacks][0] : undefined;
}
