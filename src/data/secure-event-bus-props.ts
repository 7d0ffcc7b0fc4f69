import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { DataClass } from '../core/data-class';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureEventBus`.
 */
export interface SecureEventBusProps {
  /**
   * Name of the bus.
   *
   * @default - a name that no other deployment of the stack has, so that a retained bus never collides with a new one
   */
  readonly eventBusName?: string;

  /**
   * What the bus is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Whether all events are kept, so that they can be replayed.
   *
   * @default true
   */
  readonly archived?: boolean;

  /**
   * How long they are kept, in whole days, at least one.
   *
   * @default Duration.days(90)
   */
  readonly archiveRetention?: Duration;

  /**
   * What is logged: errors; with `INFO` what happened to each event; with `TRACE` each step. Never what events say.
   *
   * @default Level.ERROR
   */
  readonly logLevel?: events.Level;

  /**
   * What happens to the bus, its archive, logs and own dead letters when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The class of the data: decides the key.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone whose key encrypts the bus.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}

/**
 * A rule on a `SecureEventBus`.
 */
export interface EventRuleProps {
  /**
   * Which events it takes.
   */
  readonly eventPattern: events.EventPattern;

  /**
   * Where it sends them, one to five. A target without dead letters gets those of the bus.
   */
  readonly targets: events.IRuleTarget[];

  /**
   * What the rule is for.
   *
   * @default - none
   */
  readonly description?: string;
}

/**
 * What another account may put on a `SecureEventBus`.
 */
export interface AccountEvents {
  /**
   * The only sources that its events may name, for example `com.example.billing`.
   *
   * @default - any
   */
  readonly sources?: string[];

  /**
   * The only detail types that its events may name.
   *
   * @default - any
   */
  readonly detailTypes?: string[];
}
