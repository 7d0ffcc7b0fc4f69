import { readFileSync } from 'fs';
import { basename, dirname, join } from 'path';
import { CfnElement, PolicyValidationStack, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { TemplateInput } from './model';

/**
 * The templates that a plugin is asked to look at, and those of their nested stacks, which the CDK leaves out.
 *
 * @internal
 */
export function readTemplates(given: PolicyValidationStack[], root?: IConstruct): TemplateInput[] {
  const tree = new StackTree(root);
  return given.flatMap(({ stackConstructPath, templatePath, accountId, region }) => {
    const stack = tree.find(stackConstructPath);
    const input: TemplateInput = {
      id: stackConstructPath,
      name: stack?.stackName ?? basename(templatePath, '.template.json'),
      template: parse(templatePath),
      templatePath,
      account: accountId,
      region,
      constructPaths: stack && tree.pathsIn(stack),
    };
    return stack ? [input, ...nestedIn(stack, input, tree)] : [input];
  });
}

function nestedIn(parent: Stack, parentInput: TemplateInput, tree: StackTree): TemplateInput[] {
  return tree.nestedIn(parent).flatMap((stack) => {
    const templatePath = join(dirname(parentInput.templatePath!), stack.templateFile);
    const input: TemplateInput = {
      ...parentInput,
      id: stack.node.path,
      name: stack.node.path,
      template: parse(templatePath),
      templatePath,
      nestedIn: { id: parentInput.id, logicalId: parent.resolve(stack.nestedStackResource!.logicalId) },
      constructPaths: tree.pathsIn(stack),
    };
    return [input, ...nestedIn(stack, input, tree)];
  });
}

/** The stacks of a construct tree and the paths of what is in them, from one walk. */
class StackTree {
  private readonly stacks = new Map<string, Stack>();
  private readonly elements = new Map<Stack, CfnElement[]>();

  constructor(root?: IConstruct) {
    for (const node of root?.node.findAll() ?? []) {
      if (Stack.isStack(node)) this.stacks.set(node.node.path, node);
      if (!CfnElement.isCfnElement(node)) continue;
      const siblings = this.elements.get(node.stack);
      if (siblings) siblings.push(node);
      else this.elements.set(node.stack, [node]);
    }
  }

  public find(path: string): Stack | undefined {
    return this.stacks.get(path);
  }

  public nestedIn(parent: Stack): Stack[] {
    return [...this.stacks.values()].filter((stack) => stack.nestedStackParent === parent);
  }

  public pathsIn(stack: Stack): Map<string, string> {
    return new Map((this.elements.get(stack) ?? []).map((element) => [stack.resolve(element.logicalId), element.node.path]));
  }
}

function parse(templatePath: string): unknown {
  return JSON.parse(readFileSync(templatePath, 'utf-8'));
}
