import { Check, pathJoin, pathsOf } from '../../../../src/frameworks/conformance/check';
import { ITEMS, itemPath, itemValue } from '../../../../src/frameworks/conformance/items';
import { Expression, TemplateInput, TemplateModel, TemplateResource } from '../../../../src/model';

type Json = any;

/** Stands for a value that deployment fills in and nobody knows before. It is of no kind that a rule takes. */
const UNKNOWN = { Unknown: {} };
const REGION = 'eu-west-1';
const ACCOUNT = '111122223333';

/**
 * The properties of a resource as it is deployed, once for each world of conditions and parameters: CloudFormation leaves no intrinsic function in them.
 * What is not known before deployment is no value of any kind. `undefined` for too many worlds.
 */
export function deployed(inputs: TemplateInput[], logicalId: string): Json[] | undefined {
  const model = new TemplateModel(inputs);
  const resource = model.resources.find((one) => one.logicalId === logicalId)!;
  const worlds = model.worlds.explore(() => (resource.exists() ? resolve(resource.properties) ?? {} : undefined));
  return worlds?.filter((properties) => properties !== undefined);
}

function resolve(expression: Expression): Json {
  const { value } = expression;
  if (value.kind === 'unknown') return UNKNOWN;
  if (value.kind === 'reference') return standIn(value.text, value.targets.map(({ resource }) => resource));
  const { value: json } = value;
  if (json === undefined || json === null) return undefined;
  if (Array.isArray(json)) return expression.items().map(resolve).filter((item) => item !== undefined);
  if (typeof json === 'object') {
    return Object.fromEntries(expression.entries().map(([key, entry]) => [key, resolve(entry)]).filter(([, entry]) => entry !== undefined));
  }
  return typeof json === 'string' ? withPseudo(json) : json;
}

/** What deployment fills in for a name or an attribute of a resource. */
function standIn(text: string, targets: TemplateResource[]): string {
  return withPseudo(targets.reduce((filled, target) => filled.replace(
    new RegExp(`\\$\\{${target.stack.id}/${target.logicalId}(\\.[\\w.]+)?\\}`), (_, attribute?: string) => valueOf(target, attribute),
  ), text));
}

function valueOf({ type, logicalId }: TemplateResource, attribute?: string): string {
  const keyId = '0123abcd-01ab-23cd-45ef-0123456789ab';
  if (type === 'AWS::KMS::Key' || type === 'AWS::KMS::ReplicaKey') return attribute === '.Arn' ? `arn:aws:kms:${REGION}:${ACCOUNT}:key/${keyId}` : keyId;
  if (type === 'AWS::KMS::Alias') return `alias/${logicalId}`;
  if (type === 'AWS::Lambda::LayerVersion') return `arn:aws:lambda:${REGION}:${ACCOUNT}:layer:${logicalId}:1`;
  return attribute ? `arn:aws:service:${REGION}:${ACCOUNT}:${logicalId}${attribute}` : logicalId;
}

function withPseudo(text: string): string {
  return text.replace(/\$\{AWS::(\w+)\}/g, (_, name: string) => ({ Region: REGION, AccountId: ACCOUNT, Partition: 'aws', URLSuffix: 'amazonaws.com' }[name] ?? name));
}

/**
 * What the checks ask for, as they would find it: CloudFormation takes `"true"` and `"35"` for what they are, and what is inside of something that is not known
 * is not known either.
 */
export function asFound(properties: Json, checks: Check[]): Json {
  const copy = structuredClone(properties);
  for (const path of pathsOf(checks)) visit(copy, keysOf(path), (here, key) => void (isUnknown(here) && (here[key] ??= structuredClone(UNKNOWN))));
  for (const { path, as } of kindsOf(checks)) visit(copy, keysOf(path), (here, key) => void (here[key] = as(here[key])));
  return copy;
}

/** Calls for each holder on the way, or for the last one. */
function visit(here: Json, [key, ...rest]: string[], at: (holder: Json, key: string) => void): void {
  if (key === undefined || typeof here !== 'object') return;
  if (key === '[]') {
    for (const item of Object.keys(here)) {
      if (rest.length === 0) at(here, item);
      else visit(here[item], rest, at);
    }
    return;
  }
  if (rest.length === 0 || isUnknown(here)) at(here, key);
  if (rest[0] === '[]' && isUnknown(here[key])) here[key] = [structuredClone(UNKNOWN)];
  if (rest.length > 0) visit(here[key], rest, at);
}

export function isUnknown(json: Json): boolean {
  return typeof json === 'object' && json !== null && 'Unknown' in json;
}

function keysOf(path: string): string[] {
  return path.split(/(?=\[\])|\./);
}

/** What a check compares with: a boolean, a number or a text. */
function kindsOf(checks: Check[], base = ''): { path: string; as: (json: Json) => Json }[] {
  return checks.flatMap((check) => {
    if ('of' in check) return kindsOf(check.of, base);
    const path = pathJoin(base, check.path);
    if ('checks' in check) return kindsOf(check.checks, `${path}[]`);
    if (check.op === 'atLeast' || check.op === 'atMost') return [{ path, as: (json: Json) => (/^-?\d+$/.test(String(json)) ? Number(json) : json) }];
    if (check.op === 'in' && typeof check.values[0] === 'boolean') return [{ path, as: (json: Json) => (/^(true|false)$/i.test(String(json)) ? /^true$/i.test(String(json)) : json) }];
    return [{ path, as: (json: Json) => (typeof json === 'number' ? String(json) : json) }];
  });
}

/** A template as CloudFormation hands it to a Guard Hook: one resource, with values. */
export function hookTemplate(type: string, properties: Json): Json {
  return { Resources: { Resource: { Type: type, Properties: properties } } };
}

/** The configuration item that AWS Config would record of the resource, as far as the table of names knows it. */
export function configurationItem(type: string, properties: Json): Json {
  const item: Json = { resourceType: type, resourceId: 'Resource', configuration: {}, supplementaryConfiguration: {}, tags: [] };
  if (ITEMS[type].asInTemplate) return { ...item, configuration: properties };
  const lists = Object.keys(ITEMS[type].names ?? {});
  for (const { path, indices, value } of nodes(properties, lists)) {
    const at = itemPath(type, path);
    if (at) put(item, at, indices, typeof value === 'object' ? value : itemValue(type, path, value));
  }
  return item;
}

interface Node {
  readonly path: string;
  readonly indices: number[];
  readonly value: Json;
}

/** Everything in the properties, what is inside first. */
function nodes(json: Json, lists: string[], path = '', indices: number[] = []): Node[] {
  const here = path === '' ? [] : [{ path, indices, value: json }];
  if (typeof json !== 'object') return here;
  // a map by names is a list to Guard
  const items = Array.isArray(json) ? json : lists.includes(`${path}[]`) && !isUnknown(json) ? Object.values(json) : undefined;
  if (items) return [...items.flatMap((item, index) => nodes(item, lists, `${path}[]`, [...indices, index])), ...here];
  return [...Object.entries(json).flatMap(([key, value]) => nodes(value, lists, path === '' ? key : `${path}.${key}`, indices)), ...here];
}

/** Sets a place that nothing has set yet. */
function put(item: Json, at: string, indices: number[], value: Json): void {
  const keys: (string | number)[] = [];
  const left = [...indices];
  for (const part of at.split('.')) {
    keys.push(part.replace('[]', ''));
    if (part.endsWith('[]')) keys.push(left.shift() ?? 0);
  }
  let here = item;
  for (const [index, key] of keys.entries()) {
    if (index === keys.length - 1) here[key] ??= value;
    else here = here[key] ??= typeof keys[index + 1] === 'number' ? [] : {};
  }
}
