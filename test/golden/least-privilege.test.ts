import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { OrdersStack } from '../../examples/orders-api/orders-stack';
import { DeclaredEdges, Edge, Intent } from '../../src';
import { ACCOUNT, DeployedTemplates, REGION } from '../support/deployed-template';
import { allRequests, IamJudge, Request } from '../support/iam-judge';

jest.setTimeout(600_000);

/** Every service that something in the app belongs to. */
const SERVICES = [
  'cloudtrail', 'cloudwatch', 'cognito-idp', 'dynamodb', 'ec2', 'execute-api', 'iam', 'kms', 'lambda', 'logs', 's3', 'secretsmanager', 'sns', 'sqs',
  'sts', 'wafv2', 'xray',
];
const UNDECLARED_PER_FUNCTION = 2_400;

const app = new App();
new OrdersStack(app, 'Orders');
const edges = DeclaredEdges.of(app);
const template = app.synth().getStackByName('Orders').template;
const deployed = new DeployedTemplates([template]);
const judge = new IamJudge(deployed);

/** Logical ids, from the construct tree: templates of an app without the CLI hold no paths. */
const idOf = (path: string): string => {
  const construct = path.split('/').reduce<IConstruct>((node, id) => node.node.findChild(id), app);
  const resource = CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild as CfnResource;
  return Stack.of(resource).resolve(resource.logicalId);
};
const functions = app.node.findAll().filter((node) => node instanceof CfnFunction).map((node) => node.node.scope!.node.path)
  .map((path) => ({ id: idOf(path), path }));

/** What a function declares: its edges in the app, its own log, and what the zone's runtime policy gives to all. */
function declaredBy(path: string): Set<string> {
  const declared = new Set<string>();
  const add = (actions: string[], arn: string) => actions.forEach((action) => declared.add(`${action} ${arn}`));
  for (const edge of edges.filter((e) => e.caller === path)) add(edge.actions, deployed.arnOf(idOf(edge.target)));
  for (const suffix of ['', ':log-stream:s']) {
    add(['logs:CreateLogStream', 'logs:PutLogEvents'], deployed.arnOf(idOf(`${path}Own/Logs`)) + suffix);
  }
  add(['sts:GetCallerIdentity'], '*'); // AWS allows it to everyone and nobody can deny it
  add(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*');
  add(['sqs:SendMessage'], deployed.arnOf(idOf('Orders/TrustZone/DeadLetters')));
  return declared;
}

/** The app's resources, parts of them, and resources of others. */
function resources(): string[] {
  const own = Object.values(deployed.arns());
  return [...own.flatMap((arn) => {
    if (arn.includes(':dynamodb:')) return [arn, `${arn}/index/any`, `${arn}/stream/2026`];
    if (arn.includes(':s3:')) return [arn, `${arn}/key`];
    if (arn.includes(':logs:')) return [arn, `${arn}:log-stream:s`];
    return [arn];
  }),
  `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/other`,
  `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:other-AbCdEf`,
  `arn:aws:sqs:${REGION}:${ACCOUNT}:other`,
  `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-4000-8000-000000000000`,
  'arn:aws:s3:::other', 'arn:aws:s3:::other/key'];
}

const toFunction = (edge: Edge) => functions.some((fn) => fn.path === edge.caller);

test('the example declares edges from every handler', () => {
  expect(edges.filter(toFunction).map((e) => `${e.caller} ${e.intent} ${e.target}`).sort()).toEqual(expect.arrayContaining([
    expect.stringContaining('place-order'), expect.stringContaining('read-order'), expect.stringContaining('cancel-order'), expect.stringContaining('ship-order'),
  ]));
});

test.each(edges.filter(toFunction).map((edge) => [`${edge.caller} may ${edge.intent} ${edge.target}`, edge] as const))('%s', async (_name, edge) => {
  for (const action of edge.actions) {
    const request = { action, resource: deployed.arnOf(idOf(edge.target)), throughEndpoint: edge.intent !== Intent.CONSUME };
    expect([action, await judge.allows(idOf(edge.caller), request)]).toEqual([action, true]);
  }
});

test('place-order reads the key of the secret through Secrets Manager and not directly', async () => {
  const key = Object.entries(deployed.resources('AWS::KMS::Key')).find(([id]) => id.includes('Restricted'))![0];
  const place = idOf('Orders/place-order');
  const decrypt: Request = { action: 'kms:Decrypt', resource: deployed.arnOf(key) };
  const through = (service: string) => ({ ...decrypt, context: { 'kms:ViaService': `${service}.${REGION}.amazonaws.com` } });
  expect(await judge.allows(place, through('secretsmanager'))).toBe(true);
  expect(await judge.allows(place, through('dynamodb'))).toBe(false);
  expect(await judge.allows(place, decrypt)).toBe(false);
  expect(await judge.allows(idOf('Orders/read-order'), through('secretsmanager'))).toBe(false);
});

test.each(functions.map((fn) => [fn.path, fn] as const))('%s may do nothing that it does not declare', async (path, fn) => {
  const declared = declaredBy(path);
  const all = (await allRequests(SERVICES, resources())).filter((r) => !declared.has(`${r.action} ${r.resource}`));
  // everything on the services that the app uses for its data, and an even sample of the rest
  const core = all.filter((r) => /^(dynamodb|sqs|secretsmanager|kms|s3|logs|lambda):/.test(r.action));
  const rest = all.filter((r) => !core.includes(r));
  const requests = [...core, ...every(rest, UNDECLARED_PER_FUNCTION - core.length)];
  expect(requests.length).toBeGreaterThanOrEqual(2_000);

  // Without the endpoints: the policies of the identity and of the resource must refuse by themselves.
  const allowed: string[] = [];
  for (const request of requests) {
    if (await judge.allows(fn.id, request)) allowed.push(`${request.action} ${request.resource}`);
  }
  expect(allowed).toEqual([]);
});

/** An even sample of at most so many. */
function every<T>(items: T[], most: number): T[] {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.floor(items.length / step) }, (_, i) => items[Math.floor(i * step)]);
}
