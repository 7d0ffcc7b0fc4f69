import { buildGraph } from './build-graph';
import type { TrustGraph } from './trust-graph';
import type { TemplateModel } from '../../model/template-model';

const GRAPHS = new WeakMap<TemplateModel, TrustGraph>();

/** The trust graph of templates, made once. */
export function graphOf(model: TemplateModel): TrustGraph {
  let graph = GRAPHS.get(model);
  if (!graph) GRAPHS.set(model, graph = buildGraph(model));
  return graph;
}
