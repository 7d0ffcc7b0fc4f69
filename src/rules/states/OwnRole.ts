import { describe } from '../../model';
import { assumedOnlyBy } from '../../model/identity-policies';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-STATES-004',
  title: 'A state machine has a role of its own, which only Step Functions assumes',
  severity: 'high',
  types: ['AWS::StepFunctions::StateMachine'],
  rationale: 'A state machine calls what its role allows. Who shares the role, or may assume it, calls the same without the state machine.',
  remediation: 'Give each state machine its own role, which only states.amazonaws.com may assume.',
  check(machine) {
    const { value } = machine.at('RoleArn');
    const role = resourceOf(value, 'AWS::IAM::Role');
    if (!role) return unknown('its role is not in the templates, so what else uses it cannot be seen', describe(value));
    const others = role.referrers('AWS::Lambda::Function', 'AWS::StepFunctions::StateMachine')
      .filter((other) => other !== machine && resourceOf(other.at(other.type === 'AWS::Lambda::Function' ? 'Role' : 'RoleArn').value) === role);
    return every(
      others.length === 0 ? pass(role.name) : fail(`its role is also that of ${others.map((other) => other.name).join(', ')}`, role.name),
      assumedOnlyBy(role, 'states.amazonaws.com'),
    );
  },
};
