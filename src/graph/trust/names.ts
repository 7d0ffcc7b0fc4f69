import type { TemplateResource } from '../../model';

/** The construct that the reader wrote: its path without the part of the resource in it. */
export function pathOf({ path }: TemplateResource): string | undefined {
  return path?.replace(/\/Resource$/, '');
}

/** How people call a resource: the path of its construct in the stack, else its logical id. */
export function nameOf(resource: TemplateResource): string {
  const path = pathOf(resource);
  const { id } = resource.stack;
  return path?.startsWith(`${id}/`) ? path.slice(id.length + 1) : path ?? resource.logicalId;
}
