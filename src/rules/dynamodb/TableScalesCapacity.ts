import { describe, TemplateResource, textOf, Value } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';

export const rule: Rule = {
  id: 'ZT-DYNAMODB-004',
  title: 'DynamoDB tables use on-demand capacity or auto scaling',
  severity: 'low',
  types: ['AWS::DynamoDB::Table'],
  rationale: 'A flood of requests uses up fixed capacity, and the table then throttles all callers.',
  remediation: 'Set BillingMode PAY_PER_REQUEST, or add auto scaling for reads and writes of the table and of each global secondary index.',
  check(table) {
    const { value } = table.at('BillingMode');
    if (value.kind !== 'known') return unknown('its billing mode is not known before deployment', describe(value));
    if (textOf(value) === 'PAY_PER_REQUEST') return pass('PAY_PER_REQUEST');
    const targets = table.referrers(TARGET).filter((target) => names(target.at('ResourceId').value, table));
    const indexes = table.at('GlobalSecondaryIndexes').items().map((index) => textOf(index.at('IndexName').value));
    return every(scales(targets, 'table'), ...indexes.map((index) => scales(targets, 'index', index)));
  },
};

function names(value: Value, table: TemplateResource): boolean {
  return value.kind === 'reference' && value.targets.some(({ resource }) => resource === table);
}

function scales(targets: TemplateResource[], part: 'table' | 'index', index?: string): RuleResult {
  const scaled = targets.filter((target) => part === 'table' || (textOf(target.at('ResourceId').value) ?? '').endsWith(`/index/${index}`))
    .map((target) => textOf(target.at('ScalableDimension').value));
  const fixed = ['ReadCapacityUnits', 'WriteCapacityUnits'].filter((units) => !scaled.includes(`dynamodb:${part}:${units}`));
  return fixed.length === 0 ? pass() : fail(`the capacity of ${index === undefined ? 'the table' : `the index ${index}`} is fixed`, fixed.join(', '));
}
