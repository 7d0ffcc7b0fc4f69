import { all, att, PARAMETER, resource, RuleCase, set } from '../support/prove';

const streamed = (name: string, parameters: object) => set('Pipe', `SourceParameters.${name}`, { StartingPosition: 'LATEST', ...parameters });
const SOURCES = { KinesisStreamParameters: att('Stream'), DynamoDBStreamParameters: att('Table', 'StreamArn') };
const ends = { MaximumRetryAttempts: 5 };

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
  ...Object.entries(SOURCES).map(([stream, source]): RuleCase => ({
    rule: 'ZT-PIPES-003',
    on: 'Pipe',
    secure: {
      Dead: resource('AWS::SQS::Queue'),
      Stream: resource('AWS::Kinesis::Stream'),
      Table: resource('AWS::DynamoDB::Table'),
      Pipe: resource('AWS::Pipes::Pipe', {
        Source: source,
        SourceParameters: { [stream]: { StartingPosition: 'LATEST', DeadLetterConfig: { Arn: att('Dead') }, ...ends } },
      }),
    },
    passesWhen: {
      'it reads a queue': all(set('Pipe', 'Source', att('Dead')), set('Pipe', 'SourceParameters', { SqsQueueParameters: { BatchSize: 1 } })),
      'nothing is said of a queue': all(set('Pipe', 'Source', att('Dead')), set('Pipe', 'SourceParameters')),
      'records grow too old': streamed(stream, { DeadLetterConfig: { Arn: att('Dead') }, MaximumRecordAgeInSeconds: 3600 }),
      'nothing is tried again': streamed(stream, { DeadLetterConfig: { Arn: att('Dead') }, MaximumRetryAttempts: 0 }),
    },
    firesWhen: {
      'nothing is said of its stream': set('Pipe', 'SourceParameters'),
      'it reads a stream by its ARN': all(set('Pipe', 'Source', 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders'), set('Pipe', 'SourceParameters')),
      'it has no dead-letter queue': streamed(stream, ends),
      'it tries for ever': streamed(stream, { DeadLetterConfig: { Arn: att('Dead') } }),
      'it tries for ever, by number': streamed(stream, { DeadLetterConfig: { Arn: att('Dead') }, MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1 }),
      'how often it tries is a parameter': streamed(stream, { DeadLetterConfig: { Arn: att('Dead') }, MaximumRetryAttempts: PARAMETER }),
    },
  })),
];
