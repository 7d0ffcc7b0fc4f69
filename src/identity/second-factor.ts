import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
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

/** Calls without a second factor. Access keys have no such context, and what a service does in a person's name was asked for with one. */
const WITHOUT = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false', 'aws:ViaAWSService': 'false' } };

function tooLongAgo(maxAge: Duration): Record<string, Record<string, string>> {
  return { NumericGreaterThan: { 'aws:MultiFactorAuthAge': `${maxAge.toSeconds()}` }, BoolIfExists: { 'aws:ViaAWSService': 'false' } };
}

export function secondFactorDenials(maxAge: Duration): iam.PolicyStatement[] {
  const deny = (sid: string, conditions: Record<string, any>) => new iam.PolicyStatement({
    sid, effect: iam.Effect.DENY, actions: ['*'], resources: ['*'], conditions,
  });
  return [deny('NoSecondFactor', WITHOUT), deny('SecondFactorTooLongAgo', tooLongAgo(maxAge))];
}

/** For the trust of a role: here the key must be there, and say so. */
export function secondFactorTrust(maxAge: Duration): Record<string, Record<string, string>> {
  return { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, NumericLessThan: { 'aws:MultiFactorAuthAge': `${maxAge.toSeconds()}` } };
}

export function secondFactorControl(humanRoles: string[], maxAge: Duration): OrganizationPolicy {
  const people = { ArnLike: { 'aws:PrincipalArn': humanRoles.map((name) => `arn:*:iam::*:role/${name}`) } };
  const deny = (sid: string, condition: Record<string, Record<string, string>>) => ({
    Sid: sid, Effect: 'Deny' as const, Action: ['*'], Resource: '*', Condition: { ...people, ...condition },
  });
  return controlPolicy(OrganizationPolicyType.SERVICE_CONTROL, 'zero-trust-second-factor',
    'Denies everything to roles of people without a second factor that was shown lately',
    [deny('NoSecondFactor', WITHOUT), deny('SecondFactorTooLongAgo', tooLongAgo(maxAge))]);
}
