import { describe, Expression, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-011',
  title: 'The CORS configuration of a bucket names its origins',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'With every origin allowed, a page that gets hold of a signed URL may use it from the browser of whoever visits it.',
  remediation: 'Name the origins, each with https.',
  check(bucket) {
    const rules = bucket.at('CorsConfiguration', 'CorsRules').items();
    return every(pass(`${rules.length} rules`), ...rules.flatMap((one) => one.at('AllowedOrigins').items()).map(namesOne));
  },
};

function namesOne(origin: Expression): RuleResult {
  const { value } = origin;
  if (value.kind === 'unknown') return unknown('whose pages may use it is not known before deployment', describe(value));
  return /^(\w+:\/\/)?\*$/.test(textOf(value) ?? '*') ? fail('pages of every origin may use it', describe(value)) : pass(describe(value));
}
