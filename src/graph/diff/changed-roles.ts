import type { Names } from './names';
import type { TemplateModel, TemplateResource } from '../../model';
import { TYPES_WITH_POLICIES } from '../../model/identity-policies';

/** Something that acts in the name of other roles than before. */
interface Actor {
  readonly old: TemplateResource;
  readonly current: TemplateResource;
  /** Names that both versions have for its roles. */
  readonly was: string[];
  readonly now: string[];
}

/** Whatever takes a role, by the roles that it takes. */
export function actorsOf(model: TemplateModel): Map<TemplateResource, TemplateResource[]> {
  const actors = new Map<TemplateResource, TemplateResource[]>();
  for (const role of model.ofType('AWS::IAM::Role')) {
    for (const actor of model.referrers(role).filter((one) => !TYPES_WITH_POLICIES.includes(one.type) && one.mayName(role, /role/i))) {
      actors.set(actor, [...actors.get(actor) ?? [], role]);
    }
  }
  return actors;
}

/** What acts in the name of another role: it may do what that one may, though no policy has changed. */
export class ChangedRoles {
  public readonly actors: Actor[] = [];
  private readonly shown = new Set<string>();

  constructor(old: TemplateModel, current: TemplateModel, names: Names) {
    const labelled = (model: TemplateModel) => new Map([...actorsOf(model)].map(([actor, roles]) => (
      [names.label(actor), { actor, roles: roles.map((role) => names.label(role)).sort() }])));
    const [before, after] = [labelled(old), labelled(current)];
    const everywhere = (label: string, all: typeof before) => [...all.values()].some(({ roles }) => roles.includes(label));
    for (const [label, { actor, roles: now }] of after) {
      const { actor: one, roles: was } = before.get(label) ?? {};
      if (one && was && was.join() !== now.join()) this.actors.push({ old: one, current: actor, was, now });
    }
    // a role that came or went with its only actor is told as that actor
    const roles = this.actors.flatMap(({ was, now }) => [
      ...was.filter((label) => !everywhere(label, after)), ...now.filter((label) => !everywhere(label, before)),
    ]);
    const changed = new Set(this.actors.map(({ current: actor }) => names.label(actor)));
    for (const label of roles) {
      const isShared = [...before, ...after].some(([actor, { roles: taken }]) => taken.includes(label) && !changed.has(actor));
      if (!isShared) this.shown.add(label);
    }
  }

  /** Whether the changes of a role are told as those of what acts in its name. */
  public covers(label: string): boolean {
    return this.shown.has(label);
  }
}
