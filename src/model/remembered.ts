import type { TemplateResource } from './template';

/**
 * The same function of a resource, computed once for all worlds where it asks nothing of conditions and parameters, else once in each.
 * What it gives is shared: nobody may change it.
 */
export function remembered<T>(compute: (resource: TemplateResource) => T): (resource: TemplateResource) => T {
  const places = new Places();
  return (resource) => resource.stack.model.worlds.remember(places.of(resource), () => compute(resource));
}

/** What stands for something about a part of a template, where `Worlds` remember it. */
export class Places {
  private readonly known = new WeakMap<object, Map<unknown, object>>();

  /** The same object each time for the same part, and what it is about. */
  public of(part: object, about?: unknown): object {
    let ofPart = this.known.get(part);
    if (!ofPart) this.known.set(part, ofPart = new Map());
    let place = ofPart.get(about);
    if (!place) ofPart.set(about, place = {});
    return place;
  }
}
