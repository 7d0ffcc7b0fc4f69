import { describe, TemplateResource, textOf } from '../../model';
import { areSmall } from '../../model/address-ranges';
import { fail, isFalseOrAbsent, pass, saysFalse, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-EKS-001',
  title: 'EKS cluster endpoints are private, or public for small address ranges only',
  severity: 'high',
  types: ['AWS::EKS::Cluster'],
  rationale: 'Public access from any address is the default: one leaked credential, or one fault of the Kubernetes API server, is then used from anywhere.',
  remediation: 'Set EndpointPrivateAccess true and EndpointPublicAccess false, or name the ranges of administrators in PublicAccessCidrs.',
  check(cluster) {
    const access = cluster.at('ResourcesVpcConfig', 'EndpointPublicAccess');
    if (!access.isAbsent && isFalseOrAbsent(access, '').verdict === 'pass') return pass('a private endpoint');
    return access.value.kind === 'known' && !saysFalse(access.value.value) ? ranges(cluster)
      : unknown('whether its endpoint is public is not known before deployment', describe(access.value));
  },
};

function ranges(cluster: TemplateResource): RuleResult {
  const list = cluster.at('ResourcesVpcConfig', 'PublicAccessCidrs');
  const named = list.items();
  if (list.value.kind === 'unknown' || named.some(({ value }) => value.kind !== 'known')) return unknown('the addresses that its public endpoint takes are not known before deployment', describe(list.value));
  const cidrs = named.map(({ value }) => textOf(value) ?? '');
  return cidrs.length > 0 && areSmall(cidrs) ? pass(cidrs.join(', ')) : fail('its public endpoint takes any address', cidrs.join(', ') || 'PublicAccessCidrs absent');
}
