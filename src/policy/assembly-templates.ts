import { readFileSync } from 'fs';
import { basename, dirname, join } from 'path';
import { CfnElement, PolicyValidationStack, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { EDGE_METADATA } from '../core/declare-edge';
import type { TemplateInput } from '../model';
import { declaredEdgeIn } from '../model/declared-edges';
import { embeddedIn } from '../model/embedded';

/**
 * The templates that a plugin is asked to look at, and those of their nested stacks, which the CDK leaves out.
 *
 * @internal
 */
export function readTemplates(given: PolicyValidationStack[], root?: IConstruct): TemplateInput[] {
  return given.flatMap(({ stackConstructPath, templatePath, accountId, region }) => {
    const stack = root && stackAt(root, stackConstructPath);
    const { text, template } = read(templatePath);
    const input: TemplateInput = {
      text,
      id: stackConstructPath,
      name: stack?.stackName ?? basename(templatePath, '.template.json'),
      template,
      templatePath,
      account: accountId,
      region,
      constructPaths: stack && pathsIn(stack, template),
      declaredEdges: stack && edgesIn(stack),
    };
    const own = [input, ...(stack ? nestedIn(stack, input) : [])];
    return own.flatMap((one) => [one, ...embeddedIn(one)]);
  });
}

function nestedIn(parent: Stack, parentInput: TemplateInput): TemplateInput[] {
  if (!resourcesOf(parentInput.template).some(({ Type }) => Type === 'AWS::CloudFormation::Stack')) return [];
  return parent.node.findAll().filter((node): node is Stack => Stack.isStack(node) && node.nestedStackParent === parent).flatMap((stack) => {
    const templatePath = join(dirname(parentInput.templatePath!), stack.templateFile);
    const { text, template } = read(templatePath);
    const input: TemplateInput = {
      ...parentInput,
      text,
      id: stack.node.path,
      name: stack.node.path,
      template,
      templatePath,
      nestedIn: { id: parentInput.id, logicalId: parent.resolve(stack.nestedStackResource!.logicalId) },
      constructPaths: pathsIn(stack, template),
      declaredEdges: edgesIn(stack),
    };
    return [input, ...nestedIn(stack, input)];
  });
}

function stackAt(root: IConstruct, path: string): Stack | undefined {
  let here: IConstruct | undefined = root;
  for (const id of path.split('/')) here = here?.node.tryFindChild(id);
  return here && Stack.isStack(here) ? here : undefined;
}

/** Paths by logical id. Without the CDK's command line templates do not tell them; where they do, asking each construct takes far longer. */
function pathsIn(stack: Stack, template: unknown): Map<string, string> | undefined {
  if (resourcesOf(template).every(({ Metadata }) => typeof Metadata?.['aws:cdk:path'] === 'string')) return undefined;
  const elements = stack.node.findAll().filter((node): node is CfnElement => CfnElement.isCfnElement(node) && node.stack === stack);
  return new Map(elements.map((element) => [stack.resolve(element.logicalId), element.node.path]));
}

/** Edges that constructs of a stack declare, without those of stacks nested in it. */
function edgesIn(stack: Stack): TemplateInput['declaredEdges'] {
  return stack.node.findAll().filter((node) => node.node.metadata.length > 0 && Stack.of(node) === stack)
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === EDGE_METADATA).flatMap(({ data }) => declaredEdgeIn(node.path, data)));
}

function resourcesOf(template: any): any[] {
  return Object.values(template?.Resources ?? {});
}

function read(templatePath: string): { readonly text: string; readonly template: unknown } {
  const text = readFileSync(templatePath, 'utf-8');
  return { text, template: JSON.parse(text) };
}
