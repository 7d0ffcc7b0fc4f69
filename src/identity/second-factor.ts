import { Duration } from 'aws-cdk-lib';
import { controlPolicy, OrganizationPolicy, OrganizationPolicyType } from './organization-policy';
import { ZeroTrustError } from '../core/errors';

const SHORTEST = Duration.minutes(15);
const LONGEST = Duration.hours(12);

/** Throws `SecondFactorAge` for more than a working day, and for less than people can work with. */
export function checkAge(path: string, age: Duration = Duration.hours(1)): Duration {
  const seconds = age.isUnresolved() ? NaN : age.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= SHORTEST.toSeconds() && seconds <= LONGEST.toSeconds()) return age;
  throw new ZeroTrustError(path, 'SecondFactorAge', 'maxAge is no literal time from 15 minutes to 12 hours.', 'use an hour.');
}

/** For the trust of a role: here the key must be there, and say so. */
export function secondFactorTrust(maxAge: Duration): Record<string, Record<string, string>> {
  return { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, NumericLessThan: { 'aws:MultiFactorAuthAge': `${maxAge.toSeconds()}` } };
}

/**
 * Nobody becomes one of these roles without a second factor. Asked when the role is assumed: the sessions that STS hands out carry no MFA
 * context themselves, so that a Deny on what a session does would deny everything. IAM user guide, "Secure API access with MFA".
 */
export function secondFactorControl(humanRoles: string[], maxAge: Duration): OrganizationPolicy {
  const deny = (sid: string, condition: Record<string, Record<string, string>>) => ({
    Sid: sid, Effect: 'Deny' as const, Action: ['sts:AssumeRole'], Resource: humanRoles.map((name) => `arn:*:iam::*:role/${name}`), Condition: condition,
  });
  return controlPolicy(OrganizationPolicyType.SERVICE_CONTROL, 'zero-trust-second-factor',
    'Denies to assume roles of people without a second factor that was shown lately', [
      deny('NoSecondFactor', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }), // access keys have no such context
      deny('SecondFactorTooLongAgo', { NumericGreaterThan: { 'aws:MultiFactorAuthAge': `${maxAge.toSeconds()}` } }),
    ]);
}
