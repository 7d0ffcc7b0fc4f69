import { describe, Expression, TemplateResource } from '../../model';
import { decide, every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const OUTDATED = 'its policy allows TLS 1.0 or 1.1';
/** Security policies of which TLS 1.2 is the oldest version. Source: Elastic Load Balancing user guides, "Security policies". */
const TLS_1_2 = /^ELBSecurityPolicy-(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)/;

export const rule: Rule = {
  id: 'ZT-ELB-002',
  title: 'TLS listeners of load balancers have a security policy of TLS 1.2 or later',
  severity: 'medium',
  types: ['AWS::ElasticLoadBalancingV2::Listener', 'AWS::ElasticLoadBalancing::LoadBalancer'],
  rationale: 'TLS 1.0 and 1.1 have known weaknesses. CloudFormation takes ELBSecurityPolicy-2016-08 where no policy is named, which allows both.',
  remediation: 'Set SslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-2021-06; on a Classic Load Balancer, refer to ELBSecurityPolicy-TLS-1-2-2017-01.',
  check(resource) {
    if (resource.type === 'AWS::ElasticLoadBalancing::LoadBalancer') {
      return every(pass('no listener with TLS'), ...resource.at('Listeners').items().map((listener) => ofClassic(resource, listener)));
    }
    return ofTls(resource.at('Protocol'), () => isCurrent(resource.at('SslPolicy')));
  },
};

function ofTls(protocol: Expression, judge: () => RuleResult): RuleResult {
  const { value } = protocol;
  if (value.kind !== 'known') return unknown('its protocol is not known before deployment', describe(value));
  return /^(HTTPS|TLS|SSL)$/i.test(String(value.value)) ? judge() : pass(describe(value));
}

function isCurrent(policy: Expression): RuleResult {
  return decide(policy, OUTDATED, (name) => typeof name === 'string' && TLS_1_2.test(name));
}

/** A listener of a Classic Load Balancer names policies of the load balancer, one of which refers to a security policy of AWS. */
function ofClassic(balancer: TemplateResource, listener: Expression): RuleResult {
  return ofTls(listener.at('Protocol'), () => {
    const names = listener.at('PolicyNames').items().map(({ value }) => (value.kind === 'known' ? value.value : undefined));
    const policies = balancer.at('Policies').items().filter((policy) => {
      const { value } = policy.at('PolicyName');
      return value.kind === 'known' && names.includes(value.value);
    });
    const references = policies.flatMap((policy) => policy.at('Attributes').items()).filter((attribute) => {
      const { value } = attribute.at('Name');
      return value.kind === 'known' && value.value === 'Reference-Security-Policy';
    });
    return references.length === 0 ? fail(OUTDATED, 'the default policy') : every(...references.map((attribute) => isCurrent(attribute.at('Value'))));
  });
}
