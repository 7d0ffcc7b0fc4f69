import { IConstruct } from 'constructs';
import { ZeroTrustError } from '../core/errors';

/** Of a profile what scopes need: it is known by identity, and called by name. */
interface Named {
  readonly name: string;
}

const APPLIED = Symbol.for('cdk-zero-trust.profile');
const TAKEN = Symbol.for('cdk-zero-trust.profile-of-zone');

/** What was applied to a scope; one that is enforced lets zones below say nothing else. */
interface Applied {
  readonly profile: Named;
  readonly enforced: boolean;
}

/** What a zone took, and whether it was told so itself. */
interface Taken {
  readonly profile: Named;
  readonly said: boolean;
}

interface MayHaveProfile extends IConstruct {
  [APPLIED]?: Applied;
  [TAKEN]?: Taken;
}

/** The profile of a zone that is to be made: what it says itself, else what the nearest scope has. Throws `OtherProfile`. */
export function profileFor<Profile extends Named>(scope: IConstruct, path: string, said?: Profile): Profile | undefined {
  const applied = [...scope.node.scopes].reverse().flatMap((ancestor: MayHaveProfile) => ancestor[APPLIED] ?? []);
  const enforced = applied.find((one) => one.enforced)?.profile;
  const profile = said ?? applied[0]?.profile as Profile | undefined;
  if (enforced && profile !== enforced) refuseOther(path, profile!, enforced);
  return profile;
}

export function rememberProfile(zone: IConstruct, profile: Named, said: boolean): void {
  Object.defineProperty(zone, TAKEN, { value: { profile, said } });
}

/**
 * Zones ask when they are made, so what comes later than they would silently do nothing: throws `ProfileTooLate`; when it is enforced
 * `OtherProfile` for a zone that says another one itself.
 */
export function applyProfile(scope: IConstruct, profile: Named, enforced: boolean): void {
  const own = (scope as MayHaveProfile)[APPLIED]?.profile;
  if (own && own !== profile) refuseLate(scope, own, profile);
  for (const one of scope.node.findAll() as MayHaveProfile[]) {
    const taken = one[TAKEN];
    if (!taken || taken.profile === profile) continue;
    if (!taken.said) refuseLate(one, taken.profile, profile);
    if (enforced) refuseOther(one.node.path, taken.profile, profile);
  }
  Object.defineProperty(scope, APPLIED, { value: { profile, enforced }, configurable: true });
}

function refuseLate(scope: IConstruct, had: Named, late: Named): never {
  throw new ZeroTrustError(scope, 'ProfileTooLate', `profile ${had.name} is in force here already, and ${late.name} would change nothing of it.`,
    'apply the profile to the app before the stacks are made: Profile.HIPAA.applyTo(app), or ZeroTrust.enforce(app, { profile }).');
}

function refuseOther(path: string, other: Named, enforced: Named): never {
  throw new ZeroTrustError(path, 'OtherProfile', `the app is held to profile ${enforced.name}, and this zone has ${other.name}.`,
    'leave out the profile of the zone, or enforce the one that it has.');
}
