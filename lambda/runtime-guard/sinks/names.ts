import { apply, isArray, nextTick, startsWith, wrap } from '../captured';
import { Blocked } from '../shared';
import { Hosts, isAddress } from './hosts';
import type { Tools } from './sink';

/**
 * Names, which carry data to a server of an attacker's as well as a connection does. All of `dns`, and what Node.js looks up by itself (`net`, `dgram`), ends
 * at two calls of libuv and at the channel of c-ares. `dns` takes them when it is loaded, which is after this.
 */
export function guardNames(tools: Tools, hosts: Hosts, binding: (name: string) => any): void {
  const { blocks, report } = tools;
  /** Whether a name is refused; reports it. */
  const refuses = (given: unknown): boolean => {
    if (typeof given !== 'string' || given === '' || isAddress(given)) return false;
    const name = hosts.nameOf(given);
    if (hosts.isNamed(name)) return false;
    if (!hosts.wasReported(name)) report('dns', name);
    return blocks;
  };
  const note = (given: unknown, found: any) => {
    const name = hosts.nameOf(given);
    if (isArray(found)) for (let i = 0; i < found.length; i++) hosts.resolved(name, found[i]?.address ?? found[i], blocks);
  };
  const noting = (request: any, name: unknown) => {
    const done = request?.oncomplete;
    if (typeof done !== 'function') return;
    request.oncomplete = function (this: any, ...results: any[]) {
      if (!results[0]) note(name, results[1]);
      return apply(done, this, results);
    };
  };

  const cares = binding('cares_wrap');
  wrap(cares, 'getaddrinfo', (original) => function (this: any, ...args: any[]) {
    const request = args[0];
    const name = args[1];
    if (refuses(name)) {
      nextTick(request.callback ?? request.reject, new Blocked('dns', `${name}`));
      return 0;
    }
    noting(request, name);
    return apply(original, this, args);
  });
  wrap(cares, 'getnameinfo', (original) => function (this: any, ...args: any[]) {
    if (!hosts.isOpenAddress(hosts.nameOf(args[1]), args[2]) && !hosts.isLoopback(hosts.nameOf(args[1]))) tools.deny('dns', `reverse ${args[1]}`);
    return apply(original, this, args);
  });

  const { prototype: channel } = cares.ChannelWrap;
  for (const query of Object.getOwnPropertyNames(channel)) {
    if (!startsWith(query, 'query') && query !== 'getHostByAddr') continue;
    wrap(channel, query, (original) => function (this: any, ...args: any[]) {
      const request = args[0];
      const name = args[1];
      if (query === 'getHostByAddr' ? refusesAddress(name) : refuses(name)) {
        nextTick(() => request.oncomplete('EREFUSED'));
        return 0;
      }
      if (query === 'queryA' || query === 'queryAaaa') noting(request, name);
      return apply(original, this, args);
    });
  }
  // a server of an attacker's would resolve a declared name to any address
  wrap(channel, 'setServers', (original) => function (this: any, ...args: any[]) {
    tools.deny('dns', 'setServers');
    return apply(original, this, args);
  });

  function refusesAddress(address: unknown): boolean {
    if (hosts.isOpenAddress(hosts.nameOf(address), '*')) return false;
    report('dns', `reverse ${address}`);
    return blocks;
  }
}
