import { managedStatements } from './managed-policies';
import { HeldStatement, Policies, Policy } from './policy';
import type { Caller } from './request';
import { accountOf } from './texts';
import { describe, Expression, TemplateResource } from '../../model';
import { documentsOf, policiesForRole } from '../../model/identity-policies';
import { resourceOf } from '../../model/judge';
import { remembered } from '../../model/remembered';

/** A role, user or permission set of the templates, with all that bounds and grants. */
export interface Identity {
  readonly resource: TemplateResource;
  readonly arn: string;
  readonly account: string;
  readonly caller: Caller;
  readonly policy: Policy;
  readonly boundary?: Policy;
  /** Policies that are attached by an ARN and that are not in the templates. */
  readonly elsewhere: readonly string[];
}

const USER_POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::UserPolicy', 'AWS::IAM::GroupPolicy'];

/** Everything that an identity has by itself: its policies, those of its groups, and its boundary. */
export function identityOf(resource: TemplateResource, policies: Policies): Identity {
  const { texts } = policies;
  const listed = managedPolicyArns(resource);
  const held = policiesOf(resource).flatMap((holder) => documentsOf(holder).map((document) => ({ document, holder })));
  const read = policies.read(held);
  const statements: HeldStatement[] = [...read.statements];
  const elsewhere: string[] = [];
  for (const one of listed) {
    if (resourceOf(one.value, 'AWS::IAM::ManagedPolicy')) continue;
    const arn = texts.of(one.value);
    const known = managedStatements(arn, resource.stack, texts);
    if (known) statements.push(...known);
    else elsewhere.push(describe(one.value));
  }
  const [arn, account] = [texts.arnOf(resource), accountOf(resource)];
  return {
    resource,
    arn,
    account,
    elsewhere,
    caller: { arn, account, tags: tagsOf(resource), isPerson: resource.type !== 'AWS::IAM::Role' || isForPeople(resource, policies) },
    policy: { statements, unread: read.unread },
    boundary: boundaryOf(resource, policies),
  };
}

function policiesOf(resource: TemplateResource): TemplateResource[] {
  if (resource.type === 'AWS::IAM::Role') return policiesForRole(resource);
  if (resource.type !== 'AWS::IAM::User') return [resource];
  const groups = resource.at('Groups').items().flatMap((one) => resourceOf(one.value, 'AWS::IAM::Group') ?? []);
  const added = resource.referrers('AWS::IAM::UserToGroupAddition').flatMap((one) => resourceOf(one.at('GroupName').value, 'AWS::IAM::Group') ?? []);
  const all = [resource, ...groups, ...added];
  const attached = all.flatMap((one) => one.referrers(...USER_POLICIES).filter((policy) => ['Users', 'Groups', 'UserName', 'GroupName'].some((list) => (
    policy.at(list).items().some((item) => resourceOf(item.value) === one)))));
  return [...new Set([...all, ...attached, ...resource.at('ManagedPolicyArns').items().flatMap((one) => resourceOf(one.value, 'AWS::IAM::ManagedPolicy') ?? [])])]
    .filter((one) => one.exists());
}

function managedPolicyArns(resource: TemplateResource): Expression[] {
  const groups = resource.type === 'AWS::IAM::User' ? resource.at('Groups').items().flatMap((one) => resourceOf(one.value, 'AWS::IAM::Group') ?? []) : [];
  return [...resource.at(resource.type === 'AWS::SSO::PermissionSet' ? 'ManagedPolicies' : 'ManagedPolicyArns').items(), ...groups.flatMap((group) => group.at('ManagedPolicyArns').items())];
}

function boundaryOf(resource: TemplateResource, policies: Policies): Policy | undefined {
  const permissionSet = resource.at('PermissionsBoundary', 'ManagedPolicyArn');
  const named = resource.type === 'AWS::SSO::PermissionSet' ? permissionSet : resource.at('PermissionsBoundary');
  if (named.isAbsent) return undefined;
  const boundary = resourceOf(named.value, 'AWS::IAM::ManagedPolicy');
  if (boundary) return policies.read([{ document: boundary.at('PolicyDocument'), holder: boundary }]);
  const known = managedStatements(policies.texts.of(named.value), resource.stack, policies.texts);
  return known ? { statements: known } : { statements: [], unread: `its permissions boundary ${describe(named.value)} is not in the templates` };
}

/** Tags that CloudFormation gives. */
export const tagsOf = remembered((resource): ReadonlyMap<string, string> => (
  new Map(resource.at('Tags').items().flatMap((tag): [string, string][] => {
    const [key, value] = [tag.at('Key').value, tag.at('Value').value];
    return key.kind === 'known' && value.kind === 'known' ? [[String(key.value), String(value.value)]] : [];
  }))
));

/** Whether people or other accounts assume a role, and no service does. */
function isForPeople(role: TemplateResource, policies: Policies): boolean {
  const { statements } = policies.read([{ document: role.at('AssumeRolePolicyDocument'), holder: role }]);
  const principals = statements.flatMap(({ statement }) => statement.principals);
  return principals.length > 0 && principals.every(({ type }) => type !== 'Service');
}
