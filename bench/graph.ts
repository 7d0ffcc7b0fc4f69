/**
 * CPU and memory of the trust graph and of a search of paths in it, from the internet to data of class RESTRICTED: 1,000 functions in 10 stacks with
 * tables, queues, secrets and routes, in a network with endpoints; then how it grows. Each size in a process of its own, templates parsed before.
 * Run: npx tsx --tsconfig examples/tsconfig.json bench/graph.ts
 */
import { cpuClock, measureAlone } from './paired';
import { nodesNamed } from '../src/cli/graph/names';
import { pathsBetween } from '../src/graph/ask/paths';
import { DATA_CLASS_TAG } from '../src/graph/data-class';
import { buildGraph } from '../src/graph/trust/build-graph';
import { TemplateModel } from '../src/model';

const STACKS = [2, 5, 10, 20];
const FUNCTIONS_PER_STACK = 100;
const STORES_PER_STACK = 20;
const [MOST_MS, MOST_MB] = [2_000, 500];
/** More than there are: `paths` lists 20 of up to 8 hops when nothing else is wanted. */
const LIMITS = { maxHops: 8, maxPaths: 100_000 };

type Resources = Record<string, unknown>;
const att = (id: string, name = 'Arn') => ({ 'Fn::GetAtt': [id, name] });
const ref = (id: string) => ({ Ref: id });
const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const resource = (Type: string, Properties: object) => ({ Type, Properties });
const allow = (Action: string | string[], Resource: unknown, more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const each = (n: number, make: (i: number) => Resources): Resources => Object.assign({}, ...Array.from({ length: n }, (_, i) => make(i)));
const via = (service: string) => ({ Condition: { StringEquals: { 'kms:ViaService': join(service, '.', ref('AWS::Region'), '.', ref('AWS::URLSuffix')) } } });

/** What all functions of a stack share: a key, a network with endpoints, and stores with policies of their own. */
const shared: Resources = {
  Key: resource('AWS::KMS::Key', { Tags: [{ Key: DATA_CLASS_TAG, Value: 'RESTRICTED' }], KeyPolicy: { Statement: [allow('kms:*', '*', { Principal: { AWS: join('arn:', ref('AWS::Partition'), ':iam::', ref('AWS::AccountId'), ':root') } })] } }),
  Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  Subnet: resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/20' }),
  Routes: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
  Routed: resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Subnet'), RouteTableId: ref('Routes') }),
  Doors: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }] }),
  Api: resource('AWS::ApiGateway::RestApi', {}),
  ...each(STORES_PER_STACK, (i) => ({
    [`Table${i}`]: resource('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: att('Key') } }),
    [`Queue${i}`]: resource('AWS::SQS::Queue', { KmsMasterKeyId: att('Key') }),
    [`QueuePolicy${i}`]: resource('AWS::SQS::QueuePolicy', {
      Queues: [ref(`Queue${i}`)], PolicyDocument: { Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: att(`Queue${i}`), Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] },
    }),
    [`Secret${i}`]: resource('AWS::SecretsManager::Secret', { KmsKeyId: att('Key') }),
  })),
  Endpoint0: resource('AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: join('com.amazonaws.', ref('AWS::Region'), '.dynamodb'), RouteTableIds: [ref('Routes')] }),
  ...Object.fromEntries(['sqs', 'secretsmanager'].map((service) => [`Endpoint${service}`, resource('AWS::EC2::VPCEndpoint', {
    VpcId: ref('Vpc'), ServiceName: join('com.amazonaws.', ref('AWS::Region'), `.${service}`), VpcEndpointType: 'Interface', PrivateDnsEnabled: true, SecurityGroupIds: [att('Doors', 'GroupId')], SubnetIds: [ref('Subnet')],
  })])),
};

const fn = (i: number): Resources => {
  const [store, fed] = [i % STORES_PER_STACK, i % 5 === 0];
  return {
    [`Role${i}`]: resource('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [allow('sts:AssumeRole', undefined, { Principal: { Service: 'lambda.amazonaws.com' } })] } }),
    [`Policy${i}`]: resource('AWS::IAM::ManagedPolicy', {
      Roles: [ref(`Role${i}`)],
      PolicyDocument: {
        Statement: [
          allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], [att(`Table${store}`), join(att(`Table${store}`), '/index/*')]), allow('sqs:SendMessage', att(`Queue${(store + 1) % STORES_PER_STACK}`)),
          allow('secretsmanager:GetSecretValue', ref(`Secret${store}`)), allow(['kms:Decrypt', 'kms:GenerateDataKey'], att('Key'), via('dynamodb')), allow(['kms:Decrypt', 'kms:GenerateDataKey'], att('Key'), via('sqs')),
          allow('kms:Decrypt', att('Key'), via('secretsmanager')), allow('xray:PutTraceSegments', '*'), ...fed ? [allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], att(`Queue${store}`))] : [],
        ],
      },
    }),
    [`Fn${i}`]: resource('AWS::Lambda::Function', { Role: att(`Role${i}`), VpcConfig: { SubnetIds: [ref('Subnet')], SecurityGroupIds: [att(`Group${i}`, 'GroupId')] } }),
    [`Group${i}`]: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc') }),
    ...fed ? { [`Mapping${i}`]: resource('AWS::Lambda::EventSourceMapping', { FunctionName: ref(`Fn${i}`), EventSourceArn: att(`Queue${store}`) }) } : {
      [`Permission${i}`]: resource('AWS::Lambda::Permission', { FunctionName: att(`Fn${i}`), Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com', SourceArn: join('arn:aws:execute-api:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':', ref('Api'), '/*/*') }),
      [`Method${i}`]: resource('AWS::ApiGateway::Method', {
        RestApiId: ref('Api'), HttpMethod: 'GET', AuthorizationType: i % 5 === 1 ? 'NONE' : 'AWS_IAM', Integration: { Uri: join('arn:aws:apigateway:', ref('AWS::Region'), ':lambda:path/2015-03-31/functions/', att(`Fn${i}`), '/invocations') },
      }),
    },
  };
};

function measure(stacks: number): object {
  const template = JSON.stringify({ Resources: { ...shared, ...each(FUNCTIONS_PER_STACK, fn) } });
  const model = new TemplateModel(Array.from({ length: stacks }, (_, i) => ({ id: `Stack${i}`, name: `Stack${i}`, template: JSON.parse(template) })));
  const passed = cpuClock();
  const graph = buildGraph(model);
  const graphMs = passed();
  const [from, to] = ['internet', 'class:RESTRICTED'].map((name) => {
    const named = nodesNamed(graph, name);
    return 'nodes' in named ? named.nodes : [];
  });
  const { paths, more } = pathsBetween(graph, from, to, LIMITS);
  if (paths.length === 0) throw new Error('no path was found: there was nothing to measure');
  const mb = process.resourceUsage().maxRSS / 1024;
  return { functions: stacks * FUNCTIONS_PER_STACK, edges: graph.edges.length, paths: paths.length, more, graphMs, cpuMs: passed(), mb };
}

if (process.argv.includes('--one')) {
  console.log(JSON.stringify(measure(Number(process.argv[process.argv.indexOf('--one') + 1]))));
} else {
  const all = STACKS.map((stacks) => ({ stacks, ...measureAlone(__filename, String(stacks)) }));
  for (const { stacks, functions, edges, paths, more, graphMs, cpuMs, mb } of all) {
    const found = `${paths} paths${more ? ' and more' : ''} in ${(cpuMs - graphMs).toFixed(0)} ms`;
    console.log(`${stacks} stacks, ${functions} functions: ${edges} edges in ${graphMs.toFixed(0)} ms CPU, ${found}, ${mb.toFixed(0)} MB`);
  }
  const [first, last] = [all[0], all[all.length - 1]];
  console.log(`exponent ${(Math.log(last.cpuMs / first.cpuMs) / Math.log(last.functions / first.functions)).toFixed(2)} (1 is in proportion)`);
  const { cpuMs, mb } = all.find(({ stacks }) => stacks === 10)!;
  const holds = cpuMs <= MOST_MS && mb <= MOST_MB;
  console.log(`1,000 functions in 10 stacks: ${holds ? 'within' : 'over'} ${MOST_MS} ms and ${MOST_MB} MB`);
  process.exitCode = holds ? 0 : 1;
}
