import { keyTag } from './data-class';
import type { Expression } from '../model';

/** What a profile of this library holds those to who claim it. */
export interface ProfileDemands {
  /** How long logs are kept, in days. */
  readonly logDays: number;
  /** Whether what is stored is in a backup plan. */
  readonly backups: boolean;
}

/**
 * By the name that a key tells. `BASELINE` is what all rules ask for, and `SANDBOX` asks for nothing.
 * Sources: 45 CFR 164.316(b)(2)(i) and 164.308(a)(7)(ii)(A); PCI DSS 10.5.1; GDPR article 32(1)(c).
 */
export const PROFILE_DEMANDS: Record<string, ProfileDemands> = {
  HIPAA: { logDays: 2192, backups: true },
  PCI_DSS: { logDays: 365, backups: false },
  GDPR: { logDays: 365, backups: true },
};

/** The profile that the key of a resource tells, and what it demands. */
export function profileOfKey(key: Expression): { readonly name: string; readonly demands: ProfileDemands } | undefined {
  const name = keyTag(key, 'zero-trust:profile');
  return name !== undefined && Object.hasOwn(PROFILE_DEMANDS, name) ? { name, demands: PROFILE_DEMANDS[name] } : undefined;
}

/** The regions in which what is under a key may be; `undefined` when it may be anywhere. */
export function residencyOfKey(key: Expression): string[] | undefined {
  return keyTag(key, 'zero-trust:residency')?.split(' ');
}
