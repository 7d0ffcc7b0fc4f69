import { createHash } from 'crypto';
import known from './data/cdk-providers.json';
import type { TemplateResource } from '../../model';
import { isObject, JsonObject, objectOrEmpty, own } from '../../model/json';

/** A provider function of the CDK, as scripts/cdk-providers.ts reads it from aws-cdk-lib. */
export interface KnownProvider {
  /** Constructs below the stack, or the last ones where users choose where it is. */
  readonly path: string;
  /** Absent where users choose the construct that it is in. */
  readonly logicalId?: string;
  /** Hash of the asset or of the inline code, and the versions that have it. */
  readonly code: Readonly<Record<string, string[]>>;
  readonly isInline: boolean;
  readonly handlers: string[];
  readonly environment: string[];
  /** Types of the custom resources; empty where users choose them. */
  readonly customTypes: string[];
  readonly role: { readonly path: string; readonly logicalId?: string };
  /** What its policies allow; none where users write them: those are theirs. */
  readonly actions: string[];
  /** Whether these actions are on every resource. */
  readonly anyResource: boolean;
}

const PROVIDERS = known as unknown as KnownProvider[];
const FUNCTION = 'AWS::Lambda::Function';

/** What the CDK and its aspects set on a provider. Layers, files and other code would run within it. */
const FUNCTION_PROPERTIES = [
  'Architectures', 'Code', 'DeadLetterConfig', 'Description', 'Environment', 'Handler', 'KmsKeyArn', 'LoggingConfig', 'MemorySize',
  'ReservedConcurrentExecutions', 'Role', 'Runtime', 'Tags', 'Timeout', 'TracingConfig', 'VpcConfig',
];
const ROLE_PROPERTIES = ['AssumeRolePolicyDocument', 'ManagedPolicyArns', 'PermissionsBoundary', 'Policies', 'Tags'];
const POLICY_PROPERTIES = ['PolicyDocument', 'PolicyName', 'Roles'];
const STATEMENT_KEYS = ['Action', 'Effect', 'Resource', 'Sid'];
const MANAGED_POLICY = /:iam::aws:policy\/service-role\/AWSLambda(Basic|VPCAccess)ExecutionRole$/;
/** Versions of a function, and what one stack exports to another. */
const NARROW_WILDCARD = /^:\*$|:parameter\/cdk\/exports\/[^*]*\*$/;
const ASSET_BUCKET = /^cdk-[a-z0-9]+-assets-(\d{12}|\$\{AWS::AccountId\})-/;
const ASSET_KEY = /^(?:[^/]+\/)*([0-9a-f]{64})\.zip$/;

/**
 * Why a resource is one that the CDK makes for a custom resource, and that users cannot configure: as a sentence without its end.
 * `undefined` for all others, and for one that has the place of such a resource and another shape.
 *
 * A function is known by its construct path (its logical id, where there is no path) and the hash of its code in the CDK's own bucket of
 * assets. The code of other versions of the CDK is not known: such a function has to have the exact shape, and only the custom resources
 * that it is for may call it. A role or policy is known by its function and by what it allows.
 */
export function cdkProvider(resource: TemplateResource): string | undefined {
  if (!reasons.has(resource)) reasons.set(resource, reasonOf(resource));
  return reasons.get(resource);
}

/** Asked for each finding on a resource. */
const reasons = new WeakMap<TemplateResource, string | undefined>();

function reasonOf(resource: TemplateResource): string | undefined {
  switch (resource.type) {
    case FUNCTION: return ofFunction(resource)?.reason;
    case 'AWS::IAM::Role': return ofRole(resource)?.reason;
    case 'AWS::IAM::Policy': return ofPolicy(resource);
    default: return undefined;
  }
}

interface Found {
  readonly provider: KnownProvider;
  readonly reason: string;
}

export function ofFunction(resource: TemplateResource): Found | undefined {
  const provider = PROVIDERS.find((each) => isAt(resource, each));
  const properties = propertiesOf(resource, FUNCTION_PROPERTIES);
  if (!provider || !properties) return undefined;
  const variables = own(properties.Environment, 'Variables');
  if (!provider.handlers.includes(String(properties.Handler))) return undefined;
  if (properties.Environment !== undefined && !hasOnly(variables, provider.environment)) return undefined;
  const hash = hashOf(resource, provider);
  const versions = hash === undefined ? undefined : own(provider.code, hash) as string[] | undefined;
  if (versions) return { provider, reason: `it is a provider function of the CDK, by the hash of its code (aws-cdk-lib ${versions.join(', ')})` };
  return hash !== undefined && isCalledByItsResourcesOnly(resource, provider)
    ? { provider, reason: 'it has the exact shape of a provider function of the CDK, whose code is not known, and only custom resources call it' }
    : undefined;
}

function ofRole(role: TemplateResource): Found | undefined {
  const properties = propertiesOf(role, ROLE_PROPERTIES);
  if (!properties || !isAssumedOnlyBy(properties.AssumeRolePolicyDocument, 'lambda.amazonaws.com')) return undefined;
  const users = role.referrers(FUNCTION).filter((user) => list(own(own(user.properties.source, 'Role'), 'Fn::GetAtt'))[0] === role.logicalId);
  const found = users.map(ofFunction);
  const [first] = found;
  if (!first || found.some((each) => each?.provider !== first.provider) || !isAt(role, first.provider.role)) return undefined;
  const managed = list(properties.ManagedPolicyArns);
  const inline = list(properties.Policies).map((policy) => own(policy, 'PolicyDocument'));
  const isExact = managed.every((arn) => MANAGED_POLICY.test(textOf(arn))) && inline.every((document) => allowsOnly(document, first.provider));
  return isExact ? first : undefined;
}

function ofPolicy(policy: TemplateResource): string | undefined {
  const properties = propertiesOf(policy, POLICY_PROPERTIES);
  const roles = properties ? list(properties.Roles) : [];
  if (!properties || roles.length === 0) return undefined;
  const found = roles.map((role) => {
    const resource = policy.stack.resources.get(String(own(role, 'Ref')));
    return resource?.type === 'AWS::IAM::Role' ? ofRole(resource) : undefined;
  });
  const [first] = found;
  const isOfOne = first && found.every((each) => each?.provider === first.provider);
  return isOfOne && allowsOnly(properties.PolicyDocument, first.provider) ? first.reason : undefined;
}

/** Where the CDK puts it. A logical id that is always the same proves itself where there is no construct path. */
export function isAt({ path, logicalId }: TemplateResource, place: Place): boolean {
  if (path !== undefined && !path.endsWith(`/${place.path}`)) return false;
  if (place.logicalId !== undefined) return logicalId === place.logicalId;
  return logicalIdAt(place).test(logicalId);
}

interface Place {
  readonly path: string;
  readonly logicalId?: string;
}

const logicalIds = new WeakMap<Place, RegExp>();

/** What the CDK makes of a construct path below some stack. */
function logicalIdAt(place: Place): RegExp {
  let pattern = logicalIds.get(place);
  if (!pattern) {
    const human = place.path.split('/').filter((id) => id !== 'Resource').join('').replace(/[^A-Za-z0-9]/g, '');
    logicalIds.set(place, pattern = new RegExp(`^[A-Za-z0-9]+${human}[0-9A-F]{8}$`));
  }
  return pattern;
}

/** The hash of code that the CDK put where it puts it; `undefined` for code from anywhere else. */
function hashOf(resource: TemplateResource, { isInline }: KnownProvider): string | undefined {
  const code = own(resource.properties.source, 'Code');
  const inline = own(code, 'ZipFile');
  if (isInline) return typeof inline === 'string' ? createHash('sha256').update(inline).digest('hex') : undefined;
  const parameter = /^AssetParameters([0-9a-f]{64})S3Bucket[0-9A-F]{8}$/.exec(String(own(own(code, 'S3Bucket'), 'Ref')))?.[1];
  if (parameter !== undefined) return parameter; // the CDK 1 passed bucket and key by parameters
  const bucket = resource.at('Code', 'S3Bucket').value;
  const account = bucket.kind === 'known' ? ASSET_BUCKET.exec(String(bucket.value))?.[1] : undefined;
  const isOurs = account === '${AWS::AccountId}' || (account !== undefined && account === resource.stack.account);
  return isOurs ? ASSET_KEY.exec(String(own(code, 'S3Key')))?.[1] : undefined;
}

/** Nothing else may cause it to run: what it does is done at deployment only. */
function isCalledByItsResourcesOnly(resource: TemplateResource, { customTypes, environment }: KnownProvider): boolean {
  const isCustom = ({ type }: TemplateResource) => (customTypes.length > 0 ? customTypes.includes(type) : /^(Custom::|AWS::CloudFormation::CustomResource$)/.test(type));
  const others = resource.referrers().filter((user) => !isCustom(user) && !/^AWS::(IAM::(Role|Policy)|Logs::LogGroup)$/.test(user.type));
  // of the framework, one function calls another by a state machine
  const inner = environment.length > 0 ? ['AWS::StepFunctions::StateMachine'] : [];
  return resource.referrers().some((user) => isCustom(user) || inner.includes(user.type)) && others.every(({ type }) => inner.includes(type));
}

export function isAssumedOnlyBy(document: unknown, principal: string): boolean {
  return list(own(document, 'Statement')).every((statement) => own(statement, 'Condition') === undefined
    && own(statement, 'Action') === 'sts:AssumeRole' && hasOnly(own(statement, 'Principal'), ['Service'])
    && list(own(own(statement, 'Principal'), 'Service')).every((service) => service === principal));
}

function allowsOnly(document: unknown, { actions, anyResource }: KnownProvider): boolean {
  return list(own(document, 'Statement')).every((statement) => hasOnly(statement, STATEMENT_KEYS)
    && list(own(statement, 'Action')).every((action) => actions.includes(String(action)))
    && (anyResource || texts(own(statement, 'Resource')).every((text) => !/[*?]/.test(text) || NARROW_WILDCARD.test(text))));
}

/** The properties as they are written, when there are no others than these. */
export function propertiesOf({ properties }: TemplateResource, names: string[]): JsonObject | undefined {
  return hasOnly(properties.source, names) ? properties.source : undefined;
}

export function hasOnly(json: unknown, keys: string[]): json is JsonObject {
  return isObject(json) && Object.keys(json).every((key) => keys.includes(key));
}

export function list(json: unknown): unknown[] {
  return json === undefined ? [] : Array.isArray(json) ? json : [json];
}

/** Every text in it, those in functions of CloudFormation included. */
function texts(json: unknown): string[] {
  if (typeof json === 'string') return [json];
  return (Array.isArray(json) ? json : Object.values(objectOrEmpty(json))).flatMap(texts);
}

function textOf(json: unknown): string {
  return texts(json).pop() ?? '';
}
