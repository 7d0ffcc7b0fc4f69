import { calledAs } from './change';
import type { Names } from './names';
import { Grant, grantsOf, Part, partOf, principalOf, unreadable } from './statements';
import { Expression, targetOf, TemplateModel, TemplateResource, textOf } from '../../model';
import { documentsOf, grantsNothing, POLICY_TYPES } from '../../model/identity-policies';
import { resourceOf } from '../../model/judge';
import { policiesOf } from '../../model/policies-anywhere';
import { HOLDERS_OF_POLICIES } from '../../model/template-model';

/** Something to which policies are attached, with all that they allow and deny in one version. */
export interface Subject {
  /** What both versions call it. */
  readonly label: string;
  readonly name: string;
  readonly resource?: TemplateResource;
  /** By a key that both versions write alike. */
  readonly grants: Map<string, Held>;
  /** What its permissions boundaries leave of them. */
  readonly bounds: Map<string, Held>;
}

/** A grant, and whether it holds whatever conditions and parameters are. */
export interface Held {
  readonly grant: Grant;
  readonly certain: boolean;
}

type Reading = { readonly grants: Grant[]; readonly bounds: Grant[] };

const IDENTITIES = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::SSO::PermissionSet'];
const LISTS_OF_POLICIES = ['ManagedPolicyArns', 'ManagedPolicies', 'CustomerManagedPolicyReferences'];
const ATTACHING = ['Roles', 'Users', 'Groups', 'RoleName', 'UserName', 'GroupName'];
/** Their conditions and parameters have too many combinations to look at each. */
const UNDECIDED: Grant = {
  effect: 'allow', action: '*', resource: { label: '*', name: '*' }, conditions: ['too many conditions'], when: ['as too many conditions decide'],
};

/** Everything in one version to which policies are attached, by the name that both versions have for it. */
export function subjectsOf(model: TemplateModel, names: Names): Map<string, Subject> {
  const subjects = new Map<string, Subject>();
  const add = (at: Part, resource: TemplateResource | undefined, read: () => Reading) => {
    const found = subjects.get(at.label) ?? { label: at.label, name: at.name, resource, grants: new Map(), bounds: new Map() };
    subjects.set(at.label, found);
    const worlds = model.worlds.explore(read) ?? [{ grants: [UNDECIDED], bounds: [] }];
    for (const kind of ['grants', 'bounds'] as const) hold(found[kind], worlds.map((world) => world[kind]));
  };
  const itself = (resource: TemplateResource): Part => ({ label: names.label(resource), name: calledAs(resource) });

  for (const identity of IDENTITIES.flatMap((type) => model.ofType(type))) {
    add(itself(identity), identity, () => (identity.exists() ? readIdentity(identity, names) : { grants: [], bounds: [] }));
  }
  for (const policy of POLICY_TYPES.flatMap((type) => model.ofType(type))) {
    if (grantsNothing(policy)) continue;
    const elsewhere = ATTACHING.flatMap((list) => policy.at(list).items())
      .filter((item) => !item.isAbsent && !IDENTITIES.includes(resourceOf(item.value)?.type ?? ''));
    const isAttached = ATTACHING.some((list) => !policy.at(list).isAbsent) || isNamed(policy);
    if (isAttached && elsewhere.length === 0) continue;
    const read = () => ({ grants: policy.exists() ? documentsOf(policy).flatMap((document) => grantsOf(document, names)) : [], bounds: [] });
    if (elsewhere.length === 0) add(itself(policy), policy, read);
    for (const item of elsewhere) add({ ...partOf(item, names), label: `identity ${names.of(item)}` }, policy, read);
  }
  for (const holder of model.ofType(HOLDERS_OF_POLICIES)) {
    if (POLICY_TYPES.includes(holder.type)) continue;
    const read = () => ({ grants: holder.exists() ? readHolder(holder, names) : [], bounds: [] });
    for (const [at, resource] of targetsOf(holder, names)) add(at, resource, read);
  }
  for (const [type, grants] of Object.entries(PERMISSIONS)) {
    for (const permission of model.ofType(type)) {
      const read = () => ({ grants: permission.exists() ? grants(permission, names) : [], bounds: [] });
      for (const [at, resource] of targetsOf(permission, names)) add(at, resource, read);
    }
  }
  for (const endpoint of model.ofType('AWS::EC2::VPCEndpoint').filter((one) => one.at('PolicyDocument').isAbsent)) {
    add(itself(endpoint), endpoint, () => ({ grants: endpoint.exists() && endpoint.at('PolicyDocument').isAbsent ? [EVERYTHING] : [], bounds: [] }));
  }
  return subjects;
}

/** Whether an identity of the templates has a policy by naming it: what it allows and bounds is told of the identity. */
function isNamed(policy: TemplateResource): boolean {
  return policy.referrers(...IDENTITIES).some((identity) => [...LISTS_OF_POLICIES, 'PermissionsBoundary']
    .some((list) => identity.at(list).items().some(({ value }) => resourceOf(value) === policy)));
}

/** What an endpoint without a policy lets through. */
const EVERYTHING: Grant = {
  effect: 'allow', principal: { label: 'AWS *', name: '*', type: 'AWS' }, action: '*', resource: { label: '*', name: '*' }, conditions: [], when: [],
};

function hold(held: Map<string, Held>, worlds: Grant[][]): void {
  const seen = new Map<string, { grant: Grant; times: number }>();
  for (const grants of worlds) {
    for (const [key, grant] of new Map(grants.map((one) => [keyOf(one), one]))) {
      const before = seen.get(key);
      if (before) before.times++;
      else seen.set(key, { grant, times: 1 });
    }
  }
  for (const [key, { grant, times }] of seen) {
    const certain = times === worlds.length || held.get(key)?.certain === true;
    held.set(key, { grant, certain });
  }
}

function keyOf({ effect, principal, action, resource, conditions }: Grant): string {
  return JSON.stringify([effect, principal?.label, action, resource.label, conditions]);
}

function readIdentity(identity: TemplateResource, names: Names): Reading {
  const groups = [
    ...identity.at('Groups').items().map(({ value }) => resourceOf(value, 'AWS::IAM::Group')),
    ...identity.referrers('AWS::IAM::UserToGroupAddition')
      .filter((one) => one.at('Users').items().some(({ value }) => resourceOf(value) === identity))
      .map((one) => resourceOf(one.at('GroupName').value, 'AWS::IAM::Group')),
  ];
  const all = [identity, ...groups.filter((group): group is TemplateResource => group !== undefined)];
  const boundary = identity.at('PermissionsBoundary');
  const bound = resourceOf(boundary.value);
  const bounds = boundary.isAbsent ? [] : bound ? documentsOf(bound).flatMap((document) => grantsOf(document, names)) : [unreadable(boundary, names)];
  const denials = bounds.filter(({ effect }) => effect === 'deny'); // a denial counts wherever it stands
  return { grants: [...all.flatMap((one) => attached(one, names)), ...denials], bounds: bounds.filter(({ effect }) => effect === 'allow') };
}

/** What the identity's own policies, those that name it and those that it names say. */
function attached(identity: TemplateResource, names: Names): Grant[] {
  const naming = identity.referrers(...POLICY_TYPES).filter((policy) => (
    ATTACHING.some((list) => policy.at(list).items().some(({ value }) => resourceOf(value) === identity))));
  const given = ['RoleName', 'UserName', 'GroupName'].map((key) => textOf(identity.at(key).value))
    .filter((name): name is string => name !== undefined);
  const byName = given.length === 0 ? [] : POLICY_TYPES.flatMap((type) => identity.stack.model.ofType(type)).filter((policy) => (
    ATTACHING.some((list) => policy.at(list).items().some(({ value }) => value.kind === 'known' && given.includes(textOf(value) ?? '')))));
  const listed = LISTS_OF_POLICIES.flatMap((list) => identity.at(list).items());
  const managed = listed.map(({ value }) => resourceOf(value)).filter((policy): policy is TemplateResource => policy !== undefined);
  const policies = [...new Set([identity, ...naming, ...byName, ...managed])].filter((policy) => policy.exists());
  const foreign = listed.filter((item) => !item.isAbsent && !resourceOf(item.value)).map((item) => foreignPolicy(item, names));
  return [...policies.flatMap(documentsOf).flatMap((document) => (document.isAbsent ? [] : grantsOf(document, names))), ...foreign];
}

/** A managed policy that the templates only name. */
function foreignPolicy(arn: Expression, names: Names): Grant {
  const part = partOf(arn, names);
  return { effect: 'allow', action: '*', resource: { label: '*', name: '*' }, conditions: [`by ${part.label}`], when: [`as ${part.name} has it`] };
}

/** A role's policies are its identity's; its trust policy is of the role as a resource. */
function readHolder(holder: TemplateResource, names: Names): Grant[] {
  const found = policiesOf(holder).filter(({ place }) => !IDENTITIES.includes(holder.type) || place === 'AssumeRolePolicyDocument');
  return found.flatMap(({ document, statements }) => (statements ? grantsOf(document, names) : [unreadable(document, names)]));
}

/** Properties by which a resource policy tells what it is of. */
const ATTACHED_TO = /^(Queues|Topics|Bucket|SecretId|FunctionName|LayerVersionArn|EventBusName|ResourceArn|ResourceIdentifier|Name|Id)$/;

/** Resource policies by themselves are of what they name; every other holder has its own. */
function targetsOf(holder: TemplateResource, names: Names): [Part, TemplateResource | undefined][] {
  const own: [Part, TemplateResource][] = [[{ label: names.label(holder), name: calledAs(holder) }, holder]];
  if (!/(Policy|Permission)$/.test(holder.type) || holder.type === 'AWS::Organizations::Policy') return own;
  const named = holder.properties.entries().filter(([key]) => ATTACHED_TO.test(key))
    .flatMap(([, value]) => value.items()).filter((item) => !item.isAbsent);
  if (named.length === 0) return own;
  return named.map((item) => {
    const target = targetOf(item.value)?.resource ?? resourceOf(item.value);
    return target ? [{ label: names.label(target), name: calledAs(target) }, target]
      : [{ ...partOf(item, names), label: `resource ${names.of(item)}` }, undefined];
  });
}

/** Permissions that are no documents, with the conditions that their properties mean. */
const PERMISSIONS: Record<string, (permission: TemplateResource, names: Names) => Grant[]> = {
  'AWS::Lambda::Permission': (permission, names) => permitted(permission, names, 'FunctionName', {
    SourceArn: 'ArnLike aws:sourcearn',
    SourceAccount: 'StringEquals aws:sourceaccount',
    PrincipalOrgID: 'StringEquals aws:principalorgid',
    EventSourceToken: 'StringEquals lambda:eventsourcetoken',
    FunctionUrlAuthType: 'StringEquals lambda:functionurlauthtype',
    InvokedViaFunctionUrl: 'Bool lambda:invokedviafunctionurl',
  }),
  'AWS::Lambda::LayerVersionPermission': (permission, names) => permitted(permission, names, 'LayerVersionArn', {
    OrganizationId: 'StringEquals aws:principalorgid',
  }),
  'AWS::Events::EventBusPolicy': (policy, names) => (
    policy.at('Action').isAbsent ? [] : permitted(policy, names, 'EventBusName', { Condition: 'StringEquals' })),
};

function permitted(permission: TemplateResource, names: Names, on: string, narrowing: Record<string, string>): Grant[] {
  const conditions = Object.entries(narrowing).map(([property, key]) => ({ key, value: permission.at(property) }))
    .filter(({ value }) => !value.isAbsent);
  const principal = permission.at('Principal');
  const service = /\.amazonaws\.com$/.test(textOf(principal.value) ?? '');
  return permission.at('Action').items().map((action) => ({
    effect: 'allow' as const,
    principal: principalOf(service ? 'Service' : 'AWS', principal, names),
    action: names.of(action).toLowerCase(),
    resource: partOf(permission.at(on), names),
    conditions: conditions.map(({ key, value }) => `${key} ${names.of(value)}`).sort(),
    when: conditions.map(({ key, value }) => `${key} ${names.said(value)}`).sort(),
  }));
}
