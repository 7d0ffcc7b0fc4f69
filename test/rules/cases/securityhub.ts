import { add, all, PARAMETER, resource, RuleCase, set } from '../support/prove';

const withoutStandards = set('Hub', 'EnableDefaultStandards', false);

/** What proves the rules of SECURITYHUB. */
export const securityhubCases: RuleCase[] = [{
  rule: 'ZT-SECURITYHUB-001',
  on: 'Hub',
  secure: { Hub: resource('AWS::SecurityHub::Hub', { AutoEnableControls: true, EnableDefaultStandards: true }) },
  passesWhen: {
    'nothing is said': all(set('Hub', 'AutoEnableControls'), set('Hub', 'EnableDefaultStandards')),
    'the standards are chosen': all(withoutStandards, add('Standard', 'AWS::SecurityHub::Standard', { StandardsArn: 'arn:x' })),
  },
  firesWhen: {
    'it has no standard': withoutStandards,
    'the standards are text that says no': set('Hub', 'EnableDefaultStandards', 'false'),
    'new controls are left out': set('Hub', 'AutoEnableControls', false),
    'whether there are standards is a parameter': set('Hub', 'EnableDefaultStandards', PARAMETER),
    'whether controls are new is a parameter': set('Hub', 'AutoEnableControls', PARAMETER),
  },
}];
