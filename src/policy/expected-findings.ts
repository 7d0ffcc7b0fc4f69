import { RuleSetting } from './rule-setting';
import type { Profile } from '../zone/profile';

/** What a development profile gives up, and the rules that find it. Critical rules are never among them. */
const IN_DEVELOPMENT: Record<string, string[]> = {
  'functions are outside of a network': ['ZT-LAMBDA-003'],
  'there is no web ACL': ['ZT-APIGATEWAY-004'],
  'logs are kept for a week': ['ZT-LOGS-001'],
  'data, keys and logs go with their stack': ['ZT-COGNITO-002', 'ZT-DYNAMODB-003', 'ZT-KMS-002', 'ZT-LOGS-004', 'ZT-LOGS-006'],
  'there are no alarms': ['ZT-SECRETS-007'],
  'its keys are tagged so': ['ZT-KMS-008'],
};

/**
 * Findings that the profile of an app means: they stay in the evidence as switched off, with this reason, and are no warnings.
 *
 * @internal
 */
export function expectedBy(profile: Profile | undefined): RuleSetting[] {
  if (!profile?.isDevelopment) return [];
  return Object.entries(IN_DEVELOPMENT)
    .flatMap(([reason, rules]) => rules.map((rule) => RuleSetting.off(rule, `Profile ${profile.name} is a sandbox and not for production: ${reason}.`)));
}
