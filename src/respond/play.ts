import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { blockAddress } from './block-address';
import { cutOffUser } from './cut-off-user';
import { isolateFunction } from './isolate-function';
import { notify } from './notify';
import { PlayMode } from './play-mode';
import type { PlayStates } from './respond-definition';
import type { SecureFunction } from '../compute/secure-function';
import { checkProps } from '../core/checked-props';
import type { WebFirewall } from '../edge/web-firewall';
import type { SecureUserPool } from '../identity/secure-user-pool';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Options of a play.
 */
export interface PlayOptions {
  /**
   * How far the play goes by itself.
   *
   * @default - as the responder says
   */
  readonly mode?: PlayMode;
}

/**
 * Options of `Play.blockAddress`.
 */
export interface BlockAddressOptions extends PlayOptions {
  /**
   * After what time the address is let in again, 5 minutes to 30 days.
   *
   * @default Duration.hours(1)
   */
  readonly ttl?: Duration;

  /**
   * Addresses and ranges that are never blocked: your offices, partners, probes. Private ranges never are.
   *
   * @default - none
   */
  readonly neverBlock?: string[];
}

/**
 * Options of `Play.cutOffUser`.
 */
export interface CutOffUserOptions extends PlayOptions {
  /**
   * Users that are never cut off, by user name or `sub`: those who would then be locked out of the response, for example.
   *
   * @default - none
   */
  readonly neverCutOff?: string[];
}

/** What a play gets from its responder. @internal */
export interface PlayContext {
  readonly scope: Construct;
  readonly zone: TrustZone;
  readonly partition: string;
  readonly evidence: s3.IBucket;
  /** Makes the function of a play, which records its steps in the incidents. */
  makeFunction(id: string, handler: string, environment: Record<string, string>, timeout?: Duration): SecureFunction;
  /** Hears of every function of the zone but the responder's own. */
  onFunction(listener: (fn: lambda.Function) => void): void;
  /** Gives the function of a play a statement about a function of the zone, written where its stack can name it. */
  allowOn(member: lambda.Function, fn: SecureFunction, statement: iam.PolicyStatement): void;
  /** The same for the state machine. */
  allowMachineOn(member: lambda.Function, statement: iam.PolicyStatement): void;
}

/** How a play is run. @internal */
export interface BoundPlay {
  readonly states: PlayStates;
  /** Functions that the state machine calls. */
  readonly functions: lambda.Function[];
}

/** @internal */
export interface PlayDefinition {
  readonly name: string;
  /** Kinds of targets that it acts on; every kind when left out. */
  readonly kinds?: string[];
  readonly mode?: PlayMode;
  /** What it does by itself where neither it nor the responder says. */
  readonly defaultMode: PlayMode;
  /** It tells, and changes nothing. */
  readonly harmless?: boolean;
  readonly ttl?: Duration;
  /** It is done again where a call from outside took it back. */
  readonly renewable?: boolean;
  bind(context: PlayContext): BoundPlay;
}

/**
 * One way to answer an incident, with its undo.
 *
 * Source: NIST SP 800-61r3, "Incident Response Recommendations", containment.
 */
export class Play {
  /**
   * Isolates a function of the zone: evidence (configuration, policy, code hash, up to 1,000 log events of 15 minutes) to the locked bucket, event source
   * mappings disabled, reserved concurrency 0, everything denied to its role, egress rules of its security group revoked. Its undo gives
   * back exactly what was there. Waits for approval by default.
   */
  public static isolateFunction(options: PlayOptions = {}): Play {
    checkProps(true, 'PlayOptions', 'Play', options);
    return new Play(isolateFunction(options));
  }

  /**
   * Blocks an address at a web firewall, ahead of all of its rules, until a time is over. Acts by default, since it ends by itself.
   *
   * Throws `BadAddress` for what is no address or range, `BadTtl`, `AlreadyBlocking` for a firewall that has a responder.
   *
   * @param firewall the firewall; its web ACL gets one more rule, 1 USD a month
   */
  public static blockAddress(firewall: WebFirewall, options: BlockAddressOptions = {}): Play {
    checkProps(true, 'BlockAddressOptions', 'Play', options);
    return new Play(blockAddress(firewall, options));
  }

  /**
   * Cuts a user of a pool off: its tokens go on the pool's list of revocations (`pool.revocations`), which a `CedarAuthorizer` of the pool and the
   * `JwtAuthorizer`s that are given the list read, so that they refuse them within 30 seconds; its refresh tokens are revoked
   * (`AdminUserGlobalSignOut`) and its account is disabled (`AdminDisableUser`). Its undo enables an account that was enabled, and takes the entries
   * of this incident from the list; the user signs in anew. Waits for approval by default.
   *
   * Cognito authorizers of API Gateway, and JWT authorizers of HTTP APIs, read no list: there an access token stays good until it expires.
   *
   * Throws `BadUser` for an empty name in `neverCutOff`.
   *
   * @param pool the pool; findings name its users by user name, `sub` or alias, best by `sub`
   */
  public static cutOffUser(pool: SecureUserPool, options: CutOffUserOptions = {}): Play {
    checkProps(true, 'CutOffUserOptions', 'Play', options);
    return new Play(cutOffUser(pool, options));
  }

  /**
   * Tells a topic of every incident. Acts in each mode: it changes nothing.
   *
   * @param topic the topic; the principals that may publish to it are granted by the topic
   */
  public static notify(topic: sns.ITopic): Play {
    return new Play(notify(topic));
  }

  /** @internal */
  public readonly _definition: PlayDefinition;

  private constructor(definition: PlayDefinition) {
    this._definition = definition;
  }
}
