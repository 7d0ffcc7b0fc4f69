import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { callerOf, declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { acknowledgeStructural, StructuralCause } from '../core/structural-acknowledgement';

/**
 * A route of a `SecureApi`, as `addRoute` makes it.
 *
 * @example
 * declare const api: SecureApi;
 * declare const readOrders: SecureFunction;
 * declare const report: SecureFunction;
 *
 * const route: ApiRoute = api.addRoute('GET /orders', readOrders); // callers sign with IAM
 * route.grantExecute(report);
 */
export class ApiRoute extends apigateway.Method {
  constructor(scope: Construct, id: string, props: apigateway.MethodProps) {
    super(scope, id, props);
    const resource = this.node.defaultChild as apigateway.CfnMethod;
    if (resource.authorizationType === apigateway.AuthorizationType.COGNITO) return;
    acknowledgeStructural(resource, {
      cause: StructuralCause.OTHER_AUTHORIZER,
      findings: ['AwsSolutions::AwsSolutions-COG4'],
      provedBy: 'ZT-APIGATEWAY-001',
      reason: 'The finding asks for Cognito and no other authorizer; this route has another.',
    });
  }

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
