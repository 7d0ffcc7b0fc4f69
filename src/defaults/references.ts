import { DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, StringConcat, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * The constructs that a property of a resource names.
 *
 * @param below only within what has such a name, as `DeadLetterConfig` in the targets of a rule
 * @internal
 */
export function referencedBy(scope: IConstruct, properties: Record<string, unknown>, below = /./): IConstruct[] {
  const resolver = new ReferenceCollector(below);
  Tokenization.resolve(properties, { scope, resolver, preparing: true });
  return resolver.targets;
}

/** What a whole tree names, found in one walk: for questions that are asked at synthesis, when the tree is complete. @internal */
export function oncePerTree(find: (root: IConstruct) => IConstruct[]): (root: IConstruct) => Set<IConstruct> {
  const found = new WeakMap<IConstruct, Set<IConstruct>>();
  return (root) => {
    const known = found.get(root) ?? new Set(find(root));
    found.set(root, known);
    return known;
  };
}

class ReferenceCollector extends DefaultTokenResolver {
  public readonly targets: IConstruct[] = [];

  constructor(private readonly below: RegExp) {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (Reference.isReference(token) && context.documentPath.some((name) => this.below.test(name))) this.targets.push(token.target);
    return super.resolveToken(token, context, postProcessor);
  }
}
