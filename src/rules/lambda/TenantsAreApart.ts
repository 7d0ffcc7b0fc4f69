import { TemplateResource } from '../../model';
import { every, fail, isOneOf, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-021',
  title: 'A function that keeps tenants apart has nothing that would mix them',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'With tenant isolation each tenant has execution environments of its own. Lambda does not offer it together with function URLs, '
    + 'provisioned concurrency and SnapStart, so a template with both fails in the middle of a deployment.',
  remediation: 'Leave out the function URL, provisioned concurrency and SnapStart of a function with TenantIsolationMode PER_TENANT.',
  check(fn) {
    if (fn.at('TenancyConfig').isAbsent) return pass('no tenants');
    const attached = fn.referrers('AWS::Lambda::Alias', 'AWS::Lambda::Url', 'AWS::Lambda::Version').filter((other) => isOf(other, fn));
    return every(
      isOneOf(fn.at('TenancyConfig', 'TenantIsolationMode'), ['PER_TENANT'], 'it does not keep tenants apart'),
      isOneOf(fn.at('SnapStart', 'ApplyOn'), [undefined, 'None'], 'it starts all tenants from one snapshot'),
      ...attached.map(mixes),
    );
  },
};

function isOf(other: TemplateResource, fn: TemplateResource): boolean {
  return resourceOf(other.at(other.type === 'AWS::Lambda::Url' ? 'TargetFunctionArn' : 'FunctionName').value) === fn;
}

function mixes(other: TemplateResource): RuleResult {
  if (other.type === 'AWS::Lambda::Url') return fail('it has a URL, which knows no tenants', other.name);
  return other.at('ProvisionedConcurrencyConfig').isAbsent ? pass() : fail('it has environments before there is a tenant', other.name);
}
