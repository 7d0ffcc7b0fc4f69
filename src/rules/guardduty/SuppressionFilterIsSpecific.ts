import { Expression, textOf } from '../../model';
import { fail, isOneOf, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** What every finding has, so that a filter by it hides whole kinds of attacks, or all. */
const OF_ALL = ['accountid', 'confidence', 'region', 'service.archived', 'service.count', 'service.resourcerole', 'severity', 'updatedat'];
const OPERATORS = ['Eq', 'Equals', 'Matches'];

export const rule: Rule = {
  id: 'ZT-GUARDDUTY-003',
  title: 'GuardDuty suppression filters are limited to named finding types, resources or callers',
  severity: 'medium',
  types: ['AWS::GuardDuty::Filter'],
  rationale: 'Archived findings reach neither Security Hub nor EventBridge: a filter that is too broad disables the detector.',
  remediation: 'Add a criterion that names the finding type, the resource or the caller with Equals, or set Action NOOP.',
  check(filter) {
    const byHand = isOneOf(filter.at('Action'), ['NOOP', undefined], 'its action');
    if (byHand.verdict !== 'fail') return byHand;
    const criterion = filter.at('FindingCriteria', 'Criterion');
    if (criterion.value.kind === 'unknown') return unknown('its criteria are not known before deployment');
    const named = criterion.entries().filter(([key, condition]) => !OF_ALL.includes(key.toLowerCase()) && names(condition));
    return named.length > 0 ? pass(named.map(([key]) => key).join(', ')) : fail('it archives findings of any type, resource and caller', 'no such criterion');
  },
};

function names(condition: Expression): boolean {
  return OPERATORS.some((operator) => {
    const values = condition.at(operator).items().map(({ value }) => (value.kind === 'unknown' ? undefined : textOf(value)));
    return values.length > 0 && values.every((value) => value !== undefined && !/^[*?]*$/.test(value));
  });
}
