import { endsWith, includes, indexOf, lowerCase, matches, Names, namesOf, slice, startsWith } from '../captured';
import type { GuardPolicy } from '../policy';

const ADDRESS = /^\d+\.\d+\.\d+\.\d+$|^(?=.*:.*:)[\da-f:]+(?:\d+\.\d+\.\d+\.\d+)?(?:%\w+)?$/i;
/** Whether a host is written as an address. By its form alone: the exact expression of `net.isIP` takes 7 ms to compile, at each cold start. */
export const isAddress = (host: string): boolean => matches(ADDRESS, host);

/** The hosts of the policy, and the addresses that they resolved to. */
export class Hosts {
  private readonly declared: Names;
  /** Host → the ports that are open on it. `*` where any is. */
  private readonly ports: Record<string, string[]> = Object.create(null);
  /** Addresses by port, `*` where any is open. */
  private readonly addresses = namesOf();
  private readonly reported = namesOf();
  private readonly outside: Names;
  public readonly runtimeApi: string;

  constructor(policy: GuardPolicy, environment: NodeJS.ProcessEnv) {
    const { AWS_LAMBDA_RUNTIME_API: runtimeApi = '', AWS_CONTAINER_CREDENTIALS_FULL_URI: credentials = '' } = environment;
    this.runtimeApi = runtimeApi;
    this.declared = namesOf(policy.hosts);
    this.outside = namesOf(policy.outside);
    if (runtimeApi !== '') this.declared[runtimeApi] = true;
    // SnapStart gives a function its credentials from an address of its own environment
    const local = /^http:\/\/((?:127\.0\.0\.1|localhost|169\.254\.\d+\.\d+|\[[\w:]+\]):?\d*)\//.exec(credentials);
    if (local) this.declared[local[1]] = true;
    for (const entry of Object.keys(this.declared)) {
      const port = /:(\d+)$/.exec(entry);
      const isWhole = isAddress(entry);
      const name = port === null || isWhole ? entry : entry.slice(0, -port[0].length);
      (this.ports[this.nameOf(name)] ??= []).push(port === null || isWhole ? '*' : port[1]);
    }
  }

  /** A host as it is compared: lower case, without brackets, root dot or the notation of IPv4 in IPv6. */
  public nameOf(host: unknown): string {
    if (typeof host !== 'string' || host === '') return 'localhost';
    let name = lowerCase(host);
    if (startsWith(name, '[') && endsWith(name, ']')) name = slice(name, 1, -1);
    if (startsWith(name, '::ffff:') && includes(name, '.')) name = slice(name, 7);
    return endsWith(name, '.') ? slice(name, 0, -1) : name;
  }

  /** Whether any port of a name is open: names are resolved without a port. */
  public isNamed(name: string): boolean {
    return name === 'localhost' || this.ports[name] !== undefined;
  }

  public isOpen(name: string, port: unknown): boolean {
    if (this.isOpenBy(name, port) || isAddress(name) && this.isOpenAddress(name, port)) return true;
    return this.isLoopback(name) && (this.isOpenBy('localhost', port) || this.isOpenBy('127.0.0.1', port));
  }

  /** Whether a connection to an address is one to a declared host. */
  public isOpenAddress(address: string, port: unknown): boolean {
    if (this.addresses[`${address} *`] === true || this.addresses[`${address} ${port}`] === true || this.isOpenBy(address, port)) return true;
    return this.isLoopback(address) && (this.isOpenBy('localhost', port) || this.isOpenBy('127.0.0.1', port));
  }

  public isLoopback(name: string): boolean {
    return name === '127.0.0.1' || name === '::1' || name === 'localhost';
  }

  /** Whether a host is one to which no data of the masked kinds may be sent. */
  public isOutside(name: string, port: unknown): boolean {
    return this.outside[name] === true || this.outside[`${name}:${port}`] === true;
  }

  /** A declared name resolved to an address. With `monitor` any name is noted, so that one connection makes one event. */
  public resolved(name: string, address: unknown, blocks: boolean): void {
    if (typeof address !== 'string') return;
    const ports = this.ports[name];
    const to = this.nameOf(address);
    if (ports !== undefined) for (let i = 0; i < ports.length; i++) this.addresses[`${to} ${ports[i]}`] = true;
    else if (!blocks) this.reported[to] = true;
  }

  public report(name: string): void {
    this.reported[name] = true;
  }

  public wasReported(name: string): boolean {
    return this.reported[name] === true;
  }

  private isOpenBy(name: string, port: unknown): boolean {
    const ports = this.ports[name];
    if (ports === undefined) return false;
    for (let i = 0; i < ports.length; i++) if (ports[i] === '*' || ports[i] === `${port}`) return true;
    return false;
  }
}

export const isRuntimeApi = (hosts: Hosts, name: string, port: unknown) => hosts.runtimeApi !== '' && indexOf(hosts.runtimeApi, `${name}:${port}`) === 0;
