import { profileOfKey } from '../../graph/key-profile';
import { isAtLeast, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LOGS-010',
  title: 'Logs are kept as long as the profile says that their key tells',
  severity: 'high',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'Whoever claims a framework is asked for the logs of years ago. What is gone cannot be shown, and nobody notices before that day.',
  remediation: 'Set RetentionInDays to what the profile asks for, 2192 for HIPAA, or take the tag zero-trust:profile from the key.',
  check(group) {
    const profile = profileOfKey(group.at('KmsKeyId'));
    if (!profile) return pass('its key tells no profile');
    const { name, demands: { logDays } } = profile;
    return isAtLeast(group.at('RetentionInDays'), logDays, `it keeps events for less than ${logDays} days, which ${name} asks for`);
  },
};
