import { Expression, textOf } from '../../model';
import { every, fail, isFalseOrAbsent, isOneOf, isPresent, isTrue, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-003',
  title: 'A stage writes access and execution logs and traces, without the data of requests',
  severity: 'medium',
  types: ['AWS::ApiGateway::Stage'],
  rationale: 'The access log tells who called what, the execution log why it failed. With data traces, bodies and tokens lie in the log.',
  remediation: 'Set AccessLogSetting, TracingEnabled, and in MethodSettings for all methods LoggingLevel ERROR or INFO without DataTraceEnabled.',
  check(stage) {
    const settings = stage.at('MethodSettings').items();
    const all = settings.find((setting) => textOf(setting.at('HttpMethod').value) === '*' && textOf(setting.at('ResourcePath').value) === '/*');
    return every(
      isPresent(stage.at('AccessLogSetting', 'DestinationArn'), 'it writes no access log'),
      isPresent(stage.at('AccessLogSetting', 'Format'), 'its access log has no format'),
      isTrue(stage.at('TracingEnabled'), 'it is not traced'),
      all ? pass() : fail('it writes no execution log for all methods', 'no setting for * /*'),
      ...settings.map(logged),
    );
  },
};

function logged(setting: Expression): RuleResult {
  const where = `${textOf(setting.at('HttpMethod').value)} ${textOf(setting.at('ResourcePath').value)}`;
  return every(
    isOneOf(setting.at('LoggingLevel'), ['ERROR', 'INFO'], `it writes no execution log for ${where}`),
    isFalseOrAbsent(setting.at('DataTraceEnabled'), `it logs the data of requests for ${where}`),
  );
}
