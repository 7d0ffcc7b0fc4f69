import { every, isCustomerKey, isOneOf, isPresent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-GUARDDUTY-002',
  title: 'Findings of GuardDuty are exported to a bucket, under a customer-managed key',
  severity: 'medium',
  types: ['AWS::GuardDuty::PublishingDestination'],
  rationale: 'GuardDuty keeps findings for 90 days. What is exported tells an intruder what was noticed, so its readers are named by the key.',
  remediation: 'Set DestinationType S3, and DestinationProperties with DestinationArn and KmsKeyArn.',
  check: (destination) => every(
    isOneOf(destination.at('DestinationType'), ['S3'], 'it is no bucket'),
    isPresent(destination.at('DestinationProperties', 'DestinationArn'), 'it names no bucket'),
    isCustomerKey(destination.at('DestinationProperties', 'KmsKeyArn'), 'it is not under a customer-managed key'),
  ),
};
