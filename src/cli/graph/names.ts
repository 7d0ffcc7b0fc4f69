import { DATA_CLASSES } from '../../graph/data-class';
import type { GraphNode, TrustGraph } from '../../graph/trust/trust-graph';
import { labelOf, typeOf } from '../../report/graph/labels';
import { plain } from '../../report/plain-text';
import { nearest } from '../../waivers/nearest';

/** The nodes that a name means, or what is wrong with it. */
export type Named = { readonly nodes: readonly GraphNode[] } | { readonly wrong: string };

/** Properties that hold the name of a resource as AWS knows it. */
const NAME_PROPERTIES = [
  'FunctionName', 'TableName', 'GlobalTableName', 'BucketName', 'QueueName', 'TopicName', 'RoleName', 'StateMachineName', 'UserName', 'DBClusterIdentifier', 'DBInstanceIdentifier', 'Name',
];
const MOST_LISTED = 8;
const MOST_SHOWN = 80;

/** Finds one node by its construct path or an end of it, its logical id, or the name that AWS has; `internet`, and numbers of accounts. */
export function nodeNamed(graph: TrustGraph, name: string): Named {
  const levels = [matching(graph, name, (text) => text), matching(graph, name, (text) => text.toLowerCase()), matching(graph, name, squashed)];
  const nodes = levels.find((found) => found.length > 0) ?? [];
  if (nodes.length === 1) return { nodes };
  return { wrong: nodes.length > 1 ? `${quoted(name)} is the name of several: ${listed(nodes)}. Remediation: name more of the path.` : `There is no ${quoted(name)}. ${suggestion(graph, name)}` };
}

/** Finds all nodes of a data class, zone or kind, as `class:RESTRICTED`, `zone:Orders/Zone` and `kind:store`; or one by its name. */
export function nodesNamed(graph: TrustGraph, selector: string): Named {
  const [, key, value = ''] = /^(class|zone|kind):(.*)$/s.exec(selector) ?? [];
  if (selector === 'internet') return { nodes: graph.nodes.filter(({ kind }) => kind === 'internet') };
  if (key === undefined) return nodeNamed(graph, selector);
  const valueOf = ({ dataClass, zone, kind }: GraphNode) => ({ class: dataClass, zone, kind })[key as 'class' | 'zone' | 'kind'];
  const nodes = graph.nodes.filter((node) => valueOf(node)?.toLowerCase() === value.toLowerCase());
  const known = [...new Set([...graph.nodes.flatMap((node) => valueOf(node) ?? []), ...key === 'class' ? DATA_CLASSES : []])].sort();
  if (nodes.length > 0 || known.some((one) => one.toLowerCase() === value.toLowerCase())) return { nodes };
  return { wrong: `There is no ${key} ${quoted(value)}. Remediation: use one of ${known.slice(0, MOST_LISTED).map((one) => cut(plain(one))).join(', ') || 'the names of nodes, as no node has one'}.` };
}

function matching(graph: TrustGraph, name: string, normal: (text: string) => string): GraphNode[] {
  const wanted = normal(name);
  if (wanted === '') return [];
  const exact = graph.nodes.filter((node) => namesOf(node).some((text) => normal(text) === wanted));
  if (exact.length > 0) return exact;
  return graph.nodes.filter((node) => pathsOf(node).some((path) => endsOf(path).some((end) => normal(end) === wanted)));
}

function namesOf(node: GraphNode): string[] {
  const { id, name, resource } = node;
  const given = NAME_PROPERTIES.flatMap((property) => {
    const value = resource?.at(property).value;
    return value?.kind === 'known' && typeof value.value === 'string' ? [value.value] : [];
  });
  return [id, name, labelOf(node), ...resource ? [resource.logicalId, ...given] : []];
}

function pathsOf(node: GraphNode): string[] {
  return [labelOf(node), ...node.path === undefined ? [] : [node.path]];
}

/** `a/b/c`, `b/c` and `c`; names of a hostile length have few that anybody asks for. */
function endsOf(path: string): string[] {
  const parts = path.split('/').slice(-8);
  return parts.map((_, i) => parts.slice(i).join('/'));
}

function squashed(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}/:]/gu, '');
}

function suggestion(graph: TrustGraph, name: string): string {
  const labels = [...new Set(graph.nodes.map((node) => cut(plain(labelOf(node)))))];
  const ends = new Map(labels.map((label) => [label.split('/').pop()!, label]));
  const alike = [...ends].filter(([end]) => nearest(name, [end]) !== undefined).sort(([a], [b]) => distance(a, name) - distance(b, name));
  const near = [...new Set(alike.map(([, label]) => label))];
  if (near.length > 0) return `The nearest: ${near.slice(0, MOST_LISTED).join(', ')}.`;
  return labels.length > 0 ? `There are ${labels.sort().slice(0, MOST_LISTED).join(', ')}${labels.length > MOST_LISTED ? ` and ${labels.length - MOST_LISTED} more` : ''}.` : 'The templates have nothing that acts, or is acted on.';
}

/** Names that begin alike are nearer than others. */
function distance(one: string, name: string): number {
  const [a, b] = [one.toLowerCase(), name.toLowerCase()];
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same++;
  return Math.abs(a.length - b.length) - 3 * same;
}

function listed(nodes: readonly GraphNode[]): string {
  const names = nodes.map((node) => `${cut(plain(node.id))} (${typeOf(node)})`);
  return `${names.slice(0, MOST_LISTED).join(', ')}${names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : ''}`;
}

function quoted(name: string): string {
  return JSON.stringify(cut(plain(name)));
}

function cut(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
}
