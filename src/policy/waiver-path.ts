import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { WaiverPattern } from '../waivers/waiver-pattern';

/**
 * Which resources a waiver means.
 *
 * @internal
 */
export class WaiverPath {
  private readonly pattern?: WaiverPattern;

  constructor(private readonly path: string) {
    this.pattern = WaiverPattern.of(path);
  }

  /** By construct path, by the path of the construct whose main resource it is, or by stack and logical id. */
  public matches(resource: CfnResource): boolean {
    const { node, stack } = resource;
    if (this.pattern) return this.pattern.matches(node.path);
    if (this.path === node.path || (this.isMain(resource) && this.path === node.scope!.node.path)) return true;
    const names = [stack.node.path, stack.stackName].filter((name) => !Token.isUnresolved(name) && this.path.startsWith(`${name}/`));
    return names.length > 0 && names.some((name) => this.path === `${name}/${stack.resolve(resource.logicalId)}`);
  }

  /** Whether it may mean several resources. */
  public get isPattern(): boolean {
    return this.pattern !== undefined;
  }

  /** Says so when it names a whole stack or more; `undefined` when it does not. */
  public tooBroad(root: IConstruct): string | undefined {
    if (!this.pattern) {
      const construct = descend(root, this.path);
      return construct && isScope(construct) ? `it is too broad: ${this.path} is no resource` : undefined;
    }
    const around = descend(root, this.pattern.inside);
    if (!around) return undefined; // nothing can match: it is unused
    return isScope(around) || around.node.findAll().some((node) => Stack.isStack(node))
      ? 'it is too broad: a * may stand inside one construct of one stack'
      : undefined;
  }

  private isMain({ node }: CfnResource): boolean {
    return (node.id === 'Resource' || node.id === 'Default') && !Stack.isStack(node.scope);
  }
}

function isScope(construct: IConstruct): boolean {
  return Stack.isStack(construct) || !construct.node.scopes.some((ancestor) => Stack.isStack(ancestor));
}

function descend(root: IConstruct, path: string): IConstruct | undefined {
  return path.split('/').filter((id) => id !== '').reduce<IConstruct | undefined>((here, id) => here?.node.tryFindChild(id), root);
}
