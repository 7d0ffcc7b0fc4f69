import { bare, lastName, literal, Node, visit } from './javascript-tree';

/** A class of a command whose code is in the bundle. */
export interface InlinedCommand {
  readonly client: string;
  readonly operation: string;
  /** Whether code of the app alone makes it: the SDK itself makes those that get credentials. */
  readonly certain: boolean;
  /** Whether a place is in the class of a command: what a command of the document client makes there, its maker calls. */
  isInside(node: Node): boolean;
}

/** Clients by which the SDK gets credentials. */
const CREDENTIALS = /^(SSO|SSOOIDC|STS|Signin|CognitoIdentity)Client$/;

interface Class {
  readonly name: string;
  readonly node: Node;
}

/** Commands whose classes a bundler has put into the file, by the name of the class. Names that a minifier leaves alone tell what they are. */
export function inlinedCommands(tree: Node): Map<string, InlinedCommand> {
  const classes: Class[] = [];
  const builders = new Map<string, string>();
  visit(tree, (node, parent) => {
    if (node.type === 'VariableDeclarator' && node.init) readBuilder(node, builders);
    if (node.type !== 'ClassExpression' && node.type !== 'ClassDeclaration') return;
    const name = node.id?.name ?? (parent?.type === 'VariableDeclarator' || parent?.type === 'AssignmentExpression' ? lastName(parent.id ?? parent.left) : undefined);
    if (name !== undefined && node.superClass) classes.push({ name, node });
  });
  const direct = new Map<string, [string, string]>();
  for (const { name, node } of classes) {
    const names = built(node.superClass, builders) ?? builtByClass(node.superClass);
    if (names) direct.set(name, names);
  }
  const documents = classes.flatMap(({ name, node }) => {
    const names = direct.get(commandInside(node) ?? '');
    return names ? [{ name, node, names }] : [];
  });
  const isInside = ({ start }: Node) => documents.some(({ node }) => start >= node.start && start < node.end);
  const all: [string, [string, string]][] = [...direct, ...documents.map(({ name, names }): [string, [string, string]] => [name, names])];
  return new Map(all.map(([name, [client, operation]]) => [name, { client: client.replace(/Client$/, ''), operation, certain: !CREDENTIALS.test(client), isInside }]));
}

/** `const command = makeBuilder(commonParams, 'AmazonS3', 'S3Client', …)`. */
function readBuilder({ id, init }: Node, builders: Map<string, string>): void {
  const call = bare(init);
  const name = lastName(id);
  if (call.type !== 'CallExpression' || name === undefined) return;
  const client = call.arguments.map(literal).find((text: string | undefined) => /^[A-Z]\w*Client$/.test(text ?? ''));
  if (client !== undefined) builders.set(name, client);
}

/** `class extends command(endpoint, middleware, 'GetObject', …)`. */
function built(superClass: Node, builders: Map<string, string>): [string, string] | undefined {
  const call = bare(superClass);
  if (call.type !== 'CallExpression') return undefined;
  const client = builders.get(lastName(call.callee) ?? '');
  const operation = call.arguments.map(literal).find((text: string | undefined) => /^[A-Z]\w*$/.test(text ?? ''));
  return client !== undefined && operation !== undefined ? [client, operation] : undefined;
}

/** The form before: `Command.classBuilder()….n('S3Client', 'GetObjectCommand')….build()`. */
function builtByClass(superClass: Node): [string, string] | undefined {
  for (let node = bare(superClass); node.type === 'CallExpression';) {
    const callee = bare(node.callee);
    const [client, command] = node.arguments.map(literal);
    if (lastName(callee) === 'n' && client?.endsWith('Client') && command?.endsWith('Command')) return [client, command.replace(/Command$/, '')];
    if (callee.type !== 'MemberExpression') return undefined;
    node = bare(callee.object);
  }
  return undefined;
}

/** Commands of lib-dynamodb make the one that they stand for: `this.clientCommand = new PutItemCommand(…)`. */
function commandInside(node: Node): string | undefined {
  let name: string | undefined;
  visit(node.body, (one) => {
    if (one.type === 'AssignmentExpression' && lastName(one.left) === 'clientCommand' && bare(one.right).type === 'NewExpression') name ??= lastName(bare(one.right).callee);
  });
  return name;
}
