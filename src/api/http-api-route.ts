import { Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { exactGrant } from '../core/exact-grant';
import { acknowledgeObjects } from '../zone/object-wildcards';

/** The one stage of a `SecureHttpApi`, which is no part of its URL. */
const STAGE = '$default';

/**
 * A route of a `SecureHttpApi`, as `addRoute` makes it.
 *
 * @example
 * declare const api: SecureHttpApi;
 * declare const readNotes: SecureFunction;
 * declare const report: SecureFunction;
 *
 * const route: HttpApiRoute = api.addRoute('GET /notes', readNotes); // callers sign with IAM
 * route.grantInvoke(report);
 */
export class HttpApiRoute extends apigatewayv2.HttpRoute {
  private readonly key: apigatewayv2.HttpRouteKey;

  constructor(scope: Construct, id: string, props: apigatewayv2.HttpRouteProps) {
    super(scope, id, props);
    this.key = props.routeKey;
  }

  /**
   * Lets a principal call the route: `execute-api:Invoke` on this verb and path. Declares the edge.
   *
   * Throws `NotByIam` for a route that has another authorizer than `HttpRouteAuthorizer.iam()`, `OtherMethods` for verbs that are not the
   * route's.
   *
   * @param grantee the caller
   * @param options the CDK's; a route has one verb
   */
  public override grantInvoke(grantee: iam.IGrantable, options: apigatewayv2.GrantInvokeOptions = {}): iam.Grant {
    const { method, path, key } = this.key;
    if ((this.node.defaultChild as apigatewayv2.CfnRoute).authorizationType !== 'AWS_IAM') {
      throw new ZeroTrustError(this, 'NotByIam', `'${key}' does not know its callers by IAM, so that a grant has no effect.`, 'give the route HttpRouteAuthorizer.iam().');
    }
    if (options.httpMethods?.some((one) => one !== method)) {
      throw new ZeroTrustError(this, 'OtherMethods', `'${key}' has one verb.`, 'grant on the route of each verb.');
    }
    const resourceArns = [Stack.of(this).formatArn({
      service: 'execute-api', resource: this.httpApi.apiId, resourceName: `${STAGE}/${method}${path!.replace(/\{[^}]*\}/g, '*')}`,
    })];
    const grant = exactGrant({ grantee, target: this, intent: Intent.INVOKE, actions: ['execute-api:Invoke'], resourceArns });
    if (resourceArns[0].includes('*')) acknowledgeObjects(grantee, grant, resourceArns, 'A path parameter has no value before a request is made.');
    return grant;
  }
}
