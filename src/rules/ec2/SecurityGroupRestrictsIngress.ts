import { isListSomewhere, isSomewhere } from './cidr';
import { restrictsPorts } from './lightsail-ports';
import { isWeb, mayBeWeb } from './web-ports';
import { describe, Expression } from '../../model';
import { every, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const LIGHTSAIL = 'AWS::Lightsail::Instance';
const FINDING = 'it allows inbound traffic from any address';
const UNCLEAR_PORT = 'the port that it opens to any address is not known before deployment';
const UNCLEAR = 'an ingress source is not known before deployment';

export const rule: Rule = {
  id: 'ZT-EC2-006',
  title: 'Security groups and Lightsail instances restrict inbound traffic to named sources, except HTTP and HTTPS',
  severity: 'high',
  types: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress', LIGHTSAIL],
  rationale: 'Scanners find an address that is open to the internet within minutes, and network isolation no longer protects it.',
  remediation: 'Allow a security group, a prefix list or the CIDR range of the callers.',
  check(resource) {
    if (resource.type === LIGHTSAIL) return restrictsPorts(resource, FINDING, UNCLEAR);
    return resource.type === 'AWS::EC2::SecurityGroupIngress' ? named(resource.properties)
      : every(pass('no ingress from any address'), ...resource.at('SecurityGroupIngress').items().map(named));
  },
};

function named(ingress: Expression): RuleResult {
  if (ingress.value.kind !== 'known') return unknown('an ingress rule is not known before deployment', describe(ingress.value));
  if (isWeb(ingress)) return pass('HTTP or HTTPS: see ZT-EC2-013');
  const result = every(
    ...(['CidrIp', 'CidrIpv6'] as const).map((property) => isSomewhere(ingress, property, FINDING, UNCLEAR)),
    isListSomewhere(ingress.at('SourcePrefixListId'), FINDING, UNCLEAR),
  );
  return result.verdict === 'fail' && mayBeWeb(ingress) ? unknown(UNCLEAR_PORT, result.value) : result;
}
