import { every, isFalseOrAbsent, isPresent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-018',
  title: 'A stage of an HTTP or WebSocket API writes an access log, without the data of messages',
  severity: 'medium',
  types: ['AWS::ApiGatewayV2::Stage'],
  rationale: 'The access log tells who called what. With data traces, messages and tokens lie in the log.',
  remediation: 'Set AccessLogSettings with DestinationArn and Format, and leave DataTraceEnabled out.',
  check: (stage) => every(
    isPresent(stage.at('AccessLogSettings', 'DestinationArn'), 'it writes no access log'),
    isPresent(stage.at('AccessLogSettings', 'Format'), 'its access log has no format'),
    ...[stage.at('DefaultRouteSettings'), ...stage.at('RouteSettings').entries().map(([, settings]) => settings)]
      .map((settings) => isFalseOrAbsent(settings.at('DataTraceEnabled'), 'it logs the data of messages')),
  ),
};
