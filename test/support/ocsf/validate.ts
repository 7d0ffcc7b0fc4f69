import schema from './ocsf-1.4.0.json';

interface Attribute { type: string; object?: boolean; array?: boolean; required?: boolean; enum?: string[] }
interface Shape { attributes: Record<string, Attribute>; constraints?: Record<string, string[]> }

const { classes, objects, types } = schema as unknown as {
  classes: Record<string, Shape & { category: number }>;
  objects: Record<string, Shape>;
  types: Record<string, { type?: string; regex?: string; range?: [number, number]; max_len?: number }>;
};

/**
 * What of an event breaks the published schema of OCSF: unknown attributes, missing ones, wrong types and values, constraints.
 *
 * Names that are looked up in DNS need not be host names (`_dmarc.example.com`), so the pattern of `hostname_t` is not asked, as in the OCSF server,
 * which only warns of patterns.
 */
export function ocsfErrors(event: any): string[] {
  const shape = classes[String(event?.class_uid)];
  if (!shape) return [`class_uid: ${event?.class_uid} is no class`];
  const uids = [
    ...event.category_uid === shape.category ? [] : ['category_uid: not that of the class'],
    ...event.type_uid === event.class_uid * 100 + event.activity_id ? [] : ['type_uid: not that of class and activity'],
  ];
  return [...uids, ...shapeErrors('', event, shape, ['class_uid', 'category_uid'])];
}

function shapeErrors(path: string, value: any, { attributes, constraints }: Shape, withoutEnum: string[] = []): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: no object`];
  const missing = Object.entries(attributes).filter(([name, { required }]) => required && value[name] === undefined).map(([name]) => `${path}${name}: missing`);
  const broken = Object.entries(constraints ?? {}).filter(([kind, names]) => {
    const count = names.filter((name) => value[name] !== undefined).length;
    return kind === 'just_one' ? count !== 1 : count === 0;
  }).map(([kind, names]) => `${path}: ${kind} of ${names.join(', ')}`);
  const wrong = Object.entries(value).flatMap(([name, one]) => {
    const attribute = attributes[name];
    if (!attribute) return [`${path}${name}: unknown`];
    if (attribute.array) {
      return Array.isArray(one) ? one.flatMap((each, at) => valueErrors(`${path}${name}[${at}]`, each, attribute)) : [`${path}${name}: no list`];
    }
    return valueErrors(`${path}${name}`, one, withoutEnum.includes(name) ? { ...attribute, enum: undefined } : attribute);
  });
  return [...missing, ...broken, ...wrong];
}

function valueErrors(path: string, value: any, { type, object, enum: values }: Attribute): string[] {
  // free-form by the schema itself
  if (type === 'object' || type === 'json_t') return [];
  if (object) return shapeErrors(`${path}.`, value, objects[type]);
  if (values && /_id$/.test(path) && !values.includes(String(value))) return [`${path}: ${value} is not in the enumeration`];
  const { type: base = type, regex, range, max_len: most } = types[type];
  switch (base) {
    case 'string_t': {
      if (typeof value !== 'string') return [`${path}: no text`];
      const isWrong = value.length > (most ?? types.string_t.max_len!) || (regex && type !== 'hostname_t' && !new RegExp(regex).test(value));
      return isWrong ? [`${path}: ${JSON.stringify(value.slice(0, 40))} is no ${type}`] : [];
    }
    case 'integer_t':
    case 'long_t':
      return Number.isSafeInteger(value) && (!range || (value >= range[0] && value <= range[1])) ? [] : [`${path}: ${value} is no ${type}`];
    case 'float_t': return typeof value === 'number' ? [] : [`${path}: no number`];
    case 'boolean_t': return typeof value === 'boolean' ? [] : [`${path}: no boolean`];
    default: return [`${path}: unknown type ${type}`];
  }
}
