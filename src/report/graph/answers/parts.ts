import type { GraphEdge, GraphNode } from '../../../graph/trust/trust-graph';
import { plain } from '../../plain-text';
import { labelOf, typeOf } from '../labels';

const MOST_ACTIONS = 4;

/** A node with what it is: `Orders (DynamoDB table, CONFIDENTIAL)`. */
export function described(node: GraphNode): string {
  const { dataClass, kind } = node;
  const facts = [...kind === 'internet' ? [] : [typeOf(node)], ...dataClass === undefined ? [] : [dataClass]];
  return plain(facts.length > 0 ? `${labelOf(node)} (${facts.join(', ')})` : labelOf(node));
}

export function named(node: GraphNode): string {
  return plain(labelOf(node));
}

/** What an edge is, without its ends: `write by dynamodb:PutItem, certain`. */
export function deed({ kind, intent, actions, path, certainty: own }: GraphEdge, certainty = own): string {
  const by = actions.length > 0 ? ` by ${few(actions)}` : kind === 'delivery' ? ' by configuration' : '';
  return plain(`${kind === 'control' ? 'control' : intent}${by}${path === undefined ? '' : ` (${path})`}, ${certainty}`);
}

function few(actions: readonly string[]): string {
  const rest = actions.length - MOST_ACTIONS;
  return rest > 1 ? `${actions.slice(0, MOST_ACTIONS).join(', ')} and ${rest} more` : actions.join(', ');
}

/** The reasons of an edge, one a line, and why it is not certain. */
export function reasonLines({ because, certainty }: GraphEdge, indent: string): string[] {
  const texts = because.map(({ text }) => `${indent}${plain(text)}`);
  const open = certainty === 'possible' ? because.flatMap((reason) => reason.open ?? []).map((why) => `${indent}possible because ${plain(why)}`) : [];
  return [...new Set([...texts, ...open])];
}

/** Edges with what is certain first, otherwise by the names of their ends. */
export function inOrder(edges: readonly GraphEdge[]): GraphEdge[] {
  const key = (edge: GraphEdge) => `${edge.certainty} ${labelOf(edge.from)} ${labelOf(edge.to)} ${edge.intent}`;
  return [...edges].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** How many, of which some are possible only. */
export function tally(count: number, possible: number, one: string, many: string): string {
  if (count === 0) return `No ${one}`;
  const rest = possible === 0 ? '' : possible === count ? ', possible and not certain' : `, ${possible} of them possible and not certain`;
  return `${count} ${count === 1 ? one : many}${rest}`;
}
