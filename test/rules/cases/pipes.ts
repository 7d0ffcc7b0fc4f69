import { all, att, PARAMETER, resource, RuleCase, set } from '../support/prove';

const secure = {
  Key: resource('AWS::KMS::Key'),
  Logs: resource('AWS::Logs::LogGroup'),
  Pipe: resource('AWS::Pipes::Pipe', {
    KmsKeyIdentifier: att('Key'), LogConfiguration: { Level: 'ERROR', CloudwatchLogsLogDestination: { LogGroupArn: att('Logs') } },
  }),
};

/** What proves the rules of PIPES. */
export const pipesCases: RuleCase[] = [
  {
    rule: 'ZT-PIPES-001',
    on: 'Pipe',
    secure,
    firesWhen: {
      'it has no key': set('Pipe', 'KmsKeyIdentifier'),
      'its key is of AWS': set('Pipe', 'KmsKeyIdentifier', 'alias/aws/events'),
      'its key is a parameter': set('Pipe', 'KmsKeyIdentifier', PARAMETER),
    },
  },
  {
    rule: 'ZT-PIPES-002',
    on: 'Pipe',
    secure,
    passesWhen: {
      'it logs to a bucket': all(set('Pipe', 'LogConfiguration.CloudwatchLogsLogDestination'), set('Pipe', 'LogConfiguration.S3LogDestination', { BucketName: 'logs' })),
      'it logs everything': set('Pipe', 'LogConfiguration.Level', 'TRACE'),
    },
    firesWhen: {
      'its log level is OFF or not set': set('Pipe', 'LogConfiguration.Level', 'OFF'),
      'nothing is said of logs': set('Pipe', 'LogConfiguration'),
      'it has no log destination': set('Pipe', 'LogConfiguration.CloudwatchLogsLogDestination'),
      'it logs the events': set('Pipe', 'LogConfiguration.IncludeExecutionData', ['ALL']),
      'what it logs is a parameter': set('Pipe', 'LogConfiguration.IncludeExecutionData', PARAMETER),
      'the level is a parameter': set('Pipe', 'LogConfiguration.Level', PARAMETER),
    },
  },
];
