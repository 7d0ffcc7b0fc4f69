import type { Access } from './access';
import { intentsOf } from './access-edges';
import type { Draft } from './drafts';
import type { GraphNodes } from './graph-nodes';
import { nameOf } from './names';
import type { HeldStatement } from './policy';
import { blocksPublicPolicies } from './resource-policy';
import { actionsOn, Targets } from './targets';
import { accountOf, Answer, GAP, Texts } from './texts';
import type { GraphNode, Reason } from './trust-graph';
import { Principal, TemplateResource, textOf } from '../../model';
import { narrowingsOf, verdictOf } from '../../model/narrowing';

/** A statement of a resource policy that names an identity of the templates. */
export interface DirectGrant {
  readonly target: TemplateResource;
  readonly held: HeldStatement;
}

/** Types whose policies say who may become or use them; control edges tell of roles. */
const TOLD_ELSEWHERE = ['AWS::IAM::Role', 'AWS::VpcLattice::Service'];

/** Access that policies of resources give to what no template makes: services, other accounts, people, everyone. */
export class Outside {
  /** By the ARN of who is named. */
  public readonly direct = new Map<string, DirectGrant[]>();

  constructor(private readonly access: Access, private readonly nodes: GraphNodes, private readonly targets: Targets) {}

  /** Collects identities that policies name. */
  public collect(target: TemplateResource): void {
    for (const held of this.access.policyOf(target)?.statements ?? []) {
      if (held.statement.denies) continue;
      for (const { type, value } of held.statement.principals) {
        if (type !== 'AWS') continue;
        const arn = this.access.policies.texts.of(value);
        if (/^arn:aws:(iam|sts)::/.test(arn) && !arn.endsWith(':root')) this.add(arn.replace(/^arn:aws:sts::([^:]*):assumed-role\/([^/]+)\/.*$/, 'arn:aws:iam::$1:role/$2'), { target, held });
      }
    }
  }

  /** Edges of who is outside, to one resource. */
  public edges(target: TemplateResource): Draft[] {
    if (TOLD_ELSEWHERE.includes(target.type) || !target.exists()) return [];
    return (this.access.policyOf(target)?.statements ?? []).flatMap((held) => (held.statement.denies ? [] : this.byStatement(target, held)));
  }

  private byStatement(target: TemplateResource, held: HeldStatement): Draft[] {
    const actions = actionsOn(target.type, held).filter(({ name, place }) => this.targets.scopesOf(target, name, place, held.resources.length > 0 ? held.resources : ['*']).length > 0)
      .map(({ name }) => name);
    if (actions.length === 0) return [];
    return held.statement.principals.flatMap((principal) => this.whoIs(principal, target, held).flatMap(({ node, answer, open }) => {
      const left = actions.filter((action) => !this.isDenied(target, held, action, principal));
      if (left.length === 0) return [];
      const intents = intentsOf(left);
      const reason: Reason = { kind: target.type === 'AWS::KMS::Key' ? 'key-policy' : 'resource-policy', resource: held.holder, text: `the policy of ${nameOf(target)} lets ${node.name} ${left.join(', ')}`, open };
      return [{ from: node, to: this.nodes.of(target), kind: 'access', certainty: answer === 'yes' ? 'certain' : 'possible', actions: left.sort(), intents, because: [reason], implied: this.isImplied(node, target, held, principal) || undefined } satisfies Draft];
    }));
  }

  /** What a service does for a source that is named, and what the own account may with its keys, by its own policies. */
  private isImplied(node: GraphNode, target: TemplateResource, held: HeldStatement, { type }: Principal): boolean {
    if (node.kind === 'service') return isBound(target, held);
    if (node.resource) return type === 'Service';
    return target.type === 'AWS::KMS::Key' && node === this.nodes.account(accountOf(target));
  }

  /** Denied to everyone, without conditions that a caller may meet. */
  private isDenied(target: TemplateResource, allowed: HeldStatement, action: string, principal: Principal): boolean {
    const policy = this.access.policyOf(target)!;
    const caller = principal.type === 'Service' ? { service: textOf(principal.value) ?? GAP } : {};
    return policy.statements.some((held) => held.statement.denies && held.statement.forAnyone && held.isAbout(action)
      && (allowed.resources.length > 0 ? allowed.resources : ['*']).every((scope) => held.coversAll(scope) === 'yes' || scope === '*' && held.resources.length === 0)
      && this.access.policies.conditions.decide(held.statement, { caller, target, targetAccount: accountOf(target), way: {} }).answer === 'yes');
  }

  private whoIs(principal: Principal, target: TemplateResource, held: HeldStatement): { node: GraphNode; answer: Answer; open?: string }[] {
    const text = this.access.policies.texts.of(principal.value);
    const own = accountOf(target);
    if (principal.type === 'Service') return this.service(text, held, own);
    if (principal.type === 'Federated') return [{ node: this.nodes.person(text), answer: 'yes' }];
    if (principal.type === 'CanonicalUser') return [{ node: this.nodes.account(`canonical user ${text.slice(0, 12)}`), answer: 'maybe', open: 'a canonical user is some account' }];
    if (principal.type === 'NotPrincipal') return [{ node: this.nodes.internet(), answer: 'maybe', open: 'everyone but who is named' }];
    if (text === '*') return this.everyone(target, held, own);
    if (text === GAP) return [{ node: this.nodes.person('a principal that is known at deployment'), answer: 'maybe', open: 'who is named is not known before deployment' }];
    const account = /^(\d{12})$/.exec(text)?.[1] ?? /^arn:aws:(?:iam|sts)::(\d{12}):/.exec(text)?.[1];
    if (isIdentityOf(own, text) && this.targets.named(text, held).length === 0) return [{ node: this.nodes.imported(text), answer: 'yes' }];
    if (account === undefined || account === own) return [];
    const open = !/^\d/.test(own) ? 'whether that is another account is known at deployment' : held.statement.conditions.length > 0 ? `its conditions on ${held.statement.conditions.map(({ key }) => key).join(', ')} are not decided` : undefined;
    return [{ node: this.nodes.account(account), answer: open ? 'maybe' : 'yes', open }];
  }

  private everyone(target: TemplateResource, held: HeldStatement, own: string): { node: GraphNode; answer: Answer; open?: string }[] {
    if (blocksPublicPolicies(target)) return [];
    const narrowings = narrowingsOf(held.statement);
    const verdict = verdictOf(narrowings);
    if (verdict === 'wide') {
      const decided = this.access.policies.conditions.decide(held.statement, { caller: {}, target, targetAccount: own, way: {} });
      if (decided.answer === 'no') return [];
      return [{ node: this.nodes.internet(), answer: decided.answer, open: decided.open }];
    }
    if (verdict === 'unknown') return [{ node: this.nodes.internet(), answer: 'maybe', open: 'whom its conditions let in is not known before deployment' }];
    const accounts = [...new Set(narrowings.flatMap((one) => one.accounts))];
    return (accounts.length > 0 ? accounts : [own]).map((account) => ({ node: this.nodes.account(account), answer: 'maybe' as const, open: `only who meets its conditions on ${held.statement.conditions.map(({ key }) => key).join(', ')}` }));
  }

  /** A service acts for a resource of the template where its condition names one. */
  private service(principal: string, held: HeldStatement, own: string): { node: GraphNode; answer: Answer; open?: string }[] {
    const named = held.statement.conditions.filter(({ key }) => key === 'aws:sourcearn').flatMap(({ values }) => values.map((value) => this.access.policies.texts.of(value)));
    const sources = named.flatMap((arn) => {
      const found = this.targets.named(arn, held);
      // a user pool is its users, who are not the service
      return found.length === 1 && found[0].type !== 'AWS::Cognito::UserPool' ? [this.nodes.of(found[0])] : [];
    });
    if (sources.length > 0 && sources.length === named.length) return [...new Set(sources)].map((node) => ({ node, answer: 'yes' as const }));
    const accounts = foreignSources(held, own, this.access.policies.texts);
    if (accounts.length > 0) {
      const open = /^\d/.test(own) ? undefined : 'whether that is another account is known at deployment';
      return accounts.map((account) => ({ node: this.nodes.account(account), answer: open ? 'maybe' as const : 'yes' as const, open }));
    }
    const others = held.statement.conditions.filter(({ key }) => !/^aws:source(account|arn|orgid)$/.test(key)).map(({ key }) => key);
    return [{ node: this.nodes.service(principal), answer: others.length > 0 ? 'maybe' : 'yes', open: others.length > 0 ? `its conditions on ${others.join(', ')} are not decided` : undefined }];
  }

  private add(arn: string, grant: DirectGrant): void {
    const grants = this.direct.get(arn);
    // once for each world of conditions
    if (grants?.some(({ target, held }) => target === grant.target && held.statement === grant.held.statement)) return;
    if (grants) grants.push(grant);
    else this.direct.set(arn, [grant]);
  }
}

/** Whether an ARN is of a role or user of an account, which is let in by being named; its root is only who its own policies let in. */
function isIdentityOf(account: string, arn: string): boolean {
  return [':role/', ':user/'].some((kind) => arn.startsWith(`arn:aws:iam::${account}${kind}`));
}

/** Other accounts for which a statement lets a service act. */
function foreignSources({ statement }: HeldStatement, own: string, texts: Texts): string[] {
  const named = statement.conditions.filter(({ key }) => /^aws:source(account|arn)$/.test(key)).flatMap(({ values }) => values.map((value) => texts.of(value)));
  const accounts = named.flatMap((text) => /^(\d{12})$/.exec(text)?.[1] ?? /^arn:aws:[^:]*:[^:]*:(\d{12}):/.exec(text)?.[1] ?? []);
  return [...new Set(accounts)].filter((account) => account !== own);
}

/** Whether a service acts for what a statement names and for no other; of a key, it does so for what is under the key. */
function isBound(target: TemplateResource, { statement }: HeldStatement): boolean {
  return target.type === 'AWS::KMS::Key' || statement.conditions.some(({ key }) => /^aws:source(account|arn|orgid|orgpaths|owner)$/.test(key));
}
