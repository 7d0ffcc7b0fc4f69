import { Refused } from './inspect';

type AttributeValue = Record<string, any>;

/** Deeper than any item: DynamoDB stops at 32 levels. */
const MAX_DEPTH = 40;

/**
 * An item in plain values, as a schema describes it: numbers as numbers, sets as lists, binaries as base64 text.
 */
export function itemOf(image: Record<string, AttributeValue>): Record<string, unknown> {
  return mapOf(image, 0);
}

function mapOf(map: Record<string, AttributeValue>, depth: number): Record<string, unknown> {
  // defined and not assigned: an attribute may be called __proto__
  const item = {};
  for (const [name, value] of Object.entries(map)) {
    Object.defineProperty(item, name, { value: valueOf(value, depth + 1), enumerable: true, configurable: true, writable: true });
  }
  return item;
}

function valueOf(attribute: AttributeValue, depth: number): unknown {
  if (depth > MAX_DEPTH || typeof attribute !== 'object' || attribute === null) throw new Refused('it is no item of DynamoDB');
  const [[type, value], ...more] = Object.entries(attribute);
  if (more.length > 0) throw new Refused('it is no item of DynamoDB');
  switch (type) {
    case 'S': case 'B': case 'BOOL': case 'SS': case 'BS': return value;
    case 'N': return Number(value);
    case 'NS': return value.map(Number);
    case 'NULL': return null;
    case 'L': return value.map((one: AttributeValue) => valueOf(one, depth + 1));
    case 'M': return mapOf(value, depth + 1);
    default: throw new Refused('it is no item of DynamoDB');
  }
}
