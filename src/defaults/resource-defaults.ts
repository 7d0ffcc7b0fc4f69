import { CfnResource, Mixin } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isOfAnL2 } from './class-defaults';
import { recordHardened } from './hardened-record';
import { RESOURCE_DEFAULTS } from './resource-types';

/**
 * Fills what resources left out that were written as L1s: `Mixins.of(stack).apply(new ResourceDefaults())`.
 *
 * Nothing that was said is changed: an insecure choice stays, and fails the rules. What its callers would have to be told is
 * not filled either: keys of stores, whose callers have policies of their own; networks; identities. Resources of L2s are left to
 * `ZeroTrustDefaults`, which also applies this at synthesis. docs/hardening.md lists what is filled.
 *
 * What was set stands in the template, in the resource's `Metadata['cdk-zero-trust'].hardened`.
 *
 * @example
 * Mixins.of(this).apply(new ResourceDefaults());
 */
export class ResourceDefaults extends Mixin {
  /**
   * Whether a construct is an L1 of a type that something can be filled in.
   */
  public supports(construct: IConstruct): boolean {
    return CfnResource.isCfnResource(construct) && construct.cfnResourceType in RESOURCE_DEFAULTS && !isOfAnL2(construct);
  }

  /**
   * Fills what was left out.
   */
  public applyTo(construct: IConstruct): void {
    const resource = construct as CfnResource;
    const set = RESOURCE_DEFAULTS[resource.cfnResourceType].filter(({ property, make }) => {
      // a generic CfnResource has no such property
      if (!(property in resource) || (resource as any)[property] !== undefined) return false;
      const value = make(resource);
      (resource as any)[property] = value;
      return value !== undefined;
    });
    recordHardened(resource, set.map(({ property }) => property[0].toUpperCase() + property.slice(1)));
  }
}
