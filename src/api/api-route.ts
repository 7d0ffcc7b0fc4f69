import { Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { callerOf, declareEdge } from '../zone/declare-edge';
import { Intent } from '../zone/edge';

/**
 * A route of a `SecureApi`, as `addRoute` makes it.
 */
export class ApiRoute extends apigateway.Method {
  /**
   * Lets a principal call the route: `execute-api:Invoke` on this verb and path of this stage. For routes with
   * `RouteAuthorizer.iam()`. Declares the edge.
   *
   * @param grantee the caller
   */
  public override grantExecute(grantee: iam.IGrantable): iam.Grant {
    declareEdge(this, { caller: callerOf(grantee), target: this.node.path, intent: Intent.INVOKE, actions: ['execute-api:Invoke'] });
    return super.grantExecute(grantee);
  }
}

/**
 * Hands the request to a function as it is.
 *
 * Not the CDK's `LambdaIntegration`, which makes permissions of its own: two per method, or one per API after a search of the
 * whole tree for each route.
 *
 * @internal
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
