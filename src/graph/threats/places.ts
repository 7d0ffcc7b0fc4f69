import { AttachedPolicies } from './attached-policies';
import type { Where } from './catalogue/threat-kind';
import { TemplateModel, TemplateResource, textOf } from '../../model';
import { append } from '../../model/append';
import { POLICY_TYPES } from '../../model/identity-policies';
import { resourceOf } from '../../model/judge';
import type { TemplateIndex } from '../../model/template';
import { actorsOf } from '../diff/changed-roles';
import type { GraphNode } from '../trust/trust-graph';

/** Where the rules of a mitigation look, for an element. */
export interface Place {
  readonly resources: readonly TemplateResource[];
  /** Whether there is more that no template of the input makes: what passes on the rest is no proof. */
  readonly isPartial?: boolean;
}

/** The places of the elements of a model. */
export class Places {
  private actors?: Map<TemplateResource, TemplateResource[]>;
  private policies?: AttachedPolicies;

  constructor(private readonly model: TemplateModel) {}

  public of(where: Where, { resource }: GraphNode): Place {
    if (!resource) return { resources: [] };
    if (where === 'security-groups') return this.network(resource);
    return { resources: this.resources(where, resource), isPartial: where === 'role' && hasRoleElsewhere(resource) };
  }

  private resources(where: Exclude<Where, 'security-groups'>, resource: TemplateResource): TemplateResource[] {
    if (where === 'element') return [resource];
    if (where === 'account') return this.model.resources.filter(({ stack }) => stack.account === resource.stack.account);
    if (where === 'role') return [resource, ...this.rolesOf(resource)].flatMap((role) => [role, ...policiesOf(role)]);
    if (where === 'policies') return [resource, ...(this.policies ??= new AttachedPolicies(this.model)).of(resource)];
    if (where === 'consumers') return resource.referrers('AWS::Lambda::EventSourceMapping').filter((source) => resourceOf(source.at('EventSourceArn').value) === resource);
    const api = resourceOf(resource.at('RestApiId').value) ?? resourceOf(resource.at('ApiId').value) ?? resource;
    return [api, ...api.referrers()];
  }

  private rolesOf(resource: TemplateResource): TemplateResource[] {
    return (this.actors ??= actorsOf(this.model)).get(resource) ?? [];
  }

  /** Its security groups with their rules, and the routes of its subnets. */
  private network(resource: TemplateResource): Place {
    const groups = resource.at('VpcConfig', 'SecurityGroupIds');
    const subnets = resource.at('VpcConfig', 'SubnetIds');
    const [found, behind] = [groups, subnets].map((list) => list.items().map(({ value }) => resourceOf(value)));
    const made = found.flatMap((group) => group ?? []);
    const routes = behind.flatMap((subnet) => subnet?.referrers('AWS::EC2::SubnetRouteTableAssociation') ?? [])
      .flatMap((association) => resourceOf(association.at('RouteTableId').value)?.referrers('AWS::EC2::Route') ?? []);
    return {
      resources: [...new Set([...made.flatMap((group) => [group, ...group.referrers('AWS::EC2::SecurityGroupEgress')]), ...routes])],
      isPartial: groups.value.kind === 'unknown' || made.length < found.length,
    };
  }
}

/** Whether it acts as a role that no template makes. */
function hasRoleElsewhere(resource: TemplateResource): boolean {
  return resource.properties.entries().some(([property, role]) => /Role(?:Arn)?$/.test(property) && !role.isAbsent && resourceOf(role.value) === undefined);
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
