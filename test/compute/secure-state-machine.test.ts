import { App, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { DataClass, DeclaredEdges, ExecutionInput, SecureBucket, SecureEventBus, SecureFunction, SecureQueue, SecureTable, SecureTopic, TrustZone, ZeroTrustChecks } from '../../src';
import { SecureStateMachine } from '../../src/compute/secure-state-machine';
import { SecureStateMachineProps } from '../../src/compute/secure-state-machine-props';
import { DeployedTemplates } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { fivePacks, findingsOf } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const pass = (stack: Stack) => sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass'));

function withMachine(props: Partial<SecureStateMachineProps> = {}, stackProps: StackProps = {}) {
  const stack = new Stack(new App(), 'Stack', stackProps);
  const machine = new SecureStateMachine(stack, 'Machine', { definitionBody: pass(stack), ...props });
  const fn = (id = 'Fn') => new SecureFunction(stack, id, { code });
  return { stack, machine, fn, template: () => Template.fromStack(stack) };
}

const arnOf = (prefix: string) => ({ 'Fn::GetAtt': [expect.stringMatching(`^${prefix}`), 'Arn'] });
const refOf = (prefix: string) => ({ Ref: expect.stringMatching(`^${prefix}`) });
const propertiesOf = (template: Template, type: string): any[] => Object.values(template.findResources(type)).map((resource) => resource.Properties);
const machineOf = (template: Template) => propertiesOf(template, 'AWS::StepFunctions::StateMachine')[0];
/** Statements of the customer-managed policies whose logical id begins so. */
const statementsOf = (template: Template, prefix: string): any[] => Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
  .filter(([id]) => id.startsWith(prefix)).flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement);
const via = (service: string) => ({ StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } } });

/** What tasks of the CDK bring, without what the machine needs to run at all. */
function taskStatements(template: Template): any[] {
  return statementsOf(template, 'MachineOwn').filter((statement) => !['Executions', 'Logs'].includes(statement.Sid));
}

function everyPath(stack: Stack): void {
  const fn = new SecureFunction(stack, 'Work', { code });
  const queue = new SecureQueue(stack, 'Queue');
  const nested = new SecureStateMachine(stack, 'Nested', { definitionBody: sfn.DefinitionBody.fromString('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}') });
  const map = new sfn.DistributedMap(stack, 'Map', { itemsPath: '$.items' });
  map.itemProcessor(new tasks.LambdaInvoke(stack, 'Each', { lambdaFunction: fn }));
  const machine = new SecureStateMachine(stack, 'Machine', {
    definitionBody: sfn.DefinitionBody.fromChainable(
      new tasks.LambdaInvoke(stack, 'Invoke', { lambdaFunction: fn, integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, payload: sfn.TaskInput.fromObject({ token: sfn.JsonPath.taskToken }) })
        .next(new tasks.SqsSendMessage(stack, 'Send', { queue, messageBody: sfn.TaskInput.fromText('x') }))
        .next(new tasks.SnsPublish(stack, 'Publish', { topic: new SecureTopic(stack, 'Topic'), message: sfn.TaskInput.fromText('x') }))
        .next(new tasks.EventBridgePutEvents(stack, 'Put', { entries: [{ eventBus: new SecureEventBus(stack, 'Bus'), source: 'a', detailType: 'b', detail: sfn.TaskInput.fromObject({}) }] }))
        .next(new tasks.DynamoGetItem(stack, 'Get', { table: new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }), key: { id: tasks.DynamoAttributeValue.fromString('x') } }))
        .next(new tasks.StepFunctionsStartExecution(stack, 'Run', { stateMachine: nested, integrationPattern: sfn.IntegrationPattern.RUN_JOB }))
        .next(map),
    ),
  });
  machine.grantTaskResponse(fn);
  const caller = new SecureFunction(stack, 'Caller', { code });
  machine.grantStartExecution(caller);
  machine.grantRead(caller);
  machine.grantRedriveExecution(caller);
  new events.Rule(stack, 'Rule', {
    schedule: events.Schedule.rate(Duration.days(1)),
    targets: [new targets.SfnStateMachine(machine, { deadLetterQueue: machine.zone.deadLetterQueue })],
  });
}

describe('a secure state machine', () => {
  test('leaves nothing open in the five packs, with tasks, callers and a rule', () => {
    const { open, acknowledged } = findingsOf((app) => everyPath(new Stack(app, 'Stack')), fivePacks());
    expect(open).toEqual([]);
    expect(acknowledged.map((a) => `${a.rule} ${a.path}`.replace(/\[.*execution:.*?([*:/]+)\]/, '[executions$1]')).sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*] Stack/TrustZone/Runtime/Resource',
      'AwsSolutions-IAM5[Resource::*] Stack/TrustZone/StateMachines/Resource',
      'AwsSolutions-IAM5[executions/*:*] Stack/MachineOwn/Role/Policy2/Resource',
      'AwsSolutions-IAM5[executions:*] Stack/CallerOwn/Role/Policy/Resource',
      'AwsSolutions-IAM5[executions:*] Stack/MachineOwn/Role/Policy/Resource',
      'AwsSolutions-IAM5[executions:*] Stack/MachineOwn/Role/Policy2/Resource',
      'HIPAA.Security-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'PCI.DSS.321-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'Serverless-SQSRedrivePolicy Stack/Queue/DeadLetters/Resource',
      'Serverless-SQSRedrivePolicy Stack/TrustZone/DeadLetters/Resource',
    ]);
  });

  test.each([['', {}], ['with the CDK\'s recommended flags ', recommendedFlags]])('%sleaves nothing open in our own pack', (_, context) => {
    expect(findingsOf((app) => everyPath(new Stack(app, 'Stack')), [new ZeroTrustChecks()], { context }).open).toEqual([]);
  });

  test('is a machine with its log group, role and policy, beside the key and the one policy of its zone', () => {
    expect(Object.values(withMachine().template().toJSON().Resources).map((resource: any) => resource.Type).sort()).toEqual([
      'AWS::IAM::ManagedPolicy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::StepFunctions::StateMachine',
    ]);
    const { stack, template } = withMachine();
    new SecureStateMachine(stack, 'Second', { definitionBody: sfn.DefinitionBody.fromString('{}') });
    template().resourceCountIs('AWS::IAM::ManagedPolicy', 3);
  });

  test('is under the key of its data class, traced, and logs every event without the data', () => {
    const template = withMachine({ dataClass: DataClass.RESTRICTED }).template();
    expect(machineOf(template)).toMatchObject({
      EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: arnOf('TrustZoneRestrictedKey') },
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: {
        Level: 'ALL', IncludeExecutionData: false, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: arnOf('MachineLogs') } }],
      },
    });
    const [logs] = propertiesOf(template, 'AWS::Logs::LogGroup').filter((group) => JSON.stringify(group.LogGroupName).includes('/states/'));
    expect(logs).toMatchObject({ KmsKeyId: arnOf('TrustZoneRestrictedKey'), RetentionInDays: 365 });
    expect(logs.LogGroupName['Fn::Join'][1][0]).toMatch(/^\/aws\/vendedlogs\/states\/Stack-Machine-/);
  });

  test('logs data only of class PUBLIC or INTERNAL, and says so', () => {
    const { machine, template } = withMachine({ logExecutionData: true, dataClass: DataClass.INTERNAL });
    expect(machineOf(template()).LoggingConfiguration.IncludeExecutionData).toBe(true);
    expect(machine.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:opt-out', data: expect.stringContaining('logExecutionData') }));
    expect(withMachine().machine.node.metadata).not.toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:opt-out' }));
  });

  test.each([undefined, DataClass.CONFIDENTIAL, DataClass.RESTRICTED])('never logs data of class %s', (dataClass) => {
    const stack = new Stack(new App(), 'Stack');
    const definitionBody = sfn.DefinitionBody.fromString('{}');
    expect(() => new SecureStateMachine(stack, 'Machine', { definitionBody, logExecutionData: true, dataClass })).toThrow(failsWith('DataInLogs'));
    expect(stack.node.children).toEqual([]);
  });

  test('stays with its history and logs when the stack goes, unless told otherwise', () => {
    for (const [type, DeletionPolicy] of [['AWS::StepFunctions::StateMachine', 'RetainExceptOnCreate'], ['AWS::Logs::LogGroup', 'Retain']]) {
      withMachine().template().allResources(type, { DeletionPolicy });
      withMachine({ removalPolicy: RemovalPolicy.DESTROY }).template().allResources(type, { DeletionPolicy: 'Delete' });
    }
  });

  test('has a name that the next deployment of the stack does not have, or the given one', () => {
    const { StateMachineName } = machineOf(withMachine().template());
    expect(StateMachineName['Fn::Join'][1][0]).toMatch(/^Stack-Machine-[0-9A-F]{8}-$/);
    expect(JSON.stringify(StateMachineName)).toContain('AWS::StackId');
    expect(machineOf(withMachine({ stateMachineName: 'orders' }).template()).StateMachineName).toBe('orders');
  });

  test('has a name that Step Functions takes, however long its path is', () => {
    const stack = new Stack(new App(), 'S'.repeat(60));
    new SecureStateMachine(stack, 'M'.repeat(60), { definitionBody: sfn.DefinitionBody.fromString('{}') });
    expect(machineOf(Template.fromStack(stack)).StateMachineName['Fn::Join'][1][0].length + 8).toBeLessThanOrEqual(80);
  });

  test('ends after an hour, after five minutes when it is EXPRESS, or after the given time', () => {
    const definitionOf = (props: Partial<SecureStateMachineProps>) => JSON.parse(machineOf(withMachine(props).template()).DefinitionString);
    const timeoutOf = (props: Partial<SecureStateMachineProps>) => definitionOf(props).TimeoutSeconds;
    expect(timeoutOf({})).toBe(3600);
    expect(timeoutOf({ stateMachineType: sfn.StateMachineType.EXPRESS })).toBe(300);
    expect(timeoutOf({ timeout: Duration.days(7) })).toBe(604800);
  });

  test.each<[string, Partial<SecureStateMachineProps>]>([
    ['no time', { timeout: Duration.seconds(0) }],
    ['more than a year', { timeout: Duration.days(366) }],
    ['more than five minutes when it is EXPRESS', { timeout: Duration.minutes(6), stateMachineType: sfn.StateMachineType.EXPRESS }],
  ])('cannot run for %s', (_, props) => {
    expect(() => withMachine(props)).toThrow(failsWith('BadTimeout'));
  });

  test('may have its definition in a text or a file', () => {
    const text = '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}';
    expect(machineOf(withMachine({ definitionBody: sfn.DefinitionBody.fromString(text) }).template()).DefinitionString).toBe(text);
    const { DefinitionS3Location, DefinitionSubstitutions } = machineOf(withMachine({
      definitionBody: sfn.DefinitionBody.fromFile(__filename), definitionSubstitutions: { fn: 'x' },
    }).template());
    expect(DefinitionS3Location).toHaveProperty('Key');
    expect(DefinitionSubstitutions).toEqual({ fn: 'x' });
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('names no partition or account in %s', (region) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    everyPath(stack);
    const text = JSON.stringify(Template.fromStack(stack).toJSON());
    expect(text).not.toContain('arn:aws:');
    expect(text).toContain(region);
  });
});

describe('the role of a secure state machine', () => {
  const machineArn = (rest = '') => ({
    'Fn::Join': ['', [
      'arn:', { Ref: 'AWS::Partition' }, ':states:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, `:stateMachine:orders${rest}`,
    ]],
  });
  const named = { stateMachineName: 'orders' };

  test('is assumed by Step Functions for this machine of this account alone', () => {
    expect(propertiesOf(withMachine(named).template(), 'AWS::IAM::Role')).toEqual([expect.objectContaining({
      AssumeRolePolicyDocument: expect.objectContaining({
        Statement: [{
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'states.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: { 'aws:SourceArn': [machineArn()] } },
        }],
      }),
    })]);
  });

  test('uses the key for executions of this machine, and for its logs, which deliveries of this account may read', () => {
    const template = withMachine(named).template();
    expect(statementsOf(template, 'MachineOwn')).toEqual([
      expect.objectContaining({
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: arnOf('TrustZoneConfidentialKey'),
        Condition: { StringLike: { 'kms:EncryptionContext:aws:states:stateMachineArn': [machineArn()] } },
      }),
      expect.objectContaining({ Action: 'kms:GenerateDataKey', Condition: { StringEquals: { 'kms:EncryptionContext:SourceArn': expect.anything() } } }),
    ]);
    const keyPolicy = propertiesOf(template, 'AWS::KMS::Key')[0].KeyPolicy.Statement;
    expect(keyPolicy).toContainEqual(expect.objectContaining({
      Principal: { Service: 'delivery.logs.amazonaws.com' }, Condition: { StringLike: { 'kms:EncryptionContext:SourceArn': expect.anything() } },
    }));
  });

  test('has no `*` of its own: traces and log deliveries come from one policy of the zone', () => {
    const template = withMachine().template();
    expect(statementsOf(template, 'MachineOwn').map((statement) => statement.Resource)).not.toContain('*');
    expect(statementsOf(template, 'TrustZoneStateMachines').map((statement) => statement.Sid)).toEqual(['Traces', 'LogDelivery']);
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  const chain = (build: (stack: Stack) => sfn.IChainable) => {
    const stack = new Stack(new App(), 'Stack');
    new SecureStateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(build(stack)) });
    return taskStatements(Template.fromStack(stack));
  };

  test('invokes the function of a task by its own ARN, and an alias by that of the alias', () => {
    const lambdaFunction = (stack: Stack) => new SecureFunction(stack, 'Fn', { code });
    expect(chain((stack) => new tasks.LambdaInvoke(stack, 'Task', { lambdaFunction: lambdaFunction(stack) }))).toEqual([
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arnOf('Fn') },
    ]);
    expect(chain((stack) => new tasks.LambdaInvoke(stack, 'Task', { lambdaFunction: lambdaFunction(stack).addAlias('live') }))).toEqual([
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: refOf('FnAliaslive') },
    ]);
  });

  test('invokes a function that is not ours by its own ARN too', () => {
    expect(chain((stack) => new tasks.LambdaInvoke(stack, 'Task', {
      lambdaFunction: lambda.Function.fromFunctionArn(stack, 'Other', 'arn:aws:lambda:eu-west-1:111122223333:function:other'),
    })).map((statement) => statement.Resource)).toEqual(['arn:aws:lambda:eu-west-1:111122223333:function:other']);
  });

  test('has the keys of queues, topics and tables through their services', () => {
    expect(chain((stack) => new tasks.SqsSendMessage(stack, 'Task', { queue: new SecureQueue(stack, 'Queue'), messageBody: sfn.TaskInput.fromText('x') }))).toEqual([
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arnOf('Queue') },
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: arnOf('TrustZone'), Condition: via('sqs') },
    ]);
    expect(chain((stack) => new tasks.SnsPublish(stack, 'Task', { topic: new SecureTopic(stack, 'Topic'), message: sfn.TaskInput.fromText('x') }))).toEqual([
      { Effect: 'Allow', Action: 'sns:Publish', Resource: refOf('Topic') },
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: arnOf('TrustZone'), Condition: via('sns') },
    ]);
    expect(chain((stack) => new tasks.DynamoPutItem(stack, 'Task', {
      table: new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }),
      item: { id: tasks.DynamoAttributeValue.fromString('x') },
    })).slice(1)).toEqual([{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: arnOf('TrustZone'), Condition: via('dynamodb') }]);
  });

  test('runs another machine and reads its executions, not those of machines whose names begin alike', () => {
    const statements = chain((stack) => new tasks.StepFunctionsStartExecution(stack, 'Task', {
      stateMachine: new SecureStateMachine(stack, 'Nested', { definitionBody: sfn.DefinitionBody.fromString('{}') }),
      integrationPattern: sfn.IntegrationPattern.RUN_JOB,
    }));
    expect(statements.map((statement) => statement.Action)).toEqual([
      'states:StartExecution', ['states:DescribeExecution', 'states:StopExecution'], ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
    ]);
    expect(statements[1].Resource['Fn::Join'][1].slice(-3)).toEqual([':execution:', { 'Fn::GetAtt': [expect.stringMatching('^Nested'), 'Name'] }, ':*']);
    expect(JSON.stringify(statements[2].Resource)).toContain(':rule/StepFunctionsGetEventsForStepFunctionsExecutionRule');
  });

  test('runs an imported machine as exactly', () => {
    const statements = chain((stack) => new tasks.StepFunctionsStartExecution(stack, 'Task', {
      stateMachine: sfn.StateMachine.fromStateMachineArn(stack, 'Other', 'arn:aws:states:eu-west-1:111122223333:stateMachine:other'),
      integrationPattern: sfn.IntegrationPattern.RUN_JOB,
    }));
    expect(JSON.stringify(statements[1].Resource)).toContain(':execution:other:*');
  });

  test('starts batches of a distributed map by a customer-managed policy, and is assumed for them', () => {
    const map = (stack: Stack) => new sfn.DistributedMap(stack, 'Map', { itemsPath: '$.items' }).itemProcessor(new sfn.Pass(stack, 'Each'));
    const stack = new Stack(new App(), 'Stack');
    new SecureStateMachine(stack, 'Machine', { ...named, definitionBody: sfn.DefinitionBody.fromChainable(map(stack)) });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    expect(statementsOf(template, 'MachineOwn')).toContainEqual({ Sid: 'StartBatches', Effect: 'Allow', Action: 'states:StartExecution', Resource: machineArn() });
    expect(propertiesOf(template, 'AWS::IAM::Role')[0].AssumeRolePolicyDocument.Statement[0].Condition.ArnLike).toEqual({ 'aws:SourceArn': [machineArn(), machineArn('/*')] });
  });

  test('reads and writes objects of a bucket with the key through S3, which leaves nothing open', () => {
    const build = (stack: Stack) => {
      const bucket = new SecureBucket(stack, 'Bucket', { withoutReplica: 'objects can be made again' });
      const put = new tasks.CallAwsService(stack, 'Put', {
        service: 's3',
        action: 'putObject',
        iamResources: [bucket.arnForObjects('claims/*')],
        parameters: { Bucket: bucket.bucketName, Key: 'claims/1', Body: '' },
      });
      const map = new sfn.DistributedMap(stack, 'Map', { itemReader: new sfn.S3JsonItemReader({ bucket, key: 'claims.json' }) });
      new SecureStateMachine(stack, 'Machine', {
        definitionBody: sfn.DefinitionBody.fromChainable(put.next(map.itemProcessor(new sfn.Pass(stack, 'Each')))),
      });
    };
    expect(findingsOf((app) => build(new Stack(app, 'Stack')), [...fivePacks(), new ZeroTrustChecks()]).open).toEqual([]);
    const stack = new Stack(new App(), 'Stack');
    build(stack);
    const keys = taskStatements(Template.fromStack(stack)).filter((statement) => JSON.stringify(statement.Condition)?.includes('"s3."'));
    expect(keys.map((statement) => statement.Action)).toEqual([['kms:Decrypt', 'kms:GenerateDataKey'], 'kms:Decrypt']);
  });

  test('takes grants by hand for what a text or a file calls', () => {
    const { stack, machine, fn, template } = withMachine();
    fn().grantInvoke(machine);
    new SecureQueue(stack, 'Queue').grantSendMessages(machine);
    expect(taskStatements(template()).map(({ Action, Resource, Condition }) => [Action, Resource, Condition])).toEqual([
      ['lambda:InvokeFunction', arnOf('Fn'), undefined],
      ['sqs:SendMessage', arnOf('Queue'), undefined],
      [['kms:Decrypt', 'kms:GenerateDataKey'], arnOf('TrustZone'), via('sqs')],
    ]);
  });

  test('declares edges to what its tasks call, once', () => {
    const stack = new Stack(new App(), 'Stack');
    const queue = new SecureQueue(stack, 'Queue');
    new SecureStateMachine(stack, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromChainable(new tasks.LambdaInvoke(stack, 'Invoke', { lambdaFunction: new SecureFunction(stack, 'Fn', { code }) })
        .next(new tasks.SqsSendMessage(stack, 'Send', { queue, messageBody: sfn.TaskInput.fromText('x') }))),
    });
    expect(DeclaredEdges.of(stack)).toEqual([
      { caller: 'Stack/Machine', target: 'Stack/Fn', intent: 'invoke', actions: ['lambda:InvokeFunction'] },
      { caller: 'Stack/Machine', target: 'Stack/Queue', intent: 'publish', actions: ['sqs:SendMessage'] },
    ]);
  });

  test('may invoke what its tasks name and do nothing else, as an IAM simulator judges', async () => {
    const stack = new Stack(new App(), 'Stack');
    const queue = new SecureQueue(stack, 'Queue');
    new SecureQueue(stack, 'Other');
    new SecureStateMachine(stack, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromChainable(new tasks.SqsSendMessage(stack, 'Send', { queue, messageBody: sfn.TaskInput.fromText('x') })),
    });
    const deployed = new DeployedTemplates([Template.fromStack(stack).toJSON()]);
    const judge = new IamJudge(deployed);
    const id = (type: string, prefix: string) => Object.keys(deployed.resources(type)).find((logicalId) => logicalId.startsWith(prefix))!;
    const machine = id('AWS::StepFunctions::StateMachine', 'Machine');
    const resource = deployed.arnOf(Object.keys(deployed.resources('AWS::SQS::Queue')).find((logicalId) => /^Queue[0-9A-F]{8}$/.test(logicalId))!);
    const key = { action: 'kms:GenerateDataKey', resource: deployed.arnOf(id('AWS::KMS::Key', 'TrustZone')) };

    expect(await judge.allows(machine, { action: 'sqs:SendMessage', resource })).toBe(true);
    expect(await judge.allows(machine, { action: 'sqs:ReceiveMessage', resource })).toBe(false);
    expect(await judge.allows(machine, { action: 'sqs:SendMessage', resource: deployed.arnOf(id('AWS::SQS::Queue', 'Other')) })).toBe(false);
    expect(await judge.allows(machine, { ...key, context: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } })).toBe(true);
    expect(await judge.allows(machine, key)).toBe(false);
  });
});

describe('callers of a secure state machine', () => {
  const grantStatements = (template: Template) => statementsOf(template, 'FnOwn').filter((statement) => statement.Sid !== 'OwnLogs');
  const executions = { 'Fn::Join': ['', expect.arrayContaining([':execution:', { 'Fn::GetAtt': [expect.stringMatching('^Machine'), 'Name'] }, ':*'])] };

  test('start it through the endpoint of Step Functions and do nothing else, as an IAM simulator judges', async () => {
    const { machine, fn, template } = withMachine();
    machine.grantStartExecution(fn());
    fn('Other');
    const deployed = new DeployedTemplates([template().toJSON()]);
    const judge = new IamJudge(deployed);
    const id = (type: string, prefix: string) => Object.keys(deployed.resources(type)).find((logicalId) => logicalId.startsWith(prefix))!;
    const [caller, other] = ['Fn', 'Other'].map((prefix) => id('AWS::Lambda::Function', prefix));
    const start = { action: 'states:StartExecution', resource: deployed.arnOf(id('AWS::StepFunctions::StateMachine', 'Machine')), throughEndpoint: true };
    expect(await judge.allows(caller, start)).toBe(true);
    expect(await judge.allows(caller, { ...start, resource: `${start.resource}x` })).toBe(false);
    expect(await judge.allows(caller, { ...start, action: 'states:UpdateStateMachine' })).toBe(false);
    expect(await judge.allows(other, start)).toBe(false);
    template().hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.states']] } });
  });

  test('get no key to start it, and declare an edge', () => {
    const { stack, machine, fn, template } = withMachine();
    machine.grantStartExecution(fn());
    expect(grantStatements(template())).toEqual([{ Effect: 'Allow', Action: 'states:StartExecution', Resource: refOf('Machine') }]);
    expect(DeclaredEdges.of(stack)).toEqual([{ caller: 'Stack/Fn', target: 'Stack/Machine', intent: 'invoke', actions: ['states:StartExecution'] }]);
  });

  test('wait for an EXPRESS machine through the endpoint for that, with the key through Step Functions for this machine', () => {
    const { machine, fn, template } = withMachine({ stateMachineType: sfn.StateMachineType.EXPRESS });
    machine.grantStartSyncExecution(fn());
    expect(grantStatements(template())).toEqual([
      { Effect: 'Allow', Action: 'states:StartSyncExecution', Resource: refOf('Machine') },
      expect.objectContaining({
        Action: 'kms:Decrypt',
        Condition: { ...via('states'), StringLike: { 'kms:EncryptionContext:aws:states:stateMachineArn': [expect.anything()] } },
      }),
    ]);
    expect(propertiesOf(template(), 'AWS::EC2::VPCEndpoint').map(({ ServiceName }) => ServiceName['Fn::Join'][1][2])).toEqual(['.sync-states']);
  });

  test('cannot wait for a STANDARD machine, nor redrive an EXPRESS one', () => {
    const standard = withMachine();
    expect(() => standard.machine.grantStartSyncExecution(standard.fn())).toThrow(failsWith('NotExpress'));
    const express = withMachine({ stateMachineType: sfn.StateMachineType.EXPRESS });
    expect(() => express.machine.grantRedriveExecution(express.fn())).toThrow(failsWith('NotStandard'));
  });

  test('redrive executions of this machine', () => {
    const { machine, fn, template } = withMachine();
    machine.grantRedriveExecution(fn());
    expect(grantStatements(template())).toEqual([{ Effect: 'Allow', Action: 'states:RedriveExecution', Resource: executions }]);
  });

  test('read its executions with the key, and nothing of other machines', () => {
    const { machine, fn, template } = withMachine();
    machine.grantRead(fn());
    expect(grantStatements(template()).map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['states:DescribeStateMachine', 'states:ListExecutions'], refOf('Machine')],
      ['kms:Decrypt', arnOf('TrustZone')],
      [['states:DescribeExecution', 'states:DescribeStateMachineForExecution', 'states:GetExecutionHistory'], executions],
    ]);
  });

  test('answer for tasks although the machine calls them, which would be a cycle by reference', () => {
    const stack = new Stack(new App(), 'Stack');
    const fn = new SecureFunction(stack, 'Fn', { code });
    const machine = new SecureStateMachine(stack, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromChainable(new tasks.LambdaInvoke(stack, 'Task', {
        lambdaFunction: fn,
        integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
        payload: sfn.TaskInput.fromObject({ token: sfn.JsonPath.taskToken }),
      })),
    });
    machine.grantTaskResponse(fn);
    const [answer] = grantStatements(Template.fromStack(stack));
    expect(answer.Action).toEqual(['states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess']);
    expect(JSON.stringify(answer.Resource)).toContain(':stateMachine:Stack-Machine-');
  });

  test('do named actions on it and on its executions, never by wildcard', () => {
    const { machine, fn, template } = withMachine();
    machine.grant(fn(), 'states:DescribeStateMachine');
    machine.grantExecution(fn('Second'), 'states:StopExecution');
    expect(grantStatements(template())).toEqual([{ Effect: 'Allow', Action: 'states:DescribeStateMachine', Resource: refOf('Machine') }]);
    expect(statementsOf(template(), 'SecondOwn')).toContainEqual({ Effect: 'Allow', Action: 'states:StopExecution', Resource: executions });
    expect(() => machine.grant(fn('Third'), 'states:*')).toThrow(failsWith('WildcardAction'));
    expect(() => machine.grantExecution(fn('Fourth'))).toThrow(failsWith('NoActions'));
  });

  test('that would get nothing are refused', () => {
    const { machine } = withMachine();
    expect(() => machine.grantStartExecution(new iam.ServicePrincipal('apigateway.amazonaws.com'))).toThrow(failsWith('GrantWithoutEffect'));
  });

  test('may share a zone of a third stack with the machine', () => {
    const app = new App();
    const base = new Stack(app, 'Base');
    const zone = new TrustZone(base, 'Zone');
    const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id));
    const machine = new SecureStateMachine(two, 'Machine', { zone, definitionBody: sfn.DefinitionBody.fromString('{}') });
    const fn = new SecureFunction(one, 'Fn', { code, zone });
    machine.grantTaskResponse(fn);
    machine.grantRead(fn);
    const [answer] = grantStatements(Template.fromStack(one));
    expect(JSON.stringify(answer.Resource)).toContain('Fn::ImportValue');
    Template.fromStack(base).hasResourceProperties('AWS::EC2::VPCEndpoint', {
      PolicyDocument: Match.objectLike({ Statement: [Match.objectLike({ Sid: 'GrantedElsewhere' })] }),
    });
  });

  test('may be in another stack', () => {
    const app = new App();
    const machine = new SecureStateMachine(new Stack(app, 'One'), 'Machine', { definitionBody: sfn.DefinitionBody.fromString('{}') });
    const fn = new SecureFunction(new Stack(app, 'Two'), 'Fn', { code });
    machine.grantStartExecution(fn);
    machine.grantRead(fn);
    machine.grantRedriveExecution(fn);
    expect(() => app.synth()).not.toThrow();
  });
});

describe('a rule that starts a secure state machine', () => {
  function withRules() {
    const { stack, machine, template } = withMachine();
    const bus = new SecureEventBus(stack, 'Bus');
    for (const id of ['One', 'Two']) bus.addRule(id, { eventPattern: { source: [id] }, targets: [new targets.SfnStateMachine(machine)] });
    return { stack, template };
  }

  test('does so by a role with a customer-managed policy for this machine, one for all rules', () => {
    const { template } = withRules();
    expect(statementsOf(template(), 'MachineEvents')).toEqual([{ Effect: 'Allow', Action: 'states:StartExecution', Resource: refOf('Machine') }]);
    template().resourceCountIs('AWS::IAM::Policy', 0);
    for (const rule of propertiesOf(template(), 'AWS::Events::Rule')) {
      expect(rule.Targets).toEqual([expect.objectContaining({ Arn: refOf('Machine'), RoleArn: arnOf('MachineEventsRole'), DeadLetterConfig: { Arn: arnOf('TrustZoneDeadLetters') } })]);
    }
    template().hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({ Statement: [Match.objectLike({ Principal: { Service: 'events.amazonaws.com' } })] }),
    });
  });

  test.each([[ExecutionInput.EVENT_DETAIL, '$.detail'], [ExecutionInput.WHOLE_EVENT, undefined]])('gives an execution %s', (input, path) => {
    const { stack, machine, template } = withMachine();
    new SecureEventBus(stack, 'Bus').addRule('Filed', { eventPattern: { source: ['claims'] }, targets: [machine.startWith(input)] });
    const [{ Targets: [target] }] = propertiesOf(template(), 'AWS::Events::Rule');
    expect(target).toMatchObject({ Arn: refOf('Machine'), DeadLetterConfig: expect.anything() });
    expect(target.InputPath).toBe(path);
  });

  test('is an edge', () => {
    expect(DeclaredEdges.of(withRules().stack)).toContainEqual({ caller: 'events.amazonaws.com', target: 'Stack/Machine', intent: 'invoke', actions: ['states:StartExecution'] });
  });
});

test('a secure state machine is a member of its zone, for what watches members', () => {
  const stack = new Stack(new App(), 'Stack');
  const zone = new TrustZone(stack, 'Zone');
  const machine = new SecureStateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromString('{}') });
  expect(machine.zone).toBe(zone);
  const members: unknown[] = [];
  zone._onMember((member) => members.push(member));
  expect(members).toEqual([machine]);
});
