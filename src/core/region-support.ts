import { Annotations, CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { outermostStack } from './outermost-stack';
import { regionTypes } from './region-types';

/** What an app can use instead of a type that many regions lack. A service's own entry goes before none. */
const INSTEAD: Record<string, string> = {
  'AWS::Cognito': 'take tokens of another issuer by JwtAuthorizer',
  'AWS::Lambda::CodeSigningConfig': 'leave SignedCode out in this region',
  'AWS::Signer': 'leave SignedCode out in this region',
  'AWS::Lambda::Url': 'serve the function by SecureHttpApi',
  'AWS::Macie': 'leave sensitiveData of DataWatch out',
  'AWS::Pipes': 'consume the source by fn.consumes(EventSource…)',
  'AWS::VpcLattice': 'call by SecureApi with IAM authorization instead of ServiceLink',
  'AWS::CloudFront': 'serve by a regional SecureApi',
  'AWS::Shield': 'leave shieldProtection out',
};

const WATCHED = Symbol.for('cdk-zero-trust.watched-regions');
const JUDGED = Symbol.for('cdk-zero-trust.judged-regions');

/**
 * Warns, at synthesis, of each type below a scope that CloudFormation does not have in the region of its stack: the whole template is refused there. Stacks
 * without a region get one warning for all of them, where a region that every account has lacks one of their types.
 */
export function watchRegions(scope: IConstruct): void {
  const watched = watchedWith(scope);
  if (watched.has(scope)) return;
  watched.add(scope);
  // the first to be asked answers for all of its stage
  scope.node.addValidation({ validate: () => { judge(scope, [...watched]); return []; } });
}

/** The scopes that are watched in the app, kept on its root. */
function watchedWith({ node: { root } }: IConstruct): Set<IConstruct> {
  if (!(WATCHED in root)) Object.defineProperty(root, WATCHED, { value: new Set() });
  return (root as IConstruct & { [WATCHED]: Set<IConstruct> })[WATCHED];
}

function judge(asked: IConstruct, watched: IConstruct[]): void {
  const stage = stageOf(asked);
  const scopes = watched.filter((scope) => stageOf(scope) === stage);
  const agnostic = new Map<Stack, CfnResource[]>();
  for (const [stack, resources] of stacksOf(scopes)) {
    if (JUDGED in stack) continue;
    Object.defineProperty(stack, JUDGED, { value: true });
    // assemblies of stages below are written already
    const on = stageOf(stack) === stage ? stack : stage;
    if (Token.isUnresolved(stack.region)) agnostic.set(stack, resources);
    else warnOf(stack, resources, on);
  }
  warnOfAgnostic(agnostic, stage);
}

/** The stage that is synthesised with a scope: itself, or the one around it. */
function stageOf(scope: IConstruct): Stage {
  return Stage.isStage(scope) ? scope : Stage.of(scope)!;
}

/** Outermost stack → its resources, those of nested stacks included. */
function stacksOf(scopes: IConstruct[]): Map<Stack, CfnResource[]> {
  // one that is inside of another one comes with it
  const outermost = scopes.filter((scope) => !scopes.some((other) => other !== scope && scope.node.scopes.includes(other)));
  const all = outermost.flatMap((scope) => scope.node.findAll()).filter((one) => CfnResource.isCfnResource(one));
  return grouped(all, outermostStack);
}

function warnOf(stack: Stack, resources: CfnResource[], on: IConstruct): void {
  const table = regionTypes();
  if (!table.regions.includes(stack.region)) {
    Annotations.of(on).addInfoV2(`cdk-zero-trust:RegionNotInTable-${stack.region}`,
      `Whether ${stack.region} has the types of ${stack.node.path} was not checked: the table of ${table.source} does not have the region.`);
    return;
  }
  const having = table.regions.filter((region) => resources.every(({ cfnResourceType }) => !table.lacking(cfnResourceType).includes(region)));
  for (const [type, of] of byType(resources)) {
    if (!table.lacking(type).includes(stack.region)) continue;
    Annotations.of(on).addWarningV2(`cdk-zero-trust:TypeNotInRegion-${type.replace(/::/g, '-')}`,
      `${stack.region} has no ${type}, by the table of ${table.source}, and CloudFormation refuses the whole template of ${stack.node.path} there. It is made by ${named(of)}. `
      + `${remedyFor(type, stack.region, having)} Acknowledge the warning where the region has the type by now.`);
  }
}

function remedyFor(type: string, region: string, having: string[]): string {
  const key = Object.keys(INSTEAD).find((one) => type === one || type.startsWith(`${one}::`));
  const instead = key ? `${INSTEAD[key][0].toUpperCase()}${INSTEAD[key].slice(1)}` : `Leave it out in ${region}`;
  return `${instead}; ${having.length > 0 ? `or deploy to a region that has all types of the stack: ${having.join(', ')}.` : 'no region has all types of the stack.'}`;
}

/** Regions that every account has from the start: an app that names none is deployed to one of these, or its `env` is set. Source: AWS Account Management reference. */
const FROM_THE_START = [
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'ap-south-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-1',
  'ap-southeast-2',
];

/** One warning for all: what it depends on is the same `env`. */
function warnOfAgnostic(stacks: Map<Stack, CfnResource[]>, stage: Stage): void {
  const table = regionTypes();
  const lacking = (type: string) => table.lacking(type).filter((region) => FROM_THE_START.includes(region));
  const scarce = [...stacks].flatMap(([stack, resources]) => (
    [...byType(resources).keys()].filter((type) => lacking(type).length > 0).map((type) => ({ stack, type }))
  ));
  if (scarce.length === 0) return;
  const [first, ...more] = [...new Set(scarce.map(({ stack }) => stack))];
  const types = [...new Set(scarce.map(({ type }) => type))].sort();
  Annotations.of(stageOf(first) === stage ? first : stage).addWarningV2('cdk-zero-trust:RegionNotKnown',
    `The region of ${[first, ...more].map(({ node }) => node.path).join(', ')} is not known, and some regions lack what is deployed there: `
    + `${types.map((type) => `${type} (not in ${lacking(type).join(', ')})`).join('; ')}. Set env: { region } of the stacks, so that the types are checked.`);
}

const byType = (resources: CfnResource[]) => grouped(resources, ({ cfnResourceType }) => cfnResourceType);

function grouped<K>(resources: Iterable<CfnResource>, keyOf: (resource: CfnResource) => K): Map<K, CfnResource[]> {
  const found = new Map<K, CfnResource[]>();
  for (const resource of resources) {
    const key = keyOf(resource);
    const group = found.get(key);
    if (group) group.push(resource);
    else found.set(key, [resource]);
  }
  return found;
}

/** The first three, by what was written rather than by their L1. */
function named(resources: CfnResource[]): string {
  const paths = resources.slice(0, 3).map(({ node }) => node.path.replace(/\/Resource$/, ''));
  return `${paths.join(', ')}${resources.length > paths.length ? ` and ${resources.length - paths.length} more` : ''}`;
}
