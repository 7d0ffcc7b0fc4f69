import { textOf } from '../../model';
import { isPresent, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** What SNS hands to people has no dead letters to read. */
const TO_PEOPLE = ['application', 'email', 'email-json', 'sms'];

export const rule: Rule = {
  id: 'ZT-SNS-006',
  title: 'What a subscription cannot deliver is kept',
  severity: 'medium',
  types: ['AWS::SNS::Subscription'],
  rationale: 'A message that cannot be delivered, because a permission or a key is missing, is gone without an error.',
  remediation: 'Set RedrivePolicy with the ARN of a dead-letter queue.',
  check: (subscription) => (TO_PEOPLE.includes(textOf(subscription.at('Protocol').value) ?? '') ? pass('to people')
    : isPresent(subscription.at('RedrivePolicy', 'deadLetterTargetArn'), 'what it cannot deliver is lost')),
};
