import { describe } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import { policiesOf } from '../../model/policies-anywhere';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-OPENSEARCH-003',
  title: 'OpenSearch Serverless data access policies list permissions',
  severity: 'medium',
  types: ['AWS::OpenSearchServerless::AccessPolicy'],
  rationale: 'aoss:* includes deleting the index: a principal that reads needs aoss:ReadDocument only.',
  remediation: 'List the permissions that the principal needs.',
  check: (policy) => every(pass('no rule'), ...policiesOf(policy).flatMap(({ statements, document }) => (
    statements?.map(({ actions }) => (actions.some((action) => /[*?]$/.test(action)) ? fail('it grants all permissions', actions.join(', ')) : pass(actions.join(', '))))
      ?? [unknown('its permissions are not known before deployment', describe(document.value))]))),
};
