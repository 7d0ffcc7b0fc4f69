import type { GraphEdge, NodeKind } from '../../trust/trust-graph';

/** Spoofing, tampering, repudiation, information disclosure, denial of service, elevation of privilege. */
export type Stride = 'S' | 'T' | 'R' | 'I' | 'D' | 'E';

export const STRIDE_NAMES: Record<Stride, string> = {
  S: 'Spoofing', T: 'Tampering', R: 'Repudiation', I: 'Information disclosure', D: 'Denial of service', E: 'Elevation of privilege',
};

/**
 * Where rules must pass to mitigate a threat to an element.
 *
 * - `element`: on its own resource; not asked of types that none of the rules looks at.
 * - `policies`: on it, and on the policies and permissions that are its own.
 * - `consumers`: on the event source mappings that read from it.
 * - `security-groups`: on its security groups with their rules, and on the routes of its subnets.
 * - `api`: on the API of a route, and on its stages.
 * - `web-acl`: on the API of a route with its stages, and on distributions in front, where nothing reaches it beside them.
 * - `role`: on the roles that it acts as, and on their policies.
 * - `trails`: on the trails that record what happens in its account and Region, whatever conditions they have.
 * - `users`: on the functions that run it.
 * - `targets`: on the functions that it hands requests over to.
 * - `edges`: on the edges of the graph that the threat is to.
 */
export type Where = 'element' | 'policies' | 'consumers' | 'security-groups' | 'api' | 'web-acl' | 'role' | 'trails' | 'users' | 'targets' | 'edges';

/** Something that takes a threat away where its rules pass. */
export interface Mitigation {
  readonly name: string;
  readonly at: Where;
  /** Each of them that looks at something there must pass on all of it. */
  readonly rules: readonly string[];
  /** Types of elements of which it is asked; of all where there is no list. */
  readonly types?: readonly string[];
  /** Whether there is nothing to take away where nothing but the element itself is there, as where no policy of its own lets others in. */
  readonly optional?: boolean;
}

/** A threat to elements of some kinds, or to flows between them. */
export interface ThreatKind {
  readonly id: string;
  readonly stride: Stride;
  /** Of elements. */
  readonly on?: readonly NodeKind[];
  /** Of elements of these types only. */
  readonly types?: readonly string[];
  /** Of flows. */
  readonly flows?: Flow;
  readonly title: string;
  readonly source: string;
  readonly prerequisites: string;
  readonly action: string;
  readonly impact: string;
  /** Of what the threat takes away: confidentiality, integrity, availability … */
  readonly goal: string;
  /** Whether it changes or destroys. */
  readonly changes: boolean;
  /** Whether whoever does it gets all that the element may do. */
  readonly takesOver: boolean;
  readonly mitigations: readonly Mitigation[];
  /** By name: what reports it, or that a mitigation is taken away. They prevent nothing. */
  readonly detections?: readonly Detected[];
}

/** Detections, of elements of some types only where there is a list. */
export interface Detected {
  readonly names: readonly string[];
  readonly types?: readonly string[];
}

/** Which edges a threat is to, and which end its mitigations are looked for at. */
export interface Flow {
  readonly kinds: readonly GraphEdge['kind'][];
  readonly from?: readonly NodeKind[];
  readonly to?: readonly NodeKind[];
  readonly at: 'from' | 'to';
}

export const STORES: readonly NodeKind[] = ['store', 'database', 'queue'];
