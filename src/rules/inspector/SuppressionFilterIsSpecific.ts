import { Expression, textOf } from '../../model';
import { fail, isOneOf, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** What every finding has, so that a filter by it hides whole kinds of weaknesses, or all. */
const OF_ALL = [
  'AwsAccountId', 'EpssScore', 'ExploitAvailable', 'FindingStatus', 'FindingType', 'FirstObservedAt', 'FixAvailable', 'InspectorScore', 'LastObservedAt',
  'NetworkProtocol', 'PortRange', 'ResourceType', 'Severity', 'UpdatedAt', 'VendorSeverity',
];

export const rule: Rule = {
  id: 'ZT-INSPECTOR-001',
  title: 'Inspector suppression filters are limited to named vulnerabilities, packages or resources',
  severity: 'medium',
  types: ['AWS::InspectorV2::Filter'],
  rationale: 'Suppressed findings reach neither Security Hub nor EventBridge. A filter by severity alone also hides the findings of vulnerabilities that are not known yet.',
  remediation: 'Add the vulnerability, the package, the title or the resource to FilterCriteria, or set FilterAction to NONE.',
  check(filter) {
    const shown = isOneOf(filter.at('FilterAction'), ['NONE', undefined], 'whether it suppresses findings');
    if (shown.verdict !== 'fail') return shown;
    const criteria = filter.at('FilterCriteria');
    if (criteria.value.kind === 'unknown') return unknown('its filter criteria are not known before deployment');
    const named = criteria.entries().filter(([key, conditions]) => !OF_ALL.includes(key) && names(conditions));
    return named.length > 0 ? pass(named.map(([key]) => key).join(', ')) : fail('it suppresses findings of any vulnerability, package and resource', 'no such criterion');
  },
};

/** Any of several conditions of a criterion is enough for Inspector, so each of them has to name something. */
function names(conditions: Expression): boolean {
  const all = conditions.items();
  return all.length > 0 && all.every((condition) => condition.value.kind === 'known'
    && isSaid(condition.at('Name').isAbsent ? condition : condition.at('Name')));
}

/** Packages are compared part by part, the others as they are. */
function isSaid(condition: Expression): boolean {
  const { value } = condition.at('Value');
  return ['EQUALS', 'PREFIX'].includes(textOf(condition.at('Comparison').value) ?? '') && value.kind !== 'unknown' && !/^[*?]*$/.test(textOf(value) ?? '');
}
