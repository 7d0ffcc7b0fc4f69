import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { gunzipSync } from 'zlib';

/** Endpoints that the services' own guides name, and the list of aws-cdk-lib does not. */
const BESIDE_THE_CDK = ['apigateway', 'bedrock-agentcore-control', 'eventsv2', 'scheduler'];

/** Name by which a service signs → IAM prefix, where they differ. */
const IAM_PREFIXES: Record<string, string> = {
  'IoTSecuredTunneling': 'iot',
  'cloudcontrolapi': 'cloudformation',
  'iot-jobs-data': 'iotjobsdata',
  'iotdata': 'iot',
  'monitoring': 'cloudwatch',
  'mturk-requester': 'mechanicalturk',
  'tagging': 'tag',
};

/** Hosts that are no endpoint of their own to a function: S3 Control is reached as S3, and the others are of consoles. */
const LEFT_OUT = ['s3-control', 'cloudwatch-omni', 'iam-toolbox', 'participant.connect'];

/** Host → endpoint service, where it is neither the same name nor the same parts the other way round. */
const ENDPOINT_OF_HOST: Record<string, string> = {
  'airflow': 'airflow.api',
  'api.airflow': 'airflow.api',
  'api.iotdeviceadvisor': 'deviceadvisor.iot',
  'appstream2': 'appstream.api',
  'codeartifact': 'codeartifact.api',
  'codeconnections': 'codeconnections.api',
  'codestar-connections': 'codestar-connections.api',
  'cp.metadata.geo': 'geo.metadata',
  'data-ats.iot': 'iot.data',
  'data.qapps': 'qapps',
  'dataplane.evidently': 'evidently-dataplane',
  'dataplane.rum': 'rum-dataplane',
  'firehose': 'kinesis-firehose',
  'kinesis': 'kinesis-streams',
  'sms-voice': 'pinpoint-sms-voice-v2',
  'streams.dynamodb': 'dynamodb-streams',
};

const LINE = 138;


interface ServiceModel {
  readonly metadata: { readonly endpointPrefix: string; readonly signingName?: string };
  readonly operations: Record<string, { readonly endpoint?: { readonly hostPrefix?: string } }>;
}

/** What the endpoint services of an aws-cdk-lib are called, by what stands before their short name; FIPS ones left out. */
export function interfaceEndpoints(cdk: { App: any; Stack: any; aws_ec2: any }): Map<string, string[]> {
  const { InterfaceVpcEndpointAwsService: Service } = cdk.aws_ec2;
  const stack = new cdk.Stack(new cdk.App(), 'Names', { env: { account: '111111111111', region: 'xx-test-1' } });
  const services = Object.getOwnPropertyNames(Service).map((name) => Service[name]).filter((value) => value instanceof Service);
  const byPrefix = new Map<string, Set<string>>([['com.amazonaws.<region>', new Set(BESIDE_THE_CDK)]]);
  for (const { name, shortName } of services.filter((service) => !/-fips\b/.test(service.shortName))) {
    const prefix = stack.resolve(name).slice(0, -shortName.length - 1).replace('xx-test-1', '<region>');
    byPrefix.set(prefix, (byPrefix.get(prefix) ?? new Set()).add(shortName));
  }
  return new Map([...byPrefix].sort().map(([prefix, names]) => [prefix, [...names].sort()]));
}

function serviceModels(botocore: string): ServiceModel[] {
  return folders(botocore).flatMap((service) => {
    const newest = folders(join(botocore, service)).at(-1) ?? '';
    const file = join(botocore, service, newest, 'service-2.json.gz');
    return existsSync(file) ? [JSON.parse(gunzipSync(readFileSync(file)).toString())] : [];
  });
}

function folders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
}

/** IAM prefix → endpoint service, or the host of one that has none behind a `!` → the operations that it serves. */
export function operationsByEndpoint(models: ServiceModel[], endpoints: Set<string>): Map<string, Map<string, Set<string>>> {
  const all = new Map<string, Map<string, Set<string>>>();
  for (const { metadata: { endpointPrefix, signingName = endpointPrefix }, operations } of models) {
    if (LEFT_OUT.includes(endpointPrefix)) continue;
    const prefix = IAM_PREFIXES[signingName] ?? signingName;
    const byEndpoint = all.get(prefix) ?? new Map<string, Set<string>>();
    all.set(prefix, byEndpoint);
    for (const [operation, { endpoint }] of Object.entries(operations)) {
      const name = endpointOf(hostOf(endpointPrefix, endpoint?.hostPrefix), endpointPrefix, endpoints);
      byEndpoint.set(name, (byEndpoint.get(name) ?? new Set()).add(operation));
    }
  }
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Endpoint service → the hosts by which SDKs call it. */
export function hostsByEndpoint(models: ServiceModel[], endpoints: Set<string>): Map<string, Set<string>> {
  const hosts = new Map<string, Set<string>>();
  for (const { metadata: { endpointPrefix }, operations } of models) {
    for (const { endpoint } of Object.values(operations)) {
      const host = hostOf(endpointPrefix, endpoint?.hostPrefix);
      const name = endpointOf(host, endpointPrefix, endpoints);
      if (!name.startsWith('!')) hosts.set(name, (hosts.get(name) ?? new Set()).add(host));
    }
  }
  return new Map([...hosts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function hostOf(endpointPrefix: string, hostPrefix = ''): string {
  return `${hostPrefix.replace(/\{[^}]*\}/g, '*').replace(/^\*-?$/, '*.')}${endpointPrefix}`;
}

function endpointOf(host: string, endpointPrefix: string, endpoints: Set<string>): string {
  const bare = host.replace(/^\*\./, '');
  return [bare, bare.split('.').reverse().join('.'), ENDPOINT_OF_HOST[bare], endpointPrefix, ENDPOINT_OF_HOST[endpointPrefix]]
    .find((candidate) => candidate && endpoints.has(candidate)) ?? `!${bare}`;
}

/** The endpoint of a service's own name, else the one that serves most of its operations. */
function mainEndpoint(prefix: string, byEndpoint: Map<string, Set<string>>): string {
  if (byEndpoint.has(prefix)) return prefix;
  return [...byEndpoint].sort(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1))[0][0];
}

function lines(indent: string, key: string, words: string[]): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of words) {
    if (row && `${indent}  + '${row} ${word}'`.length > LINE) {
      rows.push(row);
      row = '';
    }
    row = row ? `${row} ${word}` : word;
  }
  rows.push(row);
  if (rows.length === 1) return [`${indent}'${key}': '${rows[0]}',`];
  return [`${indent}'${key}':`, ...rows.map((text, i) => `${indent}  ${i ? '+ ' : ''}'${text}${i < rows.length - 1 ? ' ' : '\','}${i < rows.length - 1 ? '\'' : ''}`)];
}

export function namesFile(version: string, byPrefix: Map<string, string[]>, hosts: Map<string, Set<string>>): string {
  const others = [...hosts].filter(([name, own]) => own.size > 1 || !own.has(name));
  return [
    `// Made by \`npx tsx scripts/endpoint-services.ts\` from aws-cdk-lib ${version} and the service models of botocore (both Apache-2.0).`,
    '',
    '/** The interface endpoint services of AWS, by what stands before their name. Those for FIPS have the same names with `-fips`. */',
    'export const INTERFACE_ENDPOINTS: Record<string, string> = {',
    ...[...byPrefix].flatMap(([prefix, names]) => lines('  ', prefix, names)),
    '};',
    '',
    '/** Endpoint service → hosts under the region by which SDKs call it, where that is not its own name alone. */',
    'export const HOSTS_OF_ENDPOINT: Record<string, string> = {',
    ...others.flatMap(([name, own]) => lines('  ', name, [...own].sort())),
    '};',
    '',
  ].join('\n');
}

export function operationsFile(version: string, operations: Map<string, Map<string, Set<string>>>): string {
  return [
    `// Made by \`npx tsx scripts/endpoint-services.ts\` from the service models of botocore ${version} (Apache-2.0).`,
    '',
    '/**',
    ' * IAM prefix → endpoint service → the operations that it serves; `*` names the endpoint of all other operations. Behind a `!` stands',
    ' * the host of operations that no interface endpoint serves. Left out: services with one endpoint of their own name.',
    ' */',
    'export const OPERATIONS_BY_ENDPOINT: Record<string, Record<string, string>> = {',
    ...[...operations].flatMap(([prefix, byEndpoint]) => operationsEntry(prefix, byEndpoint)),
    '};',
    '',
  ].join('\n');
}

function operationsEntry(prefix: string, byEndpoint: Map<string, Set<string>>): string[] {
  const main = mainEndpoint(prefix, byEndpoint);
  if (byEndpoint.size === 1) return main === prefix ? [] : [`  '${prefix}': { '*': '${main}' },`];
  const others = [...byEndpoint].filter(([name]) => name !== main).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `  '${prefix}': {`,
    `    '*': '${main}',`,
    ...others.flatMap(([name, operations]) => {
      const own = [...operations].filter((operation) => !servedBetter(operation, name, main, byEndpoint)).sort();
      return own.length > 0 ? lines('    ', name, own) : [];
    }),
    '  },',
  ];
}

/** Of the endpoints that serve an operation, the main one is meant, then any before a host without one. */
function servedBetter(operation: string, name: string, main: string, byEndpoint: Map<string, Set<string>>): boolean {
  const servers = [...byEndpoint].filter(([, operations]) => operations.has(operation)).map(([server]) => server);
  return servers.includes(main) || (name.startsWith('!') && servers.some((server) => !server.startsWith('!')));
}

async function generate(cdk: string, botocore: string): Promise<void> {
  const network = join(__dirname, '..', 'src', 'zone', 'network');
  const byPrefix = interfaceEndpoints(await import(join(cdk, 'index.js')));
  const endpoints = new Set([...byPrefix.values()].flat());
  const models = serviceModels(join(botocore, 'data'));
  const version = /__version__ = '(.*)'/.exec(readFileSync(join(botocore, '__init__.py'), 'utf-8'))![1];
  const { version: cdkVersion } = JSON.parse(readFileSync(join(cdk, 'package.json'), 'utf-8'));
  writeFileSync(join(network, 'interface-endpoints.ts'), namesFile(cdkVersion, byPrefix, hostsByEndpoint(models, endpoints)));
  writeFileSync(join(network, 'endpoint-operations.ts'), operationsFile(version, operationsByEndpoint(models, endpoints)));
}

if (require.main === module) {
  const [cdk, botocore] = process.argv.slice(2);
  if (!cdk || !botocore) throw new Error('usage: endpoint-services.ts <folder of the newest aws-cdk-lib> <folder of botocore>');
  void generate(cdk, botocore);
}
