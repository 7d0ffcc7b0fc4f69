import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { SecureFunction, SecureFunctionProps, SecureQueue, TrustZone, ZoneNetwork } from '../../src';
import { REFUSED_PROPS } from '../../src/compute/refused-props';
import { KNOWN_PROPS } from '../../src/core/known-props';
import { stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');

function withFunction(props: (stack: Stack) => Partial<SecureFunctionProps>) {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  const fn = new SecureFunction(stack, 'Fn', { code, ...props(stack) });
  return { stack, fn, template: Template.fromStack(stack) };
}

const openIn = (props: (stack: Stack) => Partial<SecureFunctionProps>) => stackFindings((stack) => {
  new SecureFunction(stack, 'Fn', { code, ...props(stack) });
}, { env: { account: '111111111111', region: 'eu-west-1' } }).open.filter(({ path }) => path.startsWith('Stack/Fn')).map(({ rule, path }) => `${rule} ${path}`);

function statementsOf(template: Template): any[] {
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => id.startsWith('Fn'))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
}

const endpointsOf = (template: Template) => Object.values(template.findResources('AWS::EC2::VPCEndpoint'))
  .map(({ Properties }) => String(Properties.ServiceName).split('.').pop());

test('each prop of the lambda.Function of this aws-cdk-lib is taken, or refused with a reason', () => {
  const lib = dirname(require.resolve('aws-cdk-lib/aws-lambda'));
  const text = ['function', 'event-invoke-config'].map((file) => readFileSync(join(lib, 'lib', `${file}.d.ts`), 'utf-8')).join('\n');
  const structs = ['EventInvokeConfigOptions', 'FunctionOptions', 'FunctionProps']
    .map((name) => new RegExp(`export interface ${name}[^{]*\\{([^]*?)\\n\\}`).exec(text)![1]);
  const props = structs.flatMap((body) => [...body.matchAll(/^ {4}readonly (\w+)\??:/gm)].map(([, name]) => name));
  expect(props.length).toBeGreaterThanOrEqual(50);
  const known = [...KNOWN_PROPS.SecureFunctionProps.split(' '), ...Object.keys(REFUSED_PROPS)];
  expect(props.filter((name) => !known.includes(name))).toEqual([]);
  expect(Object.keys(REFUSED_PROPS).filter((name) => KNOWN_PROPS.SecureFunctionProps.split(' ').includes(name))).toEqual([]);
});

describe('a secure function takes', () => {
  test('initialPolicy, by its customer-managed policy, with the way to the service', () => {
    const { template } = withFunction(() => ({
      initialPolicy: [new iam.PolicyStatement({ actions: ['textract:DetectDocumentText'], resources: ['arn:aws:textract:::x'] })],
    }));
    expect(statementsOf(template)).toContainEqual(expect.objectContaining({ Action: 'textract:DetectDocumentText' }));
    expect(endpointsOf(template)).toEqual(['textract']);
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('events, as by addEventSource', () => {
    const { template } = withFunction((stack) => ({
      timeout: Duration.seconds(5),
      events: [new SqsEventSource(new SecureQueue(stack, 'Queue', { visibilityTimeout: Duration.seconds(60) }))],
    }));
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { FunctionResponseTypes: ['ReportBatchItemFailures'] });
    expect(endpointsOf(template)).toEqual([]);
  });

  test('onSuccess, beside the default for what fails', () => {
    const { template } = withFunction((stack) => ({ onSuccess: new SqsDestination(new SecureQueue(stack, 'Done')) }));
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { DestinationConfig: { OnSuccess: Match.anyValue() } });
  });

  const filesystem = (stack: Stack) => {
    const { vpc, subnets } = TrustZone.of(stack);
    const files = new efs.FileSystem(stack, 'Files', { vpc, vpcSubnets: { subnets }, encrypted: true });
    return { filesystem: lambda.FileSystem.fromEfsAccessPoint(files.addAccessPoint('Data'), '/mnt/data') };
  };

  test('filesystem: mounted by its ARN, reached on NFS alone', () => {
    const { template } = withFunction(filesystem);
    template.hasResourceProperties('AWS::Lambda::Function', { FileSystemConfigs: [Match.objectLike({ LocalMountPath: '/mnt/data' })] });
    const mounts = statementsOf(template).filter(({ Action }) => String(Action).startsWith('elasticfilesystem:'));
    expect(mounts.map(({ Action }) => Action).sort()).toEqual(['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite']);
    expect(mounts.map(({ Resource }) => JSON.stringify(Resource)).every((resource) => resource.includes('file-system/'))).toBe(true);
    expect(mounts[0].Condition).toEqual({ StringEquals: { 'elasticfilesystem:AccessPointArn': expect.anything() } });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 2049, ToPort: 2049 });
    expect(endpointsOf(template)).toEqual([]);
    expect(openIn(filesystem)).toEqual([]);
  });

  test('filesystem in a zone with a network only', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const filesystems = lambda.FileSystem.fromEfsAccessPoint(new efs.FileSystem(stack, 'Files', { vpc }).addAccessPoint('Data'), '/mnt/data');
    new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('no secrets') });
    expect(() => new SecureFunction(stack, 'Fn', { code, filesystem: filesystems })).toThrow(expect.objectContaining({ id: 'NoNetwork' }));
  });

  const insights = () => ({ insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_119_0 });

  test('insightsVersion: layer, exact statement instead of the policy of AWS, and the way to CloudWatch Logs', () => {
    const { template } = withFunction(insights);
    template.hasResourceProperties('AWS::Lambda::Function', { Layers: [Match.stringLikeRegexp('LambdaInsightsExtension')] });
    expect(JSON.stringify(template.toJSON())).not.toContain('CloudWatchLambdaInsightsExecutionRolePolicy');
    expect(statementsOf(template)).toContainEqual(expect.objectContaining({ Sid: 'LambdaInsights' }));
    expect(endpointsOf(template)).toEqual(['logs']);
    expect(openIn(insights)).toEqual([]);
  });

  const params = () => ({ paramsAndSecrets: lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103) });

  test('paramsAndSecrets: layer and settings, and no right to read anything', () => {
    const { template } = withFunction(params);
    template.hasResourceProperties('AWS::Lambda::Function', { Layers: [Match.anyValue()], Environment: { Variables: Match.objectLike({ SECRETS_MANAGER_TTL: '300' }) } });
    expect(JSON.stringify(statementsOf(template))).not.toMatch(/secretsmanager|ssm:/);
    expect(openIn(params)).toEqual([]);
  });

  const durable = () => ({ durableConfig: { executionTimeout: Duration.hours(1), retentionPeriod: Duration.days(7) } });

  test('durableConfig: the executions of this function alone, by the endpoint of Lambda', () => {
    const { template } = withFunction(durable);
    template.hasResourceProperties('AWS::Lambda::Function', { DurableConfig: { ExecutionTimeout: 3600, RetentionPeriodInDays: 7 } });
    expect(JSON.stringify(template.toJSON())).not.toContain('AWSLambdaBasicDurableExecutionRolePolicy');
    const [{ Action, Resource }] = statementsOf(template).filter(({ Sid }) => Sid === 'DurableExecutions');
    expect(Action).toEqual(['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState']);
    expect(JSON.stringify(Resource)).toMatch(/"Fn::GetAtt":\["Fn\w+","Arn"\]\},":\*"/);
    expect(endpointsOf(template)).toEqual(['lambda']);
    expect(openIn(durable)).toEqual([]);
  });

  test('snapStart, runtimeManagementMode, log levels, currentVersionOptions, profiling', () => {
    const stack = new Stack(new App(), 'Stack');
    const fn = new SecureFunction(stack, 'Fn', {
      code,
      runtime: lambda.Runtime.PYTHON_3_13,
      snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS,
      runtimeManagementMode: lambda.RuntimeManagementMode.FUNCTION_UPDATE,
      applicationLogLevelV2: lambda.ApplicationLogLevel.WARN,
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
      currentVersionOptions: { description: 'of today' },
      profiling: true,
    });
    fn.addAlias('live');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', {
      SnapStart: { ApplyOn: 'PublishedVersions' },
      RuntimeManagementConfig: { UpdateRuntimeOn: 'FunctionUpdate' },
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN', SystemLogLevel: 'WARN' },
    });
    template.hasResourceProperties('AWS::Lambda::Version', { Description: 'of today' });
    expect(statementsOf(template)).toContainEqual(expect.objectContaining({ Action: expect.arrayContaining(['codeguru-profiler:PostAgentProfile']) }));
  });
});
