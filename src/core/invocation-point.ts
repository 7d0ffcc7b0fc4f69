import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ZeroTrustError } from './errors';

/** A function that knows where it is invoked. */
type KnowsItsPoint = lambda.IFunction & { readonly _point?: InvocationPoint };

/**
 * Where a function is invoked: at itself, or at the alias whose traffic moves gradually. What was pointed at the function cannot follow to an
 * alias later, and what is pointed at it afterwards would go around the alias: both throw.
 */
export class InvocationPoint {
  private alias?: lambda.Alias;
  private usedBy?: string;

  constructor(private readonly fn: lambda.Function) {}

  /** What to invoke, for one that can be pointed at either. */
  public for(what: string): lambda.IFunction {
    this.usedBy ??= what;
    return this.alias ?? this.fn;
  }

  /** The alias, for what follows it without being a caller. */
  public get live(): lambda.Alias | undefined {
    return this.alias;
  }

  /** Throws `AroundAlias` for what can name the function itself only. */
  public around(what: string): void {
    this.usedBy ??= what;
    if (!this.alias) return;
    throw new ZeroTrustError(this.fn, 'AroundAlias', `${what} would invoke the function itself, around the alias '${this.alias.aliasName}' that is deployed gradually.`,
      'use the alias that deployGradually returned in place of the function.');
  }

  /** Throws `AlreadyGradual`, and `AlreadyInvoked` when something is pointed at the function itself. */
  public checkFree(): void {
    if (this.alias) {
      throw new ZeroTrustError(this.fn, 'AlreadyGradual', `the function is deployed by the alias '${this.alias.aliasName}' already.`, 'call deployGradually once.');
    }
    if (this.usedBy !== undefined) {
      throw new ZeroTrustError(this.fn, 'AlreadyInvoked', `${this.usedBy} names the function itself, and would not follow to the alias.`,
        'call deployGradually right after the function is made, before routes, event sources, targets and grants to invoke.');
    }
  }

  public moveTo(alias: lambda.Alias): void {
    this.alias = alias;
  }
}

/** What to invoke of a function that may be deployed gradually; of any other, the function. */
export function invokedOf(fn: lambda.IFunction, what: string): lambda.IFunction {
  return (fn as KnowsItsPoint)._point?.for(what) ?? fn;
}

/** Throws `AroundAlias` on behalf of what can name no alias. */
export function refuseGradual(fn: lambda.IFunction, what: string): void {
  (fn as KnowsItsPoint)._point?.around(what);
}

/** Of an alias or version the function behind it; any other is the function itself. */
export function functionBehind(fn: lambda.IFunction): lambda.IFunction {
  return (fn as lambda.IFunction & { lambda?: lambda.IFunction }).lambda ?? fn;
}
