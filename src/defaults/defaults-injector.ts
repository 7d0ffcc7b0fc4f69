import { InjectionContext, IPropertyInjector, PropertyInjectors } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ClassDefaults, isInsideCdk } from './class-defaults';
import { Place } from './place';
import { complete, isComplete } from '../core/complete-props';

/** A construct whose props were filled. @internal */
export interface Filled {
  readonly defaults: ClassDefaults;
  readonly place: Place;
  /** The props as they were given, those of other injectors included. */
  readonly said: any;
  /** Names of the props that were filled. */
  readonly set: string[];
}

/**
 * Fills the props of one class below a scope.
 *
 * The CDK asks the nearest injector only, so this one asks the one whose place it takes: that of the same scope, or else
 * the next one above.
 *
 * @internal
 */
export class DefaultsInjector implements IPropertyInjector {
  /** Whether an injector is one of these, also of another copy of the library. */
  public static is(injector?: IPropertyInjector): boolean {
    return injector !== undefined && IS_DEFAULTS in injector;
  }

  public readonly constructUniqueId: string;
  private readonly replaced?: IPropertyInjector;

  constructor(
    private readonly home: IConstruct,
    private readonly defaults: ClassDefaults,
    private readonly onFilled: (filled: Filled) => void,
  ) {
    this.constructUniqueId = defaults.classId;
    this.replaced = PropertyInjectors.of(home).for(defaults.classId);
    Object.defineProperty(this, IS_DEFAULTS, { value: true });
  }

  public inject(given: any, context: InjectionContext): any {
    const before = this.replaced ?? this.above();
    const said = { ...before ? before.inject(given, context) : given };
    if (isComplete(said)) return said;
    // marked, as a singleton hands its props on to a function that stands elsewhere
    if (!this.defaults.alsoInsideCdk && isInsideCdk(context.scope)) return complete(said);
    if (!this.defaults.fill) return said;

    const place = new Place(context.scope, context.id);
    const missing = Object.entries(this.defaults.fill(said, place)).filter(([name]) => valueOf(said, name) === undefined);
    const props = missing.reduce((filled, [name, make]) => withValue(filled, name, make()), said);
    this.onFilled({ defaults: this.defaults, place, said, set: missing.map(([name]) => name) });
    // marked, so that defaults of a scope further in leave it as it is
    return complete(props);
  }

  private above(): IPropertyInjector | undefined {
    for (let scope = this.home.node.scope; scope; scope = scope.node.scope) {
      const injector = PropertyInjectors.of(scope).for(this.constructUniqueId);
      if (injector) return injector;
    }
    return undefined;
  }
}

/** A prop, or one of a nested object: `deployOptions.tracingEnabled`. */
function valueOf(props: any, name: string): unknown {
  return name.split('.').reduce((object, key) => object?.[key], props);
}

function withValue(props: any, name: string, value: unknown): any {
  const [key, ...rest] = name.split('.');
  return { ...props, [key]: rest.length > 0 ? withValue(props[key], rest.join('.'), value) : value };
}

const IS_DEFAULTS = Symbol.for('cdk-zero-trust.DefaultsInjector');
