import { describe, Statement, textOf } from '../../model';
import { everyOwnStatement, TYPES_WITH_POLICIES } from '../../model/identity-policies';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const KEY = 'dynamodb:leadingkeys';
/** What reads or writes items without naming their keys. */
const WITHOUT_KEYS = ['dynamodb:ExportTableToPointInTime', 'dynamodb:PartiQLDelete', 'dynamodb:PartiQLSelect', 'dynamodb:PartiQLUpdate', 'dynamodb:Scan'];

export const rule: Rule = {
  id: 'ZT-IAM-015',
  title: 'IAM conditions on dynamodb:LeadingKeys cover every item and action that is allowed',
  severity: 'high',
  types: TYPES_WITH_POLICIES,
  rationale: 'ForAllValues is true when there is no value: a Scan has no keys, so it reads the items of every tenant. '
    + 'ForAnyValue matches a batch with one key of the tenant and ninety-nine of others.',
  remediation: 'Use ForAllValues:StringEquals on dynamodb:LeadingKeys with the tag of the tenant, and remove dynamodb:Scan and PartiQL.',
  check: (resource) => everyOwnStatement(resource, (statement) => (statement.allows ? holds(statement) : pass())),
};

function holds(statement: Statement): RuleResult {
  const conditions = statement.conditions.filter(({ key }) => key === KEY);
  if (conditions.length === 0) return pass();
  const keyless = WITHOUT_KEYS.filter((action) => statement.covers([action]));
  const asksForKeys = statement.conditions.some(({ operator, key, values }) => operator === 'Null' && key === KEY && textOf(values[0]) === 'false');
  return every(
    keyless.length === 0 || asksForKeys ? pass() : fail('it allows actions without leading keys', keyless.join(', ')),
    ...conditions.filter(({ operator }) => operator !== 'Null').map(namesTenant),
  );
}

function namesTenant({ operator, values }: Statement['conditions'][number]): RuleResult {
  if (!/^ForAllValues:String(Equals|Like)$/.test(operator)) return fail('its condition on dynamodb:LeadingKeys does not cover every item', operator);
  const open = values.filter((value) => /^[*?]/.test(textOf(value) ?? '*'));
  if (open.length > 0) return fail('its condition on dynamodb:LeadingKeys matches any tenant', open.map(describe).join(', '));
  const unclear = values.filter(({ kind }) => kind === 'unknown');
  return unclear.length === 0 ? pass(values.map(describe).join(', ')) : unknown('its leading keys are not known before deployment');
}
