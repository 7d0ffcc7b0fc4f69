import type { AccountPolicies } from './account-policies';
import type { Identity } from './identity';
import { tagsOf } from './identity';
import { foreignKeyOf, keysOf } from './keys';
import { nameOf } from './names';
import type { Network } from './network';
import { Policies, Policy, Ruling } from './policy';
import type { Position } from './positions';
import type { Caller, Request, Way } from './request';
import { concerns, DECIDED_BY_POLICY, policyOf, sameAccount } from './resource-policy';
import { Place, TARGET_TYPES } from './target-types';
import type { Targets } from './targets';
import { accountOf, Answer, regionOf, Texts } from './texts';
import type { Reason } from './trust-graph';
import { TemplateResource, textOf } from '../../model';
import { resourceOf } from '../../model/judge';
import type { TemplateModel } from '../../model/template-model';

/** Who acts: an identity, and what acts as it from where. */
export interface Actor {
  readonly identity: Identity;
  readonly workload?: TemplateResource;
  readonly position?: Position;
  /** What AWS takes from for it, from outside of its network. */
  readonly polled?: ReadonlySet<TemplateResource>;
  readonly functionArn?: string;
}

/** Whether an actor may do something, by which reasons, or what is missing. */
export interface Decision {
  readonly answer: Answer;
  readonly because: Reason[];
  /** Where it may not: what refuses it. */
  readonly missing?: string;
}

/** What Lambda calls for a function that it feeds, from outside of the network and not by the function's code. */
const POLLING = /^(sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueueAttributes|GetQueueUrl)|(dynamodb|kinesis):(GetRecords|GetShardIterator|Describe\w*Stream\w*|ListStreams|ListShards|SubscribeToShard))$/;
/** A right that the service checks to which a role is handed: no call. */
const HANDED_ON = 'iam:PassRole';
/** Scopes of a target that are tried; more say no more. */
const MOST_SCOPES = 8;

/** Decides access as AWS does: every policy that has a say, the way there, and the key. */
export class Access {
  private readonly keyRights = new Map<string, Decision>();

  constructor(
    private readonly model: TemplateModel,
    public readonly policies: Policies,
    public readonly targets: Targets,
    private readonly network: () => Network,
    private readonly account: AccountPolicies,
  ) {}

  /** The policy of a resource, in the world that is looked at. */
  public policyOf(target: TemplateResource): Policy | undefined {
    return this.model.worlds.remember(target, () => policyOf(target, this.policies), this);
  }

  /** Forgets what holds in one world. */
  public forget(): void {
    this.keyRights.clear();
  }

  public decide(actor: Actor, target: TemplateResource, action: string, place: Place, patterns: readonly string[]): Decision {
    const scopes = this.targets.scopesOf(target, action, place, patterns);
    let best: Decision = { answer: 'no', because: [], missing: `no policy of ${nameOf(actor.identity.resource)} allows ${action} on it` };
    for (const { scope, answer } of scopes.slice(0, MOST_SCOPES)) {
      const decision = this.onScope(actor, target, action, scope, answer);
      if (decision.answer === 'yes') return decision;
      if (best.answer === 'no') best = decision;
    }
    return best;
  }

  private onScope(actor: Actor, target: TemplateResource, action: string, scope: string, named: Answer): Decision {
    const service = action.slice(0, action.indexOf(':'));
    const isPolled = actor.polled?.has(target) === true && POLLING.test(action);
    const ways = isPolled || action === HANDED_ON ? [{}] : this.waysTo(actor, target, service, action);
    if (ways.length === 0) return refused(`there is no network path from ${actor.workload ? nameOf(actor.workload) : 'it'} to ${service}`);
    let best: Decision | undefined;
    for (const way of ways) {
      const decision = this.onWay(actor, target, action, scope, named, way, isPolled);
      if (decision.answer === 'yes') return decision;
      if (!best || best.answer === 'no') best = decision;
    }
    return best!;
  }

  private onWay(actor: Actor, target: TemplateResource, action: string, scope: string, named: Answer, way: Way, isPolled: boolean): Decision {
    const { identity, position, workload } = actor;
    const because: Reason[] = [];
    const request = this.requestOf(actor, target, way, isPolled);
    const granted = this.granted(identity, target, action, scope, request, because);
    let answer = least(named, granted.answer);
    if (answer === 'no') return granted;
    const open = (kind: Reason['kind'], text: string, why: string, resource?: TemplateResource) => {
      answer = 'maybe';
      because.push({ kind, text, resource, open: why });
    };
    if (named === 'maybe') open('identity-policy', `a policy of ${nameOf(identity.resource)} may name ${nameOf(target)}`, 'what it names depends on values of deployment', identity.resource);
    const scp = this.account.rule(this.policies, action, scope, request);
    if (scp.answer === 'no') return refused(scp.text);
    if (scp.answer === 'maybe') open('account-policy', scp.text, scp.open ?? 'it depends on conditions');
    if (position && !isPolled) {
      if (way.endpoint) {
        const ruling = this.endpointRuling(way.endpoint, action, scope, request, identity.caller);
        if (ruling.denies === 'yes' || ruling.allows === 'no') return refused(`the policy of endpoint ${nameOf(way.endpoint)} does not allow ${action} on it`);
        const why = way.open ?? ruling.open;
        because.push({ kind: 'endpoint-policy', resource: way.endpoint, text: `the endpoint ${nameOf(way.endpoint)} lets ${action.split(':')[0]} through`, open: why });
        if (why !== undefined || ruling.allows === 'maybe' || ruling.denies === 'maybe') answer = 'maybe';
      } else if (way.isPublic) {
        because.push({ kind: 'network', resource: workload, text: `${workload ? nameOf(workload) : 'it'} reaches the public address of ${action.split(':')[0]}`, open: way.open });
        if (way.open !== undefined) answer = 'maybe';
      } else if (way.open !== undefined) {
        open('network', `${workload ? nameOf(workload) : 'it'} may reach it`, way.open, workload);
      }
    }
    const key = this.keyRight(identity, target, action, actor);
    if (key.answer === 'no') return key;
    because.push(...key.because);
    return { answer: least(answer, key.answer), because };
  }

  /** By policies of the identity and of the target. */
  private granted(identity: Identity, target: TemplateResource, action: string, scope: string, request: Request, because: Reason[]): Decision {
    const { caller } = identity;
    const own = this.policies.rule(identity.policy, action, scope, request);
    if (own.denies === 'yes') return refused(`${own.by?.label ?? 'a policy of it'} denies ${action}`);
    const policy = this.policyOf(target);
    const direct: Ruling | undefined = policy && this.policies.rule(policy, action, scope, request, (held) => {
      const who = concerns(held, caller, this.policies);
      return held.statement.denies && who.account === 'yes' ? 'yes' : who.direct;
    });
    if (direct?.denies === 'yes') return refused(`the policy of ${nameOf(target)} denies ${action}`);
    const decides = DECIDED_BY_POLICY.includes(target.type) && !this.isByIdentityOnly(target, action);
    const isForeign = !sameAccount(accountOf(target), identity.account);
    let answer: Answer;
    if (decides || isForeign) {
      const through = policy && this.policies.rule(policy, action, scope, request, (held) => (held.statement.denies ? 'no' : concerns(held, caller, this.policies).account));
      const byAccount = least(through?.allows ?? 'no', own.allows);
      answer = decides && !isForeign ? most(direct?.allows ?? 'no', byAccount) : least(own.allows, most(direct?.allows ?? 'no', through?.allows ?? 'no'));
      if (answer === 'no') return refused(own.allows === 'no' ? `no policy of ${nameOf(identity.resource)} allows ${action} on it` : `the policy of ${nameOf(target)} does not allow it`);
      const by = direct?.allows === 'yes' || through?.allows === 'no' || !through ? direct : through;
      because.push({
        kind: target.type === 'AWS::KMS::Key' ? 'key-policy' : target.type === 'AWS::IAM::Role' ? 'trust-policy' : 'resource-policy',
        resource: by?.by?.holder,
        text: `the policy of ${nameOf(target)} allows ${action}`,
        open: by?.allows === 'maybe' ? by.open : undefined,
      });
    } else {
      answer = most(own.allows, direct?.allows ?? 'no');
      if (answer === 'no') return refused(`no policy of ${nameOf(identity.resource)} allows ${action} on it`);
      if (own.allows === 'no') because.push({ kind: 'resource-policy', resource: direct?.by?.holder, text: `${direct?.by?.label} allows ${action}`, open: direct?.open });
    }
    if (own.allows !== 'no') because.push({ kind: 'identity-policy', resource: own.by?.holder, text: `${own.by?.label || 'a policy'} allows ${action}`, open: own.open });
    for (const ruling of [own, direct]) {
      if (ruling?.denies !== 'maybe') continue;
      answer = 'maybe';
      if (ruling !== own || own.allows === 'no') because.push({ kind: ruling === own ? 'identity-policy' : 'resource-policy', text: `a Deny of ${nameOf(ruling === own ? identity.resource : target)} may hold`, open: ruling.open });
    }
    return this.bounded(identity, action, scope, request, because, answer);
  }

  private bounded(identity: Identity, action: string, scope: string, request: Request, because: Reason[], answer: Answer): Decision {
    if (!identity.boundary) return { answer, because };
    const ruling = this.policies.rule(identity.boundary, action, scope, request);
    if (ruling.denies === 'yes' || ruling.allows === 'no') return refused(`the permissions boundary of ${nameOf(identity.resource)} does not allow ${action}`);
    const isOpen = ruling.allows === 'maybe' || ruling.denies === 'maybe';
    because.push({ kind: 'boundary', resource: ruling.by?.holder, text: `the permissions boundary allows ${action}`, open: isOpen ? ruling.open ?? 'it depends on conditions' : undefined });
    return { answer: isOpen ? 'maybe' : answer, because };
  }

  /** What a trust policy has no say in. */
  private isByIdentityOnly(target: TemplateResource, action: string): boolean {
    return target.type === 'AWS::IAM::Role' && !action.startsWith('sts:');
  }

  /** Whether an identity may use the key of a target through its service. */
  private keyRight(identity: Identity, target: TemplateResource, action: string, actor: Actor): Decision {
    const need = TARGET_TYPES.get(target.type)?.actions.find(({ name }) => name === action)?.key;
    if (!need || target.type === 'AWS::KMS::Key') return ALLOWED;
    const foreign = foreignKeyOf(target);
    if (foreign) return { answer: 'maybe', because: [{ kind: 'key-policy', text: `${nameOf(target)} is under the key ${foreign}`, open: 'the policy of that key is not in the templates' }] };
    const keys = keysOf(target);
    if (keys.length === 0) return ALLOWED;
    const service = action.slice(0, action.indexOf(':'));
    const decisions = keys.map((key) => {
      const id = `${identity.arn} ${actor.functionArn ?? ''} ${this.policies.texts.arnOf(key)} ${need} ${this.policies.texts.arnOf(target)}`;
      let known = this.keyRights.get(id);
      if (!known) this.keyRights.set(id, known = this.useKey(identity, key, need, `${service}.${regionOf(target)}.amazonaws.com`, actor, target));
      return known;
    });
    return decisions.find(({ answer }) => answer === 'yes') ?? decisions.find(({ answer }) => answer === 'maybe') ?? decisions[0];
  }

  private useKey(identity: Identity, key: TemplateResource, need: string, viaService: string, actor: Actor, target: TemplateResource): Decision {
    const because: Reason[] = [];
    const request: Request = { ...this.requestOf(actor, key, {}, true), viaService, encryptionContext: contextOf(target, this.policies.texts) };
    const decision = this.granted(identity, key, need, this.policies.texts.arnOf(key), request, because);
    if (decision.answer === 'no') return refused(`${nameOf(identity.resource)} may not ${need} with ${nameOf(key)}`);
    return { answer: decision.answer, because: because.map((one) => ({ ...one, kind: 'key-policy' as const })) };
  }

  private requestOf({ identity, functionArn }: Actor, target: TemplateResource, way: Way, isPolled: boolean): Request {
    return {
      caller: functionArn && !isPolled ? { ...identity.caller, functionArn } : identity.caller,
      target,
      targetAccount: accountOf(target),
      targetRegion: regionOf(target),
      targetTags: tagsOf(target),
      way,
    };
  }

  private endpointRuling(endpoint: TemplateResource, action: string, scope: string, request: Request, caller: Caller): Ruling {
    const document = endpoint.at('PolicyDocument');
    if (document.isAbsent) return { allows: 'yes', denies: 'no' };
    const policy = this.model.worlds.remember(endpoint, () => this.policies.read([{ document, holder: endpoint }]), this.policies);
    return this.policies.rule(policy, action, scope, request, (held) => {
      const who = concerns(held, caller, this.policies);
      return most(who.direct, who.account);
    });
  }

  private waysTo({ position }: Actor, target: TemplateResource, service: string, action: string): Way[] {
    if (!position) return [{}];
    const network = this.network();
    if (service !== 'rds-db' && (service !== 'vpc-lattice-svcs' || !position.vpc)) return network.waysTo(position, service, action);
    const answer = service === 'rds-db' ? network.wayToDatabase(position, groupsOf(target), subnetsOf(target), portOf(target)) : network.wayToLattice(position);
    const open = answer === 'maybe' ? 'its security groups and network ACLs may let it through' : undefined;
    return answer === 'no' ? [] : [{ vpc: position.vpc && this.policies.texts.nameOf(position.vpc), open }];
  }
}

const ALLOWED: Decision = { answer: 'yes', because: [] };

/** What a service tells of what it has encrypted. */
function contextOf(target: TemplateResource, texts: Texts): ReadonlyMap<string, readonly string[]> {
  const [name, values] = CONTEXTS[target.type]?.(texts.arnOf(target), texts.nameOf(target)) ?? ['', []];
  return new Map([[`kms:encryptioncontext:${name}`, values]]);
}

const CONTEXTS: Record<string, (arn: string, name: string) => [string, string[]]> = {
  // with a bucket key the bucket, else the object
  'AWS::S3::Bucket': (arn) => ['aws:s3:arn', [arn, `${arn}/\u0006`]],
  'AWS::DynamoDB::GlobalTable': (_arn, name) => ['aws:dynamodb:tablename', [name]],
  'AWS::DynamoDB::Table': (_arn, name) => ['aws:dynamodb:tablename', [name]],
  'AWS::SNS::Topic': (arn) => ['aws:sns:topicarn', [arn]],
  'AWS::SQS::Queue': (arn) => ['aws:sqs:arn', [arn]],
  'AWS::SecretsManager::Secret': (arn) => ['secretarn', [arn]],
};

function groupsOf(database: TemplateResource): TemplateResource[] {
  const groups = database.at(database.type === 'AWS::RDS::DBCluster' ? 'VpcSecurityGroupIds' : 'VPCSecurityGroups').items();
  return groups.flatMap((one) => resourceOf(one.value, 'AWS::EC2::SecurityGroup') ?? []);
}

/** The subnets that an instance of a database may be in; an instance of a cluster is in those of the cluster. */
function subnetsOf(database: TemplateResource): (TemplateResource | undefined)[] {
  const cluster = resourceOf(database.at('DBClusterIdentifier').value, 'AWS::RDS::DBCluster');
  const group = resourceOf((database.at('DBSubnetGroupName').isAbsent ? cluster ?? database : database).at('DBSubnetGroupName').value, 'AWS::RDS::DBSubnetGroup');
  return group?.at('SubnetIds').items().map((one) => resourceOf(one.value, 'AWS::EC2::Subnet')) ?? [];
}

function portOf(database: TemplateResource): number {
  const port = database.at('Port');
  if (!port.isAbsent) return Number(textOf(port.value) ?? NaN);
  return /postgres/.test(textOf(database.at('Engine').value) ?? '') ? 5432 : 3306;
}

function refused(missing: string): Decision {
  return { answer: 'no', because: [], missing };
}

function least(...answers: Answer[]): Answer {
  return answers.includes('no') ? 'no' : answers.includes('maybe') ? 'maybe' : 'yes';
}

function most(...answers: Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}
