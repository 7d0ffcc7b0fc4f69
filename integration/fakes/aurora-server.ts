import { AddressInfo, createServer, Server, Socket } from 'net';
import { createSecureContext, TLSSocket } from 'tls';
import { PGlite, Results } from '@electric-sql/pglite';
import { FakeAnswer, FakeRequest, HttpFake } from './http-fake';

const SSL_REQUEST = 80877103;
const PROTOCOL_3 = 196608;
/** How long a token of IAM is good: 15 minutes. */
const TOKEN_SECONDS = 900;

/**
 * Aurora PostgreSQL, which the emulator does not run: the statements go to PostgreSQL itself, compiled for Node.js. A connection must ask for TLS, and
 * its password must be a token of IAM for this host, port and user, as `rds_iam` asks of a role; what it may do is decided by PostgreSQL's own grants.
 * The Data API takes statements of the administrator.
 *
 * Sources: Amazon Aurora user guide, "IAM database authentication" and "Using the Amazon RDS Data API"; PostgreSQL, "Message Flow".
 */
class AuroraServer extends HttpFake {
  private listener?: Server;
  private database!: PGlite;
  /** In whose name the one session acts that is behind all connections; the administrator's at first. */
  private user?: string;
  /** Statements come in turn. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly certificate: { readonly cert: string; readonly key: string }) {
    super();
  }

  public get port(): number {
    return (this.listener!.address() as AddressInfo).port;
  }

  public async start(): Promise<void> {
    this.database = await PGlite.create();
    await this.database.exec('create role rds_iam');
    this.listener = createServer((socket) => this.greet(socket));
    await new Promise<void>((resolve) => this.listener!.listen(0, '127.0.0.1', resolve));
    await super.start();
  }

  /** ExecuteStatement of the Data API; `/rows` is how tests look at the database. */
  protected async answer({ method, path, body }: FakeRequest): Promise<FakeAnswer> {
    if (method === 'POST' && path === '/rows') return { status: 200, body: JSON.stringify((await this.asAdministrator(body)).at(-1)?.rows) };
    if (method !== 'POST' || path !== '/Execute') return { status: 404, body: JSON.stringify({ message: `${method} ${path} is not of this fake` }) };
    const { resourceArn, secretArn, sql } = JSON.parse(body);
    if (!resourceArn || !secretArn || !sql) return { status: 400, body: JSON.stringify({ message: 'resourceArn, secretArn and sql are required' }) };
    await this.asAdministrator(sql);
    return { status: 200, body: JSON.stringify({ numberOfRecordsUpdated: 0 }) };
  }

  private asAdministrator(sql: string): Promise<Results[]> {
    return this.inTurn(async () => {
      await this.actAs(undefined);
      return this.database.exec(sql);
    });
  }

  private async actAs(user: string | undefined): Promise<void> {
    if (user === this.user) return;
    await this.database.exec(user === undefined ? 'set session authorization postgres' : `set session authorization "${user.replace(/"/g, '""')}"`);
    this.user = user;
  }

  /** What a client sends first: whether it wants TLS. `rds.force_ssl` refuses who does not. */
  private greet(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      if (first.length !== 8 || first.readInt32BE(4) !== SSL_REQUEST) {
        socket.end(refusal('28000', 'no pg_hba.conf entry for host, no encryption'));
        return;
      }
      socket.write('S');
      const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(this.certificate) });
      secure.on('error', () => secure.destroy());
      new Connection(secure, (user, token) => this.isTokenOf(user, token), (user, messages) => this.inTurn(async () => {
        await this.actAs(user);
        return this.database.execProtocolRaw(messages);
      }));
    });
  }

  /** A presigned request of `rds-db:connect`, for this host, port and user, that is not too old. Who signed it is not checked. */
  private isTokenOf(user: string, token: string): boolean {
    try {
      const { host, searchParams } = new URL(`https://${token}`);
      const signedAt = (searchParams.get('X-Amz-Date') ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
      return host === `localhost:${this.port}` && searchParams.get('Action') === 'connect' && searchParams.get('DBUser') === user
        && /\/rds-db\/aws4_request$/.test(searchParams.get('X-Amz-Credential') ?? '') && searchParams.has('X-Amz-Signature')
        && Math.abs(Date.now() - Date.parse(signedAt)) < TOKEN_SECONDS * 1000;
    } catch {
      return false;
    }
  }

  private inTurn<T>(action: () => Promise<T>): Promise<T> {
    const next = this.last.then(action);
    this.last = next.catch(() => undefined);
    return next;
  }
}

/** One client, from its startup message on. */
class Connection {
  private received = Buffer.alloc(0);
  private user?: string;
  private signedIn = false;

  constructor(
    private readonly socket: TLSSocket,
    private readonly isTokenOf: (user: string, token: string) => boolean,
    private readonly execute: (user: string, messages: Uint8Array) => Promise<Uint8Array>,
  ) {
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.takeMessages();
    });
  }

  private takeMessages(): void {
    if (this.user === undefined) this.takeStartup();
    if (this.user !== undefined && !this.signedIn) this.takePassword();
    if (this.signedIn) this.takeStatements();
  }

  private takeStartup(): void {
    const { received } = this;
    if (received.length < 4 || received.length < received.readInt32BE(0)) return;
    const length = received.readInt32BE(0);
    if (received.readInt32BE(4) !== PROTOCOL_3) return void this.socket.destroy();
    const words = received.subarray(8, length).toString().split('\0');
    this.user = words[words.indexOf('user') + 1];
    this.received = received.subarray(length);
    this.socket.write(message('R', int32(3))); // a password in clear text, within TLS
  }

  private takePassword(): void {
    const [type, body] = this.nextMessage() ?? [];
    if (type === undefined) return;
    if (type !== 'p' || !this.isTokenOf(this.user!, body!.toString().replace(/\0$/, ''))) {
      this.socket.end(refusal('28P01', `PAM authentication failed for user "${this.user}"`));
      return;
    }
    this.signedIn = true;
    const parameter = (name: string, value: string) => message('S', Buffer.from(`${name}\0${value}\0`));
    this.socket.write(Buffer.concat([
      message('R', int32(0)), parameter('server_version', '17.0'), parameter('client_encoding', 'UTF8'), parameter('standard_conforming_strings', 'on'), message('Z', Buffer.from('I')),
    ]));
  }

  /** Up to a message that asks for an answer: a query, a synchronisation or a flush. */
  private takeStatements(): void {
    let end = 0;
    for (let at = 0; at + 5 <= this.received.length;) {
      const next = at + 1 + this.received.readInt32BE(at + 1);
      if (next > this.received.length) break;
      const type = String.fromCharCode(this.received[at]);
      if (type === 'X') return void this.socket.end();
      at = next;
      if (type === 'S' || type === 'Q' || type === 'H') end = at;
    }
    if (end === 0) return;
    const messages = Uint8Array.from(this.received.subarray(0, end));
    this.received = this.received.subarray(end);
    void this.execute(this.user!, messages).then((answer) => this.socket.write(answer), () => this.socket.destroy());
  }

  private nextMessage(): [string, Buffer] | undefined {
    const { received } = this;
    if (received.length < 5 || received.length < 1 + received.readInt32BE(1)) return undefined;
    const end = 1 + received.readInt32BE(1);
    this.received = received.subarray(end);
    return [String.fromCharCode(received[0]), received.subarray(5, end)];
  }
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function refusal(code: string, text: string): Buffer {
  return message('E', Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`));
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

// a process of its own: usage `tsx aurora-server.ts`, with the certificate as JSON on its input; it prints where it listens
void (async () => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const server = new AuroraServer(JSON.parse(Buffer.concat(chunks).toString()));
  await server.start();
  process.stdout.write(`${JSON.stringify({ url: server.url, port: server.port })}\n`);
})();
