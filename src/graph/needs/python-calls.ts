import { parser } from '@lezer/python';
import type { Call, CodeCalls, FileReader } from './call';
import { PythonReach } from './python-reach';
import type { PythonNode as Node, PythonTree as Tree } from './python-tree';
import { neededFor, prefixOf } from './sdk-actions';


/** Methods of clients and resources of boto3 that call nothing, or whose calls are seen elsewhere. */
const SILENT = new Set(['exceptions', 'meta', 'close', 'can_paginate', 'get_waiter', 'get_paginator', 'generate_presigned_url', 'Table', 'Object', 'Bucket', 'Queue', 'Topic', 'get_queue_by_name', 'batch_writer']);
/** Transfers of S3, and methods of resources: name → operations. */
const TRANSFERS: Record<string, string[]> = {
  upload_file: ['PutObject'],
  upload_fileobj: ['PutObject'],
  download_file: ['GetObject'],
  download_fileobj: ['GetObject'],
  copy: ['CopyObject'],
  generate_presigned_post: ['PutObject'],
};
/** Methods of a resource whose name is not that of the operation: kind of the resource → method → operations. */
const RESOURCES: Record<string, Record<string, string[]>> = {
  s3: { put: ['PutObject'], get: ['GetObject'], load: ['HeadObject'], delete: ['DeleteObject'], all: ['ListObjects'], filter: ['ListObjects'], ...TRANSFERS },
  sqs: { send_messages: ['SendMessageBatch'], receive_messages: ['ReceiveMessage'], delete: ['DeleteMessage'] },
  sns: { publish: ['Publish'] },
};

/** Calls of boto3 in a file of Python, by its syntax tree. */
export function pythonCalls(code: string, file: string): CodeCalls {
  return readPython(code, file)();
}

/** Reads a file once, for each function whose code it is: what runs of it for an entry, or all of it. */
export function readPython(code: string, file: string): FileReader {
  const { calls, hidden, top } = new Reader(code, file).read();
  let reach: PythonReach | undefined;
  return (entry) => {
    if (entry?.names === undefined) return { calls: calls.map(({ call }) => call), hidden: new Set(hidden.map(({ prefix }) => prefix)), unread: [] };
    const { certain, possible, imports } = (reach ??= new PythonReach(top, code)).from(entry);
    const runs = ({ at }: { readonly at: number }) => certain.has(at) || possible.has(at);
    return {
      calls: calls.filter(runs).map(({ call, at }) => (certain.has(at) ? call : { ...call, certain: false })),
      hidden: new Set(hidden.filter(runs).map(({ prefix }) => prefix)),
      unread: [],
      imports,
    };
  };
}

/** What was found in a file, and the offsets of the calls. */
interface Found {
  readonly calls: { readonly call: Call; readonly at: number }[];
  readonly hidden: { readonly prefix: string; readonly at: number }[];
  readonly top: Node;
}

/** What an expression is: a client or resource of a service, or something that a resource gives. */
interface Client {
  readonly service: string;
  readonly isResource: boolean;
  /** The writer of a batch of DynamoDB: it puts and deletes, and calls one operation for both. */
  readonly isBatch?: boolean;
}

class Reader {
  private readonly calls: Found['calls'] = [];
  private readonly hidden: Found['hidden'] = [];
  private readonly clients = new Map<string, Client>();
  private readonly tree: Tree;
  private readonly lineStarts: number[];

  constructor(private readonly code: string, private readonly file: string) {
    this.tree = parser.parse(code);
    this.lineStarts = [0, ...[...code.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  public read(): Found {
    this.each('AssignStatement', (node) => this.readAssignment(node));
    this.each('WithStatement', (node) => this.readWith(node));
    this.each('CallExpression', (node) => this.readCall(node));
    return { calls: this.calls, hidden: this.hidden, top: this.tree.topNode };
  }

  private each(name: string, look: (node: Node) => void): void {
    this.tree.iterate({ enter: (reference) => { if (reference.name === name) look(reference.node); } });
  }

  /** `s3 = boto3.client('s3')`, `self.table = dynamodb.Table(name)`. */
  private readAssignment(node: Node): void {
    const target = node.firstChild;
    const client = node.lastChild && this.clientOf(node.lastChild);
    const name = target ? this.lastName(target) : undefined;
    if (client && name !== undefined) this.clients.set(name, client);
  }

  /** `with table.batch_writer() as batch`. */
  private readWith(node: Node): void {
    const [call] = node.getChildren('CallExpression');
    const [name] = node.getChildren('VariableName').slice(-1);
    const client = call && name && /batch_writer/.test(this.text(call)) ? this.clientOf(call) : undefined;
    if (client) this.clients.set(this.text(name), client);
  }

  /** The client that an expression is: made here, kept under a name, or taken of a resource. */
  private clientOf(node: Node): Client | undefined {
    if (node.name === 'ParenthesizedExpression' && node.firstChild?.nextSibling) return this.clientOf(node.firstChild.nextSibling);
    if (node.name === 'VariableName') return this.clients.get(this.text(node));
    if (node.name === 'MemberExpression') return this.clients.get(this.lastName(node) ?? '') ?? (node.firstChild ? this.resourceOf(node.firstChild) : undefined);
    if (node.name !== 'CallExpression' || !node.firstChild) return undefined;
    const callee = node.firstChild;
    const method = this.lastName(callee);
    if ((method === 'client' || method === 'resource') && this.isSession(callee)) {
      const list = node.getChild('ArgList');
      const service = this.stringIn(list) ?? this.keyword(list, 'service_name');
      if (service === undefined) this.hidden.push({ prefix: '*', at: node.from });
      return service === undefined ? undefined : { service, isResource: method === 'resource' };
    }
    // what a client answers is no client; what a resource gives may be a resource
    const resource = callee.name === 'MemberExpression' && callee.firstChild ? this.resourceOf(callee.firstChild) : undefined;
    return resource && method === 'batch_writer' ? { ...resource, isBatch: true } : resource;
  }

  private resourceOf(node: Node): Client | undefined {
    const client = this.clientOf(node);
    return client?.isResource ? client : undefined;
  }

  /** `boto3`, `session`, `boto3.Session()`, `self.session`; and `client` imported from boto3 itself. */
  private isSession(callee: Node): boolean {
    if (callee.name === 'VariableName') return /\bfrom\s+boto3\s+import\b[^\n]*\b(client|resource)\b/.test(this.code);
    return callee.firstChild ? /boto3|session|aws/i.test(this.text(callee.firstChild)) : false;
  }

  private readCall(node: Node): void {
    const callee = node.firstChild;
    if (callee?.name !== 'MemberExpression' || !callee.firstChild) return;
    const method = this.lastName(callee);
    const client = this.clientOf(callee.firstChild);
    if (method === undefined) return;
    if (!client) {
      if (method === 'generate_db_auth_token') this.push(['rds-db:connect'], [], method, node, true);
      return;
    }
    const named = this.stringIn(node.getChild('ArgList'));
    if (method === 'generate_db_auth_token') this.push(['rds-db:connect'], [], method, node, true);
    else if (method === 'get_paginator' || method === 'generate_presigned_url' || method === 'get_waiter') this.readNamed(client, method, named, node);
    else if (!SILENT.has(method)) this.addOperations(client, method, node);
  }

  /** Operations that are named by a text: `client.get_paginator('list_objects_v2')`. */
  private readNamed({ service }: Client, method: string, named: string | undefined, node: Node): void {
    if (named === undefined || method === 'get_waiter') this.hidden.push({ prefix: prefixOf(service), at: node.from });
    else this.add(service, capital(named), node, true);
  }

  private addOperations({ service, isResource, isBatch }: Client, method: string, node: Node): void {
    if (isBatch && /^(put|delete)_item$/.test(method)) return this.add(service, 'BatchWriteItem', node, true);
    const operations = (isResource ? RESOURCES[service]?.[method] : undefined) ?? (service === 's3' ? TRANSFERS[method] : undefined) ?? [capital(method)];
    for (const operation of operations) this.add(service, operation, node, true);
  }

  private add(service: string, operation: string, node: Node, certain: boolean): void {
    const { actions, oneOf } = neededFor(service, operation);
    this.push(actions, oneOf, operation, node, certain);
  }

  private push(actions: readonly string[], oneOf: readonly string[], name: string, node: Node, certain: boolean): void {
    const variables = [...this.text(node).matchAll(/environ(?:\.get\(|\[)\s*['"](\w+)|getenv\(\s*['"](\w+)/g)].map(([, one, other]) => one ?? other);
    this.calls.push({ call: { actions, oneOf, certain, variables, name, file: this.file, line: this.lineAt(node.from) }, at: node.from });
  }

  private lineAt(offset: number): number {
    let [low, high] = [0, this.lineStarts.length];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.lineStarts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  private lastName(node: Node): string | undefined {
    if (node.name === 'VariableName') return this.text(node);
    const last = node.name === 'MemberExpression' ? node.lastChild : undefined;
    return last?.name === 'PropertyName' ? this.text(last) : undefined;
  }

  private stringIn(list: Node | null): string | undefined {
    const first = list?.firstChild?.nextSibling;
    const text = first?.name === 'String' ? this.text(first) : undefined;
    return text === undefined ? undefined : /^[rubRUB]*(?:'''|"""|'|")([\w.-]*)/.exec(text)?.[1];
  }

  private keyword(list: Node | null, name: string): string | undefined {
    const text = list ? this.text(list) : '';
    return new RegExp(`\\b${name}\\s*=\\s*['"]([\\w.-]+)['"]`).exec(text)?.[1];
  }

  private text({ from, to }: Node): string {
    return this.code.slice(from, to);
  }
}

/** `PutItem` of `put_item`; words that boto3 writes with a number or in capitals are so in the SDK as well. */
function capital(method: string): string {
  return method.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
