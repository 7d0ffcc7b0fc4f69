import { AttachedPolicies } from './attached-policies';
import type { Where } from './catalogue/threat-kind';
import { declaredEdges } from './edge-places';
import { firewallPlace } from './firewall-places';
import { trailPlace } from './trail-places';
import { TemplateModel, TemplateResource, textOf } from '../../model';
import { append } from '../../model/append';
import { POLICY_TYPES } from '../../model/identity-policies';
import { resourceOf } from '../../model/judge';
import type { TemplateIndex } from '../../model/template';
import { actorsOf } from '../diff/changed-roles';
import type { GraphEdge, GraphNode, TrustGraph } from '../trust/trust-graph';

/** Where the rules of a mitigation look, for an element. */
export interface Place {
  readonly resources: readonly TemplateResource[];
  /** Whether there is more that no template of the input makes: what passes on the rest is no proof. */
  readonly isPartial?: boolean;
  /** Of rules that speak of more or less than the element: what holds of it alone, instead of their verdicts. */
  readonly judged?: readonly JudgedHere[];
}

/** What a rule asks for, judged for one element. */
export interface JudgedHere {
  readonly rule: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly where: string;
}

/** The handler of functions with event schemas. */
const EVENT_CHECK = '/opt/cdk-zero-trust-event-check/index.handler';

/** The places of the elements of a model. */
export class Places {
  private actors?: Map<TemplateResource, TemplateResource[]>;
  private policies?: AttachedPolicies;

  constructor(private readonly model: TemplateModel, private readonly graph: TrustGraph) {}

  /** @param edges those of the flow, where a threat is to one */
  public of(where: Where, node: GraphNode, edges?: readonly GraphEdge[]): Place {
    const { resource } = node;
    if (!resource) return { resources: [] };
    if (where === 'security-groups') return this.network(resource);
    if (where === 'trails') return trailPlace(resource);
    if (where === 'web-acl') return firewallPlace(resource);
    if (where === 'targets') return this.targets(node);
    if (where === 'edges') return { resources: [], judged: declaredEdges(edges ?? this.toAccount(node), this.graph) };
    return { resources: this.resources(where, resource), isPartial: where === 'role' && hasRoleElsewhere(resource) };
  }

  private resources(where: Exclude<Where, 'edges' | 'security-groups' | 'targets' | 'trails' | 'web-acl'>, resource: TemplateResource): TemplateResource[] {
    if (where === 'element') return [resource];
    if (where === 'users') return resource.referrers('AWS::Lambda::Function');
    if (where === 'role') return [resource, ...this.rolesOf(resource)].flatMap((role) => [role, ...policiesOf(role)]);
    if (where === 'policies') return [resource, ...(this.policies ??= new AttachedPolicies(this.model)).of(resource)];
    if (where === 'consumers') return resource.referrers('AWS::Lambda::EventSourceMapping').filter((source) => resourceOf(source.at('EventSourceArn').value) === resource);
    const api = resourceOf(resource.at('RestApiId').value) ?? resourceOf(resource.at('ApiId').value) ?? resource;
    return [api, ...api.referrers()];
  }

  /** By which it becomes its account. */
  private toAccount(node: GraphNode): GraphEdge[] {
    return this.graph.from(node).filter(({ kind, to }) => kind === 'control' && to.kind === 'account');
  }

  /** Functions behind a route. One without an event schema has nothing to keep whole, so that its rule passes and says nothing. */
  private targets(node: GraphNode): Place {
    const found = this.graph.from(node).flatMap(({ kind, to }) => (kind === 'delivery' && to.resource?.type === 'AWS::Lambda::Function' ? to.resource : []));
    const resources = [...new Set(found)];
    return {
      resources,
      judged: resources.filter((fn) => textOf(fn.at('Handler').value) !== EVENT_CHECK).map((fn) => ({ rule: 'ZT-LAMBDA-037', verdict: 'fail', where: fn.name })),
    };
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
