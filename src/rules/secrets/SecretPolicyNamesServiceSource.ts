import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SECRETS-005',
  title: 'Secrets Manager resource policies grant AWS services access for named source accounts or ARNs only',
  severity: 'medium',
  types: ['AWS::SecretsManager::ResourcePolicy'],
  rationale: 'An AWS service acts for every customer: without a source condition, a resource of another account can read the secret (confused deputy).',
  remediation: 'Add a condition on aws:SourceAccount or aws:SourceArn to each Allow statement for a service.',
  check: (policy) => everyStatement(policy, 'ResourcePolicy', (statement) => servicesActForNamed(statement)),
};
