import { resourceOf, every, fail, isOneOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-003',
  title: 'VPCs have flow logs for all traffic',
  severity: 'medium',
  types: ['AWS::EC2::VPC'],
  rationale: 'Rejected connections reveal an intruder who scans the network, accepted ones reveal where data went.',
  remediation: 'Add an AWS::EC2::FlowLog for the VPC with TrafficType ALL.',
  check(vpc) {
    const logs = vpc.referrers('AWS::EC2::FlowLog').filter((log) => resourceOf(log.at('ResourceId').value) === vpc);
    return some(
      ...logs.map((log) => every(
        isOneOf(log.at('ResourceType'), ['VPC'], `${log.name} is not a flow log of the whole VPC`),
        isOneOf(log.at('TrafficType'), ['ALL'], `${log.name} does not log all traffic`),
      )),
      fail('it has no flow log', 'no AWS::EC2::FlowLog'),
    );
  },
};
