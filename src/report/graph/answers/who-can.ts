import { described, deed, inOrder, named, reasonLines, tally } from './parts';
import type { Callers } from '../../../graph/ask/who-can';
import type { GraphNode } from '../../../graph/trust/trust-graph';
import type { Chunks } from '../../chunks';
import { describeEdge, describeNode, JSON_VERSION, jsonOf } from '../json';

export function writeCallers({ direct, byControl }: Callers, action: string, target: GraphNode): Chunks {
  const callers = new Set(direct.map(({ from }) => from));
  const certain = new Set(direct.filter(({ certainty }) => certainty === 'certain').map(({ from }) => from));
  return [
    `Who can ${action} on ${described(target)}`, '',
    ...inOrder(direct).flatMap((edge) => [`  ${described(edge.from)}: ${deed(edge)}`, ...reasonLines(edge, '      ')]),
    ...byControl.length > 0 ? ['', 'By taking control of one of them'] : [],
    ...inOrder(byControl).flatMap((edge) => [`  ${described(edge.from)} → ${named(edge.to)}: ${deed(edge)}`, ...reasonLines(edge, '      ')]),
    ...callers.size > 0 ? [''] : [],
    `${tally(callers.size, callers.size - certain.size, 'caller', 'callers')}${byControl.length > 0 ? `; ${byControl.length} more by control` : ''}.`,
    '',
  ].join('\n');
}

export function describeCallers({ direct, byControl }: Callers, action: string, target: GraphNode): Chunks {
  return jsonOf({
    version: JSON_VERSION,
    action,
    target: describeNode(target),
    direct: inOrder(direct).map(describeEdge),
    byControl: inOrder(byControl).map(describeEdge),
  });
}
