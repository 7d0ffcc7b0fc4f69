import { createHash } from 'crypto';
import { skeletonOf } from '../../graph/diff/skeleton';
import type { Threat } from '../../graph/threats/threat-model';
import type { TemplateResource } from '../../model';

/** What a threat is about without any name: by it one is found again after a rename. */
export function structureOf({ kind, element, flow }: Threat): string {
  const ends = (flow ? [flow.from, flow.to] : [element]).map(({ resource, name }) => (resource ? lookOf(resource) : name));
  return createHash('sha256').update([kind.id, ...ends].join('\n')).digest('hex').slice(0, 32);
}

function lookOf(resource: TemplateResource): string {
  return [resource.type, skeletonOf(resource), ...resource.referrers().map(({ type }) => type).sort()].join('\n');
}
