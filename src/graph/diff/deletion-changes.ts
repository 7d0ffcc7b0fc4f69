import { calledAs, Change } from './change';
import type { Matching } from './matching';
import type { TemplateModel, TemplateResource } from '../../model';

/** What becomes of a resource that goes, from the least that is kept. `RetainExceptOnCreate` deletes what has no data yet. */
const KEEPS = [/^Delete$/, /^Snapshot$/, /^Retain(ExceptOnCreate)?$/];
const SNAPSHOT_BY_DEFAULT = /^AWS::RDS::DB(?:Cluster|Instance)$/;

/** Resources of both versions of which less is kept when they go, or are replaced. What is not written as a text is the least. */
export function deletionChanges(current: TemplateModel, matching: Matching): Change[] {
  return current.resources.flatMap((resource) => {
    const before = matching.other(resource);
    return before ? (['DeletionPolicy', 'UpdateReplacePolicy'] as const).flatMap((attribute): Change[] => {
      const [was, now] = [before, resource].map((one) => policyOf(one, attribute));
      if (JSON.stringify(was) === JSON.stringify(now) || rank(now) >= rank(was)) return [];
      const name = calledAs(resource);
      return [{ kind: 'removed-control', from: name, to: attribute, text: `${name} has weaker ${attribute}: ${said(now)}, and before ${said(was)}`, resource, version: 'new' }];
    }) : [];
  });
}

function policyOf(resource: TemplateResource, attribute: 'DeletionPolicy' | 'UpdateReplacePolicy'): unknown {
  const isOwnDatabase = SNAPSHOT_BY_DEFAULT.test(resource.type) && resource.at('DBClusterIdentifier').isAbsent;
  return (attribute === 'DeletionPolicy' ? resource.deletionPolicy : resource.updateReplacePolicy) ?? (isOwnDatabase && attribute === 'DeletionPolicy' ? 'Snapshot' : 'Delete');
}

function rank(policy: unknown): number {
  return KEEPS.findIndex((one) => one.test(String(policy)));
}

function said(policy: unknown): string {
  return typeof policy === 'string' ? policy : 'not known before deployment';
}
