import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** Of a `SecureFunction` what its alias leaves to it. */
export interface GradualFunction extends lambda.Function {
  _permission(id: string, permission: lambda.Permission): lambda.Permission | undefined;
}

export interface LiveAliasProps extends lambda.AliasOptions {
  readonly aliasName: string;
  readonly fn: GradualFunction;
}

/**
 * The alias of a function that is deployed gradually: checks permissions, URLs and event sources as the function does.
 */
export class LiveAlias extends lambda.Alias {
  private readonly fn: GradualFunction;

  constructor(scope: Construct, id: string, { fn, ...options }: LiveAliasProps) {
    super(scope, id, { ...options, version: fn.currentVersion });
    this.fn = fn;
  }

  public override addPermission(id: string, permission: lambda.Permission): void {
    const exact = this.fn._permission(id, permission);
    if (exact) super.addPermission(id, exact);
  }

  public override addToRolePolicy(statement: iam.PolicyStatement): void {
    this.fn.addToRolePolicy(statement);
  }

  public override addEventSource(source: lambda.IEventSource): void {
    this.fn.addEventSource(source);
  }

  public override addEventSourceMapping(id: string, options: lambda.EventSourceMappingOptions): lambda.EventSourceMapping {
    return this.fn.addEventSourceMapping(id, options);
  }

  public override addFunctionUrl(options?: lambda.FunctionUrlOptions): lambda.FunctionUrl {
    return this.fn.addFunctionUrl(options);
  }
}
