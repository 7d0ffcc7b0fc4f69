import type { Picture } from './picture';

/** The styles of edges, with what they mean. */
export const LEGEND: readonly (readonly [string, string])[] = [
  ['read', 'reads'], ['write', 'writes, publishes'], ['call', 'calls, delivers'], ['stranger', 'from outside of the app'], ['control', 'takes control'],
  ['call possible', 'possible, not certain'],
];

/** What a picture shows, in a sentence without its end. */
export function describePicture({ nodes, edges, hidden, isFolded }: Picture): string {
  const rest = hidden.length > 0 ? `; hidden: ${hidden.join(', ')}` : '';
  return `Trust graph: ${nodes.length} ${isFolded ? 'zones and nodes outside of them' : 'nodes'}, ${edges.length} edges${rest}`;
}
