import { add, all, att, attribute, Change, formsOf, join, NO_ECHO, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { key, role } from '../support/resources';

const deny = {
  Effect: 'Deny', Principal: { AWS: '*' }, Action: 'secretsmanager:GetSecretValue', Resource: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': [att('Reader')] } },
};
const secure = {
  Key: key(),
  Reader: role(),
  Rotate: resource('AWS::Lambda::Function'),
  Secret: resource('AWS::SecretsManager::Secret', { KmsKeyId: att('Key'), GenerateSecretString: {}, ReplicaRegions: [{ Region: 'eu-central-1', KmsKeyId: att('Key') }] }),
  Schedule: resource('AWS::SecretsManager::RotationSchedule', { SecretId: ref('Secret'), RotationLambdaARN: att('Rotate'), RotationRules: { ScheduleExpression: 'rate(30 days)' } }),
  Policy: resource('AWS::SecretsManager::ResourcePolicy', { SecretId: ref('Secret'), BlockPublicPolicy: true, ResourcePolicy: { Statement: [deny] } }),
};
const PLACEHOLDERS = ['<replaceme>', 'CHANGE_ME', 'changeMe', 'xxxx', 'your-key-here', 'example', '<your Slack token>', 'REPLACE_WITH_YOUR_API_KEY', 'placeholder - update after deployment'];
const NEARLY_PLACEHOLDERS = ['CHANGE_ME-hunter2', 'changeme1', '<replaceme>hunter2', 'xxxxhunter2', 'your-key-here-8f3ab1', 'secret', 'mypassword', 'examplepass9'];
const valueOf = (text: string) => all(set('Secret', 'GenerateSecretString'), set('Secret', 'SecretString', text));
secure.Secret.Properties.GenerateSecretString = { PasswordLength: 40 };
const STATEMENT = 'ResourcePolicy.Statement.0';
const ENVIRONMENT = 'ContainerDefinitions.0.Environment';

/** The key of the AWS documentation, in parts so that nobody takes this file for a leak. */
const ACCESS_KEY = `AKIA${'IOSFODNN7EXAMPLE'}`;
const JWT = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'].join('.');
const base64 = (plain: string) => Buffer.from(plain).toString('base64');
const tag = (value: string) => set('Machine', 'Tags.0.Value', value);
const text = (value: string) => set('Machine', 'DefinitionString', value);

/** What proves the rules of SECRETS. */
export const secretsCases: RuleCase[] = [
  {
    rule: 'ZT-SECRETS-001',
    on: 'Secret',
    secure,
    firesWhen: {
      'the key is gone': set('Secret', 'KmsKeyId'),
      'the key is AWS\'s': set('Secret', 'KmsKeyId', 'alias/aws/secretsmanager'),
      'the key is a dynamic reference': set('Secret', 'KmsKeyId', '{{resolve:ssm:/keys/app}}'),
      'a copy is under a key of AWS': set('Secret', 'ReplicaRegions.0.KmsKeyId'),
    },
  },
  {
    rule: 'ZT-SECRETS-002',
    on: 'Secret',
    secure,
    passesWhen: {
      'it rotates by days': set('Schedule', 'RotationRules', { AutomaticallyAfterDays: 30 }),
      'it rotates by hours': set('Schedule', 'RotationRules.ScheduleExpression', 'rate(4 hours)'),
      'it rotates on the first of each month': set('Schedule', 'RotationRules.ScheduleExpression', 'cron(0 3 1 * ? *)'),
      'the schedule is of its attachment to a database': all(
        add('Attachment', 'AWS::SecretsManager::SecretTargetAttachment', { SecretId: ref('Secret') }), set('Schedule', 'SecretId', ref('Attachment'))),
      'AWS makes the function': all(set('Schedule', 'RotationLambdaARN'), set('Schedule', 'HostedRotationLambda', { RotationType: 'MySQLSingleUser' })),
    },
    firesWhen: {
      'the schedule is gone': remove('Schedule'),
      'the schedule is of another secret': set('Schedule', 'SecretId', 'other'),
      'its rotation schedule has no rotation function': set('Schedule', 'RotationLambdaARN'),
      'what rotates it is a parameter': all(set('Schedule', 'RotationLambdaARN'), set('Schedule', 'HostedRotationLambda', PARAMETER)),
      'it rotates every 31 days': set('Schedule', 'RotationRules.ScheduleExpression', 'rate(31 days)'),
      'it rotates every 31 days, by number': set('Schedule', 'RotationRules', { AutomaticallyAfterDays: 31 }),
      'it rotates every 800 hours': set('Schedule', 'RotationRules.ScheduleExpression', 'rate(800 hours)'),
      'it rotates in January': set('Schedule', 'RotationRules.ScheduleExpression', 'cron(0 3 1 1 ? *)'),
      'nothing is said of the interval': set('Schedule', 'RotationRules'),
      'the interval is a parameter': set('Schedule', 'RotationRules.ScheduleExpression', PARAMETER),
    },
  },
  {
    rule: 'ZT-SECRETS-003',
    on: 'Secret',
    secure,
    passesWhen: { 'readers are named by role': set('Policy', `${STATEMENT}.Condition`, { ArnNotEquals: { 'aws:PrincipalArn': join('arn:', ref('AWS::Partition'), ':iam::', ref('AWS::AccountId'), ':role/reader') } }) },
    firesWhen: {
      'the policy is gone': remove('Policy'),
      'the policy is of another secret': set('Policy', 'SecretId', 'other'),
      'a public policy is not blocked': set('Policy', 'BlockPublicPolicy', false),
      'nothing is said of public policies': set('Policy', 'BlockPublicPolicy'),
      'the Deny is gone': set('Policy', STATEMENT),
      'the Deny allows': set('Policy', `${STATEMENT}.Effect`, 'Allow'),
      'the Deny is for another action': set('Policy', `${STATEMENT}.Action`, 'secretsmanager:PutSecretValue'),
      'the Deny is for one principal': set('Policy', `${STATEMENT}.Principal`, { AWS: '111122223333' }),
      'the Deny is for the readers': set('Policy', `${STATEMENT}.Condition`, { ArnLike: { 'aws:PrincipalArn': [att('Reader')] } }),
      'everyone is a reader': set('Policy', `${STATEMENT}.Condition.ArnNotLike.aws:PrincipalArn`, ['*']),
      'every role is a reader': set('Policy', `${STATEMENT}.Condition.ArnNotLike.aws:PrincipalArn`, [att('Reader'), 'arn:aws:iam::111122223333:role/*']),
      'the account is a reader': set('Policy', `${STATEMENT}.Condition.ArnNotLike.aws:PrincipalArn`, ['arn:aws:iam::111122223333:root']),
      'the readers are a parameter': set('Policy', `${STATEMENT}.Condition.ArnNotLike.aws:PrincipalArn`, PARAMETER),
      'a further condition narrows the Deny': set('Policy', `${STATEMENT}.Condition.StringEquals`, { 'aws:RequestedRegion': 'eu-west-1' }),
      'the policy is a parameter': set('Policy', 'ResourcePolicy', PARAMETER),
    },
  },
  {
    rule: 'ZT-SECRETS-004',
    on: 'Policy',
    secure: {
      Role: resource('AWS::IAM::Role'),
      Policy: resource('AWS::SecretsManager::ResourcePolicy', {
        ResourcePolicy: {
          Statement: [
            { Effect: 'Allow', Principal: { AWS: att('Role') }, Action: 'secretsmanager:GetSecretValue', Resource: '*' },
            { Effect: 'Deny', Principal: '*', Action: 'secretsmanager:*', Resource: '*' },
          ],
        },
      }),
    },
    passesWhen: {
      'the organisation is let in': set('Policy', 'ResourcePolicy.Statement.0', {
        Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
      }),
    },
    firesWhen: {
      'everyone is let in': set('Policy', 'ResourcePolicy.Statement.0.Principal', '*'),
      'everyone of AWS is let in': set('Policy', 'ResourcePolicy.Statement.0.Principal.AWS', '*'),
      'everyone but one is let in': all(set('Policy', 'ResourcePolicy.Statement.0.Principal'), set('Policy', 'ResourcePolicy.Statement.0.NotPrincipal', { AWS: att('Role') })),
      'who is let in is a parameter': set('Policy', 'ResourcePolicy.Statement.0.Principal.AWS', PARAMETER),
      'the policy is a parameter': set('Policy', 'ResourcePolicy', PARAMETER),
    },
  },
  {
    rule: 'ZT-SECRETS-005',
    on: 'Policy',
    secure: {
      Policy: resource('AWS::SecretsManager::ResourcePolicy', {
        ResourcePolicy: {
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'dms.amazonaws.com' },
            Action: 'secretsmanager:GetSecretValue',
            Resource: '*',
            Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
          },
        },
      }),
    },
    firesWhen: {
      'the service reads for anyone': set('Policy', 'ResourcePolicy.Statement.Condition'),
      'the account is any': set('Policy', 'ResourcePolicy.Statement.Condition', { StringLike: { 'aws:SourceAccount': '*' } }),
      'the account is a parameter': set('Policy', 'ResourcePolicy.Statement.Condition.StringEquals', { 'aws:SourceAccount': PARAMETER }),
      'the policy is a parameter': set('Policy', 'ResourcePolicy', PARAMETER),
    },
  },
  {
    rule: 'ZT-SECRETS-006',
    on: 'Parameter',
    secure: { Parameter: resource('AWS::SSM::Parameter', { Name: '/orders/log-level', Type: 'String', Value: 'INFO' }) },
    passesWhen: {
      'it has no name of its own': set('Parameter', 'Name'),
      'it tells where a secret is': all(set('Parameter', 'Name', '/orders/signing-key-arn'), set('Parameter', 'Value', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf')),
      'its value is a parameter': set('Parameter', 'Value', PARAMETER),
    },
    firesWhen: {
      'it is called a password': all(set('Parameter', 'Name', '/orders/db-password'), set('Parameter', 'Value', 'correcthorse')),
      'it is called an API key': all(set('Parameter', 'Name', '/orders/vendor-api-key'), set('Parameter', 'Value', 'orders-2024-key')),
      'its value has the form of a credential': set('Parameter', 'Value', 'AKIA' + 'QWERTYUIOPASDFGH'),
      'a dynamic reference puts a secret there': set('Parameter', 'Value', '{{resolve:secretsmanager:orders:SecretString:key}}'),
      ...Object.fromEntries(Object.entries(formsOf(NO_ECHO)).map(([form, value]) => [`it takes a NoEcho parameter ${form}`, set('Parameter', 'Value', value)])),
    },
  },
  {
    rule: 'ZT-SECRETS-007',
    on: 'Secret',
    secure: {
      Secret: resource('AWS::SecretsManager::Secret'),
      Reads: resource('AWS::Events::Rule', {
        EventPattern: { 'source': ['aws.secretsmanager'], 'detail-type': ['AWS API Call via CloudTrail'], 'detail': { eventName: ['GetSecretValue'] } },
        Targets: [{ Id: 'Topic', Arn: 'arn:aws:sns:eu-west-1:111122223333:alerts' }],
      }),
    },
    passesWhen: {
      'a metric filter counts': all(remove('Reads'), add('Filter', 'AWS::Logs::MetricFilter', { FilterPattern: '{ $.eventName = "GetSecretValue" }' })),
    },
    firesWhen: {
      'nobody watches': remove('Reads'),
      'the rule is off': set('Reads', 'State', 'DISABLED'),
      'the rule is for something else': set('Reads', 'EventPattern.detail.eventName', ['PutSecretValue']),
      'the rule tells nobody': set('Reads', 'Targets', []),
      'what the rule is for is a parameter': set('Reads', 'EventPattern', PARAMETER),
    },
  },
  {
    rule: 'ZT-SECRETS-008',
    on: 'Secret',
    secure: { ...secure, Database: resource('AWS::RDS::DBInstance'), User: resource('AWS::IAM::AccessKey') },
    passesWhen: {
      'it is made empty, and filled in later': set('Secret', 'GenerateSecretString'),
      ...Object.fromEntries(PLACEHOLDERS.map((value) => [`it is ${value}, which is set after deployment`, valueOf(value)])),
      'it is JSON with a placeholder for the password': valueOf('{"username":"app","port":5432,"password":"CHANGE_ME"}'),
      'it is JSON without anything in it': valueOf('{}'),
      'it is the key of a user': all(set('Secret', 'GenerateSecretString'), set('Secret', 'SecretString', att('User', 'SecretAccessKey'))),
      'it is a user name, and a password that is a NoEcho parameter': all(set('Secret', 'GenerateSecretString'), set('Secret', 'SecretString', {
        'Fn::Sub': '{"user":"${Unknown}","password":"${Hidden}"}',
      })),
      'it is an address, and a password of another secret': all(set('Secret', 'GenerateSecretString'), set('Secret', 'SecretString', join(
        '{"host":"', att('Database', 'Endpoint.Address'), '","password":"{{resolve:secretsmanager:db:SecretString:password}}"}'))),
    },
    firesWhen: {
      ...Object.fromEntries(NEARLY_PLACEHOLDERS.map((value) => [`it is ${value}, which is more than a placeholder`, valueOf(value)])),
      'JSON has a password beside a placeholder': valueOf('{"apiKey":"CHANGE_ME","password":"hunter2"}'),
      'JSON has a value of another name beside a placeholder': valueOf('{"token":"CHANGE_ME","pin":"hunter2"}'),
      'its value is in the template': all(set('Secret', 'GenerateSecretString'), set('Secret', 'SecretString', 'x')),
      'a password is beside an address': set('Secret', 'SecretString', join('{"host":"', att('Database', 'Endpoint.Address'), '","password":"hunter2"}')),
      'its password is a parameter that everyone reads': set('Secret', 'SecretString', { 'Fn::Sub': '{"user":"app","password":"${Unknown}"}' }),
      'its value is a parameter that everyone reads': set('Secret', 'SecretString', PARAMETER),
    },
  },
  {
    rule: 'ZT-SECRETS-009',
    on: 'Machine',
    secure: {
      Queue: resource('AWS::SQS::Queue'),
      Machine: resource('AWS::StepFunctions::StateMachine', { Tags: [{ Key: 'owner', Value: 'payments' }], DefinitionString: join('{"StartAt":"', ref('Queue'), '"}') }),
    },
    passesWhen: {
      'it has keys of KMS, hashes and certificates': all(
        tag('arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'), text('c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0'),
        add('Certificate', 'AWS::ACMPCA::Certificate', { CertificateSigningRequest: '-----BEGIN CERTIFICATE REQUEST-----\nMIIC' })),
      'it resolves a secret at deployment': text('postgres://app:{{resolve:secretsmanager:db:SecretString:password}}@db:5432'),
      'the password of a URL is filled in': set('Machine', 'DefinitionString', { 'Fn::Sub': 'https://app:${Password}@example.com' }),
      'another rule tells it': (resources) => void (resources.Machine = resource('AWS::Lambda::Function', { Environment: { Variables: { KEY: ACCESS_KEY } } })),
      'another resource has one, which is a finding of its own': set('Queue', 'Tags.0.Value', ACCESS_KEY),
    },
    firesWhen: {
      'a tag is an access key': tag(ACCESS_KEY),
      'a text has an access key in it': text(`aws configure set aws_access_key_id ${ACCESS_KEY}`),
      'JSON has a key of Stripe in it': text(JSON.stringify({ a: { b: [`${'sk_live'}_4eC39HqLyjWDarjtT1zdp7dc`] } })),
      'JSON in JSON has it with escapes': text(JSON.stringify({ a: JSON.stringify({ b: ACCESS_KEY }).replace('AKIA', '\\u0041KIA') })),
      'Base64 has a private key in it': text(base64('-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA')),
      'JSON in Base64 in JSON has a token of GitHub in it': text(JSON.stringify({ config: base64(JSON.stringify({ token: `${'ghp'}_0123456789abcdefghijklmnopqrstuvwxyz` })) })),
      'user data has a token': set('Machine', 'UserData', { 'Fn::Base64': `#!/bin/sh\nexport T=${JWT}` }),
      'a list of texts has one in halves': set('Machine', 'DefinitionString', join(ACCESS_KEY.slice(0, 3), ACCESS_KEY.slice(3))),
      'a substitution has one': set('Machine', 'DefinitionString', { 'Fn::Sub': ['${A}/' + ACCESS_KEY, { A: 'a' }] }),
      'a branch has one': set('Machine', 'DefinitionString', { 'Fn::If': ['Maybe', 'x', { 'Fn::Base64': ACCESS_KEY }] }),
      'a URL has a password': text('amqps://app:correct-horse@broker.example.com:5671'),
    },
  },
  {
    rule: 'ZT-SECRETS-010',
    on: 'Task',
    secure: {
      Task: resource('AWS::ECS::TaskDefinition', {
        ContainerDefinitions: [{
          Name: 'app', Command: ['serve', '--port=8080'], Environment: [{ Name: 'LOG_LEVEL', Value: 'debug' }], Secrets: [{ Name: 'DB_PASSWORD', ValueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/p' }],
        }],
      }),
    },
    passesWhen: {
      ...Object.fromEntries(Object.entries(formsOf(NO_ECHO)).map(([form, value]) => [`a password is hidden, ${form}`, property('Password', value)])),
      'a password is resolved at deployment': property('Password', '{{resolve:secretsmanager:db:SecretString:password}}'),
      'a password is managed': property('ManageMasterUserPassword', true),
      'it is the name of a secret': property('SecretName', 'orders/db-1'),
      'it is a policy of passwords': property('PasswordPolicy', { MinimumLength: 14, RequireNumbers: true }),
      'it is how passwords are encrypted': property('password_encryption', 'scram-sha-256'),
      'it is a number of tokens': property('MaxTokens', PARAMETER),
      'it is whether the metadata service asks for tokens': property('MetadataOptions', { HttpTokens: PARAMETER }),
      'it is how many passwords may not be used again': property('InputParameters', { PasswordReusePrevention: PARAMETER }),
      'a token is a placeholder': set('Task', ENVIRONMENT, [{ Name: 'VENDOR_TOKEN', Value: '<your-vendor-token>' }]),
      'it is the identifier of an Alexa skill': property('EventSourceToken', PARAMETER),
      'it is an identifier of the request': property('ClientRequestToken', 'deploy-2026-11-29'),
      'a state passes a token on': property('Definition', { States: { A: { Parameters: { 'Token.$': '$$.Task.Token1' } } } }),
      'a condition is on a claim of a token': property('Policy', { Statement: [{ Effect: 'Allow', Condition: { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:acme/app:ref:refs/heads/main' } } }] }),
      'a shell fills it in': property('UserData', { 'Fn::Base64': '#!/bin/sh\nexport TOKEN=$(cat /run/token1)\nexport DB_PASSWORD="$1"' }),
      'a program reads it': property('Command', ['python', '-c', 'token = response.json1()']),
      'a variable has the address of a secret': set('Task', ENVIRONMENT, [{ Name: 'DB_PASSWORD_ARN', Value: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3' }]),
      'another rule tells it': (resources) => void (resources.Task = resource('AWS::Lambda::Function', { Environment: { Variables: { PASSWORD: 'hunter2hunter2' } } })),
    },
    firesWhen: {
      'a password is a placeholder, by which it lets in who tries it': property('MasterUserPassword', 'CHANGE_ME'),
      'a token begins with a placeholder': set('Task', ENVIRONMENT, [{ Name: 'VENDOR_TOKEN', Value: 'CHANGE_ME-8f3ab1c9' }]),
      'a property is called after tokens, and is one': property('HttpTokensSecret', 'correct-horse-battery-9'),
      'a variable has a password': set('Task', ENVIRONMENT, [{ Name: 'DB_PASSWORD', Value: 'hunter2hunter2' }]),
      'a variable has a password in Base64': set('Task', ENVIRONMENT, [{ Name: 'CONFIG', Value: { 'Fn::Base64': { 'Fn::Sub': 'region=${AWS::Region};password=hunter2hunter2' } } }]),
      'a variable has a password in JSON': set('Task', ENVIRONMENT, [{ Name: 'CONFIG', Value: { 'Fn::ToJsonString': { db: { password: 'hunter2hunter2' } } } }]),
      'an option has a password': property('OptionSettings', [{ Namespace: 'n', OptionName: 'DB_PASSWORD', Value: 'hunter2hunter2' }]),
      'a map of variables has a password': property('Environment', { DB_PASSWORD: 'hunter2hunter2' }),
      'an argument is a password': property('DefaultArguments', { '--db-password': 'hunter2hunter2' }),
      'a command has a password': set('Task', 'ContainerDefinitions.0.Command', ['serve', '--db-password=hunter2hunter2']),
      'user data has a password': property('UserData', { 'Fn::Base64': { 'Fn::Sub': '#!/bin/sh\necho ${AWS::Region}\nexport DB_PASSWORD=hunter2hunter2\n' } }),
      'user data has a password, and is encoded': property('UserData', base64('#!/bin/sh\nexport DB_PASSWORD=hunter2hunter2\n')),
      'a build has a password': property('BuildSpec', 'env:\n  variables:\n    DB_PASSWORD: "hunter2hunter2"\n'),
      'a property is a password': property('MasterUserPassword', 'hunter2hunter2'),
      'a property deep inside is one of some passwords': property('AuthenticationMode', { Type: 'password', Passwords: ['hunter2hunter2'] }),
      'a property is the secret of a client': property('ProviderDetails', { client_id: 'app', client_secret: 'Zx81-spectrum-48k' }),
      'a property is a token': property('AuthToken', 'correct-horse-battery-9'),
      'a password is in parts': property('Password', { 'Fn::Join': ['', ['hunter2', 'hunter2']] }),
      'a password is a parameter that everyone reads': property('Password', PARAMETER),
    },
  },
  {
    rule: 'ZT-SECRETS-011',
    on: 'Host',
    secure: {
      User: resource('AWS::IAM::AccessKey', { UserName: 'ci' }),
      Client: resource('AWS::Cognito::UserPoolClient'),
      Keys: resource('Custom::Keys', { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:keys' }),
      Database: resource('AWS::SecretsManager::Secret', { GenerateSecretString: {} }),
      Host: {
        ...resource('AWS::EC2::Instance', {
          ImageId: PARAMETER,
          Tags: [{ Key: 'secret', Value: ref('Database') }],
          UserData: { 'Fn::Base64': { 'Fn::Sub': '#!/bin/sh\naws secretsmanager get-secret-value --secret-id ${Database}' } },
        }),
        Metadata: { 'AWS::CloudFormation::Init': { config: { files: { '/etc/app': { content: ref('Database') } } } } },
      },
    },
    passesWhen: {
      'a tag has the id of an access key': set('Host', 'Tags.0.Value', ref('User')),
      'a tag has the id and the ARN of what has a secret': all(set('Host', 'Tags.0.Value', ref('Client')), set('Host', 'Tags.1', { Key: 'arn', Value: att('Keys', 'SecretArn') })),
      'user data has the name of a user from a secret': userData('{{resolve:secretsmanager:db:SecretString:username}}'),
      'user data has a parameter that is no secret': userData('{{resolve:ssm:/app/size}}'),
      'user data chooses by a secret': userData({ 'Fn::If': ['Maybe', 'a', 'b'] }),
      'a property that is not shown is a secret': all(set('Host', 'Password', NO_ECHO), set('Host', 'SecretString', att('User', 'SecretAccessKey'))),
      'a custom resource is given a secret': become('Custom::Other', { Environment: { PASSWORD: NO_ECHO } }),
      'another rule reports the NoEcho parameter of a function': become('AWS::Lambda::Function', { Environment: { Variables: { PASSWORD: NO_ECHO } } }),
      'another rule reports the NoEcho parameter in a parameter': become('AWS::SSM::Parameter', { Value: NO_ECHO }),
      'a build reads a secret by its name': become('AWS::CodeBuild::Project', { Environment: { EnvironmentVariables: [{ Name: 'TOKEN', Type: 'SECRETS_MANAGER', Value: NO_ECHO }] } }),
    },
    firesWhen: {
      ...Object.fromEntries(Object.entries(formsOf(NO_ECHO)).flatMap(([form, value]) => [
        [`user data takes a NoEcho parameter ${form}`, userData(value)],
        [`metadata takes a NoEcho parameter ${form}`, attribute('Host', 'Metadata', { 'AWS::CloudFormation::Init': { files: { a: value } } })],
      ])),
      'user data has a secret of a dynamic reference': userData('{{resolve:secretsmanager:db:SecretString:password}}'),
      'user data has a secret of a dynamic reference in a text': set('Host', 'UserData', { 'Fn::Base64': { 'Fn::Sub': 'p={{resolve:secretsmanager:${Database}:SecretString:password}}' } }),
      'user data has the secret of a user': userData(att('User', 'SecretAccessKey')),
      'a tag has the secret of a client': set('Host', 'Tags.0.Value', att('Client', 'ClientSecret')),
      'a tag has what a custom resource gives as a password': set('Host', 'Tags.0.Value', att('Keys', 'AdminPassword')),
      'a description has a NoEcho parameter': set('Host', 'Description', { 'Fn::Sub': 'password ${Hidden}' }),
      'a container has a NoEcho parameter': become('AWS::ECS::TaskDefinition', { ContainerDefinitions: [{ Environment: [{ Name: 'DB', Value: NO_ECHO }] }] }),
      'a container has a secret of a dynamic reference': become('AWS::ECS::TaskDefinition', { ContainerDefinitions: [{ Environment: [{ Name: 'DB', Value: '{{resolve:secretsmanager:db}}' }] }] }),
      'a function has the secret of a client': become('AWS::Lambda::Function', { Environment: { Variables: { SECRET: att('Client', 'ClientSecret') } } }),
      'code of a function has a NoEcho parameter': become('AWS::Lambda::Function', { Code: { ZipFile: { 'Fn::Sub': 'const p = "${Hidden}";' } } }),
      'a state machine has a NoEcho parameter': become('AWS::StepFunctions::StateMachine', { DefinitionString: { 'Fn::Sub': '{"Token":"${Hidden}"}' } }),
      'a launch template has a NoEcho parameter': become('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { UserData: { 'Fn::Base64': NO_ECHO } } }),
      'a build has a NoEcho parameter': become('AWS::CodeBuild::Project', { Environment: { EnvironmentVariables: [{ Name: 'TOKEN', Type: 'PLAINTEXT', Value: NO_ECHO }] } }),
    },
  },
  {
    rule: 'ZT-SECRETS-011',
    on: 'Parameter',
    secure: { User: resource('AWS::IAM::AccessKey', { UserName: 'ci' }), Parameter: resource('AWS::SSM::Parameter', { Type: 'String', Value: ref('User') }) },
    firesWhen: { 'it has the secret of a user': set('Parameter', 'Value', att('User', 'SecretAccessKey')) },
  },
];

function userData(word: unknown) {
  return set('Host', 'UserData', { 'Fn::Base64': { 'Fn::Join': ['', ['#!/bin/sh\n', word]] } });
}

function become(type: string, properties: object): Change {
  return (resources) => void (resources.Host = resource(type, properties));
}

function property(name: string, value: unknown) {
  return set('Task', name, value);
}
