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
};

/**
 * One table whose keys are strings. Of expressions it knows `attribute_exists`, `attribute_not_exists`,
 * `=`, `AND`, `SET a = :b` and `ADD a :strings`, top-level attributes only, of queries those of one partition, a page for each item, and refuses what DynamoDB refuses: reserved words, names and
 * values that are undefined or unused, keys of another shape, a change of the key.
 */
export class FakeDynamoDb extends JsonProtocolServer {
  private readonly items = new Map<string, Item>();

  constructor(private readonly tableName: string, private readonly key: string[]) {
    super();
  }

  public clear(): void {
    this.items.clear();
  }

  public all(): Item[] {
    return [...this.items.values()];
  }

  public answer(operation: string, input: any): object {
    const known = PARAMETERS[operation];
    const unknown = known ? Object.keys(input).filter((parameter) => !known.includes(parameter)) : [operation];
    if (unknown.length > 0) throw invalid(`not faked: ${unknown.join(', ')}`);
    if (input.TableName !== this.tableName) throw new ServiceError(`${NAMESPACE}ResourceNotFoundException`, 'Requested resource not found');

    if (operation === 'Query') return this.query(input);
    const key = this.keyOf(input.Key ?? input.Item, operation !== 'PutItem');
    const before = this.items.get(key);
    const expressions = new Expressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
    const held = !input.ConditionExpression || expressions.holds(input.ConditionExpression, before);
    const changes = expressions.changes(input.UpdateExpression, before);
    expressions.allUsed();
    if (!held) {
      throw new ServiceError(`${NAMESPACE}ConditionalCheckFailedException`, 'The conditional request failed', 400,
        input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before ? { Item: before } : {});
    }

    switch (operation) {
      case 'GetItem': return before ? { Item: before } : {};
      case 'PutItem': this.items.set(key, input.Item); return {};
      case 'DeleteItem': this.items.delete(key); return {};
      default:
        if (this.key.some((name) => name in changes)) throw invalid('Cannot update attribute. This attribute is part of the key');
        this.items.set(key, { ...input.Key, ...before, ...changes });
        return {};
    }
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
    const start = input.ExclusiveStartKey === undefined ? 0 : found.findIndex((item) => JSON.stringify(keyAt(item)) === JSON.stringify(input.ExclusiveStartKey)) + 1;
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
    return expression.split(' AND ').map((clause) => this.clause(clause.trim(), item)).every(Boolean);
  }

  public changes(expression?: string, item: Item = {}): Item {
    if (!expression) return {};
    const [, set, strings] = /^ADD ([#\w]+) (:\w+)$/.exec(expression) ?? [];
    if (set) {
      const [name, value] = [this.name(set), this.value(strings)];
      if (!Array.isArray(value.SS)) throw invalid(`not faked: ${expression}`);
      return { [name]: { SS: [...new Set([...(item[name]?.SS as string[] ?? []), ...value.SS])] } };
    }
    if (!expression.startsWith('SET ')) throw invalid(`not faked: ${expression}`);
    return Object.fromEntries(expression.slice(4).split(',').map((assignment) => {
      const [, name, value] = /^\s*([#\w]+) = (:\w+)\s*$/.exec(assignment) ?? [];
      if (!name) throw invalid(`not faked: ${assignment}`);
      return [this.name(name), this.value(value)];
    }));
  }

  public allUsed(): void {
    const unused = [...Object.keys(this.names), ...Object.keys(this.values)].filter((key) => !this.used.has(key));
    if (unused.length > 0) throw invalid(`Value provided in ExpressionAttribute… unused in expressions: keys: {${unused.join(', ')}}`);
  }

  private clause(clause: string, item: Item): boolean {
    const [, test, path] = /^(attribute_exists|attribute_not_exists)\(([#\w]+)\)$/.exec(clause) ?? [];
    if (test) return (this.name(path) in item) === (test === 'attribute_exists');
    const [, left, right] = /^([#\w]+) = (:\w+)$/.exec(clause) ?? [];
    if (!left) throw invalid(`not faked: ${clause}`);
    const [name, value] = [this.name(left), this.value(right)];
    return JSON.stringify(item[name]) === JSON.stringify(value);
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

function invalid(message: string): ServiceError {
  return new ServiceError(`${NAMESPACE}ValidationException`, message);
}
