import { profileOfKey } from '../../graph/key-profile';
import { isAtLeast, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LOGS-010',
  title: 'CloudWatch log groups have the retention that the profile of their KMS key requires',
  severity: 'high',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'A compliance audit requires logs of past years. Expired logs cannot be restored, and the gap is noticed only at the audit.',
  remediation: 'Set RetentionInDays to the days that the profile requires, 2192 for HIPAA, or remove the tag zero-trust:profile from the key.',
  check(group) {
    const profile = profileOfKey(group.at('KmsKeyId'));
    if (!profile) return pass('its key has no profile');
    const { name, demands: { logDays } } = profile;
    return isAtLeast(group.at('RetentionInDays'), logDays, `its retention is less than the ${logDays} days that ${name} requires`);
  },
};
