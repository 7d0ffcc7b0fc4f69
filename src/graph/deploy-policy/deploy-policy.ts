import { Grant, policiesOf, PolicyJson, statementsOf } from './grant';
import { attachedType, handlerPermissions, namedType } from './handler-permissions';
import { boundaryOf, iamGrants, lacksService, passedRole, sideGrants } from './iam-grants';
import { accountOf, arnsOf, arnsOfWhole, filled, partitionOf, regionOf, written } from './resource-arns';
import type { TemplateModel, TemplateResource, TemplateStack } from '../../model';
import { own } from '../../model/json';
import { resourceOf } from '../../model/judge';

export interface Environment {
  readonly account?: string;
  readonly region?: string;
  readonly partition: string;
}

/** The least that CloudFormation may, to deploy templates. */
export interface DeployPolicy {
  readonly policies: readonly PolicyJson[];
  /** Resources of types without a schema of their handlers: no statement is for them. */
  readonly unknown: readonly TemplateResource[];
  /** Resources that depend on so many conditions that not all were looked at. */
  readonly unclear: readonly TemplateResource[];
  /** Actions with a wildcard that a schema asks for, as it asks. */
  readonly broad: readonly string[];
  /** Permissions boundaries of roles and users, as IAM writes are bound to them. */
  readonly boundaries: readonly string[];
  /** Roles and users that may be made without one. */
  readonly unbounded: readonly TemplateResource[];
  /** Roles that a resource is given, and whose services are not known: they cannot be passed. */
  readonly notPassed: readonly TemplateResource[];
  /** Where the templates are deployed, as far as they have it. */
  readonly environments: readonly Environment[];
}

/** Services whose calls go to one region, whatever the stack's is. */
const GLOBAL = ['account', 'budgets', 'ce', 'chatbot', 'cloudfront', 'cloudfront-keyvaluestore', 'globalaccelerator', 'health', 'iam', 'networkmanager', 'organizations', 'route53',
  'route53domains', 'shield', 'sso', 'sts', 'support', 'waf', 'wafv2'];
const ASSETS: Record<string, string> = { 'AWS::Lambda::Function': 'Code', 'AWS::Lambda::LayerVersion': 'Content' };
const REGIONS = /\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov)?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d\b/g;

export function deployPolicyOf(model: TemplateModel): DeployPolicy {
  const { resources, stacks } = model;
  const unclear = new Set<TemplateResource>();
  /** What holds of a resource in any world of conditions and parameters that has it. */
  const inAnyWorld = <T>(resource: TemplateResource, look: () => T[]): T[] => {
    const seen = model.worlds.explore(() => (resource.exists() ? look() : []));
    if (!seen) unclear.add(resource);
    return seen ? seen.flat() : look();
  };
  const roles = model.ofType('AWS::IAM::Role');
  const grants = [...resources.flatMap((resource) => inAnyWorld(resource, () => grantsOf(resource))), ...stacks.flatMap(parameterGrants)];
  const passing = roles.flatMap((role) => inAnyWorld(role, () => passedRole(role)));
  const notPassed = roles.filter((role) => inAnyWorld(role, () => [lacksService(role)]).includes(true));
  const regions = regionsOf(model);
  const bounds = [...roles, ...model.ofType('AWS::IAM::User')].map((holder) => ({ holder, arns: inAnyWorld(holder, () => [boundaryOf(holder)]) }));
  return {
    policies: policiesOf(statementsOf([...grants, ...passing].flatMap((grant) => inRegions(grant, regions)))),
    unknown: resources.filter((resource) => !isCustom(resource) && handlerPermissions(resource.type) === undefined),
    unclear: [...unclear],
    broad: [...new Set(grants.flatMap(({ actions }) => actions).filter((action) => action.endsWith(':*')))].sort(),
    boundaries: [...new Set(bounds.flatMap(({ arns }) => arns).filter((one): one is string => one !== undefined))].sort(),
    unbounded: bounds.filter(({ arns }) => arns.includes(undefined)).map(({ holder }) => holder),
    notPassed,
    environments: [...new Map(stacks.map(environmentOf).map((one) => [JSON.stringify(one), one])).values()],
  };
}

function grantsOf(resource: TemplateResource): Grant[] {
  if (isCustom(resource)) return customGrants(resource);
  const actions = handlerPermissions(resource.type) ?? [];
  const ofIam = actions.filter((action) => action.startsWith('iam:'));
  const assets = actions.filter((action) => resource.type in ASSETS && /^s3:GetObject/.test(action));
  const others = actions.filter((action) => !ofIam.includes(action) && !assets.includes(action));
  const arns = arnsOf(resource) ?? arnsOfWhole(resource);
  const taking = arns ? (namedType(resource.type) ?? attachedType(resource.type))!.actions : [];
  const named = others.filter((action) => taking.includes(action));
  const objects = resource.type === 'AWS::S3::Bucket' ? others.filter((action) => /Object(Acl)?$/.test(action)) : [];
  const apis = others.filter((action) => action.startsWith('apigateway:'));
  const elsewhere = others.filter((action) => ![named, objects, apis].some((some) => some.includes(action)));
  return [
    ...resource.type.startsWith('AWS::IAM::') ? iamGrants(resource, ofIam) : sideGrants(resource, ofIam),
    ...assetGrants(resource, assets),
    ...named.length > 0 ? [{ actions: named, resources: arns! }] : [],
    ...objects.length > 0 ? [{ actions: objects, resources: arns!.map((arn) => `${arn}/*`) }] : [],
    ...apis.length > 0 ? [{ actions: apis, resources: [filled('arn:${Partition}:apigateway:${Region}::/*', resource.stack)] }] : [],
    ...elsewhere.length > 0 ? [{ actions: elsewhere, resources: ['*'] }] : [],
  ];
}

/** Code comes from the bucket of assets, or is in the template. */
function assetGrants(resource: TemplateResource, actions: string[]): Grant[] {
  const bucket = resource.at(ASSETS[resource.type] ?? '', 'S3Bucket');
  if (actions.length === 0 || bucket.isAbsent) return [];
  const named = resourceOf(bucket.value, 'AWS::S3::Bucket');
  const buckets = named ? arnsOf(named)! : [filled(`arn:\${Partition}:s3:::${written(bucket) ?? '*'}`, resource.stack)];
  return [{ actions, resources: buckets.map((arn) => `${arn}/*`) }];
}

/** CloudFormation calls the function, or publishes to the topic, that a custom resource names. */
function customGrants(resource: TemplateResource): Grant[] {
  const token = resource.at('ServiceToken');
  const provider = token.value.kind === 'reference' ? token.value.targets[token.value.targets.length - 1]?.resource : undefined;
  const arns = (provider && arnsOf(provider)) ?? [written(token) ?? filled('arn:${Partition}:lambda:${Region}:${Account}:function:*', resource.stack)];
  return [{ actions: [arns.every((arn) => /^arn:[^:]*:sns:/.test(arn)) ? 'sns:Publish' : 'lambda:InvokeFunction'], resources: arns }];
}

/** Parameters of Systems Manager that CloudFormation reads for a stack, that of the bootstrap version among them. */
function parameterGrants(stack: TemplateStack): Grant[] {
  const names = stack.entries('Parameters').flatMap(([, parameter]) => {
    const [type, name] = [own(parameter, 'Type'), own(parameter, 'Default')];
    return typeof type === 'string' && type.startsWith('AWS::SSM::Parameter::') ? [typeof name === 'string' ? name.replace(/^\//, '') : '*'] : [];
  });
  return names.length === 0 ? [] : [{ actions: ['ssm:GetParameters'], resources: names.map((name) => filled(`arn:\${Partition}:ssm:\${Region}:\${Account}:parameter/${name}`, stack)) }];
}

function environmentOf(stack: TemplateStack): Environment {
  return { account: accountOf(stack), region: regionOf(stack), partition: partitionOf(stack) };
}

function isCustom({ type }: TemplateResource): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

/** Regions of the stacks, and those that templates name as those of replicas; none when that of a stack is not known. */
function regionsOf({ stacks, resources }: TemplateModel): string[] {
  const deployed = stacks.map(regionOf);
  if (deployed.includes(undefined)) return [];
  const named = resources.flatMap(({ properties }) => JSON.stringify(properties.source ?? {}).match(REGIONS) ?? []);
  return [...new Set([...deployed, ...named])].filter((region): region is string => region !== undefined).sort();
}

/** What is on any resource is so in the regions of the templates alone, but for services that have none. */
function inRegions(grant: Grant, regions: string[]): Grant[] {
  if (regions.length === 0 || grant.condition || !grant.resources.includes('*')) return [grant];
  const isGlobal = (action: string) => GLOBAL.includes(action.slice(0, action.indexOf(':')));
  return [
    { ...grant, actions: grant.actions.filter(isGlobal) },
    { ...grant, actions: grant.actions.filter((action) => !isGlobal(action)), condition: { StringEquals: { 'aws:RequestedRegion': regions } } },
  ].filter(({ actions }) => actions.length > 0);
}
