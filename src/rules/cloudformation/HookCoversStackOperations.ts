import { describe, Expression, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const ON_RESOURCES = ['RESOURCE', 'CLOUD_CONTROL'];

export const rule: Rule = {
  id: 'ZT-CLOUDFORMATION-002',
  title: 'CloudFormation hooks that judge change sets judge the creation and update of stacks too',
  severity: 'high',
  types: ['AWS::CloudFormation::LambdaHook', 'AWS::CloudFormation::GuardHook'],
  rationale: 'CreateStack and UpdateStack deploy a template without a change set, so a hook for change sets alone does not see it.',
  remediation: 'Add STACK to TargetOperations, and CREATE and UPDATE to the Actions of TargetFilters where there are any.',
  check(hook) {
    const operations = hook.at('TargetOperations');
    const named = operations.items().map((item) => textOf(item.value));
    if (named.length > 0 && named.every((name) => name !== undefined && ON_RESOURCES.includes(name))) return pass('it judges single resources');
    return every(
      holds(operations, 'STACK', 'it does not judge stack operations'),
      ...hook.at('TargetFilters', 'Actions').isAbsent ? [] : ['CREATE', 'UPDATE'].map((action) => (
        holds(hook.at('TargetFilters', 'Actions'), action, `it does not judge the ${action.toLowerCase()} of stacks`))),
      isAbsent(hook.at('TargetFilters', 'Targets'), 'its list of targets may leave out stacks'),
    );
  },
};

/** Whether a list has a text; nothing where that is not known. */
function has(list: Expression, text: string): boolean | undefined {
  if (list.value.kind === 'unknown') return undefined;
  const texts = list.items().map((item) => textOf(item.value));
  if (texts.includes(text)) return true;
  return texts.includes(undefined) ? undefined : false;
}

function holds(list: Expression, text: string, finding: string): RuleResult {
  const known = has(list, text);
  if (known === undefined) return unknown('what it judges is not known before deployment', describe(list.value));
  return known ? pass(text) : fail(finding, describe(list.value));
}

function isAbsent(expression: Expression, finding: string): RuleResult {
  return expression.isAbsent ? pass() : unknown(finding, describe(expression.value));
}
