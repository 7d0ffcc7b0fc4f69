import { cdkProvider } from './cdk-providers';
import { cdkWaiter } from './cdk-waiter';
import type { TemplateResource } from '../../model';
import type { Rule } from '../../rules';

/** What users cannot change of a provider. Whatever else a rule finds on one, as an old runtime, stays open; so does all that is critical. */
const NOT_CONFIGURABLE = [
  'ZT-IAM-001', 'ZT-IAM-003', 'ZT-IAM-026', 'ZT-LAMBDA-002', 'ZT-LAMBDA-003', 'ZT-LAMBDA-005', 'ZT-LAMBDA-006', 'ZT-LAMBDA-010', 'ZT-LAMBDA-019', 'ZT-LAMBDA-027',
  'ZT-STATES-002', 'ZT-STATES-003', 'ZT-STATES-005',
];

/** Why what a rule finds on a resource of the CDK is structural, as a sentence without its end; `undefined` for what users can configure. */
export function structuralReason(rule: Rule, resource: TemplateResource): string | undefined {
  return rule.severity !== 'critical' && NOT_CONFIGURABLE.includes(rule.id) ? cdkProvider(resource) ?? cdkWaiter(resource) : undefined;
}
