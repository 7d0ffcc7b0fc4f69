import { Address, apply, each, getPrototypeOf, has, isArray, isBytes, matches, replaceAll, slice, utf8, wrap } from '../captured';
import type { GuardEventKind } from '../events';
import { recode } from '../native';
import type { Hosts } from './hosts';
import type { Tools } from './sink';

export interface Found {
  readonly kind: GuardEventKind;
  readonly detail: string;
}

/** As much of what was sent as a datum can begin in. */
const TAIL = 64;
const HANDLE_WRITES = ['writeBuffer', 'writev', 'writeUtf8String', 'writeAsciiString', 'writeLatin1String', 'writeUcs2String'];
/** How a request logs in; with signatures of AWS, an access key is part of it. */
const AUTHORIZATION = /^(?:proxy-)?authorization:[^\r\n]*/im;

const CHUNKED = /^transfer-encoding:[^\r\n]*chunked/im;
/** Between two parts of a body whose length is not known: the size of the next one. */
const CHUNK_SIZE = /\r\n[\da-f]{1,8}\r\n/i;

/** A connection to a host outside, and the end of what was sent on it: a datum may be cut in two by writes. */
interface Connection {
  readonly host: string;
  tail: string;
  isChunked?: boolean;
}

/**
 * What is sent to hosts that an `Egress` declares, whatever protocol it is in: a body that is signed cannot be masked, so that with `block` the connection
 * ends before it leaves. What is compressed or encrypted by the function itself cannot be read.
 */
export class Outgoing {
  private readonly connections = new WeakMap<object, Connection>();
  /** Whether there is any: most functions have no host outside, and each write asks. */
  private isConnected = false;
  private readonly get = WeakMap.prototype.get;
  private readonly set = WeakMap.prototype.set;

  constructor(private readonly tools: Tools, private readonly hosts: Hosts) {}

  /** A socket connects to a host. */
  public connects(socket: object, name: string, port: unknown): void {
    if (!this.hosts.isOutside(name, port)) return;
    this.isConnected = true;
    apply(this.set, this.connections, [socket, { host: `${name}:${port}`, tail: '' } satisfies Connection]);
  }

  /** What is written on the handle of a socket, by another socket or by none, is read again. */
  public connected(socket: any): void {
    if (!this.isConnected) return;
    const { host } = apply(this.get, this.connections, [socket]) as Connection | undefined ?? {};
    const handle = socket._handle;
    if (host === undefined || typeof handle !== 'object' || handle === null) return;
    apply(this.set, this.connections, [handle, { host, tail: '' } satisfies Connection]);
    let prototype = handle;
    while (prototype !== null && !has(prototype, 'writeUtf8String')) prototype = getPrototypeOf(prototype);
    if (prototype === null || apply(this.get, this.connections, [prototype]) !== undefined) return;
    apply(this.set, this.connections, [prototype, { host: '', tail: '' } satisfies Connection]);
    const check = (written: object, chunks: unknown) => this.writes(written, chunks);
    each(HANDLE_WRITES, (name) => wrap(prototype, name, (original) => function (this: any, ...args: any[]) {
      check(this, args[1]);
      return apply(original, this, args);
    }));
  }

  private writes(handle: object, written: unknown): void {
    if (apply(this.get, this.connections, [handle]) === undefined) return;
    const chunks = isArray(written) ? written : [written]; // of strings, each before its encoding
    for (let i = 0; i < chunks.length; i++) {
      const found = this.found(handle, chunks[i], undefined);
      if (found !== undefined) this.tools.deny(found.kind, found.detail);
    }
  }

  /** A session of HTTP/2 opens to an authority. */
  public opens(session: object, authority: unknown): void {
    try {
      const { hostname, port, protocol } = new Address(`${authority as string}`);
      this.connects(session, this.hosts.nameOf(hostname), port === '' ? protocol === 'http:' ? 80 : 443 : port);
    } catch { /* no authority: the session fails */ }
  }

  /** A stream is of a session: it has an end of its own. */
  public belongs(stream: object, session: object): void {
    const { host } = this.of(session) ?? {};
    if (host !== undefined) apply(this.set, this.connections, [stream, { host, tail: '' } satisfies Connection]);
  }

  /** The data in what is about to be sent. */
  public found(socket: any, chunk: unknown, encoding: unknown): Found | undefined {
    const connection = this.of(socket);
    if (connection === undefined) return undefined;
    const sent = textOf(chunk, encoding);
    if (sent === undefined) return undefined;
    if (matches(CHUNKED, sent)) connection.isChunked = true;
    const logged = replaceAll(connection.tail + sent, AUTHORIZATION, '');
    const text = connection.isChunked === true ? replaceAll(logged, CHUNK_SIZE, '') : logged;
    const kinds = this.tools.kindsIn(text);
    connection.tail = kinds.length === 0 ? slice(text, text.length > TAIL ? text.length - TAIL : 0) : '';
    return kinds.length === 0 ? undefined : { kind: 'data-egress', detail: `${kinds.join(', ')} to ${connection.host}` };
  }

  /** TLS over a socket that was connected before, as through a proxy, belongs to the host of that socket. */
  private of(socket: any): Connection | undefined {
    if (!this.isConnected) return undefined;
    for (let one = socket, depth = 0; one !== null && typeof one === 'object' && depth < 4; one = one._parent, depth++) {
      const connection = apply(this.get, this.connections, [one]) as Connection | undefined;
      if (connection !== undefined) return connection;
    }
    return undefined;
  }
}

function textOf(chunk: unknown, encoding: unknown): string | undefined {
  if (isBytes(chunk)) return utf8(chunk);
  if (typeof chunk !== 'string') return undefined;
  return encoding === 'base64' || encoding === 'base64url' ? recode(chunk, 'base64', 'utf8') : encoding === 'hex' ? recode(chunk, 'hex', 'utf8') : chunk;
}
