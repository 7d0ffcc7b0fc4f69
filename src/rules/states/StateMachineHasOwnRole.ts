import { describe } from '../../model';
import { assumedOnlyBy } from '../../model/identity-policies';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-STATES-004',
  title: 'Step Functions state machines have a dedicated IAM role that only Step Functions can assume',
  severity: 'medium',
  types: ['AWS::StepFunctions::StateMachine'],
  rationale: 'Every principal that shares or can assume the role of a state machine has its permissions, without the state machine.',
  remediation: 'Give each state machine its own role that only states.amazonaws.com can assume.',
  check(machine) {
    const { value } = machine.at('RoleArn');
    const role = resourceOf(value, 'AWS::IAM::Role');
    if (!role) return unknown('its role is not in the templates, so other uses of it are not known', describe(value));
    const others = role.referrers('AWS::Lambda::Function', 'AWS::StepFunctions::StateMachine')
      .filter((other) => other !== machine && resourceOf(other.at(other.type === 'AWS::Lambda::Function' ? 'Role' : 'RoleArn').value) === role);
    return every(
      others.length === 0 ? pass(role.name) : fail(`its role is shared with ${others.map((other) => other.name).join(', ')}`, role.name),
      assumedOnlyBy(role, 'states.amazonaws.com'),
    );
  },
};
