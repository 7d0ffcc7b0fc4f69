import { isIPv4, isIPv6 } from 'node:net';
import type { Json } from './ocsf';

/** Values of sources, read strictly: what is of another type is not there. */

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function record(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : undefined;
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list. */
export function records(value: unknown): Json[] {
  return list(value).map(record).filter((one) => one !== undefined);
}

export function texts(value: unknown): string[] {
  return list(value).filter((one): one is string => typeof one === 'string');
}

/** A whole number, written as a number or as its digits. */
export function whole(value: unknown): number | undefined {
  if (typeof value === 'string') return /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
  return Number.isSafeInteger(value) ? value as number : undefined;
}

export function port(value: unknown): number | undefined {
  const number = whole(value);
  return number !== undefined && number >= 0 && number <= 65_535 ? number : undefined;
}

export function address(value: unknown): string | undefined {
  const given = text(value);
  return given !== undefined && (isIPv4(given) || isIPv6(given)) ? given : undefined;
}

/** OCSF: times are milliseconds since 1970. */
const LAST = 8.64e15;

export function milliseconds(value: unknown): number | undefined {
  const number = whole(value);
  return number !== undefined && number > 0 && number <= LAST ? number : undefined;
}

/** A time of ISO 8601. */
export function timeOf(value: unknown): number | undefined {
  const given = text(value);
  if (given === undefined || !/^\d{4}-\d\d-\d\dT/.test(given)) return undefined;
  const time = Date.parse(given);
  return Number.isNaN(time) ? undefined : time;
}
