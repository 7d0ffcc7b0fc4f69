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

/** The managed policy that the guide names: these actions, on every log group. */
const PUSHES_LOGS = /^arn:.+:iam::aws:policy\/service-role\/AmazonAPIGatewayPushToCloudWatchLogs$/;

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-006',
  title: 'API Gateway account role trusts API Gateway only and allows CloudWatch Logs actions only',
  severity: 'medium',
  types: ['AWS::ApiGateway::Account'],
  rationale: 'API Gateway creates log groups after the role exists, so the role needs access to '
    + 'every log group of the account. It must have no other permissions.',
  remediation: 'Use a role that only API Gateway can assume, with the CloudWatch Logs actions of its developer guide, on log groups of this account.',
  check(account) {
    const { value } = account.at('CloudWatchRoleArn');
    const role = resourceOf(value, 'AWS::IAM::Role');
    if (!role) return unknown('its role is not in the templates', describe(value));
    const { statements, readable } = statementsForRole(role);
    const allowed = statements.filter((statement) => statement.allows);
    const managed = role.at('ManagedPolicyArns').items();
    return every(
      ...managed.map((arn): RuleResult => (resourceOf(arn.value, 'AWS::IAM::ManagedPolicy') || PUSHES_LOGS.test(textOf(arn.value) ?? '')
        ? pass() : unknown('a policy of its role is not in the templates', describe(arn.value)))),
      assumedOnlyBy(role, 'apigateway.amazonaws.com'),
      readable ? pass() : unknown('the permissions of its role are not known before deployment', role.name),
      allowed.length + managed.length > 0 ? pass() : fail('its role does not allow writing logs', role.name),
      ...allowed.map(writesLogs),
    );
  },
};

function writesLogs(statement: Statement): RuleResult {
  const others = statement.actions.filter((action) => !LOG_ACTIONS.includes(action));
  if (others.length > 0 || statement.hasNotAction) return fail('its role allows more than writing logs', others.join(', ') || 'NotAction');
  const elsewhere = statement.resources.map((value) => textOf(value) ?? '?').filter((arn) => !/^arn:[^:]+(::[^:]+)?:logs:.+:log-group:/.test(arn));
  return elsewhere.length === 0 && !statement.hasNotResource ? pass('log groups of this account')
    : fail('its role allows access to more than log groups of this account', elsewhere.join(', ') || 'NotResource');
}
