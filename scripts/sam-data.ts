import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

/**
 * Data for src/model/sam, from an installed aws-sam-translator: `npx tsx scripts/sam-data.ts <folder of samtranslator>`. One entry a line, without
 * what only people read.
 */
const TARGET = join(__dirname, '..', 'src', 'model', 'sam', 'data');
const ARN = 'arn:aws:iam::aws:policy/';
/** Roles of services alone have them: nobody attaches them. */
const SERVICE_LINKED = 'aws-service-role';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Name the folder of the installed samtranslator.');
const read = (...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf-8'));
const spaced = (json: unknown): string => JSON.stringify(json, undefined, 1).replace(/\n\s*/g, ' ').replace(/([[{]) /g, '$1').replace(/ ([\]}])/g, '$1');
const lines = (entries: [string, string][], indent: string) => entries.map(([key, text]) => `${indent}${JSON.stringify(key)}: ${text}`).join(',\n');
const write = (name: string, text: string) => writeFileSync(join(TARGET, name), `{\n${text}\n}\n`);

const { Templates } = read('policy_templates_data', 'policy_templates.json');
write('policy-templates.json', lines(Object.keys(Templates).sort().map((name) => [name, spaced({
  Parameters: Object.keys(Templates[name].Parameters ?? {}).sort(),
  Statement: Templates[name].Definition.Statement,
})]), '  '));

const { Permissions, CfnResourceProperties } = read('model', 'connector_profiles', 'profiles.json');
const bySource = Object.entries<object>(Permissions).map(([source, targets]): [string, string] => (
  [source, `{\n${lines(Object.entries(targets).map(([target, profile]) => [target, spaced(profile)]), '      ')}\n    }`]
));
write('connector-profiles.json', [
  `  "Permissions": {\n${lines(bySource, '    ')}\n  },`,
  `  "CfnResourceProperties": {\n${lines(Object.entries(CfnResourceProperties).map(([type, json]) => [type, spaced(json)]), '    ')}\n  }`,
].join('\n'));

const paths = new Map<string, string[]>();
for (const [name, arn] of Object.entries<string>(read('internal', 'data', 'aws_managed_policies.json').aws)) {
  const path = arn.slice(ARN.length, -name.length - 1);
  if (path && path !== SERVICE_LINKED) paths.set(path, [...paths.get(path) ?? [], name].sort());
}
const rows = (names: string[]) => names.flatMap((_, i) => (i % 4 === 0 ? [`    ${names.slice(i, i + 4).map((name) => JSON.stringify(name)).join(', ')}`] : []));
write('managed-policy-paths.json', lines([...paths].sort().map(([path, names]) => [path, `[\n${rows(names).join(',\n')}\n  ]`]), '  '));
