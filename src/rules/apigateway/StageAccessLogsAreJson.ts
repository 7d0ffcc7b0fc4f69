import { describe, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-022',
  title: 'API access logs are in JSON format',
  severity: 'low',
  types: ['AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage'],
  rationale: 'In a space-separated format, text supplied by a caller can pass for another field, and metric filters cannot select fields by name.',
  remediation: 'Set Format to a JSON object of $context variables.',
  check(stage) {
    const format = stage.at(stage.type === 'AWS::ApiGateway::Stage' ? 'AccessLogSetting' : 'AccessLogSettings', 'Format');
    const text = textOf(format.value);
    if (format.isAbsent) return pass('no access log');
    if (text === undefined || format.value.kind === 'unknown') return unknown('the format of its access log is not known before deployment', describe(format.value));
    return /^\s*\{[^]*\}\s*$/.test(text) ? pass() : fail('its access log is not in JSON format', describe(format.value));
  },
};
