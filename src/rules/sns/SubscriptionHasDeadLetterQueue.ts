import { textOf } from '../../model';
import { isPresent, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** What SNS hands to people has no dead letters to read. */
const TO_PEOPLE = ['application', 'email', 'email-json', 'sms'];

export const rule: Rule = {
  id: 'ZT-SNS-006',
  title: 'SNS subscriptions other than email, SMS and mobile push have a dead-letter queue',
  severity: 'medium',
  types: ['AWS::SNS::Subscription'],
  rationale: 'A message that cannot be delivered, for example because a permission is missing, is lost without an error.',
  remediation: 'Set RedrivePolicy with the ARN of a dead-letter queue.',
  check: (subscription) => (TO_PEOPLE.includes(textOf(subscription.at('Protocol').value) ?? '') ? pass('to people')
    : isPresent(subscription.at('RedrivePolicy', 'deadLetterTargetArn'), 'it has no dead-letter queue')),
};
