import { TemplateModel, TemplateResource } from '../../model';

/** A resource that another one names, or that names it, and what of it is named: `Ref` or an attribute. */
export interface Neighbour {
  readonly resource: TemplateResource;
  /** `>` or `<` for the direction, and what is named. */
  readonly relation: string;
}

/** Who names whom among the resources of a model, in both branches of each condition. */
export function neighboursOf(model: TemplateModel): Map<TemplateResource, Neighbour[]> {
  const neighbours = new Map<TemplateResource, Neighbour[]>(model.resources.map((resource) => [resource, []]));
  for (const resource of model.resources) {
    for (const other of model.referrers(resource)) {
      for (const attribute of new Set(model.mentionsBy(other, resource).map((mention) => mention.attribute))) {
        neighbours.get(other)?.push({ resource, relation: `>${attribute}` });
        neighbours.get(resource)!.push({ resource: other, relation: `<${attribute}` });
      }
    }
  }
  return neighbours;
}
