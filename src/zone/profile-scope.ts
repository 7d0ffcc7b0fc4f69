import { IConstruct } from 'constructs';
import { ZeroTrustError } from '../core/errors';

/** Of a profile what scopes need: it is known by identity, and called by name. */
interface Named {
  readonly name: string;
}

const APPLIED = Symbol.for('cdk-zero-trust.profile');
/** Of `ZeroTrust.enforce`. */
const ENFORCED = Symbol.for('cdk-zero-trust.enforced');
const TAKEN = Symbol.for('cdk-zero-trust.profile-of-zone');

/** What was applied to a scope; one that is enforced lets zones below say nothing else. */
interface Applied {
  readonly profile: Named;
  readonly enforced: boolean;
}

/** The profile of a zone, and how it gets another one. */
interface Taken {
  /** Whether the zone has it by a prop of its own. */
  readonly said: boolean;
  profile(): Named;
  /** Why another one comes too late; undefined when it does not. */
  obstacle(next: Named): string | undefined;
  adopt(next: Named): void;
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

export function rememberProfile(zone: IConstruct, taken: Taken): void {
  Object.defineProperty(zone, TAKEN, { value: taken, configurable: true });
}

/**
 * Makes a profile that of every zone below a scope, those that are there and those to come; a scope nearer to a zone goes before it. Zones take it over where
 * nothing is built that it decides otherwise: else throws `ProfileTooLate`, before any zone is changed. When it is enforced, throws `OtherProfile` for a
 * zone, or a scope, that has another one itself.
 */
export function applyProfile(scope: IConstruct, profile: Named, enforced: boolean): void {
  const own = (scope as MayHaveProfile)[APPLIED]?.profile;
  if (own && own !== profile) {
    throw new ZeroTrustError(scope, 'ProfileTooLate', `profile ${own.name} is applied here already, and ${profile.name} would change nothing of it.`, 'apply one of them.');
  }
  if (!enforced && ENFORCED in scope && own !== profile) {
    throw new ZeroTrustError(scope, 'ProfileTooLate', 'ZeroTrust.enforce was called without this profile, and requires nothing for it.',
      `pass it: ZeroTrust.enforce(app, { profile: Profile.${profile.name} }).`);
  }
  const zones = (scope.node.findAll() as MayHaveProfile[]).filter((one) => one[TAKEN] && one[TAKEN]!.profile() !== profile);
  const nearer = (zone: IConstruct) => zone.node.scopes.slice(scope.node.scopes.length).find((one) => APPLIED in one) as MayHaveProfile | undefined;
  if (enforced) {
    const other = zones.find((zone) => zone[TAKEN]!.said || nearer(zone));
    if (other) refuseOther(other.node.path, other[TAKEN]!.profile(), profile);
  }
  const taking = zones.filter((zone) => !zone[TAKEN]!.said && !nearer(zone));
  taking.forEach((zone) => refuseLate(zone, zone[TAKEN]!, profile));
  Object.defineProperty(scope, APPLIED, { value: { profile, enforced }, configurable: true });
  taking.forEach((zone) => zone[TAKEN]!.adopt(profile));
}

function refuseLate(zone: IConstruct, taken: Taken, late: Named): void {
  const obstacle = taken.obstacle(late);
  if (obstacle === undefined) return;
  throw new ZeroTrustError(zone, 'ProfileTooLate', `the zone has profile ${taken.profile().name}, and ${late.name} ${obstacle}.`,
    `apply the profile before these are made: ZeroTrust.enforce(app, { profile }) or Profile.${late.name}.applyTo(app) at the start of the app.`);
}

function refuseOther(path: string, other: Named, enforced: Named): never {
  throw new ZeroTrustError(path, 'OtherProfile', `the app is held to profile ${enforced.name}, and this zone has ${other.name}.`,
    'leave out the profile of the zone, or enforce the one that it has.');
}
