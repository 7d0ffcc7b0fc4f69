import { Access, Actor } from './access';
import { accessEdges, Grants } from './access-edges';
import { AccountPolicies, AccountPolicy } from './account-policies';
import { Conditions } from './conditions';
import { controlEdges } from './control';
import { Copies } from './copies';
import { declarationsOf, declaresEdges, holdToDeclared, NoEffect, roleKey } from './declared';
import { Deliveries } from './delivery';
import { Draft, edgesOf } from './drafts';
import { Routes } from './endpoint';
import { behind, Permissions } from './entrances';
import { withFeeding } from './feeding';
import { callersOf } from './function-callers';
import { GraphNodes } from './graph-nodes';
import { identityOf } from './identity';
import { Network } from './network';
import { NODE_TYPES } from './nodes';
import { Outside } from './outside';
import { Owners } from './owners';
import { Policies } from './policy';
import { positionOf } from './positions';
import { TYPES_WITH_POLICY } from './resource-policy';
import { TARGET_TYPES } from './target-types';
import { Targets } from './targets';
import { Texts } from './texts';
import { assumers } from './trust';
import { GraphEdge, GraphNode, TrustGraph } from './trust-graph';
import { holdersOf, WORKLOADS } from './workloads';
import type { TemplateResource } from '../../model';
import { resourceOf } from '../../model/judge';
import type { TemplateModel } from '../../model/template-model';

/** What a graph is made with beside templates. */
export interface GraphOptions {
  /** Control policies of the organisation, which no template of an app shows. */
  readonly accountPolicies?: readonly AccountPolicy[];
}

const IDENTITIES = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::SSO::PermissionSet'];

/** The trust graph of templates: who may do what to whom, by everything that has a say. */
export function buildGraph(model: TemplateModel, options: GraphOptions = {}): TrustGraph {
  return model.worlds.apart(() => new Builder(model, options).build());
}

class Builder {
  private readonly texts: Texts;
  private readonly nodes: GraphNodes;
  private readonly policies: Policies;
  private readonly targets: Targets;
  private readonly access: Access;
  private readonly outside: Outside;
  private readonly permissions: Permissions;
  private readonly edges: GraphEdge[] = [];
  private identities?: Map<string, TemplateResource>;

  constructor(private readonly model: TemplateModel, { accountPolicies = [] }: GraphOptions) {
    this.texts = new Texts(model.stacks);
    this.nodes = new GraphNodes(this.texts);
    const { trusted } = model;
    const isTrusted = (id: string) => (trusted.organisationsAreKnown ? trusted.hasOrganisation(id) : undefined);
    this.policies = new Policies(this.texts, new Conditions(this.texts, isTrusted));
    this.targets = new Targets(model.resources, this.texts);
    const anchor = {};
    const network = () => model.worlds.remember(anchor, () => new Network(model, this.texts));
    this.access = new Access(model, this.policies, this.targets, network, new AccountPolicies(accountPolicies, model.stacks[0]));
    this.outside = new Outside(this.access, this.nodes, this.targets);
    this.permissions = new Permissions(model, this.texts);
  }

  public build(): TrustGraph {
    for (const type of NODE_TYPES) for (const resource of this.model.ofType(type)) this.nodes.of(resource);
    const routes = new Routes(this.nodes, this.texts, this.permissions);
    const deliveries = new Deliveries(this.model, this.nodes, this.texts, this.permissions);
    const owners = new Owners(this.model, this.nodes, this.texts);
    const copies = new Copies(this.nodes, this.texts, [...new Set(this.model.resources.map(({ type }) => type))]);
    for (const part of [routes, deliveries, owners, copies]) {
      for (const type of part.types) for (const resource of this.model.ofType(type)) this.look(resource, () => part.edges(resource));
    }
    for (const one of this.model.ofType('AWS::Lambda::Permission')) this.look(one, () => callersOf(one, this.nodes, this.texts, (arn) => this.actingAs(arn)));
    const withPolicy = TYPES_WITH_POLICY.flatMap((type) => this.model.ofType(type));
    for (const resource of withPolicy) this.model.worlds.explore(() => this.outside.collect(resource));
    for (const type of IDENTITIES) for (const resource of this.model.ofType(type)) this.look(resource, () => this.ofIdentity(resource));
    for (const resource of withPolicy) this.look(resource, () => this.outside.edges(resource));
    for (const role of this.model.ofType('AWS::IAM::Role')) this.look(role, () => this.assumersOf(role));
    const edges = withFeeding(merge(this.edges));
    if (!declaresEdges(this.model)) return new TrustGraph(this.nodes.all, edges);
    const roles = new Map(this.model.ofType('AWS::IAM::Role').map((role) => [roleKey(role), this.nodesOf(role)]));
    const held = holdToDeclared(edges, declarationsOf(this.model, this.nodes.all, roles, this.texts));
    return new TrustGraph(this.nodes.all, held.edges, held.noEffect.map((one) => ({
      caller: one.declaration.caller,
      target: one.declaration.target,
      actions: one.actions,
      from: one.declaration.from[0],
      to: one.declaration.to[0],
      missing: this.missing(one),
    })));
  }

  /** What refuses an action that is declared. */
  private missing({ declaration: { from, to }, actions }: NoEffect): string {
    if (from.length === 0) return 'the caller is not in the templates';
    if (to.length === 0) return 'the target is not in the templates';
    const target = to.find(({ resource }) => resource)?.resource;
    for (const { resource } of from) {
      const actors = resource === undefined || !target ? [] : this.actorsBehind(resource);
      for (const actor of actors) {
        const grants = new Grants(actor, this.access, this.outside.direct.get(actor.identity.arn) ?? []);
        const place = TARGET_TYPES.get(target!.type)?.actions.find(({ name }) => name === actions[0])?.place ?? 'either';
        const { missing } = this.access.decide(actor, target!, actions[0], place, grants.patterns(target!, actions[0]));
        if (missing !== undefined) return missing;
      }
    }
    return `no policy and no configuration makes ${actions.join(', ')}`;
  }

  private actorsBehind(resource: TemplateResource): Actor[] {
    return this.model.ofType('AWS::IAM::Role').flatMap((role) => (role === resource || holdersOf(role).includes(resource)
      ? this.actors(role).filter(([node]) => node.resource === resource).map(([, actor]) => ({ ...actor, identity: identityOf(role, this.policies) }))
      : []));
  }

  /** Looks at a part in every world of conditions that it asks about. */
  private look(at: TemplateResource, part: () => Draft[]): void {
    const worlds = this.model.worlds.explore(() => {
      this.access.forget();
      return at.exists() ? part() : undefined;
    });
    const seen = (worlds ?? [part()]).filter((drafts) => drafts !== undefined);
    if (seen.length > 0) this.edges.push(...edgesOf(seen, worlds === undefined));
  }

  private ofIdentity(resource: TemplateResource): Draft[] {
    const identity = identityOf(resource, this.policies);
    return this.actors(resource).flatMap(([from, actor]) => {
      const full: Actor = { ...actor, identity };
      const grants = new Grants(full, this.access, this.outside.direct.get(identity.arn) ?? []);
      return [
        ...accessEdges(full, from, grants, this.access, this.nodes),
        ...controlEdges(full, from, grants, this.access, this.nodes, (role) => this.nodesOf(role)),
        ...identity.elsewhere.map((name): Draft => ({
          from,
          to: this.nodes.outside('resource', name, `policy:${name}`),
          kind: 'access',
          certainty: 'possible',
          actions: [],
          implied: /:iam::aws:policy\/service-role\//.test(name),
          because: [{ kind: 'identity-policy', resource, text: `${name} is attached`, open: 'what it allows is not in the templates' }],
        })),
      ];
    });
  }

  /** What acts as an identity: the workloads that run as it, or itself. */
  private actors(resource: TemplateResource): [GraphNode, Omit<Actor, 'identity'>][] {
    const holders = resource.type === 'AWS::IAM::Role' ? holdersOf(resource) : [];
    const own: [GraphNode, Omit<Actor, 'identity'>][] = holders.length === 0 || isAssumedByOthers(resource) ? [[this.nodes.of(resource), {}]] : [];
    return [...own, ...holders.map((workload): [GraphNode, Omit<Actor, 'identity'>] => [this.nodes.of(workload), {
      workload, position: positionOf(workload), polled: polledBy(workload), functionArn: workload.type === 'AWS::Lambda::Function' ? this.texts.arnOf(workload) : undefined,
    }])];
  }

  private assumersOf(role: TemplateResource): Draft[] {
    const actors = this.actors(role);
    // who assumes a role has its rights, from wherever it is
    const alone = actors.filter(([, { workload }]) => workload === undefined);
    return assumers(role, (alone.length > 0 ? alone : actors).map(([node]) => node), alone.length === actors.length, this.access, this.nodes);
  }

  /** The nodes of a role or user of the templates, by its ARN. */
  private actingAs(arn: string): GraphNode[] {
    this.identities ??= new Map(IDENTITIES.flatMap((type) => this.model.ofType(type)).map((one) => [this.texts.arnOf(one), one]));
    const identity = this.identities.get(arn);
    return identity ? this.nodesOf(identity) : [];
  }

  /** The nodes that a role is: what runs as it, or itself. */
  private nodesOf(role: TemplateResource): GraphNode[] {
    return this.actors(role).map(([node]) => node);
  }
}

/** Whether something besides the services that run its workloads may assume a role. */
function isAssumedByOthers(role: TemplateResource): boolean {
  return role.at('AssumeRolePolicyDocument', 'Statement').items().some((statement) => statement.at('Principal').entries().some(([type]) => type !== 'Service'));
}

/** What Lambda takes from for a function. */
function polledBy(workload: TemplateResource): ReadonlySet<TemplateResource> | undefined {
  if (!WORKLOADS.includes(workload.type)) return undefined;
  const entrances = [workload, ...workload.referrers('AWS::Lambda::Alias', 'AWS::Lambda::Version')];
  const mappings = entrances.flatMap((entrance) => entrance.referrers('AWS::Lambda::EventSourceMapping')).filter((mapping) => behind(mapping.at('FunctionName').value) === workload);
  const sources = mappings.flatMap((mapping) => resourceOf(mapping.at('EventSourceArn').value) ?? []);
  return sources.length > 0 ? new Set(sources) : undefined;
}

/** The same edge by two statements or permissions is one. */
function merge(edges: readonly GraphEdge[]): GraphEdge[] {
  const found = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const key = `${edge.from.id}\n${edge.to.id}\n${edge.kind}\n${edge.certainty}\n${edge.path ?? ''}\n${edge.kind === 'delivery' ? edge.intent : ''}`;
    const known = found.get(key);
    if (!known) {
      found.set(key, edge);
      continue;
    }
    const texts = new Set(known.because.map(({ text }) => text));
    found.set(key, {
      ...known,
      actions: [...new Set([...known.actions, ...edge.actions])].sort(),
      because: [...known.because, ...edge.because.filter(({ text }) => !texts.has(text))],
      implied: known.implied && edge.implied,
      conditional: known.conditional && edge.conditional,
    });
  }
  return [...found.values()];
}
