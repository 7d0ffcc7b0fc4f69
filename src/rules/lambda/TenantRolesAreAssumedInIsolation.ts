import { TemplateResource } from '../../model';
import { statementsForRole } from '../../model/identity-policies';
import { fail, isThere, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-035',
  title: 'Lambda functions that assume roles with session tags of tenants use tenant isolation',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'Credentials of one tenant stay in the memory of the execution environment. Without tenant isolation the next invocation, for another tenant, finds them there.',
  remediation: 'Set TenancyConfig.TenantIsolationMode to PER_TENANT, and pass the tenant ID with each invocation.',
  // source: AWS Lambda developer guide, "Tenant isolation"
  check(fn) {
    const role = resourceOf(fn.at('Role').value, 'AWS::IAM::Role');
    if (!role) return pass('its role is not in the templates, see ZT-IAM-002');
    const tagged = taggedRolesOf(role);
    if (tagged.length === 0) return pass('no session tags');
    const tenancy = fn.at('TenancyConfig', 'TenantIsolationMode');
    if (tenancy.value.kind === 'unknown') return unknown('its tenant isolation is not known before deployment');
    const seen = tagged.map(({ name }) => name).join(', ');
    return isThere(tenancy) ? pass(seen) : fail('it assumes roles of tenants, and has no tenant isolation', seen);
  },
};

/** The roles of these templates that it may give a session tag. */
function taggedRolesOf(role: TemplateResource): TemplateResource[] {
  return statementsForRole(role).statements.filter((statement) => statement.allows && statement.covers(['sts:TagSession']))
    .flatMap(({ resources }) => resources).flatMap((value) => resourceOf(value, 'AWS::IAM::Role') ?? []).filter((one) => one !== role);
}
