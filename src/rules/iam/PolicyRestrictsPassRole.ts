import { describe, Statement, textOf, Value } from '../../model';
import { everyOwnStatement, grantsNothing, TYPES_WITH_PERMISSIONS } from '../../model/identity-policies';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { isOfService, isServiceLinked, nameIn, reachOf } from './names';

export const rule: Rule = {
  id: 'ZT-IAM-008',
  title: 'IAM policies allow iam:PassRole on named roles only',
  severity: 'high',
  types: TYPES_WITH_PERMISSIONS,
  rationale: 'A principal that can pass any role to a service gets the permissions of the most powerful role in the account. A list of prefixes reaches as many '
    + 'roles, and those that are made later.',
  remediation: 'Name the roles in the statement that allows iam:PassRole, and the service in a condition on iam:PassedToService. With that condition, a prefix '
    + 'of the roles of one app will do.',
  check(resource) {
    if (grantsNothing(resource)) return pass('a permissions boundary, which grants nothing');
    return everyOwnStatement(resource, (statement) => (statement.allows && statement.covers(['iam:PassRole']) ? namesRoles(statement) : pass()));
  },
};

function namesRoles(statement: Statement): RuleResult {
  if (statement.hasNotResource) return fail('it allows iam:PassRole with NotResource', 'NotResource');
  const forNamed = statement.conditions.some(namesService);
  const roles = statement.resources.filter((value) => isOfService('iam:PassRole', value));
  const open = roles.filter((value) => isOpen(value, forNamed));
  const unclear = roles.filter((value) => value.kind === 'unknown' && !open.includes(value));
  if (open.length > 0) return fail('it allows iam:PassRole on any role, or any of a prefix', open.map(describe).join(', '));
  return unclear.length === 0 ? pass() : unknown('the roles of iam:PassRole are not known before deployment', unclear.map(describe).join(', '));
}

/** Every role, or those of a prefix: one that is the name of an app will do where the service is named. */
function isOpen(value: Value, forNamedService: boolean): boolean {
  const reach = reachOf(value);
  if (isServiceLinked(value)) return false;
  if (reach !== 'prefix') return reach === 'any';
  const prefix = /^role\/(.*?)[*?]/.exec(nameIn(value))?.[1] ?? '';
  return !forNamedService || prefix.length < SHORTEST_PREFIX || /^cdk-/.test(prefix);
}

const SHORTEST_PREFIX = 4;

function namesService({ operator, key, values }: Statement['conditions'][number]): boolean {
  return key === 'iam:passedtoservice' && /^(ForAnyValue:)?String(Equals|Like)(IgnoreCase)?$/.test(operator) && values.length > 0
    && values.every((value) => /^[\w.-]+\.amazonaws\.com/.test(textOf(value) ?? ''));
}
