import { describe, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-022',
  title: 'An access log is of JSON',
  severity: 'low',
  types: ['AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage'],
  rationale: 'In a line of words that spaces part, a caller\'s own text can pass for another field, and no metric filter can name a field.',
  remediation: 'Write Format as a JSON object of $context variables.',
  check(stage) {
    const format = stage.at(stage.type === 'AWS::ApiGateway::Stage' ? 'AccessLogSetting' : 'AccessLogSettings', 'Format');
    const text = textOf(format.value);
    if (format.isAbsent) return pass('no access log');
    if (text === undefined || format.value.kind === 'unknown') return unknown('the format of its access log is not known before deployment', describe(format.value));
    return /^\s*\{[^]*\}\s*$/.test(text) ? pass() : fail('its access log is not of JSON', describe(format.value));
  },
};
