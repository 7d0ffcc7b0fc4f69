import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ECS-002',
  title: 'ECS services assign no public IP addresses to their tasks',
  severity: 'medium',
  types: ['AWS::ECS::Service'],
  rationale: 'A task with a public address is reachable from the internet as soon as one security group rule allows it.',
  remediation: 'Set AssignPublicIp to DISABLED, and pull images through interface endpoints or a NAT gateway.',
  check: (service) => isOneOf(
    service.at('NetworkConfiguration', 'AwsvpcConfiguration', 'AssignPublicIp'), ['DISABLED', undefined], 'it assigns public addresses to its tasks',
  ),
};
