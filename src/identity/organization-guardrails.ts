import * as organizations from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import { checkTargets } from './organization-checks';
import { OrganizationPolicy } from './organization-policy';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';

/**
 * Properties of `OrganizationGuardrails`.
 */
export interface OrganizationGuardrailsProps {
  /**
   * What to deploy: `DataPerimeter.policiesFor(…)`, `AdminGuard.policiesFor(…)`, or the `policies` of a construct.
   */
  readonly policies: OrganizationPolicy[];

  /**
   * What the policies are attached to: the root (`r-…`), organisational units (`ou-…`) or accounts. Begin with one account.
   */
  readonly targetIds: string[];
}

/**
 * Policies of AWS Organizations, for a stack in the management account or in that of a delegated administrator.
 *
 * In the template: an `AWS::Organizations::Policy` for each policy, one after the other, because Organizations takes one
 * change at a time. The types of policies must be enabled in the organisation.
 *
 * Throws `NoTargets`, `BadTarget`, `NoPolicies`, `SamePolicyTwice`.
 *
 * Fixed cost: none. Source: AWS Organizations user guide, "Managing organization policies"; NIST 800-53 AC-3, AC-4, CM-7.
 *
 * @example
 * new OrganizationGuardrails(this, 'Guardrails', {
 *   policies: DataPerimeter.policiesFor({ organizationId: 'o-abcdefghij' }),
 *   targetIds: ['ou-ab12-cdefghij'],
 * });
 */
export class OrganizationGuardrails extends Construct {
  constructor(scope: Construct, id: string, props: OrganizationGuardrailsProps) {
    const path = pathOf(scope, id);
    checkProps(new.target === OrganizationGuardrails, 'OrganizationGuardrailsProps', path, props);
    checkTargets(path, props.targetIds);
    checkPolicies(path, props.policies);
    super(scope, id);
    let before: organizations.CfnPolicy | undefined;
    for (const { name, policyType, description, content } of props.policies) {
      const policy = new organizations.CfnPolicy(this, name, { name, type: policyType, description, content, targetIds: props.targetIds });
      if (before) policy.addResourceDependency(before);
      before = policy;
    }
  }
}

function checkPolicies(path: string, policies: OrganizationPolicy[]): void {
  if (policies.length === 0) throw new ZeroTrustError(path, 'NoPolicies', 'there is nothing to attach.', 'pass DataPerimeter.policiesFor(…).');
  const names = policies.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  throw new ZeroTrustError(path, 'SamePolicyTwice', `the policy '${twice}' is given twice.`, 'take the policies of one perimeter and of one guard.');
}
