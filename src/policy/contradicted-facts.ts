import { isDeepStrictEqual } from 'util';
import { CfnResource, PolicyViolation, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { factsOf, NO_FACTS } from '../core/declared-facts';
import { DECLASSIFICATION_METADATA } from '../graph/declassifications';
import { describe, textOf, TemplateModel, TemplateResource, TemplateStack } from '../model';
import { intrinsicOf, own } from '../model/json';

const RULE_NAME = 'ZT-DECLARED';
/** What src/guard/runtime-guard.ts declares of a function, and src/rules/lambda/RuntimeGuardIsWhole.ts reads. */
const GUARD_METADATA = 'zero-trust:guard';
const GUARD_POLICY = 'ZT_GUARD';

/**
 * Data classes, profiles, declared downgrades and runtime guards that are other in the template than what the constructs hold in memory: other
 * code has changed a tag or metadata, so that rules would believe less than the app declares.
 *
 * @internal
 */
export function contradictedFacts(root: IConstruct, model: TemplateModel): PolicyViolation[] {
  const stacks = new Map(model.stacks.map((stack) => [stack.id, stack]));
  const declaring = declaringIn(model);
  return root.node.findAll().flatMap((node) => {
    if (!CfnResource.isCfnResource(node)) return [];
    const stack = Stack.of(node);
    const template = stacks.get(stack.node.path);
    // a construct without facts and a resource that declares none are alike: most are
    if (!template || (factsOf(node) === NO_FACTS && !declaring.has(template))) return [];
    const resource = template.resources.get(stack.resolve(node.logicalId));
    if (!resource) return [];
    const changes = [changedTags, undeclaredDowngrades, changedGuard].flatMap((changed) => changed(node, resource));
    return changes.map((what) => violation(node, resource, what));
  });
}

/** Stacks with a resource whose metadata has something that a construct declares. */
function declaringIn(model: TemplateModel): ReadonlySet<TemplateStack> {
  const declares = ({ metadata: { source } }: TemplateResource) => (
    intrinsicOf(source) !== undefined || [DECLASSIFICATION_METADATA, GUARD_METADATA].some((key) => own(source, key) !== undefined));
  return new Set(model.resources.filter(declares).map(({ stack }) => stack));
}

function changedTags(node: IConstruct, resource: TemplateResource): string[] {
  return Object.entries(factsOf(node).tags ?? {}).flatMap(([name, declared]) => {
    const { value } = resource.at('Tags').items().find((tag) => textOf(tag.at('Key').value) === name)?.at('Value') ?? {};
    if (value?.kind === 'known' && value.value === declared) return [];
    return [`the tag ${name} is ${value ? describe(value) : 'missing'}, and its construct holds ${declared}`];
  });
}

function undeclaredDowngrades(node: IConstruct, resource: TemplateResource): string[] {
  const { declassifications = [] } = factsOf(node);
  return resource.metadata.at(DECLASSIFICATION_METADATA).items()
    .filter(({ source }) => !declassifications.some((declared) => isDeepStrictEqual(source, declared)))
    .map(({ source }) => `the metadata ${DECLASSIFICATION_METADATA} has a downgrade that no construct declared: ${JSON.stringify(source)}`);
}

/** Rules hold a function to the guard that its metadata declares: mode, layer and openings. */
function changedGuard(node: IConstruct, resource: TemplateResource): string[] {
  const { guard } = factsOf(node);
  const { source } = resource.metadata.at(GUARD_METADATA);
  if (guard === undefined) return source === undefined ? [] : [`the metadata ${GUARD_METADATA} declares a runtime guard, and its construct has none`];
  if (!isDeepStrictEqual(source, guard)) return [`the metadata ${GUARD_METADATA} is ${JSON.stringify(source) ?? 'missing'}, and its construct holds ${JSON.stringify(guard)}`];
  const { value } = resource.at('Environment', 'Variables', GUARD_POLICY);
  const mode = `{"v":1,"m":${JSON.stringify((guard as { Mode?: string }).Mode)},`;
  return textOf(value)?.startsWith(mode) ? [] : [`the variable ${GUARD_POLICY} is ${value.kind === 'known' && value.value === undefined ? 'missing' : 'another'}, and its construct holds a policy that begins with ${mode}`];
}

function violation(node: IConstruct, { stack }: TemplateResource, what: string): PolicyViolation {
  return {
    ruleName: RULE_NAME,
    description: `${RULE_NAME}: ${what}. Rules on data flows, logs, backups, residency and runtime guards read it there.`,
    fix: 'Remove the override or aspect that changes it. Choose the class and profile on the construct; declare a downgrade with SecureFunction.declassify, and the mode and openings of a guard on the RuntimeGuard.',
    severity: 'error',
    violatingResources: [{ constructPath: node.node.path, templatePath: stack.templatePath, locations: [] }],
  };
}
