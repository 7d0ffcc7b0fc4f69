export type JsonObject = { readonly [key: string]: unknown };

export function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** A property of an object's own: a key like `constructor` or `__proto__` never finds what JavaScript put there. */
export function own(json: unknown, key: string): unknown {
  return isObject(json) && Object.prototype.hasOwnProperty.call(json, key) ? json[key] : undefined;
}

/** The object itself, or an empty one for anything else. */
export function objectOrEmpty(json: unknown): JsonObject {
  return isObject(json) ? json : {};
}

/** An intrinsic function of CloudFormation: an object with one key, `Ref`, `Condition` or `Fn::…`. */
export interface Intrinsic {
  readonly name: string;
  readonly argument: unknown;
}

export function intrinsicOf(json: unknown): Intrinsic | undefined {
  if (!isObject(json)) return undefined;
  let name: string | undefined;
  for (const key in json) { // not Object.keys: this is asked of every object of every template
    if (name !== undefined) return undefined;
    name = key;
  }
  return name !== undefined && (name === 'Ref' || name.startsWith('Fn::')) ? { name, argument: json[name] } : undefined;
}

/** The two ways to write `Fn::GetAtt`: `["Id", "Attribute"]` and `"Id.Attribute"`. */
export function getAttOf(argument: unknown): { logicalId: string; attribute: unknown } | undefined {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return dot > 0 ? { logicalId: argument.slice(0, dot), attribute: argument.slice(dot + 1) } : undefined;
  }
  if (!Array.isArray(argument) || typeof argument[0] !== 'string' || argument.length < 2) return undefined;
  const [logicalId, attribute, ...rest] = argument;
  if (rest.length === 0) return { logicalId, attribute };
  return rest.concat(attribute).every((part) => typeof part === 'string') ? { logicalId, attribute: [attribute, ...rest].join('.') } : undefined;
}

/** The pieces of a `Fn::Sub`: literal text, and names with the expressions that stand for them. */
export function subPartsOf(argument: unknown): (string | { readonly expression: unknown })[] | undefined {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return undefined;
  const named = new Map<string, { readonly expression: unknown }>(); // so that a name that comes often is looked at once
  return text.split(/(\$\{[^}]*\})/).filter((part) => part !== '').map((part) => {
    if (!part.startsWith('${') || !part.endsWith('}')) return part;
    const name = part.slice(2, -1).trim();
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const found = named.get(name) ?? { expression: own(variables, name) ?? (name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }) };
    named.set(name, found);
    return found;
  });
}
