import { Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { functionBehind } from '../core/invocation-point';

/**
 * Hands the request to a function as it is.
 *
 * Not the CDK's `LambdaIntegration`, which makes permissions of its own: two per method, or one per API after a search of the
 * whole tree for each route.
 */
export class RouteIntegration extends apigateway.AwsIntegration {
  constructor(private readonly handler: lambda.IFunction, requestParameters?: Record<string, string>) {
    super({
      service: 'lambda', path: `2015-03-31/functions/${handler.functionArn}/invocations`, proxy: true, options: requestParameters && { requestParameters },
    });
  }

  public override bind(method: apigateway.Method): apigateway.IntegrationConfig {
    return { ...super.bind(method), deploymentToken: literalNameOf(this.handler) };
  }
}

/**
 * The name that the app gave to a function. A stage serves what was deployed, the function's ARN included, so that a new name
 * must deploy anew.
 */
export function literalNameOf(handler: lambda.IFunction): string | undefined {
  const name = (functionBehind(handler).node.defaultChild as { functionName?: string } | undefined)?.functionName;
  return Token.isUnresolved(name) ? undefined : name;
}
