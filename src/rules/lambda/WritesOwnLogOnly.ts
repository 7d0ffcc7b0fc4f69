import { describe, lastTargetOf, TemplateResource, textOf, Value } from '../../model';
import { statementsForRole } from '../../model/identity-policies';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-025',
  title: 'A function writes to its own log group only',
  severity: 'low',
  types: ['AWS::Lambda::Function'],
  rationale: 'Who may write to the log of another function may put lies there, and hide what happened among them.',
  remediation: 'Allow logs:CreateLogStream and logs:PutLogEvents on the ARN of the log group that LoggingConfig names.',
  check(fn) {
    const role = resourceOf(fn.at('Role').value, 'AWS::IAM::Role');
    if (!role) return pass('its role is not in the templates, which ZT-IAM-002 tells');
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
  return value.kind === 'unknown' || named.value.kind === 'unknown' ? unknown('to which log groups it writes is not known before deployment', seen)
    : fail('it may write to log groups of others', seen);
}

function isNamed(arn: string, name?: string): boolean {
  return name !== undefined && new RegExp(`:log-group:${name.replace(/[^\w/-]/g, '\\$&')}(:|$)`).test(arn);
}
