import { described, deed, inOrder, named, reasonLines } from './parts';
import { BlastRadius, certaintyIn, nodesIn } from '../../../graph/ask/blast-radius';
import { DATA_CLASSES } from '../../../graph/data-class';
import type { GraphEdge, GraphNode } from '../../../graph/trust/trust-graph';
import type { Chunks } from '../../chunks';
import { describeEdge, describeNode, JSON_VERSION, jsonOf } from '../json';
import { counted, isInBackground } from '../picture';

/** What an intent takes from its target, or gives to it. */
const READS = ['read', 'read-write', 'consume'];
const WRITES = ['write', 'read-write', 'publish'];

export function writeBlastRadius(radius: BlastRadius): Chunks {
  const { starts: [start], access, taken, reached } = radius;
  const background = new Set(access.map(({ to }) => to).filter(isInBackground));
  const plainAccess = access.filter(({ to }) => !background.has(to));
  const [reads, writes] = [plainAccess.filter(isRead), plainAccess.filter(isWrite)];
  const calls = plainAccess.filter((edge) => !isRead(edge) && !isWrite(edge));
  const count = nodesIn(radius).size;
  return [
    `If ${described(start)} is taken over`,
    ...part('It takes control of', [...taken].flatMap(([node, edge]) => [`  ${described(node)}: ${told(edge, radius)}`, ...reasonLines(edge, '      ')])),
    ...part('It reads', accessLines(reads, radius)),
    ...part('It writes', accessLines(writes, radius)),
    ...part('It calls and uses', [...accessLines(calls, radius), ...background.size > 0 ? [`  ${counted([...background]).join(', ')}`] : []]),
    ...part('It sets in motion, without control of it', [...reached].map(([node, edge]) => `  ${described(node)}: ${told(edge, radius)}`)),
    '',
    count === 0 ? 'Nothing else is reached.' : `${count} ${count === 1 ? 'node is' : 'nodes are'} reached. Reads ${classesOf(reads)}; writes ${classesOf(writes)}.`,
    '',
  ].join('\n');
}

export function describeBlastRadius(radius: BlastRadius): Chunks {
  const { starts: [start], taken, access, reached } = radius;
  const found = (map: ReadonlyMap<GraphNode, GraphEdge>) => [...map].map(([node, edge]) => ({ node: node.id, by: describeEdge(edge) }));
  return jsonOf({
    version: JSON_VERSION,
    start: describeNode(start),
    taken: found(taken),
    access: inOrder(access).map(describeEdge),
    reached: found(reached),
    dataClasses: { read: classList(access.filter(isRead)), written: classList(access.filter(isWrite)) },
  });
}

function part(title: string, lines: string[]): string[] {
  return lines.length > 0 ? ['', title, ...lines] : [];
}

function accessLines(edges: GraphEdge[], radius: BlastRadius): string[] {
  return inOrder(edges).map((edge) => `  ${described(edge.to)}: ${told(edge, radius)}`);
}

function told(edge: GraphEdge, radius: BlastRadius): string {
  return `${radius.starts.includes(edge.from) ? '' : `through ${named(edge.from)}, `}${deed(edge, certaintyIn(radius, edge))}`;
}

function isRead({ intent }: GraphEdge): boolean {
  return READS.includes(intent);
}

function isWrite({ intent }: GraphEdge): boolean {
  return WRITES.includes(intent);
}

/** From the most sensitive down. */
function classList(edges: GraphEdge[]): string[] {
  const classes = new Set(edges.flatMap(({ to }) => to.dataClass ?? []));
  return [...classes].sort((a, b) => DATA_CLASSES.indexOf(b) - DATA_CLASSES.indexOf(a));
}

function classesOf(edges: GraphEdge[]): string {
  const classes = classList(edges);
  return classes.length > 0 ? classes.join(', ') : 'no classified data';
}
