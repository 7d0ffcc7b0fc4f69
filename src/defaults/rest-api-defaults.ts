import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { ClassDefaults, constants } from './class-defaults';
import { Place } from './place';
import { ACCESS_LOG_FORMAT } from '../api/access-log-format';
import { LogKind } from '../zone/logs/log-kind';
import { SecureLogGroup } from '../zone/logs/secure-log-group';

/**
 * A stage is traced, and logs accesses and errors without data. There is no role for the account's settings: an account has one
 * in each region, from `ApiGatewayAccount`, and without it API Gateway refuses to log.
 */
export const restApiDefaults: ClassDefaults = { classId: apigateway.RestApi.PROPERTY_INJECTION_ID, fill, finish };

/** As `restApiDefaults`, for an API that comes from a specification. */
export const specRestApiDefaults: ClassDefaults = { classId: apigateway.SpecRestApi.PROPERTY_INJECTION_ID, fill, finish };

function fill(said: apigateway.RestApiProps, at: Place): Record<string, () => unknown> {
  return {
    ...constants({ cloudWatchRole: false }),
    ...said.deploy !== false && constants({
      'deployOptions.tracingEnabled': true,
      'deployOptions.loggingLevel': apigateway.MethodLoggingLevel.ERROR,
      'deployOptions.dataTraceEnabled': false,
      'deployOptions.metricsEnabled': true,
      'deployOptions.throttlingRateLimit': 100,
      'deployOptions.throttlingBurstLimit': 200,
    }),
    ...said.deploy !== false && said.deployOptions?.accessLogDestination === undefined && {
      'deployOptions.accessLogDestination': () => new apigateway.LogGroupLogDestination(
        new SecureLogGroup(at.own, 'AccessLogs', { zone: at.zone })._carries(LogKind.API_ACCESS)),
      'deployOptions.accessLogFormat': () => apigateway.AccessLogFormat.custom(ACCESS_LOG_FORMAT),
    },
  };
}

function finish(api: apigateway.RestApiBase, _said: unknown, at: Place): string[] {
  if (api instanceof apigateway.RestApi) at.zone._join(api);
  return [];
}
