import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { RegionInfo } from 'aws-cdk-lib/region-info';

/**
 * src/core/region-types.json, from an installed cfn-lint (MIT-0), which lists the types that the registry of CloudFormation has in each region:
 * `npx tsx scripts/region-types.ts <folder of cfnlint>`.
 */
const TARGET = join(__dirname, '..', 'src', 'core', 'region-types.json');
const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov'];

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Name the folder of the installed cfnlint.');
const providers = join(folder, 'data', 'schemas', 'providers');
const [, version] = /'version': '([\d.]+)'|^__version__ = "([\d.]+)"/m.exec(readFileSync(join(folder, 'version.py'), 'utf-8'))!.filter(Boolean);

// the isolated partitions have no list of their own there: cfn-lint takes us-east-1's
const regions = readdirSync(providers).map((file) => file.replace('.json', '')).filter((name) => PARTITIONS.includes(RegionInfo.get(name).partition ?? '')).sort();
const types = new Map(regions.map((region) => [region, new Set(Object.keys(JSON.parse(readFileSync(join(providers, `${region}.json`), 'utf-8'))))]));
const all = [...new Set([...types.values()].flatMap((of) => [...of]))].filter((type) => type.startsWith('AWS::')).sort();

const byRegions = new Map<string, string[]>();
for (const type of all) {
  const having = regions.filter((region) => types.get(region)!.has(type));
  if (having.length === regions.length) continue;
  const lacking = regions.filter((region) => !having.includes(region));
  const key = having.length < lacking.length ? `only ${having.join(' ')}` : `not ${lacking.join(' ')}`;
  byRegions.set(key, [...byRegions.get(key) ?? [], type.replace(/^AWS::/, '')]);
}

/** `ACMPCA::Certificate Permission`: each service once. */
function grouped(names: string[]): string {
  const services = new Map<string, string[]>();
  for (const [service, name] of names.map((one) => one.split('::'))) services.set(service, [...services.get(service) ?? [], name]);
  return [...services].map(([service, own]) => `${service}::${own.join(' ')}`).join(', ');
}

writeFileSync(TARGET, [
  '{',
  `  "source": "cfn-lint ${version}",`,
  `  "regions": ${JSON.stringify(regions.join(' '))},`,
  '  "lacking": {',
  [...byRegions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, names]) => `    ${JSON.stringify(key)}: ${JSON.stringify(grouped(names))}`).join(',\n'),
  '  }',
  '}',
  '',
].join('\n'));
