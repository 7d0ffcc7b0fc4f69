import { describe, Statement, textOf } from '../../model';
import { assumedOnlyBy, statementsForRole } from '../../model/identity-policies';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/**
 * Source: API Gateway developer guide, "Permissions for CloudWatch logging".
 */
const LOG_ACTIONS = [
  'logs:createloggroup', 'logs:createlogstream', 'logs:describeloggroups', 'logs:describelogstreams', 'logs:filterlogevents',
  'logs:getlogevents', 'logs:putlogevents',
];

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-006',
  title: 'The role of API Gateway\'s account settings writes logs of this account, and nothing else',
  severity: 'high',
  types: ['AWS::ApiGateway::Account'],
  rationale: 'API Gateway makes log groups that do not exist when the role is made, so it needs every group of the account: nothing beside '
    + 'that may be on the role.',
  remediation: 'Use a role that API Gateway alone assumes, with the log actions that its guide names, on log groups of this account.',
  check(account) {
    const { value } = account.at('CloudWatchRoleArn');
    const role = resourceOf(value, 'AWS::IAM::Role');
    if (!role) return unknown('its role is not in the templates', describe(value));
    const { statements, readable } = statementsForRole(role);
    const allowed = statements.filter((statement) => statement.allows);
    const managed = role.at('ManagedPolicyArns').items();
    return every(
      ...managed.map((arn): RuleResult => (resourceOf(arn.value, 'AWS::IAM::ManagedPolicy')
        ? pass() : unknown('a policy of its role is not in the templates', describe(arn.value)))),
      assumedOnlyBy(role, 'apigateway.amazonaws.com'),
      readable ? pass() : unknown('what its role may do is not known before deployment', role.name),
      allowed.length + managed.length > 0 ? pass() : fail('its role may not write logs', role.name),
      ...allowed.map(writesLogs),
    );
  },
};

function writesLogs(statement: Statement): RuleResult {
  const others = statement.actions.filter((action) => !LOG_ACTIONS.includes(action));
  if (others.length > 0 || statement.hasNotAction) return fail('its role may do more than write logs', others.join(', ') || 'NotAction');
  const elsewhere = statement.resources.map((value) => textOf(value) ?? '?').filter((arn) => !/^arn:[^:]+(::[^:]+)?:logs:.+:log-group:/.test(arn));
  return elsewhere.length === 0 && !statement.hasNotResource ? pass('log groups of this account')
    : fail('its role may write to more than log groups of this account', elsewhere.join(', ') || 'NotResource');
}
