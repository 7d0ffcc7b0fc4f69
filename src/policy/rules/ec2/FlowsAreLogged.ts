import { resourceOf, every, fail, isOneOf, some } from '../judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-003',
  title: 'A VPC logs all flows',
  severity: 'medium',
  types: ['AWS::EC2::VPC'],
  rationale: 'Refused connections show an intruder who looks around, accepted ones where the data went.',
  remediation: 'Add an AWS::EC2::FlowLog of the VPC with TrafficType ALL.',
  controls: ['FSBP EC2.6', 'NIST 800-53 AU-12', 'PCI DSS 10.2.1', 'CIS AWS 3.0.0 3.7'],
  check(vpc) {
    const logs = vpc.referrers('AWS::EC2::FlowLog').filter((log) => resourceOf(log.at('ResourceId').value) === vpc);
    return some(
      ...logs.map((log) => every(
        isOneOf(log.at('ResourceType'), ['VPC'], `${log.name} is no flow log of the whole VPC`),
        isOneOf(log.at('TrafficType'), ['ALL'], `${log.name} does not log all traffic`),
      )),
      fail('it has no flow log', 'no AWS::EC2::FlowLog'),
    );
  },
};
