import { textOf } from '../../model';
import { decide, every, pass } from '../../model/judge';
import type { Rule } from '../rule';

const TAG = 'zero-trust:profile';

export const rule: Rule = {
  id: 'ZT-KMS-008',
  title: 'KMS keys are not tagged with the DEVELOPMENT profile, which leaves out network isolation and AWS WAF',
  severity: 'high',
  types: ['AWS::KMS::Key'],
  rationale: 'A stack of the DEVELOPMENT profile has functions outside of a VPC, no web ACL, short log retention and one key for all classes of data. It is a sandbox.',
  remediation: 'Deploy to production with another profile: Profile.BASELINE, or that of the framework.',
  check(key) {
    const profiles = key.at('Tags').items().filter((tag) => textOf(tag.at('Key').value) === TAG).map((tag) => tag.at('Value'));
    if (profiles.length === 0) return pass('no profile');
    return every(...profiles.map((profile) => decide(profile, 'it belongs to a sandbox', (value) => value !== 'DEVELOPMENT')));
  },
};
