import { declaresEdges } from '../../graph/trust/declared';
import { graphOf } from '../../graph/trust/graph-of';
import type { DeclaredWithoutEffect, GraphEdge, GraphNode } from '../../graph/trust/trust-graph';
import { WORKLOADS } from '../../graph/trust/workloads';
import type { TemplateResource } from '../../model';
import { append } from '../../model/append';
import type { TemplateModel } from '../../model/template-model';

/** What edges come from, or else go to. */
export const CALLERS = [
  ...WORKLOADS, 'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::CloudFront::Distribution', 'AWS::Cognito::UserPool', 'AWS::Events::Rule', 'AWS::IAM::Role', 'AWS::IAM::User',
  'AWS::S3::Bucket', 'AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::VpcLattice::Service',
];
const IS_CALLER = new Set<string>(CALLERS);

/** Where what is declared and what is in effect differ, by the resource that it is told on. */
export interface Differences {
  readonly withoutEffect: ReadonlyMap<TemplateResource, DeclaredWithoutEffect[]>;
  readonly undeclared: ReadonlyMap<TemplateResource, GraphEdge[]>;
}

const FOUND = new WeakMap<TemplateModel, Differences | 'none declared'>();

/** `undefined` for templates that declare no edges: they are not held to any. */
export function differencesOf(model: TemplateModel): Differences | undefined {
  let found = FOUND.get(model);
  if (!found) FOUND.set(model, found = model.worlds.apart(() => (declaresEdges(model) ? find(model) : 'none declared')));
  return found === 'none declared' ? undefined : found;
}

function find(model: TemplateModel): Differences {
  const graph = graphOf(model);
  // where neither end is one of them, any will do
  const fallback = model.resources.find(({ type }) => IS_CALLER.has(type));
  const [withoutEffect, undeclared] = [new Map<TemplateResource, DeclaredWithoutEffect[]>(), new Map<TemplateResource, GraphEdge[]>()];
  const tell = <V extends GraphEdge | DeclaredWithoutEffect>(found: Map<TemplateResource, V[]>, one: V) => {
    const place = placeOf(one) ?? fallback;
    if (place) append(found, place, one);
  };
  for (const one of graph.withoutEffect) tell(withoutEffect, one);
  for (const edge of graph.edges) if (edge.declared === false && !edge.implied) tell(undeclared, edge);
  return { withoutEffect, undeclared };
}

function placeOf({ from, to }: { readonly from?: GraphNode; readonly to?: GraphNode }): TemplateResource | undefined {
  return [from?.resource, to?.resource].find((resource) => resource !== undefined && IS_CALLER.has(resource.type));
}
