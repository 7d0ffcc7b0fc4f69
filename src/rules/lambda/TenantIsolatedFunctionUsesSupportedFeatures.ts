import { TemplateResource } from '../../model';
import { every, fail, isOneOf, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-021',
  title: 'Tenant-isolated Lambda functions have no URL, provisioned concurrency or SnapStart',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'With tenant isolation, each tenant has separate execution environments. Lambda does not support it together with function URLs, '
    + 'provisioned concurrency or SnapStart, so such a template fails during deployment.',
  remediation: 'Remove the function URL, provisioned concurrency and SnapStart of a function with TenantIsolationMode PER_TENANT.',
  check(fn) {
    if (fn.at('TenancyConfig').isAbsent) return pass('no tenant isolation');
    const attached = fn.referrers('AWS::Lambda::Alias', 'AWS::Lambda::Url', 'AWS::Lambda::Version').filter((other) => isOf(other, fn));
    return every(
      isOneOf(fn.at('TenancyConfig', 'TenantIsolationMode'), ['PER_TENANT'], 'its tenant isolation mode is not PER_TENANT'),
      isOneOf(fn.at('SnapStart', 'ApplyOn'), [undefined, 'None'], 'it uses SnapStart, which does not support tenant isolation'),
      ...attached.map(mixes),
    );
  },
};

function isOf(other: TemplateResource, fn: TemplateResource): boolean {
  return resourceOf(other.at(other.type === 'AWS::Lambda::Url' ? 'TargetFunctionArn' : 'FunctionName').value) === fn;
}

function mixes(other: TemplateResource): RuleResult {
  if (other.type === 'AWS::Lambda::Url') return fail('it has a function URL, which does not support tenant isolation', other.name);
  return other.at('ProvisionedConcurrencyConfig').isAbsent ? pass() : fail('it has provisioned concurrency, which does not support tenant isolation', other.name);
}
