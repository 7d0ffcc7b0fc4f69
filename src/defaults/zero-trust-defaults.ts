import { AspectPriority, Aspects, CfnElement, PropertyInjectors, Resource, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ALL_DEFAULTS } from './all-defaults';
import { DefaultsInjector, Filled } from './defaults-injector';
import { Finisher } from './finisher';
import { ZeroTrustError } from '../core/errors';

/**
 * Secure defaults for code that is not ours: what a plain `lambda.Function`, `sqs.Queue`, `s3.Bucket` and others left out is
 * filled from the construct's trust zone.
 *
 * @example
 * const app = new App();
 * ZeroTrustDefaults.applyTo(app); // before the stacks are made
 * new OrdersStack(app, 'Orders');
 * ZeroTrust.enforce(app);
 */
export class ZeroTrustDefaults {
  /**
   * Fills what L2s and L1s below a scope leave out. Call it before they are made: `ZeroTrustDefaults.applyTo(app)`.
   *
   * Nothing that was said is changed. An insecure choice stays as it is and fails the rules, as does what no default can fill:
   * who may read a secret, who may call an API. `ZeroTrust.enforce` is what holds the app to them; this is a convenience.
   *
   * L2s are filled by property injectors, L1s by `ResourceDefaults` at synthesis. What the CDK makes for itself, such as functions
   * behind custom resources, is left alone but for its log groups, as is what was imported. docs/hardening.md lists what is filled.
   * What was set stands in the template, in the resource's `Metadata['cdk-zero-trust'].hardened`.
   *
   * The CDK asks only the injector that is nearest to a construct. Injectors that were added before are asked first, by this one;
   * for those that are added later, or further in, the warning `cdk-zero-trust:defaults-shadowed` tells where to call this again.
   * Calling it again fills nothing twice.
   *
   * L1s of a stage are filled when the stage is there at the call, or has an L2 that is filled; else call it with the stage.
   *
   * Throws `NotAScope` for a resource, which has no constructs of yours below it.
   *
   * @param scope an app, a stage, a stack or any construct that holds others
   */
  public static applyTo(scope: IConstruct): void {
    if (Resource.isResource(scope) || CfnElement.isCfnElement(scope)) {
      throw new ZeroTrustError(scope, 'NotAScope', 'defaults are for constructs below a scope, and this is a resource.',
        'pass the app, a stage, a stack or a construct that holds others.');
    }
    const finisher = new Finisher(scope, ALL_DEFAULTS.map(({ classId }) => classId));
    const stages = new Set<IConstruct>();
    const finishIn = (place: IConstruct) => {
      if (stages.has(place)) return;
      stages.add(place);
      Aspects.of(place).add(finisher, { priority: AspectPriority.MUTATING });
    };
    // aspects of an app do not reach into its stages
    finishIn(scope);
    scope.node.findAll().filter(Stage.isStage).forEach(finishIn);

    const expect = (filled: Filled) => {
      const stage = Stage.of(filled.place.scope)!;
      if (stage.node.scopes.includes(scope)) finishIn(stage);
      finisher.expect(filled);
    };
    const injectors = PropertyInjectors.of(scope);
    const others = ALL_DEFAULTS.filter(({ classId }) => !DefaultsInjector.is(injectors.for(classId)));
    injectors.add(...others.map((defaults) => new DefaultsInjector(scope, defaults, expect)));
  }

  private constructor() {}
}
