import { isListSomewhere, isSomewhere } from './cidr';
import { isWeb } from './web-ports';
import type { Expression } from '../../model';
import { every, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const FINDING = 'it allows HTTP or HTTPS from any address';
const UNCLEAR = 'an ingress source is not known before deployment';

export const rule: Rule = {
  id: 'ZT-EC2-013',
  title: 'Security groups open to any address on HTTP and HTTPS are those of public load balancers only',
  severity: 'medium',
  types: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress'],
  rationale: 'What listens on the internet at ports 80 and 443 is attacked at once, and is rarely meant to be an instance or a function. A load balancer, or CloudFront '
    + 'with the prefix list of its origins, can stand before it.',
  remediation: 'Allow the security group of the load balancer, or the prefix list com.amazonaws.global.cloudfront.origin-facing. Waive the finding of a public load balancer.',
  check: (resource) => (resource.type === 'AWS::EC2::SecurityGroupIngress' ? judge(resource.properties)
    : every(pass('no web port for any address'), ...resource.at('SecurityGroupIngress').items().map(judge))),
};

function judge(ingress: Expression): RuleResult {
  if (ingress.value.kind !== 'known' || !isWeb(ingress)) return pass();
  return every(
    ...(['CidrIp', 'CidrIpv6'] as const).map((property) => isSomewhere(ingress, property, FINDING, UNCLEAR)),
    isListSomewhere(ingress.at('SourcePrefixListId'), FINDING, UNCLEAR),
  );
}
