import { every, isCustomerKey, isOneOf, isPresent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-GUARDDUTY-002',
  title: 'GuardDuty findings are exported to S3, encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::GuardDuty::PublishingDestination'],
  rationale: 'GuardDuty keeps findings for 90 days. Exported findings reveal to an intruder what was detected, so the key restricts their readers.',
  remediation: 'Set DestinationType S3, and DestinationProperties with DestinationArn and KmsKeyArn.',
  check: (destination) => every(
    isOneOf(destination.at('DestinationType'), ['S3'], 'its destination is not S3'),
    isPresent(destination.at('DestinationProperties', 'DestinationArn'), 'it has no destination bucket'),
    isCustomerKey(destination.at('DestinationProperties', 'KmsKeyArn'), 'it is not encrypted with a customer managed KMS key'),
  ),
};
