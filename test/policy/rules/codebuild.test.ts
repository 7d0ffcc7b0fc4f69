import { all, PARAMETER, prove, resource, set } from '../support/prove';

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

prove('CODEBUILD', [
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
      'it logs nowhere': set('Project', 'LogsConfig.CloudWatchLogs.Status', 'DISABLED'),
      'neither is on': set('Project', 'LogsConfig', { CloudWatchLogs: { Status: 'DISABLED' }, S3Logs: { Status: 'DISABLED' } }),
      'its logs are not encrypted': all(set('Project', 'LogsConfig.S3Logs', { Status: 'ENABLED', EncryptionDisabled: true })),
      'whether its logs are encrypted is a parameter': set('Project', 'LogsConfig.S3Logs', { Status: 'ENABLED', EncryptionDisabled: PARAMETER }),
      'whether it logs is a parameter': set('Project', 'LogsConfig.CloudWatchLogs.Status', PARAMETER),
    },
  },
]);
