import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

/**
 * Compiles the classes that lambda/siem writes from a checkout of github.com/ocsf/ocsf-schema (Apache-2.0) into one file that tests validate by: what is
 * required, types, enumerations, constraints. Run: npx tsx scripts/ocsf-schema.ts <checkout of tag 1.4.0>
 */
const CLASSES = ['base_event', 'authentication', 'network_activity', 'http_activity', 'dns_activity', 'api_activity', 'detection_finding'];
const PROFILES = ['cloud', 'security_control'];
const OUT = join(__dirname, '..', 'test', 'support', 'ocsf', 'ocsf-1.4.0.json');

const root = process.argv[2];
const read = (...path: string[]) => JSON.parse(readFileSync(join(root, ...path), 'utf-8'));

interface Source {
  name: string;
  extends?: string;
  attributes?: Record<string, any>;
  uid?: number;
  category?: string;
  constraints?: Record<string, string[]>;
}

function all(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.json')).map((file) => read(folder, file));
}

const dictionary = read('dictionary.json');
const categories = read('categories.json').attributes;
const sources = { events: all('events'), objects: all('objects') };

/** Attributes with those of what is extended and included; an attribute of a profile that nothing here applies is left out. */
function attributesOf(source: Source, kind: 'events' | 'objects'): Record<string, any> {
  const parent = source.extends ? attributesOf(sources[kind].find(({ name }) => name === source.extends)!, kind) : {};
  const { $include = [], ...own } = source.attributes ?? {};
  const included = ($include as string[]).filter((file) => !file.startsWith('profiles/') || PROFILES.includes(file.slice('profiles/'.length, -'.json'.length)))
    .map((file) => read(file).attributes);
  const merged: Record<string, any> = { ...parent };
  for (const attributes of [...included, own]) {
    for (const [name, given] of Object.entries<any>(attributes)) {
      if (name.startsWith('$')) continue;
      if (given.profile && !PROFILES.includes(given.profile)) continue;
      merged[name] = { ...merged[name], ...given, enum: { ...merged[name]?.enum, ...given.enum } };
    }
  }
  return merged;
}

function constraintsOf(source: Source, kind: 'events' | 'objects'): Source['constraints'] {
  const parent = sources[kind].find(({ name }) => name === source.extends);
  return source.constraints ?? (parent && constraintsOf(parent, kind));
}

const objects: Record<string, any> = {};

function compile(source: Source, kind: 'events' | 'objects') {
  const attributes = Object.fromEntries(Object.entries(attributesOf(source, kind)).sort().map(([name, given]) => {
    const known = dictionary.attributes[name] ?? {};
    const type: string = given.type ?? known.type;
    const isObject = sources.objects.some((object) => object.name === type);
    if (isObject) addObject(type);
    // an object adds values to the dictionary's enumeration, a class takes its own first
    const values = Object.keys({ ...known.enum, ...given.enum });
    return [name, {
      type,
      ...isObject && { object: true },
      ...(given.is_array ?? known.is_array) && { array: true },
      ...given.requirement === 'required' && { required: true },
      ...values.length > 0 && { enum: values },
    }];
  }));
  const constraints = constraintsOf(source, kind);
  return { attributes, ...constraints && { constraints } };
}

function addObject(name: string): void {
  if (objects[name]) return;
  objects[name] = {};
  Object.assign(objects[name], compile(sources.objects.find((object) => object.name === name)!, 'objects'));
}

const classes = Object.fromEntries(CLASSES.map((name) => {
  const source = sources.events.find((event) => event.name === name)!;
  let parent: Source | undefined = source;
  while (parent && !parent.category) parent = sources.events.find((event) => event.name === parent!.extends);
  const categoryUid = categories[parent?.category ?? '']?.uid ?? 0;
  return [categoryUid * 1000 + (source.uid ?? 0), { name, category: categoryUid, ...compile(source, 'events') }];
}));
const types = Object.fromEntries(Object.entries<any>(dictionary.types.attributes)
  .map(([name, { type, regex, range, max_len }]) => [name, { type, regex, range, max_len }]));
const compiled = {
  source: 'github.com/ocsf/ocsf-schema, tag 1.4.0, Apache-2.0; compiled by scripts/ocsf-schema.ts',
  version: read('version.json').version,
  types,
  classes,
  objects,
};
writeFileSync(OUT, `${JSON.stringify(compiled)}\n`);
