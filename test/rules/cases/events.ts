import { add, all, att, formsOf, NO_ECHO, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { allow, key } from '../support/resources';
import { response } from '../support/response';

const account = { AWS: '111122223333' };
const connection = (parameters: object) => resource('AWS::Events::Connection', { AuthParameters: parameters });

/** What proves the rules of EVENTS. */
export const eventsCases: RuleCase[] = [
  {
    rule: 'ZT-EVENTS-001',
    on: 'Rule',
    secure: {
      Dead: resource('AWS::SQS::Queue'),
      Rule: resource('AWS::Events::Rule', { Targets: [{ Id: 'A', DeadLetterConfig: { Arn: att('Dead') } }, { Id: 'B', DeadLetterConfig: { Arn: att('Dead') } }] }),
    },
    passesWhen: { 'it has no target': set('Rule', 'Targets') },
    firesWhen: {
      'a target has none': set('Rule', 'Targets.0.DeadLetterConfig'),
      'the other target has none': set('Rule', 'Targets.1.DeadLetterConfig'),
      'the ARN is left out': set('Rule', 'Targets.0.DeadLetterConfig', {}),
      'the ARN is empty': set('Rule', 'Targets.0.DeadLetterConfig.Arn', ''),
      'the ARN is a parameter': set('Rule', 'Targets.0.DeadLetterConfig.Arn', PARAMETER),
      'a target is a parameter': set('Rule', 'Targets.0', PARAMETER),
      'the targets are a parameter': set('Rule', 'Targets', PARAMETER),
    },
  },
  {
    rule: 'ZT-EVENTS-002',
    on: 'Policy',
    secure: { Policy: resource('AWS::Events::EventBusPolicy', { StatementId: 'A', Statement: allow(account, 'events:PutEvents') }) },
    passesWhen: {
      'everyone of the organisation is let in': set('Policy', 'Statement', { ...allow('*', 'events:PutEvents'), Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } }),
      'an account is let in, in the short form': all(set('Policy', 'Statement'), set('Policy', 'Principal', '111122223333')),
      'an organisation is let in, in the short form': all(set('Policy', 'Statement'), set('Policy', 'Principal', '*'), set('Policy', 'Condition', { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-abcdefghij' })),
    },
    firesWhen: {
      'everyone is let in': set('Policy', 'Statement.Principal', '*'),
      'everyone of AWS is let in': set('Policy', 'Statement.Principal.AWS', '*'),
      'everyone is let in who asks for one source': all(set('Policy', 'Statement.Principal', '*'), set('Policy', 'Statement.Condition', { StringEquals: { 'events:source': 'app' } })),
      'everyone is let in, in the short form': all(set('Policy', 'Statement'), set('Policy', 'Principal', '*')),
      'everyone with some tag is let in, in the short form': all(set('Policy', 'Statement'), set('Policy', 'Principal', '*'), set('Policy', 'Condition', { Type: 'StringEquals', Key: 'aws:PrincipalTag', Value: 'o-abcdefghij' })),
      'the principal is a parameter': set('Policy', 'Statement.Principal.AWS', PARAMETER),
      'the principal is a parameter, in the short form': all(set('Policy', 'Statement'), set('Policy', 'Principal', PARAMETER)),
      'the statement is a parameter': set('Policy', 'Statement', PARAMETER),
    },
  },
  {
    rule: 'ZT-EVENTS-002',
    on: 'Bus',
    secure: { Bus: resource('AWS::Events::EventBus', { Policy: { Statement: [allow(account, 'events:PutEvents')] } }) },
    passesWhen: { 'there is no policy': set('Bus', 'Policy') },
    firesWhen: { 'everyone is let in': set('Bus', 'Policy.Statement.0.Principal', '*'), 'the policy is a parameter': set('Bus', 'Policy', PARAMETER) },
  },
  ...['AWS::Events::Archive', 'AWS::Events::Connection', 'AWS::Events::EventBus'].map((type) => ({
    rule: 'ZT-EVENTS-003',
    on: 'Events',
    secure: { Key: key(), Bus: resource('AWS::Events::EventBus'), Events: resource(type, { KmsKeyIdentifier: att('Key') }) },
    passesWhen: { 'the key is named by its id': set('Events', 'KmsKeyIdentifier', ref('Key')) },
    firesWhen: {
      'the key is gone': set('Events', 'KmsKeyIdentifier'),
      'the key is AWS\'s': set('Events', 'KmsKeyIdentifier', 'alias/aws/events'),
      'the key is no key': set('Events', 'KmsKeyIdentifier', att('Bus')),
      'the key is empty': set('Events', 'KmsKeyIdentifier', ''),
      'the key is a parameter': set('Events', 'KmsKeyIdentifier', PARAMETER),
    },
  })),
  {
    rule: 'ZT-EVENTS-004',
    on: 'Connection',
    secure: { Connection: connection({ ApiKeyAuthParameters: { ApiKeyName: 'key', ApiKeyValue: '{{resolve:secretsmanager:api:SecretString:key::}}' } }) },
    passesWhen: {
      'a password is of a secret': set('Connection', 'AuthParameters', { BasicAuthParameters: { Username: 'app', Password: '{{resolve:secretsmanager:app:SecretString:password::}}' } }),
      'there are no parameters': set('Connection', 'AuthParameters'),
      ...Object.fromEntries(Object.entries(formsOf(NO_ECHO)).filter(([form]) => form !== 'in one branch').map(([form, value]) => [
        `whoever deploys gives the key by a NoEcho parameter, ${form}`, set('Connection', 'AuthParameters.ApiKeyAuthParameters.ApiKeyValue', value),
      ])),
    },
    firesWhen: {
      'the key is a literal': set('Connection', 'AuthParameters.ApiKeyAuthParameters.ApiKeyValue', 'literal'),
      'a password is a literal': set('Connection', 'AuthParameters.BasicAuthParameters', { Username: 'app', Password: 'literal' }),
      'a client secret is a literal': set('Connection', 'AuthParameters.OAuthParameters', { ClientParameters: { ClientID: 'app', ClientSecret: 'literal' } }),
      'the key is a plain parameter of Systems Manager': set('Connection', 'AuthParameters.ApiKeyAuthParameters.ApiKeyValue', '{{resolve:ssm:key:1}}'),
      'the key is a parameter': set('Connection', 'AuthParameters.ApiKeyAuthParameters.ApiKeyValue', PARAMETER),
      'the parameters are a parameter': set('Connection', 'AuthParameters', PARAMETER),
    },
  },
  {
    rule: 'ZT-EVENTS-005',
    on: 'Rule',
    secure: {
      Queue: resource('AWS::SQS::Queue'),
      Rule: resource('AWS::Events::Rule', {
        EventPattern: { 'source': ['aws.guardduty'], 'detail-type': ['GuardDuty Finding'] }, Targets: [{ Id: 'A', Arn: att('Queue') }],
      }),
    },
    passesWhen: {
      'it is said that it is enabled': set('Rule', 'State', 'ENABLED'),
      'it sees calls that only read as well': set('Rule', 'State', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'),
      'a rule for events of the app is disabled': all(set('Rule', 'EventPattern', { source: ['shop'] }), set('Rule', 'State', 'DISABLED')),
      'a schedule is disabled, which is another rule\'s': all(set('Rule', 'EventPattern'), set('Rule', 'ScheduleExpression', 'rate(1 day)'), set('Rule', 'State', 'DISABLED')),
      'a rule for events of the app has no target': all(set('Rule', 'EventPattern', { 'source': [{ prefix: 'shop' }], 'detail-type': ['Order placed'] }), set('Rule', 'Targets')),
    },
    firesWhen: {
      'it is disabled': set('Rule', 'State', 'DISABLED'),
      'whether it is enabled is a parameter': set('Rule', 'State', PARAMETER),
      'it has no target': set('Rule', 'Targets'),
      'its list of targets is empty': set('Rule', 'Targets', []),
      'the target has no ARN': set('Rule', 'Targets.0.Arn'),
      'the target is a parameter': set('Rule', 'Targets.0', PARAMETER),
      'its targets are a parameter': set('Rule', 'Targets', PARAMETER),
      ...Object.fromEntries(['aws.access-analyzer', 'aws.cloudwatch', 'aws.health', 'aws.inspector2', 'aws.macie', 'aws.securityhub', 'zero-trust'].map((source) => (
        [`events of ${source} are not matched`, all(set('Rule', 'EventPattern', { source: ['shop', source] }), set('Rule', 'State', 'DISABLED'))]))),
      'recorded calls are not matched': all(set('Rule', 'EventPattern', { 'source': [{ prefix: 'aws.' }], 'detail-type': ['AWS API Call via CloudTrail'] }), set('Rule', 'State', 'DISABLED')),
      'sign-ins are not matched': all(set('Rule', 'EventPattern', { 'detail-type': [{ 'equals-ignore-case': 'AWS Console Sign In via CloudTrail' }] }), set('Rule', 'State', 'DISABLED')),
      'it is disabled, and what it matches is a parameter': all(set('Rule', 'EventPattern', PARAMETER), set('Rule', 'State', 'DISABLED')),
      'it is disabled, and a source is a parameter': all(set('Rule', 'EventPattern.source', [PARAMETER]), set('Rule', 'State', 'DISABLED')),
      'it is disabled, and a type is a parameter': all(set('Rule', 'EventPattern', { 'source': ['shop'], 'detail-type': [PARAMETER] }), set('Rule', 'State', 'DISABLED')),
    },
  },
  {
    rule: 'ZT-EVENTS-006',
    on: 'Rule',
    secure: response(),
    passesWhen: {
      'the target is a function with a permission': all(
        set('Rule', 'Targets.0.Arn', att('Play')), add('Permission', 'AWS::Lambda::Permission', { FunctionName: ref('Play'), Principal: 'events.amazonaws.com', Action: 'lambda:InvokeFunction' })),
      'the target has a role': all(set('Rule', 'Targets.0.RoleArn', att('IntakeRole')), set('QueuePolicy', 'Queues', [])),
      'the target is a state machine with a role': set('Rule', 'Targets.0', { Id: 'A', Arn: ref('Machine'), RoleArn: att('MachineRole') }),
      'events of the app go to a queue that is closed': all(set('Rule', 'EventPattern.source', ['shop']), remove('QueuePolicy')),
      'the mapping is enabled': set('Mapping', 'Enabled', true),
    },
    firesWhen: {
      'the queue has no policy': remove('QueuePolicy'),
      'the queue takes messages of another service only': set('QueuePolicy', 'PolicyDocument.Statement.0.Principal.Service', 's3.amazonaws.com'),
      'the queue lets events be read only': set('QueuePolicy', 'PolicyDocument.Statement.0.Action', 'sqs:ReceiveMessage'),
      'the policy is of another queue': all(add('Other', 'AWS::SQS::Queue', {}), set('QueuePolicy', 'Queues', [ref('Other')])),
      'the queue takes what another rule matches only': all(add('Other', 'AWS::Events::Rule', {}), set('QueuePolicy', 'PolicyDocument.Statement.0.Condition.ArnEquals', { 'aws:SourceArn': att('Other') })),
      'the function has a permission for another rule only': all(
        add('Other', 'AWS::Events::Rule', {}), set('Rule', 'Targets.0.Arn', att('Play')),
        add('Permission', 'AWS::Lambda::Permission', { FunctionName: ref('Play'), Principal: 'events.amazonaws.com', Action: 'lambda:InvokeFunction', SourceArn: att('Other') })),
      'nothing reads the queue': remove('Mapping'),
      'the mapping is disabled': set('Mapping', 'Enabled', false),
      'whether the mapping is enabled is a parameter': set('Mapping', 'Enabled', PARAMETER),
      'the mapping reads another queue': all(add('Other', 'AWS::SQS::Queue', {}), set('Mapping', 'EventSourceArn', att('Other'))),
      'which function reads the queue is a parameter': set('Mapping', 'FunctionName', PARAMETER),
      'the function that reads the queue is stopped': set('Intake', 'ReservedConcurrentExecutions', 0),
      'the function has no permission': set('Rule', 'Targets.0.Arn', att('Play')),
      'the permission is of another service': all(
        set('Rule', 'Targets.0.Arn', att('Play')), add('Permission', 'AWS::Lambda::Permission', { FunctionName: ref('Play'), Principal: 's3.amazonaws.com', Action: 'lambda:InvokeFunction' })),
      'the permission is for another function': all(
        set('Rule', 'Targets.0.Arn', att('Play')), add('Permission', 'AWS::Lambda::Permission', { FunctionName: ref('Intake'), Principal: 'events.amazonaws.com', SourceArn: att('Play') })),
      'the state machine has no role': set('Rule', 'Targets.0', { Id: 'A', Arn: ref('Machine') }),
      'the target is a parameter': set('Rule', 'Targets.0.Arn', PARAMETER),
      'the targets are a parameter': set('Rule', 'Targets', PARAMETER),
    },
  },
];
