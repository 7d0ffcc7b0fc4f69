import { calledAs, Change, ChangeKind } from './change';
import type { Names } from './names';
import type { TemplateStack } from '../../model';
import type { GraphEdge, GraphNode, TrustGraph } from '../trust/trust-graph';

/** A change of an edge between nodes, by which policies that changed are told once only. */
export interface EdgeChange extends Change {
  readonly edge: GraphEdge;
}

/** The edges of a new graph that an old one did not have, and the other way round; of those in both what they allow and how sure they are. */
export function edgeChanges(old: TrustGraph, current: TrustGraph, names: Names): EdgeChange[] {
  const [before, after] = [old, current].map((graph) => edgesOf(graph, names));
  const changes: EdgeChange[] = [];
  for (const [key, now] of after) {
    const was = before.get(key);
    if (was) changes.push(...differences(was, now));
    else changes.push(change(now, isControl(now) ? 'new-control' : isStranger(now) ? 'new-stranger' : 'new-edge', 'new', now.actions));
  }
  for (const [key, was] of before) {
    if (!after.has(key)) changes.push(change(was, isControl(was) ? 'gone-control' : isStranger(was) ? 'gone-stranger' : 'gone-edge', 'old', was.actions));
  }
  return changes;
}

/** How changes call a node. */
export function nodeName({ resource, name }: GraphNode): string {
  return resource ? calledAs(resource) : name;
}

/** What both versions call the nodes of a graph. */
export class NodeLabels {
  private readonly byName = new Map<string, string>();
  /** Any of the version. */
  private readonly stack?: TemplateStack;

  constructor({ nodes }: TrustGraph, private readonly names: Names) {
    for (const { name, resource } of nodes) if (resource) this.byName.set(name, names.label(resource));
    this.stack = nodes.find(({ resource }) => resource)?.resource!.stack;
  }

  /** What is outside may be called after a resource, as the users of a pool are. */
  public of({ resource, id }: GraphNode): string {
    if (resource) return this.names.label(resource);
    const [, before, name] = /^(.* of )(.+)$/s.exec(id) ?? [];
    if (name !== undefined && this.byName.has(name)) return `${before}${this.byName.get(name)}`;
    return this.stack ? this.names.inText(id, this.stack) : id;
  }
}

/** Several edges that mean the same are one, with the actions of all. */
function edgesOf(graph: TrustGraph, names: Names): Map<string, GraphEdge> {
  const edges = new Map<string, GraphEdge>();
  const labels = new NodeLabels(graph, names);
  for (const edge of graph.edges) {
    const key = JSON.stringify([labels.of(edge.from), labels.of(edge.to), edge.kind, edge.path ?? '']);
    const other = edges.get(key);
    edges.set(key, other ? merged(other, edge) : edge);
  }
  return edges;
}

function merged(one: GraphEdge, other: GraphEdge): GraphEdge {
  return {
    ...one,
    actions: [...new Set([...one.actions, ...other.actions])].sort(),
    certainty: [one, other].some(({ certainty }) => certainty === 'certain') ? 'certain' : 'possible',
    because: [...one.because, ...other.because],
  };
}

function differences(was: GraphEdge, now: GraphEdge): EdgeChange[] {
  const key = (action: string) => action.toLowerCase();
  const [had, has] = [was, now].map(({ actions }) => new Set(actions.map(key)));
  const came = now.actions.filter((action) => !had.has(key(action)));
  const went = was.actions.filter((action) => !has.has(key(action)));
  return [
    ...(came.length > 0 ? [change(now, 'widened', 'new', came)] : []),
    ...(went.length > 0 ? [change(was, 'narrowed', 'old', went)] : []),
    ...(was.certainty !== now.certainty ? [change(now, now.certainty === 'certain' ? 'more-certain' : 'less-certain', 'new', now.actions)] : []),
  ];
}

function isControl({ kind }: GraphEdge): boolean {
  return kind === 'control';
}

function isStranger({ from }: GraphEdge): boolean {
  return from.kind === 'internet' || from.kind === 'account';
}

const VERBS: Partial<Record<ChangeKind, string>> = {
  'new-control': 'can take over',
  'gone-control': 'can no longer take over',
  'gone-edge': 'no longer reaches',
  'gone-stranger': 'no longer reaches',
  'more-certain': 'certainly reaches',
  'less-certain': 'possibly reaches',
  'narrowed': 'may no longer call',
  'widened': 'may call',
};

function change(edge: GraphEdge, kind: ChangeKind, version: 'old' | 'new', actions: readonly string[]): EdgeChange {
  const [from, to] = [nodeName(edge.from), nodeName(edge.to)];
  const what = actions.length > 0 ? (kind === 'widened' || kind === 'narrowed' ? ` ${actions.join(', ')} on` : '') : '';
  const how = actions.length > 0 && what === '' ? ` (${actions.join(', ')})` : actions.length === 0 ? ` (${edge.intent})` : '';
  const { resource } = edge.because.find((reason) => reason.resource) ?? {};
  return {
    kind,
    from,
    to,
    actions,
    certainty: edge.certainty,
    text: `${from} ${VERBS[kind] ?? 'reaches'}${what} ${to}${how}`,
    because: [...new Set(edge.because.map(({ text, open }) => (open ? `${text}: possible because ${open}` : text)))],
    resource: resource ?? edge.from.resource ?? edge.to.resource,
    version,
    edge,
  };
}
