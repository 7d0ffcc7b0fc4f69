import type { Call, CodeCalls, FileReader } from './call';
import { Binding, Bindings } from './javascript-bindings';
import { inlinedCommands } from './javascript-inlined';
import { JavaScriptReach } from './javascript-reach';
import { bare, lastName, literal, Node, parseJavaScript, visit } from './javascript-tree';
import { neededFor, prefixOf, TARGETS } from './sdk-actions';

/** Modules of the SDK whose functions and classes call a service under another name than theirs: module/name → actions. */
const HELPERS: Record<string, string[]> = {
  'dsql-signer/DsqlSigner': ['dsql:DbConnect'],
  'idempotency/dynamodb/DynamoDBPersistenceLayer': ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  'lib-storage/Upload': ['s3:PutObject'],
  'parameters/appconfig/getAppConfig': ['appconfig:GetLatestConfiguration', 'appconfig:StartConfigurationSession'],
  'parameters/secrets/getSecret': ['secretsmanager:GetSecretValue'],
  'parameters/ssm/getParameter': ['ssm:GetParameter'],
  'parameters/ssm/getParameters': ['ssm:GetParametersByPath'],
  'parameters/ssm/getParametersByName': ['ssm:GetParameters'],
  'rds-signer/Signer': ['rds-db:connect'],
  's3-presigned-post/createPresignedPost': ['s3:PutObject'],
};
/** Waiters, by the operation that they repeat. */
const WAITERS: Record<string, string> = {
  BucketExists: 'HeadBucket',
  BucketNotExists: 'HeadBucket',
  ObjectExists: 'HeadObject',
  ObjectNotExists: 'HeadObject',
  TableExists: 'DescribeTable',
  TableNotExists: 'DescribeTable',
  FunctionActiveV2: 'GetFunction',
  FunctionUpdatedV2: 'GetFunction',
  StackCreateComplete: 'DescribeStacks',
  StackUpdateComplete: 'DescribeStacks',
  StackDeleteComplete: 'DescribeStacks',
};
/** Services that are called by plain HTTP, signed: by the name of the service → action. */
const SIGNED: Record<string, string> = {
  'appsync': 'appsync:GraphQL', 'execute-api': 'execute-api:Invoke', 'lambda': 'lambda:InvokeFunctionUrl', 'vpc-lattice-svcs': 'vpc-lattice-svcs:Invoke',
};
/** Methods of clients that call nothing. */
const SILENT = ['config', 'constructor', 'destroy', 'endpoint', 'makeRequest', 'on', 'send', 'waitFor'];

/** Calls of AWS in a file of JavaScript, bundled with the SDK, without it, or not at all. */
export function javaScriptCalls(code: string, file: string): CodeCalls {
  return readJavaScript(code, file)();
}

/** Reads a file once, for each function whose code it is: what runs of it for an entry, or all of it. */
export function readJavaScript(code: string, file: string): FileReader {
  const tree = parseJavaScript(code);
  if (!tree) return () => ({ calls: [], hidden: new Set(), unread: [`${file} is no JavaScript that can be read`] });
  const { calls, hidden } = new Reader(tree, file).read();
  let reach: JavaScriptReach | undefined;
  return (entry) => {
    if (entry?.names === undefined) return { calls: calls.map(({ call }) => call), hidden: new Set(hidden.map(({ prefix }) => prefix)), unread: [] };
    const { certain, possible, imports } = (reach ??= new JavaScriptReach(tree)).from(entry);
    const runs = ({ node }: { readonly node: Node }) => certain.has(node) || possible.has(node);
    return {
      calls: calls.filter(runs).map(({ call, node }) => (certain.has(node) ? call : { ...call, certain: false })),
      hidden: new Set(hidden.filter(runs).map(({ prefix }) => prefix)),
      unread: [],
      imports,
    };
  };
}

/** What was found in a file, and where. */
interface Found {
  readonly calls: { readonly call: Call; readonly node: Node }[];
  readonly hidden: { readonly prefix: string; readonly node: Node }[];
}

class Reader {
  private readonly calls: Found['calls'] = [];
  private readonly hidden: Found['hidden'] = [];
  private readonly bindings: Bindings;
  /** Instances of clients with a method for each operation, by the last name that they have. */
  private readonly instances = new Map<string, string>();
  /** Parts of patterns: `{ GetObjectCommand }` on the left of a declaration. */
  private readonly taken = new Set<Node | undefined>();

  constructor(private readonly tree: Node, private readonly file: string) {
    this.bindings = new Bindings(tree);
  }

  public read(): Found {
    const inlined = inlinedCommands(this.tree);
    visit(this.tree, (node, parent) => {
      if (node.type === 'NewExpression') this.readInstance(node, parent);
      else if (node.type === 'CallExpression' && isFactory(node)) this.readFactory(node, parent);
    });
    visit(this.tree, (node, parent) => {
      if (node.type === 'NewExpression') {
        this.readNew(node);
        const command = inlined.get(lastName(node.callee) ?? '');
        if (command && !command.isInside(node)) this.add(command.client, command.operation, node, command.certain);
      } else if (node.type === 'CallExpression') {
        this.readCall(node);
      } else if (node.type === 'ObjectPattern') {
        node.properties.forEach((property: Node) => this.taken.add(property));
      } else if (node.type === 'MemberExpression' || node.type === 'Identifier') {
        this.readMention(node, parent);
      } else if (node.type === 'Literal' || node.type === 'TemplateElement') {
        this.readText(typeof node.value === 'string' ? node.value : node.value?.cooked, node);
      }
    });
    return { calls: this.calls, hidden: this.hidden };
  }

  /** `const s3 = new S3()`, `this.table = new AWS.DynamoDB.DocumentClient()`: methods of it are operations. */
  private readInstance(node: Node, parent?: Node): void {
    for (const binding of this.bindings.of(node.callee)) this.remember(clientOf(binding), node, parent);
  }

  /** `DynamoDBDocument.from(…)`. */
  private readFactory(node: Node, parent?: Node): void {
    for (const { module, member } of this.bindings.of(bare(node.callee).object)) {
      if (module === 'lib-dynamodb' && member === 'DynamoDBDocument') this.remember(module, node, parent);
    }
  }

  private remember(client: string | undefined, node: Node, parent?: Node): void {
    if (client === undefined) return;
    const name = parent && nameKept(parent);
    if (name === undefined) this.hidden.push({ prefix: prefixOf(client), node });
    else this.instances.set(name, client);
  }

  private readNew(node: Node): void {
    for (const { module, member } of this.bindings.of(node.callee)) {
      const [, operation] = /^(\w+)Command$/.exec(member ?? '') ?? [];
      if (operation && isClient(module)) this.add(clientName(module), operation, node, true);
      else this.addHelper(module, member, node);
    }
    const callee = bare(node.callee);
    // a command whose name is computed may be any
    if (callee.type === 'MemberExpression' && lastName(callee) === undefined) {
      const modules = this.bindings.of(callee.object).filter(({ module, member }) => member === undefined && isClient(module));
      for (const { module } of modules) this.hidden.push({ prefix: prefixOf(clientName(module)), node });
    }
    this.readSigner(node);
  }

  /** aws4fetch and its like: who signs a request tells the service. */
  private readSigner(node: Node): void {
    const options = node.arguments.find(({ type }: Node) => type === 'ObjectExpression')?.properties ?? [];
    const named = (name: string): Node | undefined => options.find((property: Node) => property.key && lastName(property.key) === name)?.value;
    const service = literal(named('service'));
    if (service === undefined || !(named('accessKeyId') ?? named('credentials'))) return;
    const name = `requests signed for ${service}`;
    if (SIGNED[service]) this.push({ actions: [SIGNED[service]], oneOf: [], certain: true, name }, node);
    else this.hidden.push({ prefix: service, node });
  }

  private readCall(node: Node): void {
    const callee = bare(node.callee);
    for (const { module, member } of this.bindings.of(callee)) {
      const [, page, waited] = /^(?:paginate(\w+)|waitUntil(\w+))$/.exec(member ?? '') ?? [];
      if (!isClient(module)) this.addHelper(module, member, node);
      else if (page) this.add(clientName(module), page, node, true);
      else if (waited && WAITERS[waited]) this.add(clientName(module), WAITERS[waited], node, true);
      else if (waited) this.hidden.push({ prefix: prefixOf(clientName(module)), node });
    }
    if (callee.type !== 'MemberExpression') return;
    const client = this.instances.get(lastName(callee.object) ?? '');
    const method = lastName(callee);
    if (client === undefined || method === undefined || SILENT.includes(method)) return;
    if (/^getSignedUrl/.test(method)) this.addPresigned(client, node);
    // the short names of minified code are used again for other things
    else this.add(client, method === 'upload' ? 'PutObject' : capital(method), node, lastName(callee.object)!.length > 1);
  }

  /** Version 2 of the SDK: `s3.getSignedUrlPromise('getObject', …)`. */
  private addPresigned(client: string, node: Node): void {
    const operation = literal(node.arguments[0]);
    if (operation === undefined) this.hidden.push({ prefix: prefixOf(client), node });
    else this.add(client, capital(operation), node, true);
  }

  /** The class of a command that is handed on, and a client whose methods are called elsewhere. */
  private readMention(node: Node, parent?: Node): void {
    if (isPlace(node, parent) || this.taken.has(parent)) return;
    for (const { module, member } of this.bindings.of(node)) {
      const [, operation] = /^(\w+)Command$/.exec(member ?? '') ?? [];
      if (operation && isClient(module)) this.add(clientName(module), operation, node, false);
    }
    const client = this.instances.get(lastName(node) ?? '');
    if (client !== undefined && !isUsedAsObject(parent, node)) this.hidden.push({ prefix: prefixOf(client), node });
  }

  private readText(text: string | undefined, node: Node): void {
    const [, target, operation] = /^(\w+)\.([A-Z]\w+)$/.exec(text ?? '') ?? [];
    if (target && Object.hasOwn(TARGETS, target)) this.add(TARGETS[target], operation, node, true);
    // the extension of Lambda that reads parameters and secrets for the function
    if (/\/secretsmanager\/get\b/.test(text ?? '')) this.add('secrets-manager', 'GetSecretValue', node, true);
    if (/\/systemsmanager\/parameters\/get\b/.test(text ?? '')) this.add('ssm', 'GetParameter', node, true);
  }

  private addHelper(module: string, member: string | undefined, node: Node): void {
    const actions = HELPERS[`${module}/${member}`];
    if (actions) this.push({ actions, oneOf: [], certain: true, name: member! }, node);
  }

  private add(client: string, operation: string, node: Node, certain: boolean): void {
    this.push({ ...neededFor(client, operation), certain, name: operation }, node);
  }

  private push(call: Omit<Call, 'file' | 'line' | 'variables'>, node: Node): void {
    this.calls.push({ call: { ...call, file: this.file, line: node.loc?.start.line ?? 1, variables: variablesIn(node) }, node });
  }
}

/** Names of environment variables below: `process.env.TABLE`, and texts that look like one: `variable('ORDERS_TABLE')`. */
function variablesIn(call: Node): string[] {
  const names = new Set<string>();
  visit(call, (node) => {
    const text = literal(node);
    if (text !== undefined && /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(text)) names.add(text);
    if (node.type === 'MemberExpression' && lastName(node.object) === 'env') names.add(lastName(node) ?? '');
  });
  names.delete('');
  return [...names].sort();
}

/** The name under which a declaration, an assignment or a field keeps its value. */
function nameKept({ type, id, left, key }: Node): string | undefined {
  const target = { VariableDeclarator: id, AssignmentExpression: left, PropertyDefinition: key }[type];
  return target && lastName(target);
}

function isFactory(node: Node): boolean {
  const callee = bare(node.callee);
  return callee.type === 'MemberExpression' && lastName(callee) === 'from';
}

function isClient(module: string): boolean {
  return module.startsWith('client-') || module === 'lib-dynamodb';
}

function clientName(module: string): string {
  return module.replace(/^client-/, '');
}

/** The client whose operations are methods of an instance; `undefined` for one that takes commands. */
function clientOf({ module, member = '' }: Binding): string | undefined {
  if (module.startsWith('aws-sdk')) {
    if (/(^|\.)DocumentClient$/.test(member)) return 'lib-dynamodb';
    const name = module === 'aws-sdk' ? member : module.slice('aws-sdk/'.length);
    return /^[A-Za-z0-9]+$/.test(name) && !/^(Config|Credentials|Endpoint|HttpRequest|.*Credentials|.*Provider)$/.test(name) ? name : undefined;
  }
  return module.startsWith('client-') && /^[A-Z]\w*$/.test(member) && !/(Client|Command|Exception|Error|Filter\w*)$/.test(member) ? clientName(module) : undefined;
}

/** Whether a node is only a part of what names something: its declaration, or the way to a longer name. */
function isPlace(node: Node, parent?: Node): boolean {
  if (!parent) return false;
  switch (parent.type) {
    case 'MemberExpression': return parent.object === node ? node.type === 'Identifier' || node.type === 'MemberExpression' : !parent.computed;
    case 'NewExpression': case 'CallExpression': return parent.callee === node;
    case 'VariableDeclarator': return true;
    case 'AssignmentExpression': return true;
    case 'SequenceExpression': return true;
    case 'ImportSpecifier': case 'ImportDefaultSpecifier': case 'ImportNamespaceSpecifier': case 'Property': return parent.type !== 'Property' || parent.value !== node;
    case 'BinaryExpression': return parent.operator === 'instanceof';
    case 'PropertyDefinition': return parent.key === node;
    default: return false;
  }
}

/** Whether methods are called on it here, where they are seen. */
function isUsedAsObject(parent: Node | undefined, node: Node): boolean {
  return parent?.type === 'MemberExpression' && (parent.object === node || !parent.computed);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
