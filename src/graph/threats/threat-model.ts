import { THREATS } from './catalogue';
import type { Flow, Mitigation, ThreatKind } from './catalogue/threat-kind';
import type { JudgedDetection } from './detections/judged-detection';
import { PresentDetections } from './detections/present-detections';
import { SHIPPED } from './detections/shipped';
import { Exposures } from './exposure';
import { Places } from './places';
import { blastRadius, impactOf, likelihoodOf, MATRIX, Rating, RiskLevel } from './risk';
import type { TemplateModel, TemplateResource } from '../../model';
import { append } from '../../model/append';
import { graphOf } from '../trust/graph-of';
import type { GraphEdge, GraphNode, TrustGraph } from '../trust/trust-graph';

/** What a rule found on a resource, with who accepted it. */
export interface RuleVerdict {
  readonly rule: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly acceptance?: Acceptance;
}

/** Who answers for a threat: a waiver's record. */
export interface Acceptance {
  readonly owner: string;
  readonly reason: string;
  readonly ticket?: string;
  /** The last day, as `YYYY-MM-DD`. */
  readonly until: string;
}

/** What the evidence says: the graph knows no rules. */
export interface Verdicts {
  of(resource: TemplateResource): readonly RuleVerdict[];
}

/** The same threats, those marked that people accept. */
export type Accept = (threats: readonly Threat[], graph: TrustGraph) => readonly Threat[];

export type MitigationStatus = 'pass' | 'fail' | 'unknown' | 'accepted' | 'absent';

/** A mitigation of a threat, as it is on the element. */
export interface JudgedMitigation {
  readonly mitigation: Mitigation;
  readonly status: MitigationStatus;
  /** Whether it should hold on what no template of the input makes, too: then it is not known, and never passes. */
  readonly isPartial: boolean;
  /** Rules that look at something there, each with where it does not pass. */
  readonly rules: readonly { readonly rule: string; readonly open: readonly string[] }[];
}

export interface Threat {
  readonly kind: ThreatKind;
  readonly element: GraphNode;
  /** Of a flow, where it leads. */
  readonly flow?: GraphEdge;
  readonly status: 'mitigated' | 'open' | 'accepted';
  readonly acceptance?: Acceptance;
  readonly mitigations: readonly JudgedMitigation[];
  /** What reports it there. It lowers no risk, and mitigates nothing. */
  readonly detections: readonly JudgedDetection[];
  readonly likelihood: Rating;
  readonly impact: Rating;
  readonly risk: RiskLevel;
}

/** Something that an attacker is after. */
export interface Asset {
  readonly node: GraphNode;
  /** How many elements lead to it. */
  readonly reachedBy: number;
  readonly likelihood: Rating;
  readonly open: Readonly<Record<RiskLevel, number>>;
}

export interface ThreatModel {
  readonly graph: TrustGraph;
  readonly threats: readonly Threat[];
  /** The most critical first. */
  readonly assets: readonly Asset[];
}

const LEVELS: RiskLevel[] = ['critical', 'high', 'medium', 'low'];
const ASSETS: GraphNode['kind'][] = ['store', 'database', 'secret', 'key', 'queue'];
const CLASSES = ['RESTRICTED', 'CONFIDENTIAL', 'INTERNAL', 'PUBLIC', undefined];

/** The threats of a closed catalogue to every element and flow, each with what mitigates it there. */
export function modelThreats(
  model: TemplateModel, verdicts: Verdicts, graph: TrustGraph = graphOf(model), accept: Accept = (threats) => threats,
): ThreatModel {
  const modeller = new Modeller(model, verdicts, graph);
  const threats = accept(modeller.threats(), graph);
  return { graph, threats, assets: modeller.assets(threats) };
}

class Modeller {
  private readonly exposures: Exposures;
  private readonly radii = new Map<GraphNode, GraphNode[]>();
  private readonly places: Places;
  private readonly detections: PresentDetections;

  constructor(model: TemplateModel, private readonly verdicts: Verdicts, private readonly graph: TrustGraph) {
    this.exposures = new Exposures(graph, model);
    this.places = new Places(model, graph);
    this.detections = new PresentDetections(model);
  }

  public threats(): Threat[] {
    const elements = this.graph.nodes.filter(({ resource }) => resource);
    return THREATS.flatMap((kind) => [
      ...elements.filter((node) => kind.on?.includes(node.kind) && (!kind.types || kind.types.includes(node.resource!.type)))
        .flatMap((node) => this.threat(kind, node) ?? []),
      ...(kind.flows ? this.flows(kind.flows).flatMap((edges) => this.threat(kind, kind.flows!.at === 'from' ? edges[0].from : edges[0].to, edges) ?? []) : []),
    ]);
  }

  public assets(threats: readonly Threat[]): Asset[] {
    const assets = this.graph.nodes.filter(({ kind, resource }) => resource && ASSETS.includes(kind)).map((node): Asset => ({
      node,
      reachedBy: this.graph.nodes.filter((other) => other !== node && this.radius(other).includes(node)).length,
      likelihood: likelihoodOf(this.exposures.of(node)),
      open: Object.fromEntries(LEVELS.map((level) => [
        level, threats.filter(({ element, status, risk }) => element === node && status === 'open' && risk === level).length,
      ])) as Record<RiskLevel, number>,
    }));
    const worst = ({ open }: Asset) => LEVELS.map((level) => String(9999 - open[level]).padStart(4, '0')).join();
    return assets.sort((a, b) => CLASSES.indexOf(a.node.dataClass) - CLASSES.indexOf(b.node.dataClass)
      || b.likelihood.level - a.likelihood.level || (worst(a) < worst(b) ? -1 : worst(a) > worst(b) ? 1 : 0)
      || b.reachedBy - a.reachedBy || (a.node.id < b.node.id ? -1 : 1));
  }

  /** All edges of each flow, none of which speaks for the others. */
  private flows({ kinds, from, to }: Flow): GraphEdge[][] {
    const seen = new Map<string, GraphEdge[]>();
    for (const edge of this.graph.edges) {
      if (!kinds.includes(edge.kind) || (from && !from.includes(edge.from.kind)) || (to && !to.includes(edge.to.kind))) continue;
      append(seen, `${edge.from.id} ${edge.to.id}`, edge);
    }
    return [...seen.values()];
  }

  /** `undefined` where a flow has no element that rules could look at. */
  private threat(kind: ThreatKind, element: GraphNode, edges?: readonly GraphEdge[]): Threat | undefined {
    if (!element.resource) return undefined;
    const { type } = element.resource;
    const flow = edges?.[0];
    const judged = kind.mitigations.filter(({ types }) => !types || types.includes(type)).map((mitigation) => this.judge(mitigation, element, edges));
    const isWithoutCause = ({ status, mitigation: { at, optional } }: JudgedMitigation) => status === 'absent' && optional === true
      && this.places.of(at, element).resources.every((resource) => resource === element.resource);
    if (judged.length > 0 && judged.every(isWithoutCause)) return undefined;
    // what no rule looks at on this type is not asked; what should be somewhere and is not, is
    const asked = judged.filter((one) => one.status !== 'absent' || (one.mitigation.at !== 'element' && !isWithoutCause(one)));
    const open = asked.filter(({ status }) => status !== 'pass');
    const detections = this.detectionsOf(kind, element.resource);
    // where the threat is that nobody notices, a detection that the app has and that does not run is what lets it
    const isUnnoticed = kind.stride === 'R' && detections.some(({ status }) => status === 'broken');
    const mitigated = asked.some(({ status }) => status === 'pass') && open.length === 0 && !isUnnoticed;
    // waivers of rules are of resources: a flow that comes later would be accepted with them
    const byRules = flow === undefined && !isUnnoticed && open.length > 0 && open.every(({ status }) => status === 'accepted');
    const acceptance = byRules ? this.firstAcceptance(kind, element) : undefined;
    const likelihood = likelihoodOf(this.exposures.of(element));
    const impact = impactOf(kind, flow?.to.dataClass !== undefined && !kind.takesOver ? flow.to : element, this.radius(element));
    return {
      kind,
      element,
      flow,
      status: mitigated ? 'mitigated' : acceptance ? 'accepted' : 'open',
      acceptance,
      mitigations: asked,
      detections,
      likelihood,
      impact,
      risk: MATRIX[likelihood.level - 1][impact.level - 1],
    };
  }

  private judge(mitigation: Mitigation, element: GraphNode, edges?: readonly GraphEdge[]): JudgedMitigation {
    const { resources, isPartial = false, judged: here = [] } = this.places.of(mitigation.at, element, edges);
    const judged = here.filter(({ rule }) => mitigation.rules.includes(rule));
    const asked = mitigation.rules.filter((rule) => !judged.some((one) => one.rule === rule));
    const found: (RuleVerdict & { readonly where: string })[] = [
      ...judged,
      ...resources.flatMap((resource) => this.verdicts.of(resource).filter(({ rule }) => asked.includes(rule))
        .map((verdict) => ({ ...verdict, where: resource.name }))),
    ];
    const open = found.filter(({ verdict }) => verdict !== 'pass');
    const status = open.some(({ verdict, acceptance }) => verdict === 'fail' && !acceptance) ? 'fail' : isPartial ? 'unknown' : found.length === 0 ? 'absent'
      : open.length === 0 ? 'pass' : open.every(({ acceptance }) => acceptance) ? 'accepted' : 'unknown';
    const rules = [...new Set(found.map(({ rule }) => rule))].map((rule) => ({
      rule, open: open.filter((one) => one.rule === rule).map(({ where }) => where),
    }));
    return { mitigation, status, isPartial, rules };
  }

  private detectionsOf({ detections = [] }: ThreatKind, resource: TemplateResource): JudgedDetection[] {
    const names = detections.filter(({ types }) => !types || types.includes(resource.type)).flatMap((one) => one.names);
    return SHIPPED.filter(({ name }) => names.includes(name)).map((detection) => this.detections.of(detection, resource));
  }

  private firstAcceptance(kind: ThreatKind, element: GraphNode): Acceptance | undefined {
    const rules = kind.mitigations.flatMap((mitigation) => this.places.of(mitigation.at, element).resources
      .flatMap((resource) => this.verdicts.of(resource).filter(({ rule }) => mitigation.rules.includes(rule))));
    // it lasts as long as the first of them
    return rules.flatMap(({ acceptance }) => acceptance ?? []).sort((a, b) => (a.until < b.until ? -1 : 1))[0];
  }

  private radius(node: GraphNode): GraphNode[] {
    let radius = this.radii.get(node);
    if (!radius) this.radii.set(node, radius = blastRadius(this.graph, node));
    return radius;
  }
}
