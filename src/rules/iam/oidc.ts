import { textOf, Value } from '../../model';

export const ASSUME_BY_OIDC = 'sts:AssumeRoleWithWebIdentity';

/** A value of a condition that holds for itself only. */
export function isExactText(value: Value): boolean {
  return value.kind !== 'unknown' && /^[^*?]+$/.test(textOf(value) ?? '');
}
