import { every, isFalseOrAbsent, isPresent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-018',
  title: 'HTTP and WebSocket API stages have access logs, without message data',
  severity: 'medium',
  types: ['AWS::ApiGatewayV2::Stage'],
  rationale: 'The access log records who called what. With data tracing, messages and tokens end up in the log.',
  remediation: 'Set AccessLogSettings with DestinationArn and Format, and omit DataTraceEnabled.',
  check: (stage) => every(
    isPresent(stage.at('AccessLogSettings', 'DestinationArn'), 'it has no access log'),
    isPresent(stage.at('AccessLogSettings', 'Format'), 'its access log has no format'),
    ...[stage.at('DefaultRouteSettings'), ...stage.at('RouteSettings').entries().map(([, settings]) => settings)]
      .map((settings) => isFalseOrAbsent(settings.at('DataTraceEnabled'), 'it logs message data')),
  ),
};
