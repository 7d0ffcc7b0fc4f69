import { describe } from '../../model';
import type { TemplateResource } from '../../model';
import { every, fail, isOneOf, isPresent, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-006',
  title: 'Lambda functions write JSON logs to a dedicated log group',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'The log group that Lambda creates has no KMS key and no retention, and a function that writes to a shared log group can hide the traces of '
    + 'others. Plain text cannot be searched reliably.',
  remediation: 'Set LoggingConfig with LogFormat JSON and a LogGroup that no other function uses.',
  check(fn) {
    return every(
      isOneOf(fn.at('LoggingConfig', 'LogFormat'), ['JSON'], 'its log format is not JSON'),
      isPresent(fn.at('LoggingConfig', 'LogGroup'), 'its log group is not set'),
      own(fn),
    );
  },
};

function own(fn: TemplateResource): RuleResult {
  const { value } = fn.at('LoggingConfig', 'LogGroup');
  if (value.kind === 'known' && value.value === undefined) return pass();
  const group = resourceOf(value, 'AWS::Logs::LogGroup');
  if (!group) return unknown('its log group is not in the templates, so other uses of it are not known', describe(value));
  const others = group.referrers('AWS::Lambda::Function')
    .filter((other) => other !== fn && resourceOf(other.at('LoggingConfig', 'LogGroup').value) === group);
  return others.length === 0 ? pass(group.name) : fail(`its log group is shared with ${others.map((other) => other.name).join(', ')}`, group.name);
}
