import { actionsMatching, ServiceAction } from './service-authorization';
import { Statement } from '../../model';
import { ownStatements, TYPES_WITH_POLICIES } from '../../model/identity-policies';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-004',
  title: 'IAM policies allow exact actions, without NotAction or broad wildcards',
  severity: 'medium',
  types: TYPES_WITH_POLICIES,
  rationale: 'A wildcard allows actions that were never intended, and those that the service adds later. A wildcard that '
    + 'matches a single action of the Service Authorization Reference is as exact as that action, and one of Describe* or List* reads no data.',
  remediation: 'List the actions that are called, as the grants of the library do.',
  check(resource) {
    const { statements, readable } = ownStatements(resource);
    return every(
      readable ? pass() : unknown('its statements are not known before deployment'),
      ...statements.filter((statement) => statement.allows).map(exact),
    );
  },
};

function exact(statement: Statement): RuleResult {
  if (statement.hasNotAction) return fail('it allows actions with NotAction', 'NotAction');
  return every(...statement.actions.map(judge));
}

function judge(action: string): RuleResult {
  if (/^[a-z0-9-]+:[a-z0-9]+$/.test(action)) return pass();
  if (!/^[a-z0-9-*?]+(:[a-z0-9*?]+)?$/.test(action)) return unknown('an allowed action is not known before deployment', action);
  const matched = actionsMatching(action);
  if (/:(describe|list)[a-z0-9]*\*$/.test(action) && !matched?.some(({ managesPermissions }) => managesPermissions)) return pass(`${action}, which only describes`);
  return matched?.length === 1 ? pass(`${action}, ${matched[0].name} alone`) : fail('it allows actions by wildcard', `${action}${inWords(matched)}`);
}

/** How much a wildcard gives, permissions management named: it opens the resource to others. */
function inWords(matched?: ServiceAction[]): string {
  if (!matched) return '';
  const managing = matched.filter(({ managesPermissions }) => managesPermissions).map(({ name }) => name);
  return ` (${matched.length} actions${managing.length > 0 ? `, ${managing.slice(0, 3).join(', ')} among them` : ''})`;
}
