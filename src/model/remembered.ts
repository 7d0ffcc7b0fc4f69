import type { TemplateResource } from './template';

/**
 * The same function of a resource, computed once for all worlds where it asks nothing of conditions and parameters, else once in each.
 * What it gives is shared: nobody may change it.
 */
export function remembered<T>(compute: (resource: TemplateResource) => T): (resource: TemplateResource) => T {
  return (resource) => resource.stack.model.worlds.remember(resource, () => compute(resource), compute);
}
