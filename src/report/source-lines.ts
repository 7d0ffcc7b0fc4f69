import type { Evidence } from './evidence';
import { EvidenceItem, JudgedResource } from './evidence-item';
import { SourceLine, SourceLines } from './source-line';

/** Adds to what was judged the lines of a repository that made the resources, where assemblies have stack traces. */
export function withSourceLines(evidence: Evidence, repository: string): Evidence {
  if (!evidence.templates.some(({ creationTrace }) => creationTrace)) return evidence;
  const sources = new SourceLines(repository);
  const lines = new Map<readonly string[], SourceLine | undefined>();
  const lineOf = ({ template, constructPath }: JudgedResource) => {
    const trace = constructPath === undefined ? undefined : template.creationTrace?.(constructPath);
    if (trace && !lines.has(trace)) lines.set(trace, sources.first(trace));
    return trace && lines.get(trace);
  };
  const resources = new Map<JudgedResource, JudgedResource>(); // shared by many items
  const located = (resource: JudgedResource) => {
    if (!resources.has(resource)) {
      const source = lineOf(resource);
      resources.set(resource, source ? { ...resource, source } : resource);
    }
    return resources.get(resource)!;
  };
  return {
    ...evidence,
    items: evidence.items.map((item) => {
      const resource = located(item.resource);
      return resource === item.resource ? item : new EvidenceItem(resource, item.found);
    }),
  };
}
