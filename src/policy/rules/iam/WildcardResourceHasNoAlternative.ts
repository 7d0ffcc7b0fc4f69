import { describe, Statement, TemplateResource, textOf } from '../../model';
import { every, fail, pass, unknown } from '../judge';
import { isOnlyCondition } from '../resource-policies';
import type { Rule, RuleResult } from '../rule';
import { ownStatements, rolesOf, statementsForRole, TYPES_WITH_POLICIES } from './identity-policies';

/**
 * Actions that take no resource. Source: Service Authorization Reference, pages of the services.
 */
const WITHOUT_RESOURCE = [
  'cloudwatch:putmetricdata',
  'secretsmanager:getrandompassword',
  'xray:getsamplingrules',
  'xray:getsamplingtargets',
  'xray:puttelemetryrecords',
  'xray:puttracesegments',
];
/**
 * What Lambda does to put a function into a network, before there is an interface to name. Source: AWS Lambda developer
 * guide, "Giving Lambda functions access to resources in an Amazon VPC".
 */
const NETWORK_INTERFACES = [
  'ec2:assignprivateipaddresses',
  'ec2:createnetworkinterface',
  'ec2:deletenetworkinterface',
  'ec2:describenetworkinterfaces',
  'ec2:describesubnets',
  'ec2:unassignprivateipaddresses',
];

export const rule: Rule = {
  id: 'ZT-IAM-001',
  title: 'An Allow on every resource holds only actions that have no resource to name',
  severity: 'high',
  types: TYPES_WITH_POLICIES,
  rationale: 'A permission on `*` reaches what nobody granted, in this app and in every other of the account. Lambda\'s network-interface '
    + 'actions need `*`, and would let the function\'s own code rearrange the network unless they are denied to it.',
  remediation: 'Name the resources. Beside the network-interface actions put a Deny of the same actions on `*` under the one condition '
    + '`Null: {lambda:SourceFunctionArn: false}`, in the same policy or in another one of the same role.',
  controls: ['NIST 800-53 AC-6', 'PCI DSS 7.2.2', 'FSBP IAM.21', 'CSA-12 SAS-4'],
  check(resource) {
    const { statements, readable } = ownStatements(resource);
    const allowed = statements.filter((statement) => statement.allows);
    return every(
      readable ? pass() : unknown('its statements are not known before deployment'),
      ...allowed.map(resourceKnown),
      ...allowed.filter((statement) => statement.onEverything).map((statement) => judge(statement, statements, resource)),
    );
  },
};

function resourceKnown(statement: Statement): RuleResult {
  if (statement.hasNotResource) return fail('it allows actions on all but some resources', 'NotResource');
  const gaps = statement.resources.filter((value) => value.kind === 'unknown' && !(value.text ?? '').startsWith('arn:'));
  return gaps.length === 0 ? pass() : unknown('a resource that it allows is not known before deployment', gaps.map(describe).join(', '));
}

function judge(statement: Statement, own: Statement[], resource: TemplateResource): RuleResult {
  const named = statement.actions.filter((action) => !WITHOUT_RESOURCE.includes(action));
  const others = named.filter((action) => !NETWORK_INTERFACES.includes(action));
  if (others.length > 0 || statement.hasNotAction) return fail('it allows actions on every resource that could name one', others.join(', ') || 'NotAction');
  if (named.length === 0 || deniedToCode(own, named)) return pass();

  const roles = rolesOf(resource);
  const held = roles.length > 0 && roles.every((role) => deniedToCode(statementsForRole(role).statements, named));
  return held ? pass('network interfaces, denied to the function\'s code')
    : fail('it allows the network-interface actions, and nothing denies them to the function\'s own code', named.join(', '));
}

function deniedToCode(statements: Statement[], actions: string[]): boolean {
  return statements.some((statement) => statement.denies && statement.onEverything && statement.covers(actions)
    && isOnlyCondition(statement, 'Null', 'lambda:sourcefunctionarn', 'false') && statement.resources.every((value) => textOf(value) === '*'));
}
