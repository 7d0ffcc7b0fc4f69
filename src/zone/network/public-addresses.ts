/**
 * Private networks, what AWS serves inside of each VPC (VPC Lattice, the metadata of instances), and what is no host: multicast and
 * reserved addresses. Others that are not routed would cost more entries than a security group has to give.
 */
const NOT_PUBLIC = ['10.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3'];

/**
 * All of IPv4 but private networks, link-local addresses and the given ranges, in as few ranges as that takes: a security group can be opened to
 * the internet without opening it to what stands beside it.
 *
 * @internal
 */
export function publicAddresses(...besides: string[]): string[] {
  return without([...NOT_PUBLIC, ...besides].map(rangeOf), { base: 0, prefix: 0 });
}

interface Range {
  readonly base: number;
  readonly prefix: number;
}

function without(excluded: Range[], range: Range): string[] {
  const touching = excluded.filter((other) => contains(other, range) || contains(range, other));
  if (touching.length === 0) return [`${addressOf(range.base)}/${range.prefix}`];
  if (touching.some((other) => contains(other, range))) return [];
  const prefix = range.prefix + 1;
  return [range.base, range.base + 2 ** (32 - prefix)].flatMap((base) => without(touching, { base, prefix }));
}

function contains(outer: Range, inner: Range): boolean {
  const size = 2 ** (32 - outer.prefix);
  return outer.prefix <= inner.prefix && Math.floor(inner.base / size) === Math.floor(outer.base / size);
}

function rangeOf(cidr: string): Range {
  const [address, prefix] = cidr.split('/');
  return { base: address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0), prefix: Number(prefix) };
}

function addressOf(base: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(base / 2 ** bits) % 256).join('.');
}
