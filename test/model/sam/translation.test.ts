import { fn, getAtt } from './generated-parts';
import { translateSam } from '../../../src/model/sam';
import { EVENT_PROPERTIES } from '../../../src/model/sam/events/properties';

/** The resources that a SAM template deploys. */
function deployed(resources: object, sections: object = {}): Record<string, any> {
  return translateSam({ Transform: 'AWS::Serverless-2016-10-31', Resources: resources, ...sections } as any).template.Resources as any;
}

function notJudged(resources: object, sections: object = {}): string[] {
  return translateSam({ Resources: resources, ...sections } as any).notJudged;
}

const NO_VALUE = { Ref: 'AWS::NoValue' };
const ARN = 'arn:aws:iam::aws:policy';
const event = (Type: string, Properties: object) => ({ Events: { Event: { Type, Properties } } });

test('a template without resources of SAM stays the object that it is', () => {
  const template = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };
  expect(translateSam(template).template).toBe(template);
});

describe('a function', () => {
  test('comes with a role that Lambda assumes', () => {
    const { Fn, FnRole } = deployed({ Fn: fn() });
    expect(Fn).toEqual({
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: 'code-bucket', S3Key: 'function.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        Role: { 'Fn::GetAtt': ['FnRole', 'Arn'] },
        Tags: [{ Key: 'lambda:createdBy', Value: 'SAM' }],
      },
    });
    expect(FnRole.Properties.ManagedPolicyArns).toEqual([`${ARN}/service-role/AWSLambdaBasicExecutionRole`]);
    expect(FnRole.Properties.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({ Service: ['lambda.amazonaws.com'] });
  });

  test('with a role of its own gets none', () => {
    expect(Object.keys(deployed({ Fn: fn({ Role: 'arn:aws:iam::123456789012:role/own' }) }))).toEqual(['Fn']);
  });

  test('with a role in one branch gets one in the other', () => {
    const { Fn, FnRole } = deployed({ Fn: fn({ Role: { 'Fn::If': ['Own', 'arn:own', NO_VALUE] } }) });
    expect(Fn.Properties.Role).toEqual({ 'Fn::If': ['Own', 'arn:own', getAtt('FnRole')] });
    expect(FnRole.Condition).toBe('NOTOwn');
  });

  test('with a URL of auth type NONE may be called by everybody', () => {
    const { FnUrl, FnUrlPublicPermissions, FnURLInvokeAllowPublicAccess } = deployed({ Fn: fn({ FunctionUrlConfig: { AuthType: 'NONE' } }) });
    expect(FnUrl.Properties).toEqual({ AuthType: 'NONE', TargetFunctionArn: { Ref: 'Fn' } });
    expect(FnUrlPublicPermissions.Properties).toEqual({
      Action: 'lambda:InvokeFunctionUrl', FunctionName: { Ref: 'Fn' }, Principal: '*', FunctionUrlAuthType: 'NONE',
    });
    expect(FnURLInvokeAllowPublicAccess.Properties).toEqual({
      Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Fn' }, Principal: '*', InvokedViaFunctionUrl: true,
    });
  });

  test('with a URL of auth type AWS_IAM gets no permission', () => {
    expect(Object.keys(deployed({ Fn: fn({ FunctionUrlConfig: { AuthType: 'AWS_IAM' } }) }))).toEqual(['Fn', 'FnUrl', 'FnRole']);
  });

  test('in a network, traced, with dead letters, has the policies for them', () => {
    const { Fn, FnRole } = deployed({
      Fn: fn({ VpcConfig: { SubnetIds: ['s'] }, Tracing: 'Active', DeadLetterQueue: { Type: 'SNS', TargetArn: 'arn:topic' } }),
    });
    expect(Fn.Properties).toMatchObject({ TracingConfig: { Mode: 'Active' }, DeadLetterConfig: { TargetArn: 'arn:topic' }, VpcConfig: { SubnetIds: ['s'] } });
    expect(FnRole.Properties.ManagedPolicyArns.slice(1)).toEqual([`${ARN}/AWSXrayWriteOnlyAccess`, `${ARN}/service-role/AWSLambdaVPCAccessExecutionRole`]);
    expect(FnRole.Properties.Policies[0].PolicyDocument.Statement).toEqual([{ Action: 'sns:Publish', Resource: 'arn:topic', Effect: 'Allow' }]);
  });

  test.each([
    ['managed names', 'AmazonS3ReadOnlyAccess', { ManagedPolicyArns: [expect.anything(), `${ARN}/AmazonS3ReadOnlyAccess`] }],
    ['managed names with a path', ['AWSLambdaRole'], { ManagedPolicyArns: [expect.anything(), `${ARN}/service-role/AWSLambdaRole`] }],
    ['ARNs', ['arn:aws:iam::123456789012:policy/a'], { ManagedPolicyArns: [expect.anything(), 'arn:aws:iam::123456789012:policy/a'] }],
    ['dynamic references', ['{{resolve:ssm:policy:1}}'], { ManagedPolicyArns: [expect.anything(), '{{resolve:ssm:policy:1}}'] }],
    ['documents', [{ Statement: ['a'] }], { Policies: [{ PolicyName: 'FnRolePolicy0', PolicyDocument: { Statement: ['a'] } }] }],
    ['documents in a branch', [{ 'Fn::If': ['C', { Statement: [] }, NO_VALUE] }], {
      Policies: [{ 'Fn::If': ['C', { PolicyName: 'FnRolePolicy0', PolicyDocument: { Statement: [] } }, NO_VALUE] }],
    }],
    ['SAM policy templates', [{ SQSSendMessagePolicy: { QueueName: { Ref: 'Queue' } } }], {
      Policies: [{
        PolicyName: 'FnRolePolicy0',
        PolicyDocument: {
          Statement: [{
            Effect: 'Allow',
            Action: ['sqs:SendMessage*'],
            Resource: { 'Fn::Sub': ['arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${queueName}', { queueName: { Ref: 'Queue' } }] },
          }],
        },
      }],
    }],
  ])('takes %s as policies', (_, Policies, expected) => {
    expect(deployed({ Fn: fn({ Policies }) }).FnRole.Properties).toMatchObject(expected);
  });

  test('with an alias is called through it', () => {
    const made = deployed({ Fn: fn({ AutoPublishAlias: 'live', ...event('Schedule', { Schedule: 'rate(1 day)' }) }) });
    const [version] = Object.keys(made).filter((id) => id.startsWith('FnVersion'));
    expect(made[version]).toEqual({ Type: 'AWS::Lambda::Version', DeletionPolicy: 'Retain', Properties: { FunctionName: { Ref: 'Fn' } } });
    expect(made.FnAliaslive.Properties).toEqual({ Name: 'live', FunctionName: { Ref: 'Fn' }, FunctionVersion: getAtt(version, 'Version') });
    expect(made.FnEventPermission.Properties.FunctionName).toEqual({ Ref: 'FnAliaslive' });
  });

  test('is deployed by CodeDeploy where it says so', () => {
    const made = deployed({ Fn: fn({ AutoPublishAlias: 'live', DeploymentPreference: { Type: 'AllAtOnce', Alarms: ['alarm'] } }) });
    expect(made.CodeDeployServiceRole.Properties.ManagedPolicyArns).toEqual([`${ARN}/service-role/AWSCodeDeployRoleForLambda`]);
    expect(made.FnDeploymentGroup.Properties).toMatchObject({ AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'alarm' }] } });
    expect(made.FnAliaslive.UpdatePolicy.CodeDeployLambdaAliasUpdate.ApplicationName).toEqual({ Ref: 'ServerlessDeploymentApplication' });
  });

  test('gets a queue for failures that names none', () => {
    const made = deployed({ Fn: fn({ EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Type: 'SQS' } } } }) });
    expect(made.FnEventInvokeConfig.Properties).toEqual({
      FunctionName: { Ref: 'Fn' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: getAtt('FnEventInvokeConfigOnFailureQueue') } },
    });
    expect(made.FnRole.Properties.Policies[0].PolicyDocument.Statement).toEqual([
      { Action: 'sqs:SendMessage', Effect: 'Allow', Resource: getAtt('FnEventInvokeConfigOnFailureQueue') },
    ]);
  });

  test('hands its condition, deletion policy and metadata on, and keeps what it depends on', () => {
    const { Fn, FnRole } = deployed({ Fn: fn({}, { Condition: 'C', DeletionPolicy: 'Retain', DependsOn: 'Other', Metadata: { a: 1 } }) });
    expect(Fn).toMatchObject({ Condition: 'C', DeletionPolicy: 'Retain', DependsOn: 'Other', Metadata: { a: 1 } });
    expect(FnRole).toMatchObject({ Condition: 'C', DeletionPolicy: 'Retain', Metadata: { a: 1 } });
    expect(FnRole.DependsOn).toBeUndefined();
  });
});

describe('Globals', () => {
  const sections = { Globals: { Function: { Timeout: 9, Layers: ['g'], Environment: { Variables: { A: 'g', B: 'g' } }, VpcConfig: { SubnetIds: ['g'] } } } };

  test('are merged: maps by key, lists behind each other, anything else by the resource', () => {
    const { Fn } = deployed({ Fn: fn({ Timeout: 1, Layers: ['l'], Environment: { Variables: { A: 'l' } } }) }, sections);
    expect(Fn.Properties).toMatchObject({
      Timeout: 1, Layers: ['g', 'l'], Environment: { Variables: { A: 'l', B: 'g' } }, VpcConfig: { SubnetIds: ['g'] },
    });
  });

  test('give way to a function of CloudFormation', () => {
    const conditional = { 'Fn::If': ['C', { SubnetIds: ['l'] }, NO_VALUE] };
    expect(deployed({ Fn: fn({ VpcConfig: conditional }) }, sections).Fn.Properties.VpcConfig).toEqual(conditional);
  });

  test('are left out where the resource ignores them', () => {
    expect(deployed({ Fn: fn({}, { IgnoreGlobals: ['Timeout'] }) }, sections).Fn.Properties).toMatchObject({ Layers: ['g'] });
    expect(deployed({ Fn: fn({}, { IgnoreGlobals: ['Timeout'] }) }, sections).Fn.Properties.Timeout).toBeUndefined();
    expect(deployed({ Fn: fn({}, { IgnoreGlobals: '*' }) }, sections).Fn.Properties.Layers).toBeUndefined();
  });

  test('that grow beyond measure are told, and not merged', () => {
    const huge = Array.from({ length: 30_000 }, (_, i) => `layer${i}`);
    const functions = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`Fn${i}`, fn({ Layers: ['a'] })]));
    expect(notJudged(functions, { Globals: { Function: { Layers: huge } } })).toEqual([expect.stringMatching(/^Globals make Fn\d+, .* and \d+ more too large/)]);
  });
});

describe('an event', () => {
  const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:s';
  const around = {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } }, Pool: { Type: 'AWS::Cognito::UserPool' }, Topic: { Type: 'AWS::SNS::Topic' },
  };
  const made = (type: string, properties: object) => deployed({ Fn: fn(event(type, properties)), ...around });

  test.each([
    ['Schedule', { Schedule: 'rate(1 day)' }, { Principal: 'events.amazonaws.com', SourceArn: getAtt('FnEvent') }],
    ['EventBridgeRule', { Pattern: {} }, { Principal: 'events.amazonaws.com', SourceArn: getAtt('FnEvent') }],
    ['CloudWatchEvent', { Pattern: {} }, { Principal: 'events.amazonaws.com', SourceArn: getAtt('FnEvent') }],
    ['S3', { Bucket: { Ref: 'Bucket' }, Events: 's3:*' }, { Principal: 's3.amazonaws.com', SourceAccount: { Ref: 'AWS::AccountId' } }],
    ['SNS', { Topic: { Ref: 'Topic' } }, { Principal: 'sns.amazonaws.com', SourceArn: { Ref: 'Topic' } }],
    ['AlexaSkill', { SkillId: 'skill' }, { Principal: 'alexa-appkit.amazon.com', EventSourceToken: 'skill' }],
    ['IoTRule', { Sql: 'SELECT 1' }, {
      Principal: 'iot.amazonaws.com',
      SourceAccount: { 'Fn::Sub': '${AWS::AccountId}' },
      SourceArn: { 'Fn::Sub': ['arn:aws:iot:${AWS::Region}:${AWS::AccountId}:rule/${RuleName}', { RuleName: { Ref: 'FnEvent' } }] },
    }],
    ['CloudWatchLogs', { LogGroupName: 'group', FilterPattern: '' }, {
      Principal: 'logs.amazonaws.com',
      SourceArn: { 'Fn::Sub': ['arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${__LogGroupName__}:*', { __LogGroupName__: 'group' }] },
    }],
    ['HttpApi', { Path: '/a/{b}', Method: 'get' }, {
      Principal: 'apigateway.amazonaws.com',
      SourceArn: {
        'Fn::Sub': [
          'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/GET/a/*', { __ApiId__: { Ref: 'ServerlessHttpApi' }, __Stage__: '*' },
        ],
      },
    }],
  ])('%s lets its service call the function', (type, properties, caller) => {
    expect(made(type, properties).FnEventPermission).toEqual({
      Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Fn' }, ...caller },
    });
  });

  test('Api lets its API call the function, by an id with the stage', () => {
    expect(made('Api', { Path: '/a/', Method: 'any' }).FnEventPermissionProd.Properties.SourceArn).toEqual({
      'Fn::Sub': [
        'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/*/a', { __ApiId__: { Ref: 'ServerlessRestApi' }, __Stage__: '*' },
      ],
    });
  });

  test('Cognito is put into the user pool', () => {
    const { Pool, FnCognitoPermission } = made('Cognito', { UserPool: { Ref: 'Pool' }, Trigger: ['PreSignUp'] });
    expect(Pool.Properties).toEqual({ LambdaConfig: { PreSignUp: getAtt('Fn') } });
    expect(FnCognitoPermission.Properties).toMatchObject({ Principal: 'cognito-idp.amazonaws.com', SourceArn: getAtt('Pool') });
  });

  test('S3 is put into the bucket, which waits for the permission', () => {
    expect(made('S3', { Bucket: { Ref: 'Bucket' }, Events: ['a', 'b'] }).Bucket).toEqual({
      Type: 'AWS::S3::Bucket',
      DependsOn: ['FnEventPermission'],
      Properties: {
        BucketName: 'b', NotificationConfiguration: { LambdaConfigurations: [{ Function: getAtt('Fn'), Event: 'a' }, { Function: getAtt('Fn'), Event: 'b' }] },
      },
    });
  });

  test('changes no bucket of the template that it is given', () => {
    const resources = { Fn: fn(event('S3', { Bucket: { Ref: 'Bucket' }, Events: 'a' })), Bucket: { Type: 'AWS::S3::Bucket', Properties: {} } };
    deployed(resources);
    expect(resources.Bucket).toEqual({ Type: 'AWS::S3::Bucket', Properties: {} });
  });

  test.each([
    ['Kinesis', { Stream: 'arn:stream' }, 'arn:stream', 'AWSLambdaKinesisExecutionRole'],
    ['DynamoDB', { Stream: 'arn:stream' }, 'arn:stream', 'AWSLambdaDynamoDBExecutionRole'],
    ['SQS', { Queue: 'arn:queue' }, 'arn:queue', 'AWSLambdaSQSQueueExecutionRole'],
    ['MSK', { Stream: 'arn:cluster' }, 'arn:cluster', 'AWSLambdaMSKExecutionRole'],
  ])('%s is polled, by the policy of AWS', (type, properties, arn, policy) => {
    const { FnEvent, FnRole } = made(type, { ...properties, BatchSize: 1 });
    expect(FnEvent).toEqual({ Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'Fn' }, EventSourceArn: arn, BatchSize: 1 } });
    expect(FnRole.Properties.ManagedPolicyArns).toContain(`${ARN}/service-role/${policy}`);
  });

  test.each([
    ['MQ', { Broker: 'arn:broker', SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: SECRET }] }, ['secretsmanager:GetSecretValue', 'mq:DescribeBroker']],
    ['SelfManagedKafka', { KafkaBootstrapServers: ['a'], Topics: ['t'], SourceAccessConfigurations: [{ Type: 'SASL_SCRAM_256_AUTH', URI: SECRET }], SecretsManagerKmsKeyId: 'key' },
      ['secretsmanager:GetSecretValue', 'kms:Decrypt']],
    ['DocumentDB', { Cluster: 'arn:cluster', DatabaseName: 'd', SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: SECRET }] }, [
      'secretsmanager:GetSecretValue', 'rds:DescribeDBClusterParameters', 'rds:DescribeDBSubnetGroups', 'rds:DescribeDBClusters', 'ec2:CreateNetworkInterface',
    ]],
  ])('%s is polled, by statements for its secret and its source', (type, properties, actions) => {
    const [{ PolicyDocument }] = made(type, properties).FnRole.Properties.Policies;
    expect(PolicyDocument.Statement.map(({ Action }: any) => [Action].flat()[0])).toEqual(actions);
    expect(PolicyDocument.Statement[0].Resource).toBe(SECRET);
  });

  test('ScheduleV2 comes with a role that calls the function alone', () => {
    const { FnEvent, FnEventRole } = made('ScheduleV2', { ScheduleExpression: 'rate(1 day)' });
    expect(FnEvent.Properties.Target).toEqual({ Arn: getAtt('Fn'), RoleArn: getAtt('FnEventRole') });
    expect(FnEventRole.Properties.Policies[0].PolicyDocument.Statement).toEqual([{ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: getAtt('Fn') }]);
  });

  test('SNS through a queue makes the queue, its policy and the mapping', () => {
    const { FnEventQueue, FnEventQueuePolicy, FnEventEventSourceMapping, FnEvent } = made('SNS', { Topic: { Ref: 'Topic' }, SqsSubscription: true });
    expect(FnEventQueue.Type).toBe('AWS::SQS::Queue');
    expect(FnEventQueuePolicy.Properties.PolicyDocument.Statement[0]).toMatchObject({ Principal: '*', Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } } });
    expect(FnEventEventSourceMapping.Properties).toMatchObject({ EventSourceArn: getAtt('FnEventQueue'), BatchSize: 10 });
    expect(FnEvent.Properties).toMatchObject({ Protocol: 'sqs', Endpoint: getAtt('FnEventQueue') });
  });

  test('of each kind that SAM documents is known', () => {
    expect(Object.keys(EVENT_PROPERTIES).sort()).toEqual([
      'AlexaSkill', 'Api', 'CloudWatchEvent', 'CloudWatchLogs', 'Cognito', 'DocumentDB', 'DynamoDB', 'EventBridgeRule', 'HttpApi', 'IoTRule', 'Kinesis', 'MQ', 'MSK', 'S3',
      'SNS', 'SQS', 'Schedule', 'ScheduleV2', 'SelfManagedKafka',
    ]);
  });
});

describe('a REST API', () => {
  const POOL = { UserPoolArn: 'arn:pool' };
  const api = (Auth: object, methodAuth?: object) => deployed({
    Fn: fn(event('Api', { Path: '/a', Method: 'GET', RestApiId: { Ref: 'Api' }, ...methodAuth && { Auth: methodAuth } })),
    Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'prod', Auth } },
  });
  const securityOf = (made: any) => made.Api.Properties.Body.paths['/a'].get.security;

  test('has a method for each event, which calls the function', () => {
    const { Api } = api({});
    expect(Api.Properties.Body.paths['/a'].get['x-amazon-apigateway-integration']).toEqual({
      type: 'aws_proxy', httpMethod: 'POST', uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' },
    });
  });

  test('asks nobody by default', () => {
    expect(securityOf(api({}))).toBeUndefined();
  });

  test.each([
    ['the default authorizer', { DefaultAuthorizer: 'Pool', Authorizers: { Pool: POOL } }, undefined, [{ Pool: [] }]],
    ['nobody for a method of authorizer NONE', { DefaultAuthorizer: 'Pool', Authorizers: { Pool: POOL } }, { Authorizer: 'NONE' }, [{ NONE: [] }]],
    ['IAM', { DefaultAuthorizer: 'AWS_IAM' }, undefined, [{ AWS_IAM: [] }]],
    ['an API key', { ApiKeyRequired: true }, undefined, [{ api_key: [] }]],
    ['the authorizer of the method, with its scopes', { Authorizers: { Pool: POOL } }, { Authorizer: 'Pool', AuthorizationScopes: ['s'] }, [{ Pool: ['s'] }]],
  ])('asks %s', (_, auth, methodAuth, security) => {
    expect(securityOf(api(auth, methodAuth))).toEqual(security);
  });

  test('lets the function of an authorizer be called, unless told not to', () => {
    const authorizer = { FunctionArn: getAtt('Fn') };
    const permission = 'ApiAAuthorizerPermission';
    expect(api({ Authorizers: { A: authorizer } })[permission].Properties).toMatchObject({ Principal: 'apigateway.amazonaws.com', FunctionName: getAtt('Fn') });
    expect(api({ Authorizers: { A: { ...authorizer, DisableFunctionDefaultPermissions: true } } })[permission]).toBeUndefined();
  });

  test('has the resource policy of its lists', () => {
    const { Api } = api({ ResourcePolicy: { IpRangeWhitelist: ['10.0.0.0/8'] } });
    const Resource = [{ 'Fn::Sub': ['execute-api:/${__Stage__}/GET/a', { __Stage__: 'prod' }] }];
    expect(Api.Properties.Body['x-amazon-apigateway-policy'].Statement).toEqual([
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource, Principal: '*' },
      { Effect: 'Deny', Action: 'execute-api:Invoke', Resource, Principal: '*', Condition: { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } } },
    ]);
  });

  test('that events imply is called ServerlessRestApi, and stands for the function that implies it', () => {
    const template = { Resources: { Fn: fn(event('Api', { Path: '/a', Method: 'get' })) } };
    const { template: { Resources }, declaredAs } = translateSam(template);
    expect(Object.keys(Resources as object)).toEqual(expect.arrayContaining(['ServerlessRestApi', 'ServerlessRestApiProdStage']));
    expect([declaredAs.get('ServerlessRestApiProdStage'), declaredAs.get('ServerlessRestApi')]).toEqual(['Fn', 'Fn']);
  });
});

describe('an HTTP API', () => {
  test('asks the default authorizer, but for routes of authorizer NONE', () => {
    const route = (Path: string, Auth?: object) => ({ Type: 'HttpApi', Properties: { Path, Method: 'get', ApiId: { Ref: 'Api' }, ...Auth && { Auth } } });
    const { Api } = deployed({
      Fn: fn({ Events: { A: route('/a'), B: route('/b', { Authorizer: 'NONE' }) } }),
      Api: { Type: 'AWS::Serverless::HttpApi', Properties: { Auth: { DefaultAuthorizer: 'J', Authorizers: { J: { JwtConfiguration: { issuer: 'i' }, IdentitySource: '$request.header.A' } } } } },
    });
    expect([Api.Properties.Body.paths['/a'].get.security, Api.Properties.Body.paths['/b'].get.security]).toEqual([[{ J: [] }], [{ NONE: [] }]]);
    expect(Api.Properties.Body.components.securitySchemes.J).toMatchObject({ type: 'oauth2' });
  });

  test('without a path in its event has one route for all', () => {
    const { ServerlessHttpApi, ServerlessHttpApiApiGatewayDefaultStage } = deployed({ Fn: fn(event('HttpApi', {})) });
    expect(Object.keys(ServerlessHttpApi.Properties.Body.paths)).toEqual(['$default']);
    expect(ServerlessHttpApiApiGatewayDefaultStage.Properties).toMatchObject({ StageName: '$default', AutoDeploy: true });
  });
});

describe('other resources', () => {
  test('a state machine has a role, and a role for what starts it', () => {
    const { Machine, MachineRole, MachineEventRole } = deployed({
      Machine: {
        Type: 'AWS::Serverless::StateMachine',
        Properties: {
          Definition: { StartAt: 'A', States: { A: { Type: 'Task', Resource: getAtt('Fn'), End: true } } }, Policies: ['AWSLambdaRole'], ...event('Schedule', { Schedule: 'rate(1 day)' }),
        },
      },
    });
    expect(Machine.Properties.DefinitionSubstitutions).toEqual({ definition_substitution_1: getAtt('Fn') });
    expect(JSON.parse(Machine.Properties.DefinitionString['Fn::Join'][1].join('\n')).States.A.Resource).toBe('${definition_substitution_1}');
    expect(MachineRole.Properties.ManagedPolicyArns).toEqual([`${ARN}/service-role/AWSLambdaRole`]);
    expect(MachineEventRole.Properties.Policies[0].PolicyDocument.Statement).toEqual([{ Action: 'states:StartExecution', Effect: 'Allow', Resource: { Ref: 'Machine' } }]);
  });

  test('a table', () => {
    expect(deployed({ Table: { Type: 'AWS::Serverless::SimpleTable', Properties: { SSESpecification: { SSEEnabled: true } } } }).Table).toEqual({
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
      },
    });
  });

  test('a layer has a new id, which references follow', () => {
    const made = deployed({ Layer: { Type: 'AWS::Serverless::LayerVersion', Properties: { ContentUri: 's3://a/b' } }, Fn: fn({ Layers: [{ Ref: 'Layer' }] }) });
    const [id] = Object.keys(made).filter((name) => /^Layer[\da-f]{10}$/.test(name));
    expect(made[id]).toMatchObject({ Type: 'AWS::Lambda::LayerVersion', DeletionPolicy: 'Retain' });
    expect(made.Fn.Properties.Layers).toEqual([{ Ref: id }]);
  });

  test('a connector is a policy of the role at its start', () => {
    const { LinkPolicy } = deployed({
      Fn: fn(),
      Table: { Type: 'AWS::Serverless::SimpleTable' },
      Link: { Type: 'AWS::Serverless::Connector', Properties: { Source: { Id: 'Fn' }, Destination: { Id: 'Table' }, Permissions: ['Read'] } },
    });
    expect(LinkPolicy).toMatchObject({ Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [{ Ref: 'FnRole' }] } });
    expect(LinkPolicy.Properties.PolicyDocument.Statement[0].Resource).toEqual([getAtt('Table'), { 'Fn::Sub': ['${DestinationArn}/index/*', { DestinationArn: getAtt('Table') }] }]);
  });

  test('a connector in a resource stands for that resource', () => {
    const { template: { Resources }, declaredAs } = translateSam({
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic', Connectors: { Sends: { Properties: { Destination: { Id: 'Queue' }, Permissions: ['Write'] } } } }, Queue: { Type: 'AWS::SQS::Queue' },
      },
    });
    expect((Resources as any).TopicSendsQueuePolicy.Properties.Queues).toEqual([{ Ref: 'Queue' }]);
    expect((Resources as any).Topic).toEqual({ Type: 'AWS::SNS::Topic' });
    expect(declaredAs.get('TopicSendsQueuePolicy')).toBe('Topic');
  });

  test('a GraphQL API gets a role for its logs, and one for each source', () => {
    const made = deployed({
      Api: {
        Type: 'AWS::Serverless::GraphQLApi',
        Properties: {
          SchemaInline: 's', Auth: { Type: 'API_KEY' }, DataSources: { Lambda: { Call: { FunctionArn: 'arn:fn' } } },
        },
      },
    });
    expect(made.Api.Properties).toMatchObject({ AuthenticationType: 'API_KEY', LogConfig: { FieldLogLevel: 'ALL', CloudWatchLogsRoleArn: getAtt('ApiCloudWatchRole') } });
    expect(made.ApiCallLambdaDataSourceToLambdaConnectorPolicy.Properties).toMatchObject({ Roles: [{ Ref: 'ApiCallLambdaDataSourceRole' }] });
  });

  test('references to what is made of a resource lead there, outputs included', () => {
    const { template } = translateSam({
      Resources: { Fn: fn({ AutoPublishAlias: 'live' }) },
      Outputs: { A: { Value: { Ref: 'Fn.Alias' } }, B: { Value: { 'Fn::Sub': '${Fn.Alias}/x' } }, C: { Value: { 'Fn::GetAtt': ['Fn.Alias', 'Name'] } } },
    });
    expect(Object.values(template.Outputs as any).map(({ Value }: any) => Value)).toEqual([
      { Ref: 'FnAliaslive' }, { 'Fn::Sub': '${FnAliaslive}/x' }, { 'Fn::GetAtt': ['FnAliaslive', 'Name'] },
    ]);
  });
});

describe('what cannot be translated is told', () => {
  test.each([
    ['a definition in a bucket', { Api: { Type: 'AWS::Serverless::Api', Properties: { DefinitionUri: 's3://a/b' } } }, /^The definition that Api names was not read/],
    ['a definition that is included', { Api: { Type: 'AWS::Serverless::Api', Properties: { DefinitionBody: { 'Fn::Transform': {} } } } }, /^The definition that Api names was not read/],
    ['a definition of a state machine', { M: { Type: 'AWS::Serverless::StateMachine', Properties: { DefinitionUri: 's3://a/b' } } }, /^The definition that M names/],
    ['a property', { Fn: fn({ Wrong: 1 }) }, /^SAM does not define Fn\.Wrong/],
    ['a policy', { Fn: fn({ Policies: [{ NoSuchPolicy: {} }] }) }, /^SAM does not define Fn\.Policies\[0\]/],
    ['a policy template without its parameter', { Fn: fn({ Policies: [{ SQSPollerPolicy: {} }] }) }, /^SAM does not define Fn\.Policies\[0\]/],
    ['an event', { Fn: fn(event('Carrier', {})) }, /^SAM does not define Fn\.Events\.Event/],
    ['a property of an event', { Fn: fn(event('SQS', { Wrong: 1 })) }, /^SAM does not define Fn\.Events\.Event\.Wrong/],
    ['a bucket that is not in the template', { Fn: fn(event('S3', { Bucket: 'b', Events: 'e' })) }, /^SAM does not define Fn\.Events\.Event\.Bucket/],
    ['a connector without a profile', { C: { Type: 'AWS::Serverless::Connector', Properties: { Source: { Type: 'A' }, Destination: { Type: 'B' }, Permissions: ['Read'] } } }, /^SAM does not define C/],
  ])('%s', (_, resources, sentence) => {
    expect(notJudged(resources)).toEqual([expect.stringMatching(sentence)]);
  });

  test('a type that is not known stays in the template', () => {
    expect(deployed({ W: { Type: 'AWS::Serverless::WebFunction' } }).W).toEqual({ Type: 'AWS::Serverless::WebFunction' });
  });
});
