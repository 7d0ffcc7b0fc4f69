import { net } from '../builtins';
import { apply, includes, isArray, matches, namesOf, Names, nextTick, slice, startsWith, wrap } from '../captured';
import { Blocked } from '../shared';
import { Hosts } from './hosts';
import type { Tools } from './sink';

const METADATA = /^(?:169\.254\.\d+\.\d+|fd00:ec2::.*)$/;
/** What libuv returns for a connection that a firewall refuses: a handle has no other way to refuse than a number. */
export const REFUSED = -13;

type Binding = (name: string) => any;

/**
 * Connections. `net.Socket` is asked first, because a name is what the function declared, and answers with an error that names it. All that
 * bypasses it (custom `lookup`, handles taken from other sockets, clusters) ends at the handles of libuv, which know addresses alone: those are
 * open that a declared name resolved to.
 */
export function guardEgress(tools: Tools, hosts: Hosts, binding: Binding): void {
  const listened = namesOf();
  sockets(tools, hosts, listened);
  handles(tools, hosts, binding, listened);
}

function sockets({ blocks, report }: Tools, hosts: Hosts, listened: Names): void {
  const normalize = (net as any)._normalizeArgs as (args: unknown[]) => [any];
  wrap(net.Socket.prototype, 'connect', (original) => function (this: any, ...args: unknown[]) {
    const options = (isArray(args[0]) ? args[0] : normalize(args))[0] as any;
    const refused = refusal(options, hosts, listened);
    if (refused === undefined) return apply(original, this, args);
    report(refused.kind, refused.detail);
    if (!blocks) {
      hosts.report(refused.name);
      return apply(original, this, args);
    }
    // the connection fails as one whose name does not resolve: http, http2, fetch and drivers expect an error event, not an exception
    const error = new Blocked(refused.kind, refused.detail);
    const lookup = (_: string, __: unknown, done: (error: Error) => void) => nextTick(done, error);
    return apply(original, this, [{ ...options, path: undefined, host: 'refused.invalid', port: 1, lookup }]);
  });
}

function refusal(options: any, hosts: Hosts, listened: Names) {
  const { path, host, port } = options ?? {};
  if (path !== undefined && path !== null && path !== '') {
    return listened[`${path}`] === true ? undefined : { kind: 'egress-socket' as const, detail: `${path}`, name: '' };
  }
  const name = hosts.nameOf(host);
  if (hosts.isOpen(name, port) || listened[`:${port}`] === true && hosts.isLoopback(name)) return undefined;
  return { kind: kindOf(name), detail: `${name}:${port}`, name };
}

const kindOf = (name: string) => (matches(METADATA, name) ? 'egress-metadata' as const : 'egress' as const);

function handles({ blocks, report, deny }: Tools, hosts: Hosts, binding: Binding, listened: Names): void {
  const { TCP } = binding('tcp_wrap');
  const { Pipe } = binding('pipe_wrap');
  for (const name of ['connect', 'connect6']) {
    wrap(TCP.prototype, name, (original) => function (this: any, ...args: any[]) {
      const address = hosts.nameOf(args[1]);
      const port = args[2];
      if (hosts.isOpenAddress(address, port) || listened[`:${port}`] === true && hosts.isLoopback(address)) return apply(original, this, args);
      if (!hosts.wasReported(address)) report(kindOf(address), `${address}:${port}`);
      return blocks ? REFUSED : apply(original, this, args);
    });
  }
  wrap(Pipe.prototype, 'connect', (original) => function (this: any, ...args: any[]) {
    const path = `${args[1]}`;
    if (listened[path] !== true && blocks) deny('egress-socket', path);
    return apply(original, this, args);
  });
  // a server of the function's own, as adapters of web frameworks start one: what it hears never left
  const { getsockname } = TCP.prototype;
  wrap(TCP.prototype, 'listen', (original) => function (this: any, ...args: any[]) {
    const result = apply(original, this, args);
    const name: { port?: number } = {};
    if (apply(getsockname, this, [name]) === 0 && name.port) listened[`:${name.port}`] = true;
    return result;
  });
  wrap(Pipe.prototype, 'bind', (original) => function (this: any, ...args: any[]) {
    listened[`${args[0]}`] = true;
    return apply(original, this, args);
  });
}

/** Datagrams: the daemon of X-Ray, and what else the policy names by its address. */
export function guardDatagrams({ blocks, report }: Tools, hosts: Hosts, binding: Binding): void {
  const { UDP } = binding('udp_wrap');
  const guard = (name: string, at: number) => wrap(UDP.prototype, name, (original) => function (this: any, ...args: any[]) {
    const isConnected = at === 4 && typeof args[4] !== 'string'; // a connected socket has neither address nor port here
    if (isConnected) return apply(original, this, args);
    const address = at === 4 ? args[4] : args[0];
    const port = at === 4 ? args[3] : args[1];
    if (hosts.isOpenAddress(hosts.nameOf(address), port)) return apply(original, this, args);
    report(kindOf(`${address}`), `udp ${address}:${port}`);
    return blocks ? REFUSED : apply(original, this, args);
  });
  for (const name of ['send', 'send6']) guard(name, 4);
  for (const name of ['connect', 'connect6']) guard(name, 0);
}

/** `::ffff:10.0.0.1` is an address of IPv4. */
export const plainAddress = (address: string) => (startsWith(address, '::ffff:') && includes(address, '.') ? slice(address, 7) : address);
