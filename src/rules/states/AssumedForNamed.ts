import { pass, resourceOf } from '../../model/judge';
import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-STATES-005',
  title: 'Step Functions assumes the role of a state machine for named machines or accounts only',
  severity: 'low',
  types: ['AWS::StepFunctions::StateMachine'],
  rationale: 'Who may pass the role to a machine of their own makes Step Functions act with it for them (the confused deputy).',
  remediation: 'Hold the trust under aws:SourceArn, the ARN of the machine, or aws:SourceAccount.',
  check(machine) {
    const role = resourceOf(machine.at('RoleArn').value, 'AWS::IAM::Role');
    // ZT-STATES-004 tells of a role that is not in the templates
    return role ? everyStatement(role, 'AssumeRolePolicyDocument', (statement) => servicesActForNamed(statement)) : pass('its role is made elsewhere');
  },
};
