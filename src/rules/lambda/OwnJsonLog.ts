import { describe } from '../../model';
import type { TemplateResource } from '../../model';
import { every, fail, isOneOf, isPresent, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-006',
  title: 'A function writes JSON to a log group of its own',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'The group that Lambda makes by itself has no key and no retention, and whoever writes to a shared one can cover the traces of '
    + 'others. Text is not searched reliably.',
  remediation: 'Set LoggingConfig with LogFormat JSON and a LogGroup that no other function writes to.',
  check(fn) {
    return every(
      isOneOf(fn.at('LoggingConfig', 'LogFormat'), ['JSON'], 'its log is not JSON'),
      isPresent(fn.at('LoggingConfig', 'LogGroup'), 'it has no log group of its own'),
      own(fn),
    );
  },
};

function own(fn: TemplateResource): RuleResult {
  const { value } = fn.at('LoggingConfig', 'LogGroup');
  if (value.kind === 'known' && value.value === undefined) return pass();
  const group = resourceOf(value, 'AWS::Logs::LogGroup');
  if (!group) return unknown('its log group is not in the templates, so what else writes to it cannot be seen', describe(value));
  const others = group.referrers('AWS::Lambda::Function')
    .filter((other) => other !== fn && resourceOf(other.at('LoggingConfig', 'LogGroup').value) === group);
  return others.length === 0 ? pass(group.name) : fail(`its log group is shared with ${others.map((other) => other.name).join(', ')}`, group.name);
}
