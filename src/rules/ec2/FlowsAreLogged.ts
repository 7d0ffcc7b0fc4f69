import { resourceOf, every, fail, isOneOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-003',
  title: 'A VPC logs all flows',
  severity: 'medium',
  types: ['AWS::EC2::VPC'],
  rationale: 'Refused connections show an intruder who looks around, accepted ones where the data went.',
  remediation: 'Add an AWS::EC2::FlowLog of the VPC with TrafficType ALL.',
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
