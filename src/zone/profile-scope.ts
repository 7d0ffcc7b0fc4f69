import { IConstruct } from 'constructs';
import { ZeroTrustError } from './errors';
import type { Profile } from './profile';

const PROFILE = Symbol.for('cdk-zero-trust.profile');
const UNSAID = Symbol.for('cdk-zero-trust.zone-without-profile');

interface MayHaveProfile extends IConstruct {
  [PROFILE]?: Profile;
  [UNSAID]?: Profile;
}

/** The profile that a scope has, from the nearest one above that it was applied to. */
export function profileAt(scope: IConstruct): Profile | undefined {
  return [...scope.node.scopes].reverse().map((ancestor: MayHaveProfile) => ancestor[PROFILE]).find((profile) => profile !== undefined);
}

/** Remembers what a zone took that was not told a profile of its own. */
export function rememberUnsaid(zone: IConstruct, taken: Profile): void {
  Object.defineProperty(zone, UNSAID, { value: taken });
}

/** Zones ask when they are made, so what comes later than they would silently do nothing: throws `ProfileTooLate`. */
export function applyProfile(scope: IConstruct, profile: Profile): void {
  const own = (scope as MayHaveProfile)[PROFILE];
  if (own === profile) return;
  const zone = scope.node.findAll().find((one: MayHaveProfile) => one[UNSAID] !== undefined && one[UNSAID] !== profile) as MayHaveProfile | undefined;
  const had = own ?? zone?.[UNSAID];
  if (had) {
    throw new ZeroTrustError(zone ?? scope, 'ProfileTooLate', `profile ${had.name} is in force here already, and ${profile.name} would change nothing of it.`,
      `call Profile.${profile.name}.applyTo(app) before the stacks are made, once.`);
  }
  Object.defineProperty(scope, PROFILE, { value: profile });
}
