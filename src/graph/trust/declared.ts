import { isNamed, targetTest } from './declared-names';
import { OF_EXECUTIONS } from './implied';
import { pathOf } from './names';
import { TARGET_TYPES } from './target-types';
import { inOnePartition, Texts } from './texts';
import type { GraphEdge, GraphNode } from './trust-graph';
import { describe, TemplateResource } from '../../model';
import { append } from '../../model/append';
import { resourceOf } from '../../model/judge';
import type { TemplateModel } from '../../model/template-model';
import { lastTargetOf } from '../../model/value';

/** In the metadata of a resource of a template: edges that it declares, as `[{ "To": { "Ref": "Orders" }, "Actions": ["dynamodb:PutItem"] }]`. */
export const EDGES_METADATA = 'zero-trust:edges';

/** A declared edge with the nodes that it is about. */
export interface Declaration {
  readonly caller: string;
  readonly target: string;
  readonly from: readonly GraphNode[];
  readonly to: readonly GraphNode[];
  readonly actions: readonly string[];
  /** Of a target that no node has: whether it is the target of an edge. A name of deployment may be in its ARN, or no node stands for its resource. */
  readonly isTo?: (node: GraphNode) => boolean;
}

/** A declared edge that the templates do not make, and the actions that lack. */
export interface NoEffect {
  readonly declaration: Declaration;
  readonly actions: readonly string[];
}

/** Rights by which a workload is fed: to take from an event source, or to rotate a secret. */
const TAKES = /^(sqs:receivemessage|(dynamodb|kinesis):(getrecords|subscribetoshard)|secretsmanager:\w+)$/;
/** Services by whose name constructs call what acts for them. */
const ACTING_FOR: Record<string, RegExp> = {
  'events.amazonaws.com': /^AWS::Events::Rule$/,
  'scheduler.amazonaws.com': /^AWS::Scheduler::Schedule$/,
  's3.amazonaws.com': /^AWS::S3::Bucket$/,
  'codedeploy.amazonaws.com': /^AWS::CodeDeploy::DeploymentGroup$/,
};

/** Whether anything declares edges: what declares none is not held to any. */
export function declaresEdges(model: TemplateModel): boolean {
  return model.stacks.some(({ declaredEdges }) => declaredEdges.length > 0)
    || model.resources.some(({ metadata }) => !metadata.at(EDGES_METADATA).isAbsent);
}

/** Reads what is declared: by constructs in an assembly, and by metadata of resources in a template. */
export function declarationsOf(
  model: TemplateModel, nodes: readonly GraphNode[], rolesOf: ReadonlyMap<string, readonly GraphNode[]>, texts: Texts,
): Declaration[] {
  const names = new Names(nodes, rolesOf);
  const isTo = targetTest(model, texts);
  const byConstructs = model.stacks.flatMap(({ declaredEdges }) => declaredEdges).map(({ caller, target, actions }): Declaration => (
    { caller, target, actions, from: names.of(caller), to: names.of(target), isTo: isTo(target) }));
  const byMetadata = model.resources.flatMap((resource) => resource.metadata.at(EDGES_METADATA).items().map((item): Declaration => {
    const target = lastTargetOf(item.at('To').value)?.resource;
    const actions = item.at('Actions').items().map(({ value }) => (value.kind === 'known' ? String(value.value) : '')).filter((action) => action !== '');
    const named = (one: TemplateResource | undefined) => (one ? nodes.filter((node) => node.resource === one) : []);
    return { caller: resource.name, target: target?.name ?? describe(item.at('To').value), actions, from: named(resource), to: named(target) };
  }));
  return [...byConstructs, ...byMetadata];
}

/** Marks the edges that are declared, and finds the declarations that no edge fulfils. */
export function holdToDeclared(edges: readonly GraphEdge[], declarations: readonly Declaration[]): { edges: GraphEdge[]; noEffect: NoEffect[] } {
  const between = new ActionsByKey();
  for (const { from, to, actions } of declarations) for (const one of from) for (const other of to) between.add(keyOf(one, other), actions);
  const open = new OpenDeclarations(declarations);
  const declaredOf = (edge: GraphEdge) => isDeclared(edge, between) || open.cover(edge) || (edge.implied || isOfItsOwn(edge) ? undefined : false);
  const marked = edges.map((edge): GraphEdge => ({ ...edge, declared: declaredOf(edge) }));
  const made = new ActionsByKey();
  for (const { from, to, actions, conditional } of edges) {
    // what is made under a condition goes with both ends, or it lacks where they are
    if (conditional && from.resource?.condition === undefined && to.resource?.condition === undefined) continue;
    made.add(keyOf(from, to), actions);
  }
  const noEffect = declarations.flatMap((declaration): NoEffect[] => {
    const { from, to, actions } = declaration;
    // what no node stands for, and actions that mean nothing to the graph, cannot be held to an effect
    if (to.length === 0 ? declaration.isTo : from.length === 0 && isPrincipal(declaration.caller)) return [];
    const held = actions.filter((action) => to.length === 0 || to.some(({ resource }) => isKnown(resource, action)));
    const missing = held.filter((action) => !from.some((one) => to.some((other) => made.has(keyOf(one, other), action))));
    return missing.length > 0 ? [{ declaration, actions: missing }] : [];
  });
  return { edges: marked, noEffect };
}

/**
 * Declarations with one end that no node has: an ARN with a name that CloudFormation makes up, a pattern, everything of a service; and principals
 * outside, whom constructs call otherwise than policies do. Each is for what its own name can mean, and for nothing else.
 */
class OpenDeclarations {
  private readonly byCaller = new Map<string, Declaration[]>();
  private readonly byTarget = new Map<string, Declaration[]>();

  constructor(declarations: readonly Declaration[]) {
    for (const one of declarations) {
      if (one.to.length === 0 && one.isTo) for (const { id } of one.from) append(this.byCaller, id, one);
      if (one.from.length === 0 && isPrincipal(one.caller)) for (const { id } of one.to) append(this.byTarget, id, one);
    }
  }

  /** Whether they name each action of an edge. */
  public cover({ from, to, actions, certainty }: GraphEdge): boolean {
    const made = (this.byCaller.get(from.id) ?? []).filter(({ isTo }) => isTo!(to));
    const allowed = from.resource ? [] : (this.byTarget.get(to.id) ?? []).filter(({ caller }) => isNamed(caller, from, certainty));
    const named = new Set([...made, ...allowed].flatMap((one) => one.actions.map((action) => action.toLowerCase())));
    return actions.length > 0 && actions.every((action) => named.has(action.toLowerCase()));
  }
}

const OF_SERVICE_ROLES = /^iam:(CreateServiceLinkedRole|Get\w+)$/;

/** Executions of a state machine that is called after this stack, and roles that AWS makes for its services: each for the actions that go with it. */
function isOfItsOwn({ from, to: { resource, id }, actions, kind }: GraphEdge): boolean {
  if (resource !== undefined || kind !== 'access' || actions.length === 0) return false;
  const [service, account] = [id.split(':')[2], id.split(':')[4]];
  const isHere = account !== undefined && (account.startsWith('$') || account === from.resource?.stack.account);
  if (service === 'states' && id.includes('${AWS.StackId}')) return isHere && actions.every((action) => OF_EXECUTIONS.test(action));
  return /^arn:aws:iam::[^:]*:role\/aws-service-role\//.test(id) && actions.every((action) => OF_SERVICE_ROLES.test(action));
}

/** As the CDK writes a principal: `ArnPrincipal(arn:…)`. */
function isPrincipal(caller: string): boolean {
  return /^\w*Principal\(/.test(caller) || caller === 'principal';
}

/** Actions by a key, whatever their case: IAM does not mind it. */
class ActionsByKey {
  private readonly actions = new Map<string, Set<string>>();

  public add(key: string, actions: readonly string[]): void {
    let known = this.actions.get(key);
    if (!known) this.actions.set(key, known = new Set());
    for (const action of actions) known.add(action.toLowerCase());
  }

  public get(key: string): ReadonlySet<string> | undefined {
    return this.actions.get(key);
  }

  public has(key: string, action: string): boolean {
    return this.actions.get(key)?.has(action.toLowerCase()) ?? false;
  }
}

function keyOf(from: GraphNode, to: GraphNode): string {
  return `${from.id}\n${idOf(to)}`;
}

/** An alias or a version is called for its function. */
function idOf({ id, resource }: GraphNode): string {
  const fn = resource && /^AWS::Lambda::(Alias|Version)$/.test(resource.type) ? resourceOf(resource.at('FunctionName').value, 'AWS::Lambda::Function') : undefined;
  return fn ? `${fn.stack.id}/${fn.logicalId}` : id;
}

/** The right to pass a role makes nothing alone: what takes the role does. The stream of a table has an ARN of its own. */
function isKnown(resource: TemplateResource | undefined, action: string): boolean {
  if (/^(iam:PassRole|dynamodb:(GetRecords|GetShardIterator|DescribeStream|ListStreams))$/i.test(action)) return false;
  if (resource === undefined) return true;
  return (TARGET_TYPES.get(resource.type)?.actions ?? []).some(({ name }) => name.toLowerCase() === action.toLowerCase());
}

/** An event source is declared by the right to take from it, and a call of a route by the route. */
function isDeclared({ from, to, kind, actions }: GraphEdge, between: ActionsByKey): boolean {
  const [there, back] = [between.get(keyOf(from, to)), between.get(keyOf(to, from))];
  if (kind === 'delivery' && ((back !== undefined && [...back].some((action) => TAKES.test(action))) || (there !== undefined && actions.length === 0))) return true;
  return there !== undefined && actions.length > 0 && actions.every((action) => there.has(action.toLowerCase()));
}

/** Nodes by the names that declarations give. */
class Names {
  private readonly byPath = new Map<string, GraphNode[]>();
  private readonly byName = new Map<string, GraphNode[]>();
  /** What is outside, and what acts for a service: each is asked for again and again. */
  private readonly byPrincipal = new Map<string, readonly GraphNode[]>();

  constructor(private readonly nodes: readonly GraphNode[], private readonly rolesOf: ReadonlyMap<string, readonly GraphNode[]>) {
    for (const node of nodes) {
      if (node.path !== undefined) {
        append(this.byPath, node.path, node);
        // what is inside of a construct, by the path of each construct around it
        for (let end = node.path.lastIndexOf('/'); end > 0; end = node.path.lastIndexOf('/', end - 1)) append(this.byName, node.path.slice(0, end), node);
      }
    }
  }

  public of(name: string): readonly GraphNode[] {
    const exact = this.byPath.get(name);
    const inside = (this.byName.get(name) ?? []).filter((node) => exact === undefined || exact.some((one) => one.id === node.api));
    if (exact) return [...exact, ...inside];
    const role = this.rolesOf.get(name);
    if (role) return role;
    if (inside.length > 0) return inside;
    let named = this.byPrincipal.get(name);
    if (!named) this.byPrincipal.set(name, named = this.byPrincipalName(name));
    return named;
  }

  private byPrincipalName(name: string): readonly GraphNode[] {
    const principal = /^(?:Service|Account)Principal\((.*)\)$/.exec(name)?.[1] ?? name;
    const acting = ACTING_FOR[principal];
    return this.nodes.filter((node) => node.id === principal || node.name === principal || (acting?.test(node.resource?.type ?? '') ?? false) || (principal.startsWith('arn:') && node.id === inOnePartition(principal)));
  }
}

/** The path of a role leads to what acts as it. */
export function roleKey(role: TemplateResource): string {
  return pathOf(role) ?? role.name;
}
