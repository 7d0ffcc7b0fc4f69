import { every, isAtLeast, isAtMost, isFalseOrAbsent, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** As many as AWS Config tries when nothing is said, within as many seconds; 25 attempts are the most that it takes. */
const MOST_ATTEMPTS = 5;
const LEAST_SECONDS = 60;

export const rule: Rule = {
  id: 'ZT-CONFIG-002',
  title: 'AWS Config automatic remediations are limited to 5 attempts, over at least 60 seconds',
  severity: 'medium',
  types: ['AWS::Config::RemediationConfiguration'],
  rationale: 'A remediation that conflicts with a deployment changes a resource back and forth, and can break it unnoticed.',
  remediation: 'Set MaximumAutomaticAttempts to 5 or less, and RetryAttemptSeconds to 60 or more, or leave out both: these are the defaults of AWS Config.',
  check(remediation) {
    if (isFalseOrAbsent(remediation.at('Automatic'), '').verdict === 'pass') return pass('manual');
    return every(
      isAtMost(remediation.at('MaximumAutomaticAttempts'), MOST_ATTEMPTS, 'it makes more than 5 attempts', MOST_ATTEMPTS),
      isAtLeast(remediation.at('RetryAttemptSeconds'), LEAST_SECONDS, 'it makes its attempts within less than 60 seconds', LEAST_SECONDS),
    );
  },
};
