import type { Where } from './catalogue/threat-kind';
import { TemplateModel, TemplateResource, textOf } from '../../model';
import { append } from '../../model/append';
import { POLICY_TYPES } from '../../model/identity-policies';
import { resourceOf } from '../../model/judge';
import type { TemplateIndex } from '../../model/template';
import { actorsOf } from '../diff/changed-roles';
import type { GraphNode } from '../trust/trust-graph';

/** Where the rules of a mitigation look, for an element. */
export interface Places {
  of(where: Where, element: GraphNode, model: TemplateModel): readonly TemplateResource[];
}

/** Remembers what each resource names and who acts as whom. */
export function placesOf(): Places {
  const actors = new WeakMap<TemplateModel, Map<TemplateResource, TemplateResource[]>>();
  const named = new WeakMap<TemplateModel, Map<TemplateResource, TemplateResource[]>>();
  const rolesOf = (resource: TemplateResource, model: TemplateModel) => {
    if (!actors.has(model)) actors.set(model, actorsOf(model));
    return actors.get(model)!.get(resource) ?? [];
  };
  return {
    of(where, { resource }, model) {
      if (!resource) return [];
      if (where === 'element') return [resource];
      if (where === 'account') return model.resources.filter(({ stack }) => stack.account === resource.stack.account);
      if (where === 'role') return [resource, ...rolesOf(resource, model)].flatMap((role) => [role, ...policiesOf(role)]);
      if (where === 'around') {
        if (!named.has(model)) named.set(model, namesIn(model));
        return [resource, ...resource.referrers(), ...named.get(model)!.get(resource) ?? []];
      }
      const api = resourceOf(resource.at('RestApiId').value) ?? resourceOf(resource.at('ApiId').value) ?? resource;
      return [api, ...api.referrers()];
    },
  };
}

/** A policy may name a role by its name alone. */
function policiesOf(role: TemplateResource): TemplateResource[] {
  if (!role.type.startsWith('AWS::IAM::')) return [];
  const name = textOf(role.at('RoleName').value);
  const { model } = role.stack;
  const byName = name === undefined ? [] : model.worlds.remember(model, () => policiesByRoleName(model), policiesByRoleName).get(name) ?? [];
  const managed = role.at('ManagedPolicyArns').items().flatMap(({ value }) => resourceOf(value) ?? []);
  return [...new Set([...role.referrers(...POLICY_TYPES), ...byName, ...managed])];
}

function policiesByRoleName(model: TemplateIndex): Map<string, TemplateResource[]> {
  const found = new Map<string, TemplateResource[]>();
  for (const policy of POLICY_TYPES.flatMap((type) => model.ofType(type))) {
    for (const { value } of ['Roles', 'RoleName'].flatMap((list) => policy.at(list).items())) {
      const name = textOf(value);
      if (name !== undefined) append(found, name, policy);
    }
  }
  return found;
}

/** What each resource names. */
function namesIn(model: TemplateModel): Map<TemplateResource, TemplateResource[]> {
  const named = new Map<TemplateResource, TemplateResource[]>();
  for (const resource of model.resources) {
    for (const other of model.referrers(resource)) named.set(other, [...named.get(other) ?? [], resource]);
  }
  return named;
}
