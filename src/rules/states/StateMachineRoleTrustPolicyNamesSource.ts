import { pass, resourceOf } from '../../model/judge';
import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-STATES-005',
  title: 'Step Functions state machine roles trust AWS services for named source accounts or ARNs only',
  severity: 'low',
  types: ['AWS::StepFunctions::StateMachine'],
  rationale: 'A principal that can pass the role to another state machine makes Step Functions act with its permissions (confused deputy).',
  remediation: 'Add a condition on aws:SourceArn, the ARN of the state machine, or aws:SourceAccount to the trust policy.',
  check(machine) {
    const role = resourceOf(machine.at('RoleArn').value, 'AWS::IAM::Role');
    // ZT-STATES-004 tells of a role that is not in the templates
    return role ? everyStatement(role, 'AssumeRolePolicyDocument', (statement) => servicesActForNamed(statement)) : pass('its role is not in the templates, see ZT-STATES-004');
  },
};
