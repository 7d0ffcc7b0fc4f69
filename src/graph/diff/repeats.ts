import { ChangeKind, isRisk } from './change';
import { actorsOf } from './changed-roles';
import { patternCovers } from './coverage';
import type { EdgeChange } from './edge-changes';
import type { GrantChange } from './grant-changes';
import type { TemplateModel, TemplateResource } from '../../model';

/** Kinds by which an edge tells what a policy allows now, or no longer. */
const TOLD_BY_EDGES: readonly ChangeKind[] = ['new-edge', 'new-control', 'new-stranger', 'widened', 'gone-edge', 'gone-control', 'gone-stranger', 'narrowed'];

/** The changes of policies that no change of an edge tells already. What has a certainty of its own, and denials, edges do not tell. */
export function withoutRepeats(grants: GrantChange[], edges: EdgeChange[]): GrantChange[] {
  const acting = new Map<TemplateModel, Map<TemplateResource, TemplateResource[]>>();
  const rolesOf = (actor: TemplateResource): TemplateResource[] => {
    const model = actor.stack.model as TemplateModel;
    if (!acting.has(model)) acting.set(model, actorsOf(model));
    return acting.get(model)!.get(actor) ?? [];
  };
  const isAbout = ({ edge: { from, to } }: EdgeChange, { subject, target }: GrantChange) => (
    from.resource !== undefined && to.resource === target && (from.resource === subject || rolesOf(from.resource).includes(subject!)));
  return grants.filter((grant) => {
    if (!grant.subject || !grant.target || grant.subject === grant.target || !TOLD_BY_EDGES.includes(grant.kind)) return true;
    const telling = edges.filter((edge) => TOLD_BY_EDGES.includes(edge.kind) && isRisk(edge.kind) === isRisk(grant.kind) && isAbout(edge, grant));
    const told = telling.flatMap(({ actions = [] }) => actions.map((action) => action.toLowerCase()));
    // edges name the actions that they know: a wildcard is more than these
    return !(grant.actions ?? []).every((action) => !/[*? ]/.test(action) && told.some((one) => patternCovers(one, action.toLowerCase())));
  });
}
