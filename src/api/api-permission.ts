import { Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { functionBehind } from '../core/invocation-point';

/** Lets an API of this account invoke a function from one source, and declares the edge. */
export function allowApi(api: Construct, handler: lambda.IFunction, sourceArn: string, purpose: string): void {
  handler.addPermission(`${purpose}${Names.nodeUniqueId(handler.node)}`, {
    // on the API's side, so that a function of another stack does not come to depend on the API
    scope: api,
    principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn,
    sourceAccount: Stack.of(api).account,
  });
  declareEdge(api, { caller: api.node.path, target: functionBehind(handler).node.path, intent: Intent.INVOKE, actions: ['lambda:InvokeFunction'] });
}
