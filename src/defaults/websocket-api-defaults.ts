import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { ClassDefaults, constants } from './class-defaults';
import { Place } from './place';
import { WEBSOCKET_ACCESS_LOG_FORMAT } from '../api/websocket-access-log-format';
import { vendedLogArn, vendedLogName } from '../core/vended-logs';
import { SecureLogGroup } from '../zone/logs/secure-log-group';

/** Who connects to a WebSocket API signs the request: `$connect` is the one route that is asked. Without that route there is nothing to ask at. */
export const webSocketApiDefaults: ClassDefaults = {
  classId: apigatewayv2.WebSocketApi.PROPERTY_INJECTION_ID,
  fill: (said: apigatewayv2.WebSocketApiProps) => ({
    ...said.connectRouteOptions && { 'connectRouteOptions.authorizer': () => new WebSocketIamAuthorizer() },
  }),
};

/** A stage of a WebSocket API is throttled, measured, and logs who connects and sends what kind of message. */
export const webSocketStageDefaults: ClassDefaults = {
  classId: apigatewayv2.WebSocketStage.PROPERTY_INJECTION_ID,
  fill: (_said: apigatewayv2.WebSocketStageProps, at: Place) => ({
    ...constants({ throttle: { rateLimit: 100, burstLimit: 200 }, detailedMetricsEnabled: true }),
    accessLogSettings: () => {
      const logGroup = new SecureLogGroup(at.own, 'AccessLogs', {
        zone: at.zone, logGroupName: vendedLogName(at.own, '/aws/vendedlogs/apigateway/'),
      });
      return {
        destination: { bind: () => ({ destinationArn: vendedLogArn(logGroup) }) },
        format: apigateway.AccessLogFormat.custom(WEBSOCKET_ACCESS_LOG_FORMAT),
      };
    },
  }),
};
