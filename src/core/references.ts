import { DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, StringConcat, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * What a text refers to, also inside of functions: a name may be made of the id of its stack.
 *
 * @internal
 */
export function referencesIn(scope: IConstruct, text: string): Reference[] {
  const finder = new ReferenceFinder();
  Tokenization.resolve(text, { scope, resolver: finder, preparing: true });
  return finder.found;
}

class ReferenceFinder extends DefaultTokenResolver {
  public readonly found: Reference[] = [];

  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (Reference.isReference(token)) this.found.push(token);
    return super.resolveToken(token, context, postProcessor);
  }
}
