import { describe, Expression, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-011',
  title: 'S3 bucket CORS configurations allow named origins only',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'With a wildcard origin, any website that obtains a presigned URL can use it from the browser of its visitors.',
  remediation: 'List the allowed origins, each with https.',
  check(bucket) {
    const rules = bucket.at('CorsConfiguration', 'CorsRules').items();
    return every(pass(`${rules.length} rules`), ...rules.flatMap((one) => one.at('AllowedOrigins').items()).map(namesOne));
  },
};

function namesOne(origin: Expression): RuleResult {
  const { value } = origin;
  if (value.kind === 'unknown') return unknown('an allowed origin is not known before deployment', describe(value));
  return /^(\w+:\/\/)?\*$/.test(textOf(value) ?? '*') ? fail('its CORS configuration allows any origin', describe(value)) : pass(describe(value));
}
