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
    const template = parse(templatePath);
    const input: TemplateInput = {
      id: stackConstructPath,
      name: stack?.stackName ?? basename(templatePath, '.template.json'),
      template,
      templatePath,
      account: accountId,
      region,
      constructPaths: stack && tree.pathsIn(stack, template),
    };
    return stack ? [input, ...nestedIn(stack, input, tree)] : [input];
  });
}

function nestedIn(parent: Stack, parentInput: TemplateInput, tree: StackTree): TemplateInput[] {
  return tree.nestedIn(parent).flatMap((stack) => {
    const templatePath = join(dirname(parentInput.templatePath!), stack.templateFile);
    const template = parse(templatePath);
    const input: TemplateInput = {
      ...parentInput,
      id: stack.node.path,
      name: stack.node.path,
      template,
      templatePath,
      nestedIn: { id: parentInput.id, logicalId: parent.resolve(stack.nestedStackResource!.logicalId) },
      constructPaths: tree.pathsIn(stack, template),
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

  /** Paths by logical id. What a template says of paths is taken where constructs agree: to resolve each logical id takes far longer. */
  public pathsIn(stack: Stack, template: unknown): Map<string, string> {
    const written = writtenPaths(template);
    return new Map((this.elements.get(stack) ?? []).map((element) => {
      const { path } = element.node;
      const told = written.get(path);
      return [told?.length === 1 ? told[0] : stack.resolve(element.logicalId), path];
    }));
  }
}

/** Logical ids by the construct path that their metadata tell. */
function writtenPaths(template: unknown): Map<string, string[]> {
  const written = new Map<string, string[]>();
  for (const [logicalId, resource] of Object.entries<any>((template as any)?.Resources ?? {})) {
    const path = resource?.Metadata?.['aws:cdk:path'];
    if (typeof path === 'string') written.set(path, [...(written.get(path) ?? []), logicalId]);
  }
  return written;
}

function parse(templatePath: string): unknown {
  return JSON.parse(readFileSync(templatePath, 'utf-8'));
}
