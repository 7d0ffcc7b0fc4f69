import type { ThreatKind } from './catalogue/threat-kind';
import type { Exposure } from './exposure';
import { DATA_CLASSES, isHigher } from '../data-class';
import type { GraphNode, TrustGraph } from '../trust/trust-graph';

export type RiskLevel = 'critical' | 'high' | 'medium' | 'low';

export const LIKELIHOODS = ['rare', 'unlikely', 'possible', 'likely', 'almost certain'] as const;
export const IMPACTS = ['negligible', 'minor', 'moderate', 'major', 'severe'] as const;

/** The 5×5: by likelihood from rare up, and by impact from negligible up. */
export const MATRIX: readonly (readonly RiskLevel[])[] = [
  ['low', 'low', 'low', 'medium', 'medium'],
  ['low', 'low', 'medium', 'medium', 'high'],
  ['low', 'medium', 'medium', 'high', 'high'],
  ['low', 'medium', 'high', 'high', 'critical'],
  ['medium', 'medium', 'high', 'critical', 'critical'],
];

/** A place on a scale from 1 to 5, and what put it there: sentences without a full stop. */
export interface Rating {
  readonly level: number;
  readonly inputs: readonly string[];
}

/** Each step after the first, and authentication on the way, is one barrier; five less the barriers is the likelihood, and one where no way leads there. */
export function likelihoodOf({ way, authenticated, unknown }: Exposure): Rating {
  if (!way) return { level: 1, inputs: ['no way leads there from outside'] };
  const steps = Math.max(1, way.length);
  const inputs = [
    `${steps} ${steps === 1 ? 'step' : 'steps'} from outside`,
    authenticated ? 'authentication on the way' : 'no authentication on the way',
    ...(unknown > 0 ? [`${unknown} of the steps ${unknown === 1 ? 'is' : 'are'} not known before deployment, and counted`] : []),
  ];
  return { level: Math.max(2, 5 - (steps - 1) - (authenticated ? 1 : 0)), inputs };
}

/**
 * The class of the data is the impact: none or public is one, up to four for RESTRICTED; what changes or destroys is one more. Of what takes over
 * an element, the highest class that the element reaches counts.
 */
export function impactOf(kind: ThreatKind, node: GraphNode, reached: readonly GraphNode[]): Rating {
  const radius = kind.takesOver ? reached : [];
  const classes = [node, ...radius].map(({ dataClass }) => dataClass);
  const highest = classes.reduce((a, b) => (b !== undefined && (a === undefined || isHigher(b, a)) ? b : a), undefined);
  const byClass = highest === undefined ? 1 : 1 + DATA_CLASSES.indexOf(highest);
  return {
    level: Math.min(5, byClass + (kind.changes ? 1 : 0)),
    inputs: [
      highest === undefined ? 'no data class known' : `${highest} data`,
      kind.changes ? 'changes or destroys' : 'reads only',
      ...(kind.takesOver ? [`blast radius of ${radius.length} ${radius.length === 1 ? 'element' : 'elements'}`] : []),
    ],
  };
}

/** Everything that somebody reaches who has taken over a node. */
export function blastRadius(graph: TrustGraph, node: GraphNode): GraphNode[] {
  const reached = new Set([node]);
  for (const here of reached) for (const { to } of graph.from(here)) reached.add(to); // what is added meanwhile is looked at too
  reached.delete(node);
  return [...reached];
}
