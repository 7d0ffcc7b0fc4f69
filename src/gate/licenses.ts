import type { GateConfig } from './gate-config';
import type { Package } from './packages';

/** Packages whose licence is not allowed, or not known, as texts. */
export function licensesNotAllowed(packages: readonly Package[], { allowed, packages: accepted }: GateConfig['licenses']): string[] {
  return packages
    .filter(({ name, license }) => !(license !== undefined && isAllowed(license, allowed)) && !accepted.some((one) => one.name === name && one.license === (license ?? 'none')))
    .map(({ name, license }) => `${name} (${license ?? 'none stated'})`);
}

/** An expression of SPDX with one kind of operator; anything else must be on the list as it is. */
function isAllowed(license: string, allowed: readonly string[]): boolean {
  const text = /^\([^()]*\)$/.test(license) ? license.slice(1, -1) : license;
  if (allowed.includes(license) || allowed.includes(text)) return true;
  if (/[()]/.test(text)) return false;
  const ors = text.split(' OR ');
  if (ors.length > 1) return !text.includes(' AND ') && ors.some((one) => allowed.includes(one));
  const ands = text.split(' AND ');
  return ands.length > 1 && ands.every((one) => allowed.includes(one));
}
