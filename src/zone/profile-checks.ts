import type { Duration } from 'aws-cdk-lib';
import type { ProfileOptions } from './profile-options';
import { ZeroTrustError } from '../core/errors';

/** Only what is said, and only what AWS takes. */
export function checked(options: ProfileOptions): ProfileOptions {
  const said: ProfileOptions = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const { name, regions, keyDeletionWindow, trailLock } = said;
  if (name !== undefined && !/^[\w.-]{1,64}$/.test(name)) refuse(`'${name}' cannot be the name of a profile.`, 'use letters, digits, -, _ and ., 64 at most.');
  for (const time of ['backupRetention', 'oldVersions', 'trailLock', 'keyDeletionWindow'] as const) checkDays(time, said[time]);
  if (regions?.length === 0) refuse('data that may be in no region is nowhere.', 'name regions, or leave them out.');
  if (keyDeletionWindow && (keyDeletionWindow.toDays() < 7 || keyDeletionWindow.toDays() > 30)) {
    refuse(`KMS waits for 7 to 30 days, not for ${keyDeletionWindow.toDays()}.`, 'set keyDeletionWindow within them.');
  }
  if (trailLock && trailLock.toDays() < 365) refuse('the record of a year must stay.', 'set trailLock to 365 days or more.');
  return said;
}

function checkDays(name: string, time?: Duration): void {
  const days = !time || time.isUnresolved() ? 1 : time.toDays({ integral: false });
  if (!Number.isInteger(days) || days < 1) refuse(`AWS counts whole days, and ${name} is no number of these.`, `set ${name} to a day or more.`);
}

function refuse(what: string, fix: string): never {
  throw new ZeroTrustError('Profile', 'BadProfile', what, fix);
}
