import { describe, lastTargetOf, TemplateResource, textOf, Value } from '../../model';
import { statementsForRole } from '../../model/identity-policies';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-025',
  title: 'Lambda execution roles allow writing to the log group of their function only',
  severity: 'low',
  types: ['AWS::Lambda::Function'],
  rationale: 'A function that can write to the log group of another can forge log events there, and hide an attack among them.',
  remediation: 'Allow logs:CreateLogStream and logs:PutLogEvents on the ARN of the log group in LoggingConfig only.',
  check(fn) {
    const role = resourceOf(fn.at('Role').value, 'AWS::IAM::Role');
    if (!role) return pass('its role is not in the templates, see ZT-IAM-002');
    const { statements } = statementsForRole(role);
    const written = statements.filter((statement) => statement.allows && statement.covers(['logs:PutLogEvents'])).flatMap(({ resources }) => resources);
    return every(pass(), ...written.map((value) => isOwn(value, fn)));
  },
};

function isOwn(value: Value, fn: TemplateResource): RuleResult {
  const named = fn.at('LoggingConfig', 'LogGroup');
  const group = named.isAbsent ? fn : lastTargetOf(named.value)?.resource;
  const seen = describe(value);
  const own = group ? lastTargetOf(value)?.resource === group : isNamed(textOf(value) ?? '', textOf(named.value));
  if (own) return pass(seen);
  return value.kind === 'unknown' || named.value.kind === 'unknown' ? unknown('the log groups that its role allows are not known before deployment', seen)
    : fail('its role allows writing to other log groups', seen);
}

function isNamed(arn: string, name?: string): boolean {
  return name !== undefined && new RegExp(`:log-group:${name.replace(/[^\w/-]/g, '\\$&')}(:|$)`).test(arn);
}
