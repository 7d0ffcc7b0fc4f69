import { Annotations, IAspect, PropertyInjectors, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { DefaultsInjector, Filled } from './defaults-injector';
import { recordHardened } from './hardened-record';
import { ResourceDefaults } from './resource-defaults';

/**
 * What is left for synthesis, when all constructs are there: finishes and records those whose props were filled, fills
 * L1s, and tells of injectors that stand in the way.
 *
 * @internal
 */
export class Finisher implements IAspect {
  private readonly waiting = new Map<Stage | undefined, Filled[]>();
  private readonly resources = new ResourceDefaults();

  constructor(private readonly home: IConstruct, private readonly classIds: string[]) {}

  /** Remembers a construct that is about to be made. */
  public expect(filled: Filled): void {
    const stage = Stage.of(filled.place.scope);
    const others = this.waiting.get(stage);
    if (others) others.push(filled);
    else this.waiting.set(stage, [filled]);
  }

  public visit(construct: IConstruct): void {
    if (this.waiting.size > 0) this.finishAll(Stage.of(construct));
    this.tellOfOthers(construct);
    if (this.resources.supports(construct)) this.resources.applyTo(construct);
  }

  /** In the order in which they were made: what names another finds it finished. */
  private finishAll(stage?: Stage): void {
    for (let made = this.waiting.get(stage); made; made = this.waiting.get(stage)) {
      this.waiting.delete(stage);
      made.forEach(finish);
    }
  }

  /** The CDK asks the nearest injector of a class and no other. */
  private tellOfOthers(scope: IConstruct): void {
    if (!PropertyInjectors.hasPropertyInjectors(scope)) return;
    const injectors = PropertyInjectors.of(scope as IConstruct);
    const others = this.classIds.filter((id) => injectors.for(id) && !DefaultsInjector.is(injectors.for(id)));
    if (others.length === 0) return;
    Annotations.of(scope as IConstruct).addWarningV2('cdk-zero-trust:defaults-shadowed',
      `Property injectors here take the place of the zero-trust defaults of ${this.home.node.path || 'the app'}, for ${others.join(', ')}. `
      + 'Call ZeroTrustDefaults.applyTo on this scope after they were added: it asks them first.');
  }
}

function finish({ defaults, place, said, set }: Filled): void {
  const construct = place.scope.node.tryFindChild(place.id);
  if (construct) recordHardened(construct, [...set, ...defaults.finish?.(construct, said, place) ?? []]);
}
