import { att, PARAMETER, resource, RuleCase, set } from '../support/prove';

const secure = {
  Key: resource('AWS::KMS::Key'),
  Dead: resource('AWS::SQS::Queue'),
  Schedule: resource('AWS::Scheduler::Schedule', { KmsKeyArn: att('Key'), Target: { DeadLetterConfig: { Arn: att('Dead') } } }),
};

/** What proves the rules of SCHEDULER. */
export const schedulerCases: RuleCase[] = [
  {
    rule: 'ZT-SCHEDULER-001',
    on: 'Schedule',
    secure,
    firesWhen: {
      'it has no key': set('Schedule', 'KmsKeyArn'),
      'its key is of AWS': set('Schedule', 'KmsKeyArn', 'alias/aws/scheduler'),
      'its key is a parameter': set('Schedule', 'KmsKeyArn', PARAMETER),
    },
  },
  {
    rule: 'ZT-SCHEDULER-002',
    on: 'Schedule',
    secure,
    passesWhen: { 'the queue is imported': set('Schedule', 'Target.DeadLetterConfig.Arn', 'arn:aws:sqs:eu-west-1:111122223333:dead') },
    firesWhen: {
      'it has no dead-letter queue': set('Schedule', 'Target.DeadLetterConfig'),
      'the queue is a parameter': set('Schedule', 'Target.DeadLetterConfig.Arn', PARAMETER),
      'the target is a parameter': set('Schedule', 'Target', PARAMETER),
    },
  },
];
