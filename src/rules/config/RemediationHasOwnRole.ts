import { describe } from '../../model';
import { assumedOnlyBy } from '../../model/identity-policies';
import { fail, isFalseOrAbsent, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

const AUTOMATION = 'ssm.amazonaws.com';

export const rule: Rule = {
  id: 'ZT-CONFIG-006',
  title: 'AWS Config automatic remediations have an IAM role that only Systems Manager can assume',
  severity: 'medium',
  types: ['AWS::Config::RemediationConfiguration'],
  // source: AWS Config developer guide, "Setting Up Auto Remediation"
  rationale: 'A remediation without AutomationAssumeRole cannot run by itself. A role that others can assume gives them the changes that it may make to every resource of its rule.',
  remediation: 'Set AutomationAssumeRole in Parameters to a role that trusts ssm.amazonaws.com and no other principal.',
  check(remediation) {
    if (isFalseOrAbsent(remediation.at('Automatic'), '').verdict === 'pass') return pass('manual');
    const [role, ...others] = remediation.at('Parameters', 'AutomationAssumeRole', 'StaticValue', 'Values').items();
    if (!role || others.length > 0) return fail('it has no AutomationAssumeRole', others.length > 0 ? 'several' : 'nothing');
    const { value } = role;
    if (value.kind === 'unknown') return unknown('its AutomationAssumeRole is not known before deployment', describe(value));
    const named = resourceOf(value, 'AWS::IAM::Role');
    if (named) return assumedOnlyBy(named, AUTOMATION);
    return /^arn:[^:]+:iam::[^:]+:role\/./.test(describe(value).replace(/^"/, '')) ? pass(describe(value)) : fail('its AutomationAssumeRole is no role', describe(value));
  },
};
