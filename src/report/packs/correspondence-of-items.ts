import { CORRESPONDENCE } from './correspondence';
import type { TemplateResource } from '../../model';
import type { EvidenceItem } from '../evidence';

/** Findings of ours that tell what a rule of cdk-nag reports on a resource: on itself, or on a companion where one refers to the other. */
export function correspondingItems(nagRule: string, resource: TemplateResource | undefined, itemsAt: (path: string) => EvidenceItem[]) {
  const { rules = [], companions = [], siblings } = Object.prototype.hasOwnProperty.call(CORRESPONDENCE, nagRule) ? CORRESPONDENCE[nagRule] : {};
  if (!resource || rules.length === 0) return [];
  const { model } = resource.stack;
  const near = companions.flatMap((type) => model.ofType(type)).filter((other) => refers(other, resource) || refers(resource, other));
  if (siblings) {
    const parents = model.ofType(siblings.of).filter((parent) => refers(resource, parent));
    near.push(...siblings.types.flatMap((type) => model.ofType(type)).filter((other) => parents.some((parent) => refers(other, parent))));
  }
  const paths = new Set([resource, ...near].flatMap(({ path }) => path ?? []));
  return [...paths].flatMap(itemsAt).filter(({ rule }) => rules.includes(rule.id));
}

function refers(one: TemplateResource, other: TemplateResource): boolean {
  return one.stack.model.referrers(other).includes(one);
}
