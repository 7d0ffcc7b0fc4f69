import * as iam from 'aws-cdk-lib/aws-iam';
import { acknowledgeStructural, StructuralCause } from '../core/structural-acknowledgement';
import type { TrustZone } from '../zone/trust-zone';

const ID = 'StateMachines';

/** Source: AWS Step Functions developer guide, "Logging to CloudWatch Logs", "AWS X-Ray and Step Functions". */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];
const TRACES = ['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/**
 * What every state machine of a zone needs to run at all, in one policy for all, so that no machine's own policy holds a `*`.
 */
export function stateMachinePolicy(zone: TrustZone): iam.IManagedPolicy {
  const made = zone.node.tryFindChild(ID);
  if (made) return made as iam.ManagedPolicy;

  const policy = new iam.ManagedPolicy(zone, ID, {
    statements: [
      new iam.PolicyStatement({ sid: 'Traces', actions: TRACES, resources: ['*'] }),
      new iam.PolicyStatement({ sid: 'LogDelivery', actions: LOG_DELIVERY, resources: ['*'] }),
    ],
  });
  acknowledgeStructural(policy.node.defaultChild!, {
    cause: StructuralCause.NO_RESOURCE_LEVEL,
    findings: ['AwsSolutions::AwsSolutions-IAM5[Resource::*]'],
    provedBy: 'ZT-IAM-001',
    reason: 'X-Ray segments and deliveries of logs have no ARN to name.',
  });
  return policy;
}
