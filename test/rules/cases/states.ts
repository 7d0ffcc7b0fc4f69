import { responseCases } from './states-response';
import { add, att, Change, PARAMETER, resource, RuleCase, set } from '../support/prove';
import { key, role } from '../support/resources';

const secure = {
  Key: key(),
  Role: role('states.amazonaws.com'),
  Logs: resource('AWS::Logs::LogGroup'),
  Machine: resource('AWS::StepFunctions::StateMachine', {
    RoleArn: att('Role'),
    LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: att('Logs') } }] },
    TracingConfiguration: { Enabled: true },
    EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: att('Key') },
  }),
};

/** What proves the rules of STATES. */
export const statesCases: RuleCase[] = [
  {
    rule: 'ZT-STATES-001',
    on: 'Machine',
    secure,
    passesWhen: { 'nothing is said of data, which is none': set('Machine', 'LoggingConfiguration.IncludeExecutionData') },
    firesWhen: {
      'it does not log': set('Machine', 'LoggingConfiguration'),
      'it logs errors only': set('Machine', 'LoggingConfiguration.Level', 'ERROR'),
      'the level is left out': set('Machine', 'LoggingConfiguration.Level'),
      'it has no log destination': set('Machine', 'LoggingConfiguration.Destinations', []),
      'it logs data': set('Machine', 'LoggingConfiguration.IncludeExecutionData', true),
      'the level is a parameter': set('Machine', 'LoggingConfiguration.Level', PARAMETER),
      'whether it logs data is a parameter': set('Machine', 'LoggingConfiguration.IncludeExecutionData', PARAMETER),
    },
  },
  {
    rule: 'ZT-STATES-002',
    on: 'Machine',
    secure,
    firesWhen: {
      'nothing is said': set('Machine', 'TracingConfiguration'),
      'X-Ray tracing is off': set('Machine', 'TracingConfiguration.Enabled', false),
      'X-Ray tracing is off, by a text': set('Machine', 'TracingConfiguration.Enabled', 'false'),
      'tracing is a parameter': set('Machine', 'TracingConfiguration.Enabled', PARAMETER),
      'the configuration is a parameter': set('Machine', 'TracingConfiguration', PARAMETER),
    },
  },
  {
    rule: 'ZT-STATES-003',
    on: 'Machine',
    secure,
    firesWhen: {
      'nothing is said': set('Machine', 'EncryptionConfiguration'),
      'AWS holds the key': set('Machine', 'EncryptionConfiguration.Type', 'AWS_OWNED_KEY'),
      'the key is gone': set('Machine', 'EncryptionConfiguration.KmsKeyId'),
      'the key is no key': set('Machine', 'EncryptionConfiguration.KmsKeyId', att('Role')),
      'the key is a parameter': set('Machine', 'EncryptionConfiguration.KmsKeyId', PARAMETER),
      'the type is a parameter': set('Machine', 'EncryptionConfiguration.Type', PARAMETER),
    },
  },
  {
    rule: 'ZT-STATES-003',
    on: 'Activity',
    secure: { Key: key(), Activity: resource('AWS::StepFunctions::Activity', { EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: att('Key') } }) },
    firesWhen: { 'nothing is said': set('Activity', 'EncryptionConfiguration') },
  },
  {
    rule: 'ZT-STATES-004',
    on: 'Machine',
    secure,
    passesWhen: {
      'the service has its name of a Region': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal.Service', 'states.eu-west-1.amazonaws.com'),
      'the service has its name of the Region': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal.Service', { 'Fn::Sub': 'states.${AWS::Region}.amazonaws.com' }),
    },
    firesWhen: {
      'a function has the role': add('Fn', 'AWS::Lambda::Function', { Role: att('Role') }),
      'another state machine has the role': add('Other', 'AWS::StepFunctions::StateMachine', { RoleArn: att('Role') }),
      'another service of the Region may assume the role': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal.Service', 'ec2.eu-west-1.amazonaws.com'),
      'another service may assume the role': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal.Service', ['states.amazonaws.com', 'lambda.amazonaws.com']),
      'an account may assume the role': set('Role', 'AssumeRolePolicyDocument.Statement.0.Principal.AWS', '111122223333'),
      'the role is not in the templates': set('Machine', 'RoleArn', 'arn:aws:iam::111122223333:role/shared'),
      'the role is a parameter': set('Machine', 'RoleArn', PARAMETER),
    },
  },
  {
    rule: 'ZT-STATES-005',
    on: 'Machine',
    secure: { ...secure, Role: trusting({ StringEquals: { 'aws:SourceAccount': '111122223333' } }) },
    passesWhen: {
      'the account is that of the stack': trusts({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }),
      'it names the machine': trusts({ ArnLike: { 'aws:SourceArn': 'arn:aws:states:eu-west-1:111122223333:stateMachine:orders' } }),
      'the role is made elsewhere': set('Machine', 'RoleArn', 'arn:aws:iam::111122223333:role/shared'),
    },
    firesWhen: {
      'there is no condition': trusts(),
      'the account is any': trusts({ StringLike: { 'aws:SourceAccount': '*' } }),
      'the machine is of any account': trusts({ ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:*:stateMachine:*' } }),
      'a condition is skipped when nothing is known': trusts({ StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } }),
      'the condition is a parameter': trusts(PARAMETER),
      'the account is a parameter': trusts({ StringEquals: { 'aws:SourceAccount': PARAMETER } }),
    },
  },
  ...responseCases,
];

function trusting(condition: unknown): any {
  const made = role('states.amazonaws.com');
  made.Properties.AssumeRolePolicyDocument.Statement[0].Condition = condition;
  return made;
}

function trusts(condition?: unknown): Change {
  return set('Role', 'AssumeRolePolicyDocument.Statement.0.Condition', condition);
}
