import type { CfnResource } from 'aws-cdk-lib';
import type { IApplyRule } from 'cdk-nag';

type NagRule = IApplyRule['rule'];
type Found = { readonly result: ReturnType<NagRule> } | { readonly error: unknown };

/**
 * What rules of cdk-nag find, once for all packs of a synthesis: its packs have many rules in common, and resolve the same properties for each.
 *
 * @internal
 */
export class SharedRules {
  private readonly packs = new Set<object>();
  private readonly done = new Set<object>();
  private readonly found = new Map<NagRule, Map<CfnResource, Found>>();

  /** A pack that shares what its rules find. */
  public add(pack: object): void {
    this.packs.add(pack);
  }

  /** Runs a pack. One that runs again is in another synthesis, before which resources may have changed. */
  public run<T>(pack: object, validate: () => T): T {
    if (this.done.has(pack)) this.forget();
    try {
      return validate();
    } finally {
      this.done.add(pack);
      if (this.done.size === this.packs.size) this.forget();
    }
  }

  /** The same rule, which looks at a resource once. */
  public shared(rule: NagRule): NagRule {
    let found = this.found.get(rule);
    if (!found) this.found.set(rule, found = new Map());
    const known = found;
    const look: NagRule = (node) => {
      let seen = known.get(node);
      if (!seen) known.set(node, seen = lookAt(rule, node));
      if ('error' in seen) throw seen.error;
      return seen.result;
    };
    return Object.defineProperty(look, 'name', { value: rule.name });
  }

  private forget(): void {
    this.done.clear();
    this.found.clear();
  }
}

function lookAt(rule: NagRule, node: CfnResource): Found {
  try {
    return { result: rule(node) };
  } catch (error) {
    return { error };
  }
}
