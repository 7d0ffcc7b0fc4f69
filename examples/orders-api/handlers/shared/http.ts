import type { APIGatewayProxyWithCognitoAuthorizerEvent } from 'aws-lambda';
import { Refusal, routeFor } from '../../../shared/http';

export { Refusal };

/** The one answer for an order that does not exist and for somebody else's. */
export const noSuchOrder = () => new Refusal(404, 'No such order');

/** Makes a Lambda handler of what serves a route: Cognito tells the caller among the claims. */
export const route = routeFor(({ requestContext }: APIGatewayProxyWithCognitoAuthorizerEvent) => requestContext.authorizer?.claims?.sub);
