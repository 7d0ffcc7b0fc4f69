import { Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/**
 * Hands the request to a function as it is.
 *
 * Not the CDK's `LambdaIntegration`, which makes permissions of its own: two per method, or one per API after a search of the
 * whole tree for each route.
 */
export class RouteIntegration extends apigateway.AwsIntegration {
  constructor(private readonly handler: lambda.IFunction) {
    super({ service: 'lambda', path: `2015-03-31/functions/${handler.functionArn}/invocations`, proxy: true });
  }

  public override bind(method: apigateway.Method): apigateway.IntegrationConfig {
    const name = (this.handler.node.defaultChild as { functionName?: string } | undefined)?.functionName;
    const deploymentToken = name === undefined || Token.isUnresolved(name) ? undefined : name;
    return { ...super.bind(method), deploymentToken };
  }
}
