import { every, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-021',
  title: 'EC2 transit gateways do not associate or propagate route tables by default',
  severity: 'low',
  types: ['AWS::EC2::TransitGateway'],
  // source: Amazon VPC user guide, "Transit gateway route tables"
  rationale: 'By default each attachment gets one route table with the routes of all others: every VPC reaches every VPC, also one that is attached later.',
  remediation: 'Set DefaultRouteTableAssociation and DefaultRouteTablePropagation to disable, and associate route tables by segment.',
  check: (gateway) => every(
    isOneOf(gateway.at('DefaultRouteTableAssociation'), ['disable'], 'it associates each attachment with one route table'),
    isOneOf(gateway.at('DefaultRouteTablePropagation'), ['disable'], 'it propagates the routes of each attachment to all others'),
  ),
};
