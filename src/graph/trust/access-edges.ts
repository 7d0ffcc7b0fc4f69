import type { Access, Actor, Decision } from './access';
import type { Draft } from './drafts';
import { GraphNodes, POLICIES_ELSEWHERE } from './graph-nodes';
import { isImplied, isLogging } from './implied';
import type { HeldStatement } from './policy';
import { ActionIntent, Place, TARGET_TYPES } from './target-types';
import { actionsOn } from './targets';
import { Answer, GAP, probe } from './texts';
import type { GraphNode, Reason } from './trust-graph';
import type { TemplateResource } from '../../model';
import { append } from '../../model/append';

/** What control edges tell of: no access to data. */
const CONTROL = new Set<ActionIntent>(['admin']);
/** Types of which every action is told by control edges. */
const OF_CONTROL = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::ManagedPolicy'];

/** Statements of an identity and of policies that name it, by what they may name. */
export class Grants {
  public readonly byTarget = new Map<TemplateResource, HeldStatement[]>();
  /** Patterns that name nothing of the templates, with their statements. */
  public readonly elsewhere = new Map<string, HeldStatement[]>();

  constructor({ identity }: Actor, access: Access, direct: readonly { target: TemplateResource; held: HeldStatement }[]) {
    for (const held of identity.policy.statements) {
      if (held.statement.denies) continue;
      if (held.statement.hasNotResource) this.addAll(held, access.targets.named('*', held));
      for (const pattern of held.resources) {
        const named = access.targets.named(pattern, held);
        this.addAll(held, named);
        if (named.length === 0 || isWider(pattern, named, access)) append(this.elsewhere, pattern, held);
      }
    }
    for (const { target, held } of direct) append(this.byTarget, target, held);
  }

  /** The patterns by which statements name a target for an action. */
  public patterns(target: TemplateResource, action: string): string[] {
    return (this.byTarget.get(target) ?? []).filter((held) => held.isAbout(action))
      .flatMap((held) => (held.resources.length === 0 || held.statement.hasNotResource ? ['*'] : held.resources));
  }

  private addAll(held: HeldStatement, targets: readonly TemplateResource[]): void {
    for (const target of targets) append(this.byTarget, target, held);
  }
}

/** Whether a pattern is for everything of a kind, and not only for what it names of the templates. */
function isWider(pattern: string, named: readonly TemplateResource[], { targets }: Access): boolean {
  return (pattern === '*' || /^arn:(?:[^:]*:){4}(?:[\w-]+[:/])?[*?]/.test(pattern)) && !named.some((one) => targets.hasIn(one, pattern));
}

/** The access edges of one actor. */
export function accessEdges(actor: Actor, from: GraphNode, grants: Grants, access: Access, nodes: GraphNodes): Draft[] {
  const drafts: Draft[] = [];
  for (const [target, statements] of grants.byTarget) {
    if (!target.exists() || target === actor.identity.resource || OF_CONTROL.includes(target.type)) continue;
    drafts.push(...onTarget(actor, from, target, statements, grants, access, nodes));
  }
  drafts.push(...onOthers(actor, from, grants, access, nodes));
  return drafts;
}

function onTarget(
  actor: Actor, from: GraphNode, target: TemplateResource, statements: HeldStatement[], grants: Grants, access: Access, nodes: GraphNodes,
): Draft[] {
  const ofType = INTENTS_BY_TYPE.get(target.type);
  const intentOn = (action: string): ActionIntent => ofType?.get(action) ?? 'use';
  const asked = new Map<string, Place>();
  for (const held of new Set(statements)) {
    for (const { name, place } of actionsOn(target.type, held)) if (!CONTROL.has(intentOn(name))) asked.set(name, place);
  }
  const found: Record<'yes' | 'maybe', { actions: string[]; intents: Set<ActionIntent>; because: Reason[][] }> = {
    yes: { actions: [], intents: new Set(), because: [] }, maybe: { actions: [], intents: new Set(), because: [] },
  };
  for (const [action, place] of asked) {
    const decision = access.decide(actor, target, action, place, grants.patterns(target, action));
    if (decision.answer === 'no') continue;
    const one = found[decision.answer];
    one.actions.push(action);
    one.intents.add(intentOn(action));
    one.because.push(decision.because);
  }
  const to = nodes.of(target);
  return (['yes', 'maybe'] as const).filter((answer) => found[answer].actions.length > 0).map((answer): Draft => {
    const { intents, because } = found[answer];
    const actions = found[answer].actions.sort();
    return {
      from,
      to,
      kind: 'access',
      certainty: answer === 'yes' ? 'certain' : 'possible',
      actions,
      intents,
      because: told(because, to),
      ...isImplied(actor.workload, target, actions, grants.byTarget.keys()) || isService(actor, from) ? { implied: true } : {},
    };
  });
}

/** What AWS itself does for a resource, as a backup or a flow log: no code of the app. */
function isService({ workload }: Actor, from: GraphNode): boolean {
  return workload !== undefined && !['workload', 'pipeline', 'route'].includes(from.kind);
}

/** One reason for each statement, with all actions that it allows. */
function told(all: Reason[][], to: GraphNode): Reason[] {
  const byStart = new Map<string, { reason: Reason; verbs: Set<string> }>();
  for (const reason of all.flat()) {
    const [start, verb] = splitVerb(reason.text);
    const key = `${reason.kind} ${start} ${reason.open ?? ''}`;
    const known = byStart.get(key);
    if (known) known.verbs.add(verb);
    else byStart.set(key, { reason, verbs: new Set([verb]) });
  }
  return [...byStart.values()].map(({ reason, verbs }) => {
    const [start] = splitVerb(reason.text);
    const list = [...verbs].filter((verb) => verb !== '').sort().join(', ');
    return list === '' ? reason : { ...reason, text: `${start}${list}${reason.kind === 'identity-policy' ? ` on ${to.name}` : ''}` };
  });
}

/** A text that ends in an allowed action, before it and from it on. */
function splitVerb(text: string): [string, string] {
  const at = text.lastIndexOf(ALLOWS) + ALLOWS.length;
  return at < ALLOWS.length || !IS_ACTION.test(text.slice(at)) ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

const ALLOWS = ' allows ';
const IS_ACTION = /^[a-z0-9-]+:\S+$/;

/** What is named by ARN and is not in the templates. The policies of it cannot be seen. */
function onOthers(actor: Actor, from: GraphNode, grants: Grants, access: Access, nodes: GraphNodes): Draft[] {
  const drafts: Draft[] = [];
  for (const [pattern, statements] of grants.elsewhere) {
    const byNode = new Map<GraphNode, { actions: Set<string>; because: Reason[]; answer: Answer }>();
    for (const held of statements) {
      for (const action of held.statement.hasNotAction ? ['*'] : held.statement.actionsAsWritten) {
        const service = action.split(':')[0].toLowerCase();
        const node = pattern === '*' ? (isToldOf(service, action) ? nodes.every(service) : undefined) : nodes.imported(importedArn(pattern));
        const isForeign = pattern === '*' ? 'yes' : service === pattern.split(':')[2] || pattern === GAP || !pattern.startsWith('arn:') || service === '*' || RELATED[pattern.split(':')[2]]?.includes(service) ? 'yes' : 'no';
        if (!node || isForeign === 'no' || (pattern !== '*' && service === 'iam' && pattern.includes(':policy/'))) continue;
        const decision = decideElsewhere(actor, action, pattern, held, access);
        if (decision.answer === 'no') continue;
        const one = byNode.get(node) ?? { actions: new Set<string>(), because: [], answer: 'no' as Answer };
        one.actions.add(action);
        one.because.push(...decision.because);
        if (one.answer !== 'yes') one.answer = decision.answer;
        byNode.set(node, one);
      }
    }
    for (const [to, { actions, because, answer }] of byNode) {
      const sorted = [...actions].sort();
      drafts.push({
        from,
        to,
        kind: 'access',
        certainty: answer === 'yes' ? 'certain' : 'possible',
        actions: sorted,
        intents: intentsOf(sorted),
        because: told(because.map((one) => [one]), to),
        ...(to.kind === 'log-group' && isLogging(sorted) && isOwnAccount(pattern, actor.identity.account)) || isService(actor, from) ? { implied: true } : {},
      });
    }
  }
  return drafts;
}

const DATA_SERVICES = new Set(['dynamodb', 's3', 'sqs', 'sns', 'secretsmanager', 'ssm', 'kms', 'lambda', 'kinesis', 'states', 'rds-data', 'events', 'es']);
/** Services by which accounts, roles and what watches them are changed: their actions that only look are of no data. */
const ACCOUNT_SERVICES = new Set(['cloudformation', 'cloudtrail', 'config', 'ec2', 'guardduty', 'iam', 'organizations', 'securityhub', 'ses', 'sso', 'sts']);
/** Looking, and what Lambda does for a function: its network interfaces. */
const HARMLESS = /^\w+:(Describe|Get|List|Lookup|Simulate)|^ec2:\w*(NetworkInterface|PrivateIpAddresses)\w*$/i;

/** Whether a right on everything is told of, though the templates have nothing of the kind. */
function isToldOf(service: string, action: string): boolean {
  return DATA_SERVICES.has(service) || (ACCOUNT_SERVICES.has(service) && !HARMLESS.test(action));
}

function isOwnAccount(arn: string, own: string): boolean {
  const account = arn.split(':')[4] ?? '';
  return !/^\d{12}$/.test(account) || account === own;
}

const RELATED: Record<string, string[]> = { 'iam': ['sts', 'iam'], 'rds': ['rds-data'], 'vpc-lattice': ['vpc-lattice-svcs'] };

/** The ARN of what a pattern is inside of. */
export function importedArn(pattern: string): string {
  return pattern.replace(/(:::[^/]+)\/\*$/, '$1').replace(/:\*$/, '').replace(/\/(index|stream)\/\*?$/, '');
}

/** By the policies of the identity alone: a resource of the same account asks for no more, unless its policy denies it. */
function decideElsewhere(actor: Actor, action: string, pattern: string, held: HeldStatement, access: Access): Decision {
  const { identity } = actor;
  const request = { caller: actor.functionArn ? { ...identity.caller, functionArn: actor.functionArn } : identity.caller };
  const scope = probe(pattern);
  const name = /[*?]/.test(action) ? action.replace(/[*?]/g, 'x') : action;
  const own = access.policies.rule({ statements: [...identity.policy.statements.filter(({ statement }) => statement.denies), held] }, name, pattern === '*' ? '*' : scope, request);
  const bound = identity.boundary && access.policies.rule(identity.boundary, name, scope, request);
  if (own.denies === 'yes' || own.allows === 'no' || bound?.allows === 'no' || bound?.denies === 'yes') return { answer: 'no', because: [] };
  const open = own.open ?? bound?.open ?? POLICIES_ELSEWHERE;
  return { answer: 'maybe', because: [{ kind: 'identity-policy', resource: held.holder, text: `${held.label} allows ${action}`, open }] };
}

const INTENTS_BY_TYPE = new Map([...TARGET_TYPES].map(([type, { actions }]) => [type, new Map(actions.map(({ name, intent }) => [name, intent]))]));

/** What actions do, by the same table whatever the type. */
export function intentsOf(actions: readonly string[]): Set<ActionIntent> {
  return new Set(actions.map((action) => INTENTS.get(action.toLowerCase()) ?? 'use'));
}

const INTENTS = new Map([...TARGET_TYPES.values()].flatMap(({ actions }) => actions)
  .map(({ name, intent }): [string, ActionIntent] => [name.toLowerCase(), intent]));
