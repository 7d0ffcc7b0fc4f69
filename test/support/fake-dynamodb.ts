import { JsonProtocolServer, ServiceError } from './json-protocol-server';

type AttributeValue = Record<string, unknown>;
type Item = Record<string, AttributeValue>;

const NAMESPACE = 'com.amazonaws.dynamodb.v20120810#';
/** Of the reserved words, those that a table of orders is likely to meet. */
const RESERVED = new Set(['OWNER', 'STATUS', 'NAME', 'DATE', 'VALUE', 'KEY', 'ORDER', 'STATE', 'REGION', 'USER']);
/** What each operation may be sent here: anything else would be ignored, and a test could not see it. */
const PARAMETERS: Record<string, string[]> = {
  GetItem: ['TableName', 'Key', 'ConsistentRead'],
  Query: ['TableName', 'KeyConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues', 'ConsistentRead', 'ExclusiveStartKey'],
  PutItem: ['TableName', 'Item', 'ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues', 'ReturnValuesOnConditionCheckFailure'],
  DeleteItem: ['TableName', 'Key', 'ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues', 'ReturnValuesOnConditionCheckFailure'],
  UpdateItem: [
    'TableName', 'Key', 'UpdateExpression', 'ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues', 'ReturnValuesOnConditionCheckFailure',
  ],
  TransactWriteItems: ['TransactItems', 'ClientRequestToken'],
};
const WRITES = ['PutItem', 'DeleteItem', 'UpdateItem'];

/**
 * One table whose keys are strings. Of expressions it knows `attribute_exists`, `attribute_not_exists`, `contains`,
 * `=`, `<`, `NOT`, `AND`, `OR`, `SET a = :b`, `SET a.b = :c` and `ADD a :b` of numbers and strings, no parentheses, of queries those of one partition, a page for each item, and refuses what DynamoDB refuses:
 * reserved words, names and values that are undefined or unused, keys of another shape, a change of the key. Transactions are all or
 * nothing, are done once for each token, and are in each other's way while they last.
 */
export class FakeDynamoDb extends JsonProtocolServer {
  private readonly items = new Map<string, Item>();
  private readonly tokens = new Set<string>();
  private readonly inFlight = new Set<string>();

  constructor(private readonly tableName: string, private readonly key: string[]) {
    super();
  }

  public clear(): void {
    this.items.clear();
    this.tokens.clear();
  }

  public all(): Item[] {
    return [...this.items.values()];
  }

  /** As `answer`, but a transaction takes its time, and whoever else writes one of its items meanwhile is refused. */
  public async answerInTime(operation: string, input: any): Promise<object> {
    if (operation !== 'TransactWriteItems') {
      if (WRITES.includes(operation) && this.inFlight.has(this.keyOf(input.Key ?? input.Item, false))) {
        throw new ServiceError(`${NAMESPACE}TransactionConflictException`, 'Transaction is ongoing for the item');
      }
      return this.answer(operation, input);
    }
    const keys = actionsOf(input).map(([, action]) => this.keyOf(action.Key ?? action.Item, false));
    if (keys.some((key) => this.inFlight.has(key))) throw cancelled(keys.map((key) => this.inFlight.has(key) ? 'TransactionConflict' : 'None'));
    keys.forEach((key) => this.inFlight.add(key));
    await new Promise((resolve) => setImmediate(resolve));
    try {
      return this.answer(operation, input);
    } finally {
      keys.forEach((key) => this.inFlight.delete(key));
    }
  }

  public answer(operation: string, input: any): object {
    const known = PARAMETERS[operation];
    const unknown = known ? Object.keys(input).filter((parameter) => !known.includes(parameter)) : [operation];
    if (unknown.length > 0) throw invalid(`not faked: ${unknown.join(', ')}`);
    if (operation === 'TransactWriteItems') return this.transact(input);
    if (input.TableName !== this.tableName) throw new ServiceError(`${NAMESPACE}ResourceNotFoundException`, 'Requested resource not found');

    if (operation === 'Query') return this.query(input);
    const { key, before, held, write } = this.prepare(operation, input);
    if (!held) {
      throw new ServiceError(`${NAMESPACE}ConditionalCheckFailedException`, 'The conditional request failed', 400,
        input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before ? { Item: before } : {});
    }
    if (operation === 'GetItem') return before ? { Item: this.items.get(key) } : {};
    write();
    return {};
  }

  private transact(input: any): object {
    if (this.tokens.has(input.ClientRequestToken)) return {};
    const prepared = actionsOf(input).map(([kind, action]) => {
      const known = [...PARAMETERS[`${kind}Item`] ?? []];
      const unknown = Object.keys(action).filter((parameter) => !known.includes(parameter));
      if (unknown.length > 0) throw invalid(`not faked: ${kind} ${unknown.join(', ')}`);
      if (action.TableName !== this.tableName) throw new ServiceError(`${NAMESPACE}ResourceNotFoundException`, 'Requested resource not found');
      return this.prepare(`${kind}Item`, action);
    });
    if (new Set(prepared.map(({ key }) => key)).size < prepared.length) throw invalid('Transaction request cannot include multiple operations on one item');
    if (prepared.some(({ held }) => !held)) throw cancelled(prepared.map(({ held }) => held ? 'None' : 'ConditionalCheckFailed'));
    prepared.forEach(({ write }) => write());
    if (input.ClientRequestToken) this.tokens.add(input.ClientRequestToken);
    return {};
  }

  private prepare(operation: string, input: any) {
    const key = this.keyOf(input.Key ?? input.Item, operation !== 'PutItem');
    const before = this.items.get(key);
    const expressions = new Expressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
    const held = !input.ConditionExpression || expressions.holds(input.ConditionExpression, before);
    const changes = held ? expressions.changes(input.UpdateExpression, before) : {};
    if (held) expressions.allUsed();
    if (this.key.some((name) => name in changes)) throw invalid('Cannot update attribute. This attribute is part of the key');
    const write = () => {
      if (operation === 'DeleteItem') this.items.delete(key);
      else this.items.set(key, operation === 'PutItem' ? input.Item : defined({ ...input.Key, ...before, ...changes }));
    };
    return { key, before, held, write };
  }

  private query(input: any): object {
    const expressions = new Expressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
    const [, partition] = /^([#\w]+) = :\w+$/.exec(input.KeyConditionExpression ?? '') ?? [];
    if (partition === undefined || (input.ExpressionAttributeNames?.[partition] ?? partition) !== this.key[0]) {
      throw invalid(`Query condition missed key schema element: ${this.key[0]}`);
    }
    expressions.holds(input.KeyConditionExpression); // also in an empty table: it is read, and can be wrong
    const found = this.all().filter((item) => expressions.holds(input.KeyConditionExpression, item));
    expressions.allUsed();
    const keyAt = (item: Item) => Object.fromEntries(this.key.map((name) => [name, item[name]]));
    const last = JSON.stringify(input.ExclusiveStartKey);
    const start = last === undefined ? 0 : found.findIndex((item) => JSON.stringify(keyAt(item)) === last) + 1;
    const Items = found.slice(start, start + 1);
    return { Items, Count: Items.length, ...found.length > start + 1 && { LastEvaluatedKey: keyAt(Items[0]) } };
  }

  private keyOf(attributes: Item, nothingElse: boolean): string {
    const values = this.key.map((name) => attributes?.[name]?.S);
    if (values.some((value) => typeof value !== 'string' || value === '') || (nothingElse && Object.keys(attributes).length !== this.key.length)) {
      throw invalid('The provided key element does not match the schema');
    }
    return JSON.stringify(values);
  }
}

/** Evaluates expressions, and notes which names and values they use. */
class Expressions {
  private readonly used = new Set<string>();

  constructor(private readonly names: Record<string, string> = {}, private readonly values: Record<string, AttributeValue> = {}) {}

  public holds(expression: string, item: Item = {}): boolean {
    // all clauses are read before one decides: an error in the second must show even when the first is false
    const all = (conjunction: string) => conjunction.split(' AND ').map((clause) => this.clause(clause.trim(), item)).every(Boolean);
    return expression.split(' OR ').map(all).some(Boolean);
  }

  public changes(expression?: string, item: Item = {}): Item {
    const changes: Item = {};
    const [before, ...parts] = (expression ?? '').split(/(?:^|\s)(SET|ADD|DELETE)\s/);
    if (before !== '') throw invalid(`not faked: ${expression}`);
    for (let index = 0; index < parts.length; index += 2) {
      for (const one of parts[index + 1].split(',')) Object.assign(changes, this.change(parts[index], one.trim(), { ...item, ...changes }));
    }
    return changes;
  }

  private set(assignment: string, item: Item): Item {
    const [, name, inner, value] = /^([#\w]+)(?:\.([#\w]+))? = (:\w+)$/.exec(assignment) ?? [];
    if (!name) throw invalid(`not faked: ${assignment}`);
    const attribute = this.name(name);
    if (inner === undefined) return { [attribute]: this.value(value) };
    if (!item[attribute]?.M) throw invalid('The document path provided in the update expression is invalid for update');
    return { [attribute]: { M: { ...item[attribute].M as object, [this.name(inner)]: this.value(value) } } };
  }

  private change(kind: string, text: string, item: Item): Item {
    if (kind === 'SET') return this.set(text, item);
    return kind === 'ADD' ? this.add(text, item) : this.delete(text, item);
  }

  private delete(deletion: string, item: Item): Item {
    const [, name, value] = /^([#\w]+) (:\w+)$/.exec(deletion) ?? [];
    if (!name || !Array.isArray(this.value(value).SS)) throw invalid(`not faked: ${deletion}`);
    const attribute = this.name(name);
    const left = (item[attribute]?.SS as string[] ?? []).filter((one) => !(this.value(value).SS as string[]).includes(one));
    // a set without members is no attribute
    return { [attribute]: left.length > 0 ? { SS: left } : undefined as unknown as AttributeValue };
  }

  private add(addition: string, item: Item): Item {
    const [, name, value] = /^([#\w]+) (:\w+)$/.exec(addition) ?? [];
    if (!name) throw invalid(`not faked: ${addition}`);
    const [attribute, added] = [this.name(name), this.value(value)];
    if (Array.isArray(added.SS)) return { [attribute]: { SS: [...new Set([...(item[attribute]?.SS as string[] ?? []), ...added.SS])] } };
    if (typeof added.N !== 'string') throw invalid(`not faked: ${addition}`);
    return { [attribute]: { N: String(Number(item[attribute]?.N ?? 0) + Number(added.N)) } };
  }

  public allUsed(): void {
    const unused = [...Object.keys(this.names), ...Object.keys(this.values)].filter((key) => !this.used.has(key));
    if (unused.length > 0) throw invalid(`Value provided in ExpressionAttribute… unused in expressions: keys: {${unused.join(', ')}}`);
  }

  private clause(clause: string, item: Item): boolean {
    if (clause.startsWith('NOT ')) return !this.clause(clause.slice(4), item);
    const [, test, path] = /^(attribute_exists|attribute_not_exists)\(([#\w]+)\)$/.exec(clause) ?? [];
    if (test) return (this.name(path) in item) === (test === 'attribute_exists');
    const [, set, member] = /^contains\(([#\w]+), (:\w+)\)$/.exec(clause) ?? [];
    if (set) {
      const [held, value] = [item[this.name(set)], this.value(member)];
      return (held?.SS as unknown[] ?? []).includes(value.S);
    }
    const [, left, comparator, right] = /^([#\w]+(?:\.[#\w]+)*) (=|<) (:\w+)$/.exec(clause) ?? [];
    if (!left) throw invalid(`not faked: ${clause}`);
    const [attribute, value] = [this.at(left, item), this.value(right)];
    if (comparator === '=') return JSON.stringify(attribute) === JSON.stringify(value);
    return typeof attribute?.N === 'string' && typeof value.N === 'string' && Number(attribute.N) < Number(value.N);
  }

  private at(path: string, item: Item): AttributeValue | undefined {
    const names = path.split('.').map((name) => this.name(name));
    return names.slice(1).reduce<AttributeValue | undefined>((held, name) => (held?.M as Item | undefined)?.[name], item[names[0]]);
  }

  private name(text: string): string {
    if (text.startsWith('#')) {
      this.used.add(text);
      if (!(text in this.names)) throw invalid(`An expression attribute name used in the document path is not defined; attribute name: ${text}`);
      return this.names[text];
    }
    if (RESERVED.has(text.toUpperCase())) throw invalid(`Attribute name is a reserved keyword; reserved keyword: ${text}`);
    return text;
  }

  private value(text: string): AttributeValue {
    this.used.add(text);
    if (!(text in this.values)) throw invalid(`An expression attribute value used in expression is not defined; attribute value: ${text}`);
    return this.values[text];
  }
}

function defined(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}

function actionsOf(input: any): [string, any][] {
  return input.TransactItems.map((item: object) => Object.entries(item)[0]);
}

function cancelled(codes: string[]): ServiceError {
  return new ServiceError(`${NAMESPACE}TransactionCanceledException`, `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`, 400,
    { CancellationReasons: codes.map((Code) => ({ Code })) });
}

function invalid(message: string): ServiceError {
  return new ServiceError(`${NAMESPACE}ValidationException`, message);
}
