import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-020',
  title: 'EC2 transit gateways do not accept shared attachments automatically',
  severity: 'high',
  types: ['AWS::EC2::TransitGateway'],
  rationale: 'With automatic acceptance, every account that the gateway is shared with connects its VPC to the network, without review.',
  remediation: 'Omit AutoAcceptSharedAttachments, or set it to disable, and accept each attachment.',
  check: (gateway) => isOneOf(gateway.at('AutoAcceptSharedAttachments'), ['disable', undefined], 'it accepts attachments of other accounts automatically'),
};
