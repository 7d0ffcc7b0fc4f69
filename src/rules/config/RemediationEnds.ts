import { every, isAtLeast, isAtMost, isFalseOrAbsent, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** As many as AWS Config tries when nothing is said; 25 is the most that it takes. */
const MOST_ATTEMPTS = 5;

export const rule: Rule = {
  id: 'ZT-CONFIG-002',
  title: 'A remediation that runs by itself ends after a few attempts',
  severity: 'medium',
  types: ['AWS::Config::RemediationConfiguration'],
  rationale: 'A remediation that fights a deployment changes a resource back and forth, and nobody notices what it broke.',
  remediation: 'Set MaximumAutomaticAttempts to 5 or less, and RetryAttemptSeconds to 60 or more.',
  check(remediation) {
    if (isFalseOrAbsent(remediation.at('Automatic'), '').verdict === 'pass') return pass('by hand');
    return every(
      isAtMost(remediation.at('MaximumAutomaticAttempts'), MOST_ATTEMPTS, 'it tries again and again'),
      isAtLeast(remediation.at('RetryAttemptSeconds'), 60, 'it tries again at once'),
    );
  },
};
