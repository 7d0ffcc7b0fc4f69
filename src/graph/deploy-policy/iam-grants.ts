import type { Grant } from './grant';
import { handlerPermissions } from './handler-permissions';
import { filled, iamArn, written } from './resource-arns';
import type { Expression, TemplateResource, TemplateStack } from '../../model';
import { resourceOf } from '../../model/judge';

const ROLE = 'AWS::IAM::Role';
/** The resource of IAM that an action is on, by the noun in its name. Those above come first: `AddRoleToInstanceProfile` is on the profile. */
const KINDS: [noun: RegExp, kind: string, property: string, type: string][] = [
  [/InstanceProfile/, 'instance-profile', 'InstanceProfileName', 'AWS::IAM::InstanceProfile'],
  [/OpenIDConnectProvider/, 'oidc-provider', 'Url', 'AWS::IAM::OIDCProvider'],
  [/SAMLProvider/, 'saml-provider', 'Name', 'AWS::IAM::SAMLProvider'],
  [/MFADevice/, 'mfa', 'VirtualMfaDeviceName', 'AWS::IAM::VirtualMFADevice'],
  [/ServerCertificate/, 'server-certificate', 'ServerCertificateName', 'AWS::IAM::ServerCertificate'],
  [/Role/, 'role', 'RoleName', ROLE],
  [/User/, 'user', 'UserName', 'AWS::IAM::User'],
  [/Group/, 'group', 'GroupName', 'AWS::IAM::Group'],
  [/Policy/, 'policy', 'ManagedPolicyName', 'AWS::IAM::ManagedPolicy'],
];
/** Properties that name whom a policy is for. */
const HOLDERS: Record<string, string[]> = {
  role: ['Roles', 'RoleName'], user: ['Users', 'UserName'], group: ['Groups', 'GroupName'],
};
/** Writes that IAM holds against the boundary of the role or user. */
const BOUNDED = /:(Create(Role|User)|Put(Role|User)PermissionsBoundary|(Attach|Detach|Put|Delete)(Role|User)Policy)$/;
const UNBOUNDING = /:Delete(Role|User)PermissionsBoundary$/;

/** What the handler of a type of IAM does, on what its template makes or changes. */
export function iamGrants(resource: TemplateResource, actions: string[]): Grant[] {
  return actions.flatMap((action) => {
    const kind = KINDS.find(([noun]) => noun.test(action));
    if (!kind) return [{ actions: [action], resources: ['*'] }];
    const [, name, property, type] = kind;
    if (resource.type === type) {
      const own = name.endsWith('-provider') ? filled(`arn:\${Partition}:iam::\${Account}:${name}/*`, resource.stack) : iamArn(resource, name, property);
      return bounded(action, [own], resource);
    }
    return holdersOf(resource, name).flatMap(({ arn, holder }) => bounded(action, [arn], holder));
  });
}

/** What the handlers of other types do in IAM: roles are looked at, and only those that belong to a service are changed. */
export function sideGrants({ stack }: TemplateResource, actions: string[]): Grant[] {
  return actions.filter((action) => action !== 'iam:PassRole').map((action) => {
    const kind = KINDS.find(([noun]) => noun.test(action))?.[1];
    const isRead = /:(Get|List)/.test(action) && !/ServiceLinkedRole/.test(action);
    if (!isRead) return { actions: [action], resources: [arnIn(stack, 'role/aws-service-role/*')] };
    return { actions: [action], resources: [/:List(Roles|Users|Groups|Policies|InstanceProfiles|ServerCertificates)$/.test(action) || !kind ? '*' : arnIn(stack, `${kind}/*`)] };
  });
}

/** A role that another resource of the templates is given, passed to the services that it trusts. */
export function passedRole(role: TemplateResource): Grant[] {
  const services = servicesOf(role);
  if (services.length === 0 || !isGiven(role)) return [];
  return [{ actions: ['iam:PassRole'], resources: [iamArn(role, 'role', 'RoleName')], condition: { StringEquals: { 'iam:PassedToService': services } } }];
}

/** Whether a role is given to a service, and which one is not known. A role that trusts no service is assumed by name. */
export function lacksService(role: TemplateResource): boolean {
  return isGiven(role) && servicePrincipals(role).length > 0 && servicesOf(role).length === 0;
}

function isGiven(role: TemplateResource): boolean {
  return role.referrers().some(({ type }) => !type.startsWith('AWS::IAM::') && handlerPermissions(type)?.includes('iam:PassRole'));
}

/** The permissions boundary of a role or user, as policies write it; `undefined` when it has none. */
export function boundaryOf(holder: TemplateResource): string | undefined {
  const boundary = holder.at('PermissionsBoundary');
  if (boundary.isAbsent) return undefined;
  const policy = resourceOf(boundary.value, 'AWS::IAM::ManagedPolicy');
  return policy ? iamArn(policy, 'policy', 'ManagedPolicyName') : written(boundary) ?? arnIn(holder.stack, 'policy/*');
}

function bounded(action: string, resources: string[], holder?: TemplateResource): Grant[] {
  const boundary = holder && boundaryOf(holder);
  if (boundary === undefined) return [{ actions: [action], resources }];
  if (UNBOUNDING.test(action)) return [];
  if (!BOUNDED.test(action)) return [{ actions: [action], resources }];
  return [{ actions: [action], resources, condition: { [boundary.includes('*') ? 'StringLike' : 'StringEquals']: { 'iam:PermissionsBoundary': boundary } } }];
}

/** Whom a policy is attached to: resources of the templates, or names. */
function holdersOf(resource: TemplateResource, kind: string): { arn: string; holder?: TemplateResource }[] {
  const [, , property, type] = KINDS.find(([, name]) => name === kind)!;
  return (HOLDERS[kind] ?? []).flatMap((key) => resource.at(key).items()).filter((one) => !one.isAbsent).map((one) => {
    const holder = resourceOf(one.value, type);
    return holder ? { arn: iamArn(holder, kind, property), holder } : { arn: arnIn(resource.stack, `${kind}/${written(one) ?? '*'}`) };
  });
}

/** With the name that services have in all regions: `states.eu-west-1.amazonaws.com` is passed to as `states.amazonaws.com`. */
function servicesOf(role: TemplateResource): string[] {
  const hosts = servicePrincipals(role).map((one) => written(one)).filter((host): host is string => host !== undefined && !host.includes('*'));
  return [...new Set(hosts.flatMap((host) => [host, host.replace(/^([a-z0-9-]+)\.[a-z]{2}(-[a-z]+)+-\d\./, '$1.')]))].sort();
}

function servicePrincipals(role: TemplateResource): Expression[] {
  return role.at('AssumeRolePolicyDocument', 'Statement').items().flatMap((statement) => statement.at('Principal', 'Service').items()).filter((one) => !one.isAbsent);
}

function arnIn(stack: TemplateStack, resource: string): string {
  return filled(`arn:\${Partition}:iam::\${Account}:${resource}`, stack);
}
