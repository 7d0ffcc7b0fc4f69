import { all, att, PARAMETER, resource, RuleCase, set } from '../support/prove';

const secure = {
  Project: resource('AWS::CodeBuild::Project', {
    Environment: {
      PrivilegedMode: false,
      EnvironmentVariables: [
        { Name: 'NPM_TOKEN', Type: 'SECRETS_MANAGER', Value: 'npm' },
        { Name: 'STAGE', Type: 'PLAINTEXT', Value: 'prod' },
        { Name: 'SECRET_ARN', Value: 'arn:x' },
      ],
    },
    LogsConfig: { CloudWatchLogs: { Status: 'ENABLED', GroupName: 'builds' } },
  }),
};
const VARIABLES = 'Environment.EnvironmentVariables';

/** What proves the rules of CODEBUILD. */
export const codebuildCases: RuleCase[] = [
  {
    rule: 'ZT-CODEBUILD-001',
    on: 'Project',
    secure,
    passesWhen: { 'nothing is said': set('Project', 'Environment.PrivilegedMode') },
    firesWhen: {
      'it is root on its host': set('Project', 'Environment.PrivilegedMode', true),
      'it is root by text': set('Project', 'Environment.PrivilegedMode', 'true'),
      'it is a parameter': set('Project', 'Environment.PrivilegedMode', PARAMETER),
      'the environment is a parameter': set('Project', 'Environment', PARAMETER),
      'it is a number': set('Project', 'Environment.PrivilegedMode', 1),
    },
  },
  {
    rule: 'ZT-CODEBUILD-002',
    on: 'Project',
    secure,
    passesWhen: {
      'there are no variables': set('Project', VARIABLES),
      'the secret is a parameter of SSM': set('Project', `${VARIABLES}.0.Type`, 'PARAMETER_STORE'),
    },
    firesWhen: {
      'a token is plain': set('Project', `${VARIABLES}.0.Type`, 'PLAINTEXT'),
      'nothing is said of the type': set('Project', `${VARIABLES}.0.Type`),
      'an access key is plain': set('Project', `${VARIABLES}.3`, { Name: 'AWS_SECRET_ACCESS_KEY', Value: 'x' }),
      'a password is plain': set('Project', `${VARIABLES}.3`, { Name: 'db_password', Type: 'PLAINTEXT', Value: 'x' }),
      'the type is a parameter': set('Project', `${VARIABLES}.0.Type`, PARAMETER),
      'a name is a parameter': set('Project', `${VARIABLES}.1.Name`, PARAMETER),
      'the variables are a parameter': set('Project', VARIABLES, PARAMETER),
    },
  },
  {
    rule: 'ZT-CODEBUILD-003',
    on: 'Project',
    secure,
    passesWhen: {
      'nothing is said': set('Project', 'LogsConfig'),
      'it logs to a bucket': set('Project', 'LogsConfig', { CloudWatchLogs: { Status: 'DISABLED' }, S3Logs: { Status: 'ENABLED', Location: 'logs/x' } }),
    },
    firesWhen: {
      'it has no log destination': set('Project', 'LogsConfig.CloudWatchLogs.Status', 'DISABLED'),
      'neither is on': set('Project', 'LogsConfig', { CloudWatchLogs: { Status: 'DISABLED' }, S3Logs: { Status: 'DISABLED' } }),
      'its logs are not encrypted': all(set('Project', 'LogsConfig.S3Logs', { Status: 'ENABLED', EncryptionDisabled: true })),
      'whether its logs are encrypted is a parameter': set('Project', 'LogsConfig.S3Logs', { Status: 'ENABLED', EncryptionDisabled: PARAMETER }),
      'whether it logs is a parameter': set('Project', 'LogsConfig.CloudWatchLogs.Status', PARAMETER),
    },
  },
  {
    rule: 'ZT-CODEBUILD-004',
    on: 'Project',
    secure: { Project: resource('AWS::CodeBuild::Project', { Source: { Type: 'GITHUB', Location: 'https://github.com/example/orders.git' } }) },
    passesWhen: { 'a pipeline gives the source': set('Project', 'Source', { Type: 'CODEPIPELINE' }) },
    firesWhen: {
      'the address holds a token': set('Project', 'Source.Location', 'https://user:token@bitbucket.org/example/orders.git'),
      'the address of a second source does': set('Project', 'SecondarySources', [{ Type: 'GITHUB', Location: 'https://token@github.com/example/orders.git' }]),
    },
  },
  {
    rule: 'ZT-CODEBUILD-004',
    on: 'Credential',
    secure: { Credential: resource('AWS::CodeBuild::SourceCredential', { AuthType: 'SECRETS_MANAGER', Token: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:git' }) },
    passesWhen: { 'the token is a dynamic reference': set('Credential', 'Token', '{{resolve:secretsmanager:git:SecretString:token}}') },
    firesWhen: {
      'the token is in the template': set('Credential', 'Token', 'ghp_abc'),
      'the token is in a parameter that everybody reads': set('Credential', 'Token', '{{resolve:ssm:git}}'),
    },
  },
  {
    rule: 'ZT-CODEBUILD-005',
    on: 'Project',
    secure: { Key: resource('AWS::KMS::Key'), Project: resource('AWS::CodeBuild::Project', { EncryptionKey: att('Key'), Artifacts: { Type: 'S3' } }) },
    firesWhen: {
      'there is no key': set('Project', 'EncryptionKey'),
      'the key is one of AWS': set('Project', 'EncryptionKey', 'alias/aws/s3'),
      'the key is a parameter': set('Project', 'EncryptionKey', PARAMETER),
      'its artifacts are not encrypted': set('Project', 'Artifacts.EncryptionDisabled', true),
      'what it makes besides is not encrypted': set('Project', 'SecondaryArtifacts', [{ EncryptionDisabled: 'true' }]),
    },
  },
  {
    rule: 'ZT-CODEBUILD-006',
    on: 'Project',
    secure: { Project: resource('AWS::CodeBuild::Project', { Triggers: { Webhook: true, FilterGroups: [[{ Type: 'EVENT', Pattern: 'PUSH' }]] } }) },
    passesWhen: { 'there is no webhook': set('Project', 'Triggers'), 'it says that it is private': set('Project', 'Visibility', 'PRIVATE') },
    firesWhen: {
      'it is public': set('Project', 'Visibility', 'PUBLIC_READ'),
      'any change starts it': set('Project', 'Triggers.FilterGroups'),
      'its list of filters is empty': set('Project', 'Triggers.FilterGroups', []),
      'who sees it is a parameter': set('Project', 'Visibility', PARAMETER),
      'the triggers are a parameter': set('Project', 'Triggers', PARAMETER),
    },
  },
  {
    rule: 'ZT-CODEBUILD-007',
    on: 'Project',
    secure: { Logs: resource('AWS::Logs::LogGroup'), Project: resource('AWS::CodeBuild::Project', { LogsConfig: { CloudWatchLogs: { Status: 'ENABLED', GroupName: { Ref: 'Logs' } } } }) },
    passesWhen: {
      'it logs to a bucket alone': set('Project', 'LogsConfig', { CloudWatchLogs: { Status: 'DISABLED' }, S3Logs: { Status: 'ENABLED', Location: 'logs/x' } }),
      'the group is named': set('Project', 'LogsConfig.CloudWatchLogs.GroupName', 'builds'),
    },
    firesWhen: {
      'no group is named': set('Project', 'LogsConfig.CloudWatchLogs.GroupName'),
      'nothing is said of logs': set('Project', 'LogsConfig'),
      'the name is empty': set('Project', 'LogsConfig.CloudWatchLogs.GroupName', ''),
      'the name is a parameter': set('Project', 'LogsConfig.CloudWatchLogs.GroupName', PARAMETER),
      'whether it logs is a parameter, and no group is named': set('Project', 'LogsConfig.CloudWatchLogs', { Status: PARAMETER }),
    },
  },
  {
    rule: 'ZT-CODEBUILD-008',
    on: 'Project',
    secure: { Project: resource('AWS::CodeBuild::Project', { Source: { Type: 'GITHUB_ENTERPRISE', InsecureSsl: false }, SecondarySources: [{ Type: 'S3' }] }) },
    passesWhen: { 'nothing is said': set('Project', 'Source.InsecureSsl') },
    firesWhen: {
      'it takes any certificate': set('Project', 'Source.InsecureSsl', true),
      'a second source does': set('Project', 'SecondarySources.0.InsecureSsl', 'true'),
      'it is a parameter': set('Project', 'Source.InsecureSsl', PARAMETER),
      'the source is a parameter': set('Project', 'Source', PARAMETER),
      'second sources are a parameter': set('Project', 'SecondarySources', PARAMETER),
    },
  },
];
