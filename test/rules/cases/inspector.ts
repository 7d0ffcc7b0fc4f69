import { PARAMETER, resource, RuleCase, set } from '../support/prove';

const filter = (criteria: object) => ({
  Filter: resource('AWS::InspectorV2::Filter', { Name: 'accepted', FilterAction: 'SUPPRESS', FilterCriteria: criteria }),
});
const vulnerability = { Comparison: 'EQUALS', Value: 'CVE-2024-12345' };

/** What proves the rules of INSPECTOR. */
export const inspectorCases: RuleCase[] = [{
  rule: 'ZT-INSPECTOR-001',
  on: 'Filter',
  secure: filter({ VulnerabilityId: [vulnerability] }),
  passesWhen: {
    'it suppresses nothing': (resources) => Object.assign(resources.Filter.Properties, { FilterAction: 'NONE', FilterCriteria: {} }),
    'it names a package': set('Filter', 'FilterCriteria', { VulnerablePackages: [{ Name: { Comparison: 'EQUALS', Value: 'lodash' } }] }),
  },
  firesWhen: {
    'it suppresses by severity': set('Filter', 'FilterCriteria', { Severity: [{ Comparison: 'EQUALS', Value: 'LOW' }] }),
    'it suppresses everything': set('Filter', 'FilterCriteria', {}),
    'it suppresses all but one': set('Filter', 'FilterCriteria.VulnerabilityId.0.Comparison', 'NOT_EQUALS'),
    'a second value is all but one': set('Filter', 'FilterCriteria.VulnerabilityId.1', { ...vulnerability, Comparison: 'NOT_EQUALS' }),
    'the value is empty': set('Filter', 'FilterCriteria.VulnerabilityId.0.Value', ''),
    'the value is a parameter': set('Filter', 'FilterCriteria.VulnerabilityId.0.Value', PARAMETER),
    'the criteria are a parameter': set('Filter', 'FilterCriteria', PARAMETER),
    'the action is a parameter': set('Filter', 'FilterAction', PARAMETER),
  },
}];
