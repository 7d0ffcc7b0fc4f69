import { allow, att, document, graphOf, join, ref, resource, Resources, role, told, withFunction } from './templates';

const delivered = (resources: Resources) => told(graphOf(resources).edges, 'delivery');
const permission = (service: string, source?: unknown) => resource('AWS::Lambda::Permission', { FunctionName: att('Fn'), Action: 'lambda:InvokeFunction', Principal: service, ...source === undefined ? {} : { SourceArn: source } });
const fn = withFunction([]);
const arn = (service: string, ...rest: unknown[]) => join('arn:', ref('AWS::Partition'), `:${service}:`, ref('AWS::Region'), ':', ref('AWS::AccountId'), ':', ...rest);
const uri = join('arn:', ref('AWS::Partition'), ':apigateway:', ref('AWS::Region'), ':lambda:path/2015-03-31/functions/', att('Fn'), '/invocations');

describe('routes of a REST API', () => {
  const api = (method: object, more: Resources = {}): Resources => ({
    ...fn,
    Api: resource('AWS::ApiGateway::RestApi'),
    Path: resource('AWS::ApiGateway::Resource', { RestApiId: ref('Api'), ParentId: att('Api', 'RootResourceId'), PathPart: 'orders' }),
    Method: resource('AWS::ApiGateway::Method', { RestApiId: ref('Api'), ResourceId: ref('Path'), HttpMethod: 'GET', Integration: { Type: 'AWS_PROXY', Uri: uri }, ...method }),
    Permission: permission('apigateway.amazonaws.com', arn('execute-api', ref('Api'), '/*/*')),
    ...more,
  });
  const CALLS = 'Api GET /orders -> Fn: lambda:InvokeFunction';

  test('are called by everyone without an authorizer', () => {
    expect(delivered(api({ AuthorizationType: 'NONE' }))).toEqual([CALLS, 'internet -> Api GET /orders: invoke']);
  });

  test('are called by users of the pool of their authorizer', () => {
    const authorizer = { Pool: resource('AWS::Cognito::UserPool'), Authorizer: resource('AWS::ApiGateway::Authorizer', { ProviderARNs: [att('Pool')] }) };
    expect(delivered(api({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: ref('Authorizer') }, authorizer))).toEqual([CALLS, 'Pool -> Api GET /orders: invoke']);
  });

  test('are called by principals of the account where IAM signs', () => {
    expect(delivered(api({ AuthorizationType: 'AWS_IAM' }))).toEqual([CALLS, 'this account -> Api GET /orders: execute-api:Invoke']);
  });

  test('call nothing without a permission for the API', () => {
    expect(delivered(api({ AuthorizationType: 'AWS_IAM' }, { Permission: permission('apigateway.amazonaws.com', arn('execute-api', 'other/*/*')) }))).not.toContain(CALLS);
    expect(delivered(api({ AuthorizationType: 'AWS_IAM' }, { Permission: permission('s3.amazonaws.com') }))).not.toContain(CALLS);
  });

  test('ask the function that authorizes', () => {
    const authorizer = {
      Authorizer: resource('AWS::ApiGateway::Authorizer', { AuthorizerUri: join('arn:aws:apigateway:', ref('AWS::Region'), ':lambda:path/2015-03-31/functions/', att('Guard'), '/invocations') }),
      Guard: resource('AWS::Lambda::Function', { Role: att('Role') }),
      GuardPermission: { ...permission('apigateway.amazonaws.com'), Properties: { ...permission('apigateway.amazonaws.com').Properties, FunctionName: att('Guard') } },
    };
    expect(delivered(api({ AuthorizationType: 'CUSTOM', AuthorizerId: ref('Authorizer') }, authorizer))).toContain('Api GET /orders -> Guard: lambda:InvokeFunction');
  });
});

test('routes of an HTTP API and their issuer', () => {
  expect(delivered({
    ...fn,
    Api: resource('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }),
    Pool: resource('AWS::Cognito::UserPool'),
    Permission: permission('apigateway.amazonaws.com', arn('execute-api', ref('Api'), '/*')),
    Authorizer: resource('AWS::ApiGatewayV2::Authorizer', { JwtConfiguration: { Issuer: join('https://cognito-idp.', ref('AWS::Region'), '.amazonaws.com/', ref('Pool')) } }),
    Integration: resource('AWS::ApiGatewayV2::Integration', { IntegrationUri: att('Fn') }),
    Route: resource('AWS::ApiGatewayV2::Route', { ApiId: ref('Api'), RouteKey: 'GET /notes', AuthorizationType: 'JWT', AuthorizerId: ref('Authorizer'), Target: join('integrations/', ref('Integration')) }),
  })).toEqual(['Api GET /notes -> Fn: lambda:InvokeFunction', 'Pool -> Api GET /notes: invoke']);
});

test.each<[string, object, object, string[]]>([
  ['open to everyone', { AuthType: 'NONE' }, { Principal: '*', FunctionUrlAuthType: 'NONE' }, ['Url -> Fn: lambda:InvokeFunctionUrl', 'internet -> Url: invoke']],
  ['without a permission', { AuthType: 'NONE' }, { Principal: '111122223333' }, ['Url -> Fn: lambda:InvokeFunctionUrl']],
  ['for an account', { AuthType: 'AWS_IAM' }, { Principal: '111122223333' }, ['111122223333 -> Url: lambda:InvokeFunctionUrl', 'Url -> Fn: lambda:InvokeFunctionUrl']],
])('a URL %s', (_what, url, properties, expected) => {
  const Permission = resource('AWS::Lambda::Permission', { FunctionName: att('Fn'), Action: 'lambda:InvokeFunctionUrl', ...properties });
  expect(delivered({ ...fn, Url: resource('AWS::Lambda::Url', { TargetFunctionArn: att('Fn'), ...url }), Permission })).toEqual(expected);
});

test.each<[string, Resources, string[]]>([
  ['an event source mapping', { Queue: resource('AWS::SQS::Queue'), Mapping: resource('AWS::Lambda::EventSourceMapping', { FunctionName: ref('Fn'), EventSourceArn: att('Queue') }) }, ['Queue -> Fn: lambda:InvokeFunction']],
  ['a mapping of a queue of others', { Mapping: resource('AWS::Lambda::EventSourceMapping', { FunctionName: ref('Fn'), EventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:other' }) },
    ['arn:aws:sqs:eu-west-1:111122223333:other -> Fn: lambda:InvokeFunction']],
  ['a mapping that is off', { Queue: resource('AWS::SQS::Queue'), Mapping: resource('AWS::Lambda::EventSourceMapping', { FunctionName: ref('Fn'), EventSourceArn: att('Queue'), Enabled: false }) }, []],
  ['a subscription', { Topic: resource('AWS::SNS::Topic'), Subscription: resource('AWS::SNS::Subscription', { TopicArn: ref('Topic'), Protocol: 'lambda', Endpoint: att('Fn') }), Permission: permission('sns.amazonaws.com', ref('Topic')) },
    ['Topic -> Fn: lambda:InvokeFunction']],
  ['a subscription without a permission', { Topic: resource('AWS::SNS::Topic'), Subscription: resource('AWS::SNS::Subscription', { TopicArn: ref('Topic'), Protocol: 'lambda', Endpoint: att('Fn') }) }, []],
  ['a subscription by mail', { Topic: resource('AWS::SNS::Topic', { Subscription: [{ Protocol: 'email', Endpoint: 'team@example.com' }] }) }, ['Topic -> team@example.com: publish']],
  ['a rule of a bus', { Bus: resource('AWS::Events::EventBus'), Rule: resource('AWS::Events::Rule', { EventBusName: ref('Bus'), Targets: [{ Id: '1', Arn: att('Fn') }] }), Permission: permission('events.amazonaws.com', att('Rule')) },
    ['Bus -> Rule: publish', 'Rule -> Fn: lambda:InvokeFunction']],
  ['a schedule', { Rule: resource('AWS::Events::Rule', { ScheduleExpression: 'rate(1 day)', Targets: [{ Id: '1', Arn: att('Fn') }] }), Permission: permission('events.amazonaws.com', att('Rule')) },
    ['Rule -> Fn: lambda:InvokeFunction', 'events.amazonaws.com -> Rule: publish']],
  ['a rule that is off', { Rule: resource('AWS::Events::Rule', { State: 'DISABLED', Targets: [{ Id: '1', Arn: att('Fn') }] }), Permission: permission('events.amazonaws.com', att('Rule')) }, []],
  ['notifications of a bucket', { Bucket: resource('AWS::S3::Bucket', { NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: att('Fn') }] } }), Permission: permission('s3.amazonaws.com', att('Bucket')) },
    ['Bucket -> Fn: lambda:InvokeFunction']],
  ['tasks of a state machine', { Machine: resource('AWS::StepFunctions::StateMachine', { RoleArn: att('Role2'), DefinitionString: join('{"States":{"A":{"Resource":"', att('Fn'), '"}}}') }), Role2: role(allow('lambda:InvokeFunction', att('Fn'))) },
    ['Machine -> Fn: lambda:InvokeFunction']],
  ['what a state machine only names', { Machine: resource('AWS::StepFunctions::StateMachine', { RoleArn: att('Role2'), DefinitionString: join('{"members":["', att('Fn'), '"]}') }), Role2: role(allow('lambda:GetFunction', att('Fn'))) }, []],
  ['a pipe', { Queue: resource('AWS::SQS::Queue'), Pipe: resource('AWS::Pipes::Pipe', { RoleArn: att('Role'), Source: att('Queue'), Target: att('Fn') }) }, ['Pipe -> Fn: lambda:InvokeFunction', 'Queue -> Pipe: consume']],
  ['a log subscription', { Logs: resource('AWS::Logs::LogGroup'), Filter: resource('AWS::Logs::SubscriptionFilter', { LogGroupName: ref('Logs'), DestinationArn: att('Fn') }), Permission: permission('logs.amazonaws.com', att('Logs')) },
    ['Logs -> Fn: lambda:InvokeFunction']],
  ['a trigger of a user pool', { Pool: resource('AWS::Cognito::UserPool', { LambdaConfig: { PreSignUp: att('Fn') } }), Permission: permission('cognito-idp.amazonaws.com', att('Pool')) }, ['Pool -> Fn: lambda:InvokeFunction']],
])('%s', (_what, resources, expected) => {
  expect(delivered({ ...fn, ...resources })).toEqual(expected);
});

test('a topic that is a write of one function and an event of a stronger one is a control path, which depends on its code', () => {
  const resources: Resources = {
    ...withFunction([allow('sqs:SendMessage', att('Queue'))]),
    Queue: resource('AWS::SQS::Queue'),
    Secret: resource('AWS::SecretsManager::Secret'),
    Strong: resource('AWS::Lambda::Function', { Role: att('StrongRole') }),
    StrongRole: role(allow('secretsmanager:GetSecretValue', ref('Secret'))),
    Mapping: resource('AWS::Lambda::EventSourceMapping', { FunctionName: ref('Strong'), EventSourceArn: att('Queue') }),
  };
  expect(told(graphOf(resources).edges, 'control')).toEqual(['Fn -> Strong: sqs:SendMessage ?']);
  expect(told(graphOf({ ...resources, StrongRole: role() }).edges, 'control')).toEqual([]);
});

test('whoever writes the bucket of a function\'s code has the function', () => {
  const resources: Resources = {
    ...withFunction([allow('s3:PutObject', join(att('Code'), '/*'))]),
    Code: resource('AWS::S3::Bucket'),
    Deployed: resource('AWS::Lambda::Function', { Role: att('Other'), Code: { S3Bucket: ref('Code'), S3Key: 'a.zip' } }),
    Other: role(),
  };
  expect(told(graphOf(resources).edges, 'control')).toEqual(['Fn -> Deployed: s3:PutObject ?']);
  expect(told(graphOf({ ...resources, Policy: resource('AWS::S3::BucketPolicy', { Bucket: ref('Code'), PolicyDocument: document({ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: join(att('Code'), '/*') }) }) }).edges, 'control')).toEqual([]);
});
