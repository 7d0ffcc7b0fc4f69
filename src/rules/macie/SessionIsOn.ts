import { every, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-MACIE-001',
  title: 'Macie is on, and publishes what it finds at least hourly',
  severity: 'medium',
  types: ['AWS::Macie::Session'],
  rationale: 'Personal data that lies where nobody expects it is found by looking, or by somebody else.',
  remediation: 'Leave Status at ENABLED, and set FindingPublishingFrequency to FIFTEEN_MINUTES or ONE_HOUR.',
  check: (session) => every(
    isOneOf(session.at('Status'), ['ENABLED', undefined], 'it is paused'),
    isOneOf(session.at('FindingPublishingFrequency'), ['FIFTEEN_MINUTES', 'ONE_HOUR'], 'it publishes findings late'),
  ),
};
