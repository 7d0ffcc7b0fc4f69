import { NormalizedSchema } from '@smithy/core/schema';

/** An operation as the SDK's own model has it: `[9, namespace, name, traits, () => input, () => output]`. */
export type OperationSchema = [9, string, string, any, () => any, () => any];

/** The operation of a client's model, by its name. */
export function operationOf(client: Record<string, any>, name: string): OperationSchema {
  const schema = client[`${name}$`];
  if (!Array.isArray(schema) || schema[0] !== 9) throw new Error(`The model has no operation ${name}.`);
  return schema as OperationSchema;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly labels: string[];
  readonly operation: OperationSchema;
}

const routes = new Map<object, Route[]>();

/** The operation of a REST model that a request is for, and what its path holds. */
export function operationAt(client: Record<string, any>, method: string, path: string) {
  if (!routes.has(client)) routes.set(client, Object.values(client).filter((schema) => Array.isArray(schema) && schema[0] === 9).map(routeOf));
  for (const route of routes.get(client)!) {
    const match = route.method === method && route.path.exec(path);
    if (!match) continue;
    const labels: Record<string, string> = Object.fromEntries(route.labels.map((name, index) => [name, decodeURIComponent(match[index + 1])]));
    return { operation: route.operation, labels };
  }
  throw new Error(`The model has nothing at ${method} ${path}.`);
}

function routeOf(operation: OperationSchema): Route {
  const [method, template] = operation[3].http;
  const labels: string[] = [];
  const pattern = template.split('?')[0].replace(/\/$/, '').replace(/\{(\w+)\+?\}/g, (_: string, name: string) => {
    labels.push(name);
    return '([^/]+)';
  });
  return { method, path: new RegExp(`^${pattern}/?$`), labels, operation };
}

/** Throws where a value has members that its shape does not know, lacks required ones, or has another type. */
export function checkShape(schema: any, value: any, at = ''): void {
  const shape = NormalizedSchema.of(schema);
  const wrong = (what: string) => { throw new Error(`${at || shape.getName()}: ${what}`); };
  if (shape.isStructSchema()) {
    if (typeof value !== 'object' || value === null) return wrong('is no structure');
    const raw = shape.getSchema() as any[];
    const members = raw[4] as string[];
    const unknown = Object.keys(value).filter((name) => !members.includes(name));
    if (unknown.length > 0) return wrong(`has no ${unknown.join(', ')}`);
    const missing = members.slice(0, raw[6] ?? 0).filter((name) => value[name] === undefined);
    if (missing.length > 0) return wrong(`lacks ${missing.join(', ')}`);
    for (const [name, member] of shape.structIterator()) if (value[name] !== undefined) checkShape(member, value[name], `${at || shape.getName()}.${name}`);
    return undefined;
  }
  if (shape.isListSchema()) {
    if (!Array.isArray(value)) return wrong('is no list');
    return value.forEach((one, index) => checkShape(shape.getValueSchema(), one, `${at}[${index}]`));
  }
  if (shape.isMapSchema()) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('is no map');
    return Object.entries(value).forEach(([name, one]) => checkShape(shape.getValueSchema(), one, `${at}.${name}`));
  }
  if (shape.isStringSchema() && typeof value !== 'string') return wrong('is no string');
  if (shape.isBooleanSchema() && typeof value !== 'boolean') return wrong('is no boolean');
  if (shape.isNumericSchema() && (typeof value !== 'number' || Number.isNaN(value))) return wrong('is no number');
  return undefined;
}

/**
 * The input of an operation of EC2 in its form encoding.
 *
 * @param taken gets the names of parameters that are of the input
 */
export function fromQuery(schema: any, parameters: URLSearchParams, prefix = '', taken = new Set<string>()): any {
  const shape = NormalizedSchema.of(schema);
  if (shape.isStructSchema()) {
    const members = [...shape.structIterator()].map(([name, member]): [string, any] => {
      const { ec2QueryName, xmlName } = member.getMergedTraits();
      return [name, fromQuery(member, parameters, `${prefix}${prefix && '.'}${ec2QueryName ?? capital(xmlName ?? name)}`, taken)];
    });
    const given = members.filter(([, value]) => value !== undefined);
    return given.length > 0 ? Object.fromEntries(given) : undefined;
  }
  if (shape.isListSchema()) {
    const list: any[] = [];
    for (let index = 1; [...parameters.keys()].some((key) => key === `${prefix}.${index}` || key.startsWith(`${prefix}.${index}.`)); index++) {
      list.push(fromQuery(shape.getValueSchema(), parameters, `${prefix}.${index}`, taken));
    }
    return list.length > 0 ? list : undefined;
  }
  const text = parameters.get(prefix) ?? undefined;
  if (text === undefined) return undefined;
  taken.add(prefix);
  if (shape.isNumericSchema()) return Number(text);
  return shape.isBooleanSchema() ? text === 'true' : text;
}

/** The output of an operation of EC2 in XML. */
export function toXml(schema: any, value: any): string {
  const shape = NormalizedSchema.of(schema);
  if (shape.isStructSchema()) {
    return [...shape.structIterator()].filter(([name]) => value[name] !== undefined).map(([name, member]) => {
      const tag = member.getMergedTraits().xmlName ?? name;
      return `<${tag}>${toXml(member, value[name])}</${tag}>`;
    }).join('');
  }
  if (shape.isListSchema()) return value.map((one: any) => `<item>${toXml(shape.getValueSchema(), one)}</item>`).join('');
  return String(value).replace(/[&<]/g, (character) => (character === '&' ? '&amp;' : '&lt;'));
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
