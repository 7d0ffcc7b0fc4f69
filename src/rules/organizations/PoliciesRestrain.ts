import { describe, Statement, statementsOf, textOf } from '../../model';
import { every, fail, isNotEmpty, isOneOf, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const SERVICE_CONTROL = 'SERVICE_CONTROL_POLICY';
const RESOURCE_CONTROL = 'RESOURCE_CONTROL_POLICY';
const OTHERS = [
  'AISERVICES_OPT_OUT_POLICY', 'BACKUP_POLICY', 'BEDROCK_POLICY', 'CHATBOT_POLICY', 'DECLARATIVE_POLICY_EC2', 'GUARDDUTY_POLICY', 'INSPECTOR_POLICY',
  'NETWORK_SECURITY_DIRECTOR_POLICY', 'S3_POLICY', 'SECURITYHUB_POLICY', 'TAG_POLICY', 'UPGRADE_ROLLOUT_POLICY',
];

export const rule: Rule = {
  id: 'ZT-ORGANIZATIONS-001',
  title: 'A control policy of an organisation restrains somebody, in the form that its type takes',
  severity: 'medium',
  types: ['AWS::Organizations::Policy'],
  rationale: 'A policy that is attached to nothing holds nobody back, however strict it reads. A resource control policy can only deny, to everyone, and a service '
    + 'control policy names no principal; in another form it is refused in the middle of a deployment.',
  remediation: 'Set TargetIds. In a RESOURCE_CONTROL_POLICY write Effect Deny, Principal * and Action with a service; in a SERVICE_CONTROL_POLICY no Principal.',
  check(policy) {
    const type = policy.at('Type');
    if (OTHERS.includes(textOf(type.value) ?? '')) return pass(textOf(type.value));
    const statements = statementsOf(policy.at('Content'));
    return every(
      isOneOf(type, [SERVICE_CONTROL, RESOURCE_CONTROL], 'its type is not one that can be judged'),
      isNotEmpty(policy.at('TargetIds'), 'it is attached to nothing'),
      judge(statements, textOf(type.value) === RESOURCE_CONTROL ? ofResources : ofServices, describe(policy.at('Content').value)),
    );
  },
};

function judge(statements: Statement[] | undefined, form: (statement: Statement) => RuleResult, seen: string): RuleResult {
  if (!statements) return unknown('its content is not known before deployment', seen);
  return statements.length > 0 ? every(...statements.map(form)) : fail('it says nothing', seen);
}

function ofServices(statement: Statement): RuleResult {
  return statement.principals.length === 0 ? pass(statement.sid) : fail('it names principals, which a service control policy cannot', statement.sid);
}

/** Source: AWS Organizations user guide, "RCP syntax". */
function ofResources(statement: Statement): RuleResult {
  const seen = statement.sid ?? statement.actions.join(', ');
  if (!statement.denies) return fail('it allows, which a resource control policy cannot', seen);
  if (statement.principals.length !== 1 || !statement.forAnyone) return fail('it is not for everyone, as a resource control policy has to be', seen);
  return statement.hasNotAction || statement.actions.length === 0 || statement.actions.includes('*') ? fail('it names no service', seen) : pass(seen);
}
