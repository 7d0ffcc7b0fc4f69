import { clock } from '../../../src/model/clock';
import { MANUAL_CONTROL, MANUAL_CONTROL_REMINDER } from '../../../src/model/manual-control';
import { all, att, attribute, PARAMETER, resource, RuleCase, set } from '../support/prove';

const secure = {
  Key: resource('AWS::KMS::Key'),
  Dead: resource('AWS::SQS::Queue'),
  Schedule: resource('AWS::Scheduler::Schedule', { KmsKeyArn: att('Key'), Target: { DeadLetterConfig: { Arn: att('Dead') } } }),
};

const due = (day: unknown) => attribute('Schedule', 'Metadata', { [MANUAL_CONTROL]: { title: 'Review of access', owner: 'security', due: day } });

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
  {
    rule: 'ZT-SCHEDULER-003',
    on: 'Schedule',
    secure,
    passesWhen: { 'it is said that it is enabled': set('Schedule', 'State', 'ENABLED') },
    firesWhen: {
      'it is disabled': set('Schedule', 'State', 'DISABLED'),
      'whether it is enabled is a parameter': set('Schedule', 'State', PARAMETER),
    },
  },
  {
    rule: 'ZT-SCHEDULER-003',
    on: 'Rule',
    secure: { Rule: resource('AWS::Events::Rule', { ScheduleExpression: 'rate(1 day)' }) },
    passesWhen: { 'a rule without a schedule is disabled': all(set('Rule', 'ScheduleExpression'), set('Rule', 'EventPattern', { source: ['shop'] }), set('Rule', 'State', 'DISABLED')) },
    firesWhen: {
      'it is disabled': set('Rule', 'State', 'DISABLED'),
      'whether it is enabled is a parameter': set('Rule', 'State', PARAMETER),
      'it is disabled, and its schedule is a parameter': all(set('Rule', 'ScheduleExpression', PARAMETER), set('Rule', 'State', 'DISABLED')),
    },
  },
  {
    rule: 'ZT-SCHEDULER-004',
    on: 'Schedule',
    secure: { Schedule: { ...resource('AWS::Scheduler::Schedule'), Metadata: { [MANUAL_CONTROL]: { title: 'Review', owner: 'security', due: '2999-12-31' } } } },
    passesWhen: {
      'it is due today': due(clock.today()),
      'it is no manual control': attribute('Schedule', 'Metadata'),
    },
    firesWhen: {
      'it was due': due('2020-01-01'),
      'when it is due is a parameter': due(PARAMETER),
      'when it is due is no day': due('soon'),
      'when it is due is not said': due(undefined),
      'its metadata is taken away, and its reminder is not': all(attribute('Schedule', 'Metadata'), set('Schedule', 'Description', MANUAL_CONTROL_REMINDER)),
    },
  },
];
