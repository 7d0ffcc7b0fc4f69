import { Statement } from '../../model';
import { every, fail, pass, unknown } from '../judge';
import type { Rule, RuleResult } from '../rule';
import { ownStatements, TYPES_WITH_POLICIES } from './identity-policies';

export const rule: Rule = {
  id: 'ZT-IAM-004',
  title: 'An Allow names exact actions',
  severity: 'high',
  types: TYPES_WITH_POLICIES,
  rationale: 'A wildcard allows what nobody meant, and what the service adds next year.',
  remediation: 'List the actions that are called. Grants of the library do.',
  controls: ['NIST 800-53 AC-6', 'PCI DSS 7.2.2', 'FSBP IAM.1', 'FSBP IAM.21', 'CSA-12 SAS-4'],
  check(resource) {
    const { statements, readable } = ownStatements(resource);
    return every(
      readable ? pass() : unknown('its statements are not known before deployment'),
      ...statements.filter((statement) => statement.allows).map(exact),
    );
  },
};

function exact(statement: Statement): RuleResult {
  if (statement.hasNotAction) return fail('it allows all but some actions', 'NotAction');
  const wild = statement.actions.filter((action) => /[*?]/.test(action));
  const odd = statement.actions.filter((action) => !/^[a-z0-9-]+:[a-z0-9]+$/.test(action));
  if (wild.length > 0) return fail('it allows actions by wildcard', wild.join(', '));
  return odd.length === 0 ? pass() : unknown('an action that it allows is not known before deployment', odd.join(', '));
}
