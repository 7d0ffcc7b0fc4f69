import { every, isAtLeast, isAtMost, isFalseOrAbsent, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** As many as AWS Config tries when nothing is said; 25 is the most that it takes. */
const MOST_ATTEMPTS = 5;

export const rule: Rule = {
  id: 'ZT-CONFIG-002',
  title: 'AWS Config automatic remediations are limited to 5 attempts, over at least 60 seconds',
  severity: 'medium',
  types: ['AWS::Config::RemediationConfiguration'],
  rationale: 'A remediation that conflicts with a deployment changes a resource back and forth, and can break it unnoticed.',
  remediation: 'Set MaximumAutomaticAttempts to 5 or less, and RetryAttemptSeconds to 60 or more.',
  check(remediation) {
    if (isFalseOrAbsent(remediation.at('Automatic'), '').verdict === 'pass') return pass('manual');
    return every(
      isAtMost(remediation.at('MaximumAutomaticAttempts'), MOST_ATTEMPTS, 'it makes more than 5 attempts'),
      isAtLeast(remediation.at('RetryAttemptSeconds'), 60, 'it makes its attempts within less than 60 seconds'),
    );
  },
};
