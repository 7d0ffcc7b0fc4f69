import { Expression, textOf } from '../../model';
import { every, fail, isFalseOrAbsent, isOneOf, isPresent, isTrue, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-003',
  title: 'REST API stages have access logs, execution logs and X-Ray tracing, without request data',
  severity: 'medium',
  types: ['AWS::ApiGateway::Stage'],
  rationale: 'The access log records who called what, the execution log why a call failed. With data tracing, request bodies and tokens end up in the log.',
  remediation: 'Set AccessLogSetting, TracingEnabled, and in MethodSettings for all methods LoggingLevel ERROR or INFO without DataTraceEnabled.',
  check(stage) {
    const settings = stage.at('MethodSettings').items();
    const all = settings.find((setting) => textOf(setting.at('HttpMethod').value) === '*' && textOf(setting.at('ResourcePath').value) === '/*');
    return every(
      isPresent(stage.at('AccessLogSetting', 'DestinationArn'), 'it has no access log'),
      isPresent(stage.at('AccessLogSetting', 'Format'), 'its access log has no format'),
      isTrue(stage.at('TracingEnabled'), 'X-Ray tracing is off'),
      all ? pass() : fail('it has no execution log for all methods', 'no setting for * /*'),
      ...settings.map(logged),
    );
  },
};

function logged(setting: Expression): RuleResult {
  const where = `${textOf(setting.at('HttpMethod').value)} ${textOf(setting.at('ResourcePath').value)}`;
  return every(
    isOneOf(setting.at('LoggingLevel'), ['ERROR', 'INFO'], `it has no execution log for ${where}`),
    isFalseOrAbsent(setting.at('DataTraceEnabled'), `it logs request data for ${where}`),
  );
}
