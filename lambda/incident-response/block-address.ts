import { BlockList, isIP } from 'node:net';
import { GetIPSetCommand, UpdateIPSetCommand, WAFOptimisticLockException, WAFV2Client } from '@aws-sdk/client-wafv2';
import { heldBy, hold, letGo } from './incidents';
import { PlayRequest, run, Step } from './play';

/** An IP set that a rule ahead of all others blocks. */
export interface AddressSet {
  readonly id: string;
  readonly name: string;
  readonly scope: 'REGIONAL' | 'CLOUDFRONT';
  readonly region: string;
  readonly version: 'IPV4' | 'IPV6';
}

const ATTEMPTS = 8;
/** Of nobody on the internet: a finding that names one of them would block our own. */
const PRIVATE = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3', '::/127', 'fc00::/7', 'fe80::/10', 'ff00::/8'];

/** Blocks an address at the web firewall, ahead of all rules. */
export async function blockAddress(request: PlayRequest): Promise<void> {
  await run('blockAddress', ({ incident, target }) => stepsFor(incident, target.id), request);
}

function stepsFor(incident: string, target: string): Step<boolean>[] {
  const { address, version } = parse(target);
  const ranges = [...PRIVATE, ...JSON.parse(process.env.NEVER_BLOCK!)];
  if (protects(ranges, address, version)) throw new Error('The address is never blocked.');
  const sets: AddressSet[] = JSON.parse(process.env.ADDRESS_SETS!);
  const cidr = version === 4 ? `${address}/32` : blockOf(address, ranges);
  return sets.filter((set) => set.version === `IPV${version}`).map((set) => ({
    name: `${set.scope} ${set.id}`,
    ...blocking(set, cidr, incident),
  }));
}

/** Neighbours of IPv6 share a block: the first incident that ends must not let in what another one blocks. */
function blocking(set: AddressSet, cidr: string, incident: string): Pick<Step<boolean>, 'read' | 'act' | 'undo'> {
  const what = `${set.id}#${cidr}`;
  const same = (one: string) => one.toLowerCase() === cidr;
  const add = () => change(set, (addresses) => addresses.some(same) ? addresses : [...addresses, cidr]);
  return {
    // whether people blocked it
    read: async () => {
      const { holders, foreign } = await heldBy(what);
      return (holders.length === 0 || foreign) && (await read(set)).addresses.some(same);
    },
    act: async (before) => {
      await hold(what, incident, before);
      await add();
    },
    undo: async (before) => {
      await letGo(what, incident);
      if (before || (await heldBy(what)).holders.length > 0) return;
      await change(set, (addresses) => addresses.filter((one) => !same(one)));
      // another one came between
      if ((await heldBy(what)).holders.length > 0) await add();
    },
  };
}

/** An address as AWS WAF writes it: IPv6 in full, and IPv4 that is dressed as IPv6 as what it is. */
function parse(target: string): { address: string; version: 4 | 6 } {
  const version = isIP(target);
  if (version === 4) return { address: target, version };
  if (version !== 6 || target.includes('%')) throw new Error('The target is no address.');
  const { hostname } = new URL(`http://[${target}]`);
  const [head, tail] = hostname.slice(1, -1).split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const groups = [...head, ...Array<string>(8 - head.length - (tail?.length ?? 0)).fill('0'), ...tail ?? []].map((group) => group.padStart(4, '0'));
  if (groups.slice(0, 5).every((group) => group === '0000') && groups[5] === 'ffff') {
    return { address: groups.slice(6).flatMap((group) => [group.slice(0, 2), group.slice(2)]).map((byte) => parseInt(byte, 16)).join('.'), version: 4 };
  }
  return { address: groups.join(':'), version };
}

/** Whoever has one address of IPv6 has its /64, and would go on with the next. The address alone where the /64 holds one that is never blocked. */
function blockOf(address: string, ranges: string[]): string {
  const network = address.split(':').slice(0, 4).join(':');
  const neighbours = new BlockList();
  neighbours.addSubnet(`${network}::`, 64, 'ipv6');
  const holds = ranges.some((range) => range.includes(':') && neighbours.check(range.split('/')[0], 'ipv6'));
  return holds ? `${address}/128` : `${network}:0000:0000:0000:0000/64`;
}

async function read({ id, name, scope, region }: AddressSet) {
  const client = new WAFV2Client({ region });
  const { IPSet, LockToken } = await client.send(new GetIPSetCommand({ Id: id, Name: name, Scope: scope }));
  return { client, addresses: IPSet?.Addresses ?? [], LockToken };
}

/** Reads again where another came first: WAF takes a change only with the token of the last one. */
async function change(set: AddressSet, next: (addresses: string[]) => string[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { client, addresses, LockToken } = await read(set);
    const Addresses = next(addresses);
    if (Addresses.length === addresses.length) return;
    try {
      await client.send(new UpdateIPSetCommand({ Id: set.id, Name: set.name, Scope: set.scope, Addresses, LockToken }));
      return;
    } catch (error) {
      if (!(error instanceof WAFOptimisticLockException) || attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 100 * 2 ** attempt));
    }
  }
}

function protects(ranges: string[], address: string, version: number): boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [net, bits] = range.split('/');
    list.addSubnet(net, Number(bits ?? (net.includes(':') ? 128 : 32)), net.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}
