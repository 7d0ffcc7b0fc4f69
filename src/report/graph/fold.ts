import { isStranger, kindOf, stackOf } from './labels';
import type { GraphNode } from '../../graph/trust/trust-graph';

/** Nodes that are shown as one. */
export interface Group {
  /** `undefined` for a node that stays by itself. */
  readonly label?: string;
  readonly members: readonly GraphNode[];
}

/**
 * Nodes by trust zone, and by stack outside of all zones. Those who are no part of a template stay by themselves while there are few. Beyond a number of
 * groups the smallest become one, so that a picture of any app can be read.
 */
export function foldedBy(nodes: readonly GraphNode[], most: number): Group[] {
  const isOutside = ({ resource, zone }: GraphNode) => resource === undefined && zone === undefined;
  const outside = nodes.filter(isOutside);
  const groups = grouped(nodes.filter((node) => !isOutside(node)), (node) => (
    node.zone === undefined ? `stack ${stackOf(node)}, outside of zones` : `zone ${node.zone}`));
  return [...fewest(groups, most / 2), ...strangersFirst(outside, most / 2)];
}

function strangersFirst(outside: readonly GraphNode[], most: number): Group[] {
  if (outside.length <= most) return outside.map((node) => ({ members: [node] }));
  return grouped(outside, (node) => (isStranger(node) ? kindOf(node) : `${kindOf(node)}, outside of the app`))
    .map((group) => (group.members.length === 1 ? { members: group.members } : group));
}

function grouped(nodes: readonly GraphNode[], labelOf: (node: GraphNode) => string): Group[] {
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const label = labelOf(node);
    const group = groups.get(label);
    if (group) group.push(node);
    else groups.set(label, [node]);
  }
  return [...groups].map(([label, members]) => ({ label, members }));
}

function fewest(groups: Group[], most: number): Group[] {
  if (groups.length <= most) return groups;
  const bySize = [...groups].sort((a, b) => b.members.length - a.members.length);
  const rest = bySize.slice(most - 1);
  return [...bySize.slice(0, most - 1), { label: `${rest.length} more zones and stacks`, members: rest.flatMap(({ members }) => members) }];
}
