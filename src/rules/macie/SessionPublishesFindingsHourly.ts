import { every, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-MACIE-001',
  title: 'Macie is enabled and publishes findings at least hourly',
  severity: 'medium',
  types: ['AWS::Macie::Session'],
  rationale: 'Personal data is often stored where it is not expected. Without Macie it is found by an intruder first.',
  remediation: 'Keep Status at ENABLED, and set FindingPublishingFrequency to FIFTEEN_MINUTES or ONE_HOUR.',
  check: (session) => every(
    isOneOf(session.at('Status'), ['ENABLED', undefined], 'it is paused'),
    isOneOf(session.at('FindingPublishingFrequency'), ['FIFTEEN_MINUTES', 'ONE_HOUR'], 'it publishes findings less often than hourly'),
  ),
};
