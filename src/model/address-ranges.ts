/* eslint-disable no-bitwise -- addresses are bits */
import { isIP } from 'net';

/** Ranges for callers of the internet are small when together they have no more addresses than this: 2^20 of IPv4, or 2^96 of IPv6 (a /32). */
const LARGEST = { 4: 20, 6: 96 };
/** Ranges are most of the internet when they have more addresses than this: a quarter of IPv4, or of the global IPv6 unicast. */
const MUCH = { 4: 30, 6: 123 };
/** Addresses that no caller from the internet has. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', 'fc00::/7', 'fe80::/10'].map(parseRange);

/** A range of addresses, as a CIDR block names it. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  /** How many bits are free. */
  readonly bits: number;
}

/** Whether ranges of addresses, or single ones, are together few. One that cannot be read is not. */
export function areSmall(ranges: string[]): boolean {
  const read = ranges.map(rangeOf);
  return read.every((range) => range !== undefined) && !exceeds(read, LARGEST);
}

/** Whether ranges of addresses are together most of the internet. One that cannot be read is left out. */
export function areMuch(ranges: string[]): boolean {
  return exceeds(ranges.map(rangeOf).filter((range) => range !== undefined), MUCH);
}

/** Whether a range is inside of another one; `undefined` when one of them cannot be read. */
export function isInRange(part: string, whole: string): boolean | undefined {
  const [inner, outer] = [rangeOf(part), rangeOf(whole)];
  return inner && outer ? isWithin(inner, outer) : undefined;
}

/** Whether no address of a range is one of the internet. */
export function isPrivate(range: AddressRange): boolean {
  return PRIVATE.some((whole) => whole && isWithin(range, whole));
}

/** The two halves of a range of more than one address. */
export function halvesOf({ version, first, bits }: AddressRange): [AddressRange, AddressRange] {
  const half = { version, first, bits: bits - 1 };
  return [half, { ...half, first: first + (1n << BigInt(bits - 1)) }];
}

function exceeds(ranges: AddressRange[], bits: { readonly 4: number; readonly 6: number }): boolean {
  const sizes = { 4: 0n, 6: 0n };
  for (const range of ranges) {
    if (!isPrivate(range)) sizes[range.version] += 1n << BigInt(range.bits);
  }
  return sizes[4] > 1n << BigInt(bits[4]) || sizes[6] > 1n << BigInt(bits[6]);
}

/** Templates have the same few ranges again and again. */
const known = new Map<string, AddressRange | undefined>();
const MANY = 10_000;

/** The range that a CIDR block or an address is; `undefined` for one that cannot be read. */
export function rangeOf(text: string): AddressRange | undefined {
  if (known.has(text)) return known.get(text);
  if (known.size >= MANY) known.clear();
  const range = parseRange(text);
  known.set(text, range);
  return range;
}

function parseRange(text: string): AddressRange | undefined {
  const [address, prefix, ...rest] = text.trim().split('/');
  const version = isIP(address);
  if (rest.length > 0 || (version !== 4 && version !== 6) || !/^\d{0,3}$/.test(prefix ?? '')) return undefined;
  const length = version === 4 ? 32 : 128;
  const bits = length - (prefix === undefined ? length : prefix === '' ? -1 : Number(prefix));
  if (bits < 0 || bits > length) return undefined;
  return { version, first: (version === 4 ? numberOf4(address) : numberOf6(address)) >> BigInt(bits) << BigInt(bits), bits };
}

/** Whether a range is inside of another one, or the same. */
export function isWithin(range: AddressRange, whole: AddressRange): boolean {
  return range.version === whole.version && range.bits <= whole.bits && range.first >> BigInt(whole.bits) === whole.first >> BigInt(whole.bits);
}

function numberOf4(address: string): bigint {
  return address.split('.').reduce((number, part) => (number << 8n) | BigInt(part), 0n);
}

function numberOf6(address: string): bigint {
  const plain = address.replace(/%.*$/, '').replace(/[\d.]+$/, (last) => (last.includes('.') ? hex4(last) : last));
  const [head, tail] = plain.split('::').map((half) => half.split(':').filter((part) => part !== ''));
  const groups = tail ? [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail] : head;
  return groups.reduce((number, part) => (number << 16n) | BigInt(`0x${part}`), 0n);
}

function hex4(address: string): string {
  const number = numberOf4(address);
  return `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
}
