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
  title: 'SCPs and RCPs have a target, and statements that are valid for their policy type',
  severity: 'medium',
  types: ['AWS::Organizations::Policy'],
  rationale: 'A control policy without a target has no effect. A resource control policy can only deny, with Principal *, and a service '
    + 'control policy has no Principal; other statements fail the deployment.',
  remediation: 'Set TargetIds. In a RESOURCE_CONTROL_POLICY, use Effect Deny, Principal * and actions with a service prefix; in a SERVICE_CONTROL_POLICY, no Principal.',
  check(policy) {
    const type = policy.at('Type');
    if (OTHERS.includes(textOf(type.value) ?? '')) return pass(textOf(type.value));
    const statements = statementsOf(policy.at('Content'));
    return every(
      isOneOf(type, [SERVICE_CONTROL, RESOURCE_CONTROL], 'its policy type is not supported by this rule'),
      isNotEmpty(policy.at('TargetIds'), 'it has no target'),
      judge(statements, textOf(type.value) === RESOURCE_CONTROL ? ofResources : ofServices, describe(policy.at('Content').value)),
    );
  },
};

function judge(statements: Statement[] | undefined, form: (statement: Statement) => RuleResult, seen: string): RuleResult {
  if (!statements) return unknown('its content is not known before deployment', seen);
  return statements.length > 0 ? every(...statements.map(form)) : fail('it has no statement', seen);
}

function ofServices(statement: Statement): RuleResult {
  return statement.principals.length === 0 ? pass(statement.sid) : fail('it has a Principal, which a service control policy does not support', statement.sid);
}

/** Source: AWS Organizations user guide, "RCP syntax". */
function ofResources(statement: Statement): RuleResult {
  const seen = statement.sid ?? statement.actions.join(', ');
  if (!statement.denies) return fail('it has an Allow statement, which a resource control policy does not support', seen);
  if (statement.principals.length !== 1 || !statement.forAnyone) return fail('its Principal is not *, which a resource control policy requires', seen);
  return statement.hasNotAction || statement.actions.length === 0 || statement.actions.includes('*') ? fail('its actions have no service prefix', seen) : pass(seen);
}
