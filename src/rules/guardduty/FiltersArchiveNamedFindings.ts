import { Expression, textOf } from '../../model';
import { fail, isOneOf, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** What every finding has, so that a filter by it hides whole kinds of attacks, or all. */
const OF_ALL = ['accountid', 'confidence', 'region', 'service.archived', 'service.count', 'service.resourcerole', 'severity', 'updatedat'];
const OPERATORS = ['Eq', 'Equals', 'Matches'];

export const rule: Rule = {
  id: 'ZT-GUARDDUTY-003',
  title: 'A filter of GuardDuty archives findings of named types or resources only',
  severity: 'medium',
  types: ['AWS::GuardDuty::Filter'],
  rationale: 'What a filter archives reaches neither Security Hub nor a rule of EventBridge: one that is too wide switches the detector off.',
  remediation: 'Add a criterion that names the type, the resource or the caller with Equals, or set Action NOOP.',
  check(filter) {
    const byHand = isOneOf(filter.at('Action'), ['NOOP', undefined], 'what it does with findings');
    if (byHand.verdict !== 'fail') return byHand;
    const criterion = filter.at('FindingCriteria', 'Criterion');
    if (criterion.value.kind === 'unknown') return unknown('what it archives is not known before deployment');
    const named = criterion.entries().filter(([key, condition]) => !OF_ALL.includes(key.toLowerCase()) && names(condition));
    return named.length > 0 ? pass(named.map(([key]) => key).join(', ')) : fail('it archives findings of any type and resource', 'no such criterion');
  },
};

function names(condition: Expression): boolean {
  return OPERATORS.some((operator) => {
    const values = condition.at(operator).items().map(({ value }) => (value.kind === 'unknown' ? undefined : textOf(value)));
    return values.length > 0 && values.every((value) => value !== undefined && !/^[*?]*$/.test(value));
  });
}
