import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
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
