import { isObject, JsonObject, objectOrEmpty, own } from './json';

const FOR_EACH = 'Fn::ForEach::';
/** CloudFormation takes 500 resources in a template. Loops that make more than this many parts are left as they are. */
const MAX_PARTS = 2000;

/**
 * A template with its `Fn::ForEach` written out, as AWS::LanguageExtensions does it: loops over literal lists, over defaults of parameters
 * or what was given for them, and over lists of mappings. Other loops stay, and what is in them is not read.
 */
export function unrolled(template: JsonObject, given?: ReadonlyMap<string, unknown>): JsonObject {
  return usesLoops(template) ? new Unroller(template, given).unroll(template) as JsonObject : template;
}

function usesLoops({ Transform }: JsonObject): boolean {
  return (Array.isArray(Transform) ? Transform : [Transform]).includes('AWS::LanguageExtensions');
}

class Unroller {
  private parts = 0;

  constructor(private readonly template: JsonObject, private readonly given?: ReadonlyMap<string, unknown>) {}

  public unroll(json: unknown): unknown {
    if (Array.isArray(json)) return json.map((item) => this.unroll(item));
    if (!isObject(json)) return json;
    const written: [string, unknown][] = [];
    for (const [key, value] of Object.entries(json)) {
      const made = key.startsWith(FOR_EACH) ? this.loop(value) : undefined;
      if (made) written.push(...made);
      else written.push([key, key.startsWith(FOR_EACH) ? value : this.unroll(value)]);
    }
    return Object.fromEntries(written);
  }

  /** What a loop makes; `undefined` when it stays. */
  private loop(argument: unknown): [string, unknown][] | undefined {
    if (!Array.isArray(argument) || typeof argument[0] !== 'string' || !isObject(argument[2])) return undefined;
    const [identifier, collection, body] = argument;
    const values = this.listOf(collection);
    if (!values || (this.parts += values.length) > MAX_PARTS) return undefined;
    return values.flatMap((value) => Object.entries(objectOrEmpty(this.unroll(replaced(body, identifier, value)))));
  }

  private listOf(collection: unknown): string[] | undefined {
    if (Array.isArray(collection)) {
      const items = collection.map((item) => (isScalar(item) ? [String(item)] : this.listOf(item)));
      return items.every((item) => item !== undefined) ? items.flatMap((item) => item ?? []) : undefined;
    }
    const ref = own(collection, 'Ref');
    if (typeof ref === 'string') return asList(this.given?.get(ref) ?? own(own(this.template.Parameters, ref), 'Default'));
    const find = own(collection, 'Fn::FindInMap');
    if (!Array.isArray(find)) return undefined;
    const [map, first, second] = find.map((key) => (isScalar(key) ? String(key) : this.listOf(key)?.[0] ?? ''));
    const found = own(own(own(this.template.Mappings, map), first), second);
    return asList(found ?? own(find[3], 'DefaultValue'));
  }
}

function asList(value: unknown): string[] | undefined {
  if (typeof value === 'string') return value.split(',').map((item) => item.trim()).filter((item) => item !== '');
  return Array.isArray(value) && value.every(isScalar) ? value.map(String) : undefined;
}

/** A part with the identifier of a loop put in: as `${Id}`, as `&{Id}` without what names cannot have, and by `Ref`. */
function replaced(json: unknown, identifier: string, value: string): unknown {
  if (typeof json === 'string') return filled(json, identifier, value);
  if (Array.isArray(json)) return json.map((item) => replaced(item, identifier, value));
  if (!isObject(json)) return json;
  if (own(json, 'Ref') === identifier && Object.keys(json).length === 1) return value;
  return Object.fromEntries(Object.entries(json).map(([key, inner]) => [filled(key, identifier, value), replaced(inner, identifier, value)]));
}

function filled(text: string, identifier: string, value: string): string {
  return text.split(`\${${identifier}}`).join(value).split(`&{${identifier}}`).join(value.replace(/[^A-Za-z0-9]/g, ''));
}

function isScalar(json: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof json);
}
