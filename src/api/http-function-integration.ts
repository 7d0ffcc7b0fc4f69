import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/**
 * Hands requests to a function as they are. Not the CDK's `HttpLambdaIntegration`, which makes a permission for each route.
 *
 * @internal
 */
export class HttpFunctionIntegration extends apigatewayv2.HttpRouteIntegration {
  constructor(private readonly handler: lambda.IFunction) {
    super(`Integration${handler.node.addr.slice(-8)}`);
  }

  public override bind(): apigatewayv2.HttpRouteIntegrationConfig {
    return {
      type: apigatewayv2.HttpIntegrationType.AWS_PROXY,
      uri: this.handler.functionArn,
      payloadFormatVersion: apigatewayv2.PayloadFormatVersion.VERSION_2_0,
    };
  }
}
