import { createHash } from 'crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';
import * as s3 from '@aws-sdk/client-s3';
import { askedOfS3 } from './fake-aws/wire';

interface Stored {
  readonly versionId: string;
  readonly at: Date;
  readonly bytes: Buffer;
}

interface Bucket {
  readonly versioned: boolean;
  owner: string;
  /** Whether each version has a retention: Amazon S3 takes no upload without a checksum then. */
  readonly locked: boolean;
  readonly objects: Map<string, Stored[]>;
}

/**
 * Buckets with versions, on loopback: objects put, got and listed by path, as the SDK asks for them at an address of numbers. Requests are checked
 * by the SDK's own model.
 *
 * Source: Amazon S3 API reference, PutObject (checksums, Object Lock), GetObject, ListObjectsV2.
 */
export class FakeVersionedS3 {
  /** Buckets by name; their objects, the newest last. */
  public readonly buckets = new Map<string, Bucket>();
  /** How many keys a page of a list has. */
  public pageSize = 1000;
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

  public create(name: string, options: { versioned?: boolean; owner?: string; locked?: boolean } = {}): void {
    this.buckets.set(name, { versioned: true, owner: '000000000000', locked: false, ...options, objects: new Map() });
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
    const sent = parted(Buffer.concat(chunks), request.headers['content-encoding']);
    const fail = (status: number, code: string, message = code) => void response.writeHead(status, { 'content-type': 'application/xml' })
      .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
    let asked;
    try {
      asked = askedOfS3(s3, { method: request.method!, path: url.pathname, query: url.searchParams, headers: request.headers, body: sent.body });
    } catch (error) {
      return fail(400, 'InvalidArgument', String(error));
    }
    const { name: operation, input: { Bucket: name, Key: key = '', VersionId, ExpectedBucketOwner, Prefix, ContinuationToken, ChecksumAlgorithm, ContentMD5, Body } } = asked;
    const accessKey = /Credential=(\w+)\//.exec(request.headers.authorization ?? '')?.[1];
    this.requests.push({ method: request.method!, key, accessKey });
    const bucket = this.buckets.get(name);
    if (!bucket) return fail(404, 'NoSuchBucket');
    if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== bucket.owner) return fail(403, 'AccessDenied');
    const version = (id: string) => (bucket.versioned ? { 'x-amz-version-id': id } : {});
    if (operation === 'PutObject') {
      if (bucket.locked && ChecksumAlgorithm === undefined && ContentMD5 === undefined) return fail(400, 'InvalidRequest', 'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters');
      const checksum = sent.trailers['x-amz-checksum-sha256'] ?? request.headers['x-amz-checksum-sha256'];
      if (checksum !== undefined && checksum !== createHash('sha256').update(Body).digest('base64')) return fail(400, 'BadDigest');
      return void response.writeHead(200, { etag: '"fake"', ...version(this.put(name, key, Body)) }).end();
    }
    if (operation === 'ListObjectsV2') return void response.writeHead(200, { 'content-type': 'application/xml' }).end(listOf(bucket.objects, Prefix, this.pageSize, ContinuationToken));
    if (operation !== 'GetObject') return fail(501, 'NotImplemented', `not faked: ${operation}`);
    const versions = this.versions(name, key);
    const stored = VersionId === undefined ? versions.at(-1) : versions.find(({ versionId }) => versionId === VersionId);
    if (!stored) return fail(404, VersionId === undefined ? 'NoSuchKey' : 'NoSuchVersion');
    response.writeHead(200, { 'content-length': stored.bytes.length, ...version(stored.versionId) }).end(stored.bytes);
  }
}

function listOf(objects: Map<string, Stored[]>, prefix = '', pageSize = 1000, after = ''): string {
  const left = [...objects].filter(([key]) => key.startsWith(prefix) && key > after).sort(([one], [other]) => (one < other ? -1 : 1));
  const found = left.slice(0, pageSize).map(([key, versions]) => (
    `<Contents><Key>${key}</Key><LastModified>${versions.at(-1)!.at.toISOString()}</LastModified><Size>${versions.at(-1)!.bytes.length}</Size></Contents>`));
  const more = left.length > pageSize ? `<NextContinuationToken>${left[pageSize - 1][0]}</NextContinuationToken>` : '';
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more !== ''}</IsTruncated>${more}${found.join('')}</ListBucketResult>`;
}

/** The SDK sends a checksum behind a body that it sends in chunks. */
function parted(sent: Buffer, encoding?: string): { body: Buffer; trailers: Record<string, string> } {
  if (!encoding?.includes('aws-chunked')) return { body: sent, trailers: {} };
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const end = sent.indexOf('\r\n', at);
    const size = parseInt(sent.subarray(at, end).toString().split(';')[0], 16);
    if (!size) {
      const lines = sent.subarray(end + 2).toString().split('\r\n').filter((line) => line.includes(':'));
      return { body: Buffer.concat(parts), trailers: Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])) };
    }
    parts.push(sent.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
