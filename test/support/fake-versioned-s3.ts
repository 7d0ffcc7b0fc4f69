import { createHash } from 'crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';

interface Stored {
  readonly versionId: string;
  readonly at: Date;
  readonly bytes: Buffer;
}

/** Buckets with versions, on loopback: objects put, got and listed by path, as the SDK asks for them at an address of numbers. */
export class FakeVersionedS3 {
  /** Buckets by name: whether they keep versions, who owns them, and their objects, the newest last. */
  public readonly buckets = new Map<string, { versioned: boolean; owner: string; readonly objects: Map<string, Stored[]> }>();
  public readonly requests: { readonly method: string; readonly key: string; readonly accessKey?: string }[] = [];
  private readonly server: Server = createServer((request, response) => void this.respond(request, response));
  private count = 0;

  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  public create(name: string, options: { versioned?: boolean; owner?: string } = {}): void {
    this.buckets.set(name, { versioned: true, owner: '000000000000', ...options, objects: new Map() });
  }

  /** The versions of an object, the newest last. */
  public versions(bucket: string, key: string): Stored[] {
    return this.buckets.get(bucket)?.objects.get(key) ?? [];
  }

  public put(bucket: string, key: string, bytes: Uint8Array): string {
    const { objects, versioned } = this.buckets.get(bucket)!;
    const stored = { versionId: versioned ? `v${++this.count}-${createHash('md5').update(bytes).digest('hex').slice(0, 8)}` : 'null', at: new Date(), bytes: Buffer.from(bytes) };
    objects.set(key, versioned ? [...objects.get(key) ?? [], stored] : [stored]);
    return stored.versionId;
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url!, 'http://fake');
    const [, name, ...rest] = url.pathname.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    const accessKey = /Credential=(\w+)\//.exec(request.headers.authorization ?? '')?.[1];
    this.requests.push({ method: request.method!, key, accessKey });
    const fail = (status: number, code: string) => response.writeHead(status, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    const bucket = this.buckets.get(name);
    if (!bucket) return void fail(404, 'NoSuchBucket');
    const owner = request.headers['x-amz-expected-bucket-owner'];
    if (owner !== undefined && owner !== bucket.owner) return void fail(403, 'AccessDenied');
    if (request.method === 'PUT') {
      const id = this.put(name, key, withoutChunks(Buffer.concat(chunks), request.headers['content-encoding']));
      return void response.writeHead(200, { etag: '"fake"', ...bucket.versioned ? { 'x-amz-version-id': id } : {} }).end();
    }
    if (url.searchParams.get('list-type') === '2') return void response.writeHead(200, { 'content-type': 'application/xml' }).end(listOf(bucket.objects, url.searchParams.get('prefix') ?? ''));
    const asked = url.searchParams.get('versionId');
    const stored = asked === null ? this.versions(name, key).at(-1) : this.versions(name, key).find(({ versionId }) => versionId === asked);
    if (!stored) return void fail(404, asked === null ? 'NoSuchKey' : 'NoSuchVersion');
    response.writeHead(200, { 'content-length': stored.bytes.length, ...bucket.versioned ? { 'x-amz-version-id': stored.versionId } : {} }).end(stored.bytes);
  }
}

function listOf(objects: Map<string, Stored[]>, prefix: string): string {
  const found = [...objects].filter(([key]) => key.startsWith(prefix)).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, versions]) => (
    `<Contents><Key>${key}</Key><LastModified>${versions.at(-1)!.at.toISOString()}</LastModified><Size>${versions.at(-1)!.bytes.length}</Size></Contents>`));
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>${found.join('')}</ListBucketResult>`;
}

/** The SDK sends a checksum behind a body that it sends in chunks. */
function withoutChunks(body: Buffer, encoding?: string): Buffer {
  if (!encoding?.includes('aws-chunked')) return body;
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const end = body.indexOf('\r\n', at);
    const size = parseInt(body.subarray(at, end).toString().split(';')[0], 16);
    if (!size) return Buffer.concat(parts);
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
