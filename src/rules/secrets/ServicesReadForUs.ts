import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SECRETS-005',
  title: 'The policy of a secret lets services read it for named accounts or sources only',
  severity: 'medium',
  types: ['AWS::SecretsManager::ResourcePolicy'],
  rationale: 'A service reads on behalf of any customer: without account or source, somebody else\'s resource gets the secret (the confused deputy).',
  remediation: 'Hold the Allow under aws:SourceAccount or aws:SourceArn.',
  check: (policy) => everyStatement(policy, 'ResourcePolicy', (statement) => servicesActForNamed(statement)),
};
