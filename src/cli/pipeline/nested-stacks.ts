import { isObject, JsonObject, objectOrEmpty, own } from '../../model/json';
import { readAll, ReadTemplate } from '../../model/read-templates';

/** A stack of an assembly that is nested in another. */
export interface NestedStack {
  /** Its construct path. */
  readonly id: string;
  readonly logicalId: string;
  readonly templatePath: string;
  readonly nested: readonly NestedStack[];
}

/** A template, and those that are nested in it, by logical ids. */
export interface TemplateTree {
  readonly text: string;
  readonly nested: readonly { readonly stack: NestedStack; readonly tree: TemplateTree }[];
}

/** Stacks that are nested in those of an assembly, by the path of the template of their parent. */
export function nestedStacks(assembly: string): (templatePath: string) => NestedStack[] {
  const { templates } = readAll([assembly]);
  const below = (parent: ReadTemplate): NestedStack[] => templates.filter(({ nestedIn }) => nestedIn?.id === parent.id)
    .map((one) => ({ id: one.id, logicalId: one.nestedIn!.logicalId, templatePath: one.templatePath, nested: below(one) }));
  return (templatePath) => templates.filter((one) => one.nestedIn === undefined && one.templatePath === templatePath).flatMap(below);
}

/**
 * The template of a stack as it is deployed, with those of the nested stacks that the assembly has as well: what is gone from it cannot widen anything, and the
 * role that reads may not read it any more.
 *
 * @param templateOf reads the template of a stack by its name or ARN; undefined where there is none
 * @param idsOf the ARNs of the stacks that are nested in one, by their logical ids
 */
export function deployedTree(
  stack: string, nested: readonly NestedStack[], templateOf: (stack: string) => string | undefined, idsOf: (stack: string) => Record<string, string>,
): TemplateTree | undefined {
  const text = templateOf(stack);
  if (text === undefined) return undefined;
  const there = nested.filter(({ logicalId }) => isNested(resourcesOf(text)[logicalId]));
  const ids = there.length > 0 ? idsOf(stack) : {};
  return {
    text,
    nested: there.flatMap((one) => {
      const tree = ids[one.logicalId] === undefined ? undefined : deployedTree(ids[one.logicalId], one.nested, templateOf, idsOf);
      return tree === undefined ? [] : [{ stack: one, tree }];
    }),
  };
}

/** The templates of a tree as files, the first under a name that is given: each names those that are nested in it as the CDK does. */
export function filesOf(tree: TemplateTree, name: string, files: Map<string, string> = new Map()): Map<string, string> {
  files.set(name, tree.text);
  const json = tree.nested.length > 0 ? JSON.parse(tree.text) as { Resources: Record<string, JsonObject> } : undefined;
  for (const { stack: { logicalId }, tree: child } of tree.nested) {
    const file = `nested-${files.size}.template.json`;
    json!.Resources[logicalId] = { ...json!.Resources[logicalId], Metadata: { ...objectOrEmpty(json!.Resources[logicalId].Metadata), 'aws:asset:path': file } };
    filesOf(child, file, files);
  }
  if (json !== undefined) files.set(name, JSON.stringify(json));
  return files;
}

/** The metadata of an assembly by which nested stacks keep their construct paths. */
export function metadataOf({ nested }: TemplateTree): JsonObject {
  return Object.assign({}, ...nested.map(({ stack: { id, logicalId }, tree }) => ({
    [`/${id}.NestedStack/${id.split('/').pop()}.NestedStackResource`]: [{ type: 'aws:cdk:logicalId', data: logicalId }], ...metadataOf(tree),
  })));
}

/** Of a template in JSON: the CDK writes no other. */
function resourcesOf(text: string): JsonObject {
  try {
    return objectOrEmpty(own(JSON.parse(text), 'Resources'));
  } catch {
    return {};
  }
}

function isNested(resource: unknown): boolean {
  return isObject(resource) && resource.Type === 'AWS::CloudFormation::Stack';
}
