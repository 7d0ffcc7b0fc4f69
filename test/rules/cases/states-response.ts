import { add, all, att, join, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
import { response } from '../support/response';

/** A definition that runs plays, and calls the function that plans them. */
function runs(...plays: string[]): object {
  const choices = plays.map((play) => ({ Variable: '$.play', StringEquals: play, Next: 'Act' }));
  return join('{"States": {"Plan": {"Resource": "', att('Play'), `"}, "Each": {"ItemProcessor": ${JSON.stringify({ States: { Choose: { Choices: choices }, Act: { Type: 'Pass' } } })}}}}`);
}

/** What proves the rules of STATES on incident response. */
export const responseCases: RuleCase[] = [
  {
    rule: 'ZT-STATES-006',
    on: 'Machine',
    secure: {
      ...response(),
      Alarm: resource('AWS::CloudWatch::Alarm', { Namespace: 'AWS/States', MetricName: 'ExecutionsFailed', Dimensions: [{ Name: 'StateMachineArn', Value: ref('Machine') }] }),
    },
    passesWhen: {
      'the alarm is on executions that time out': set('Alarm', 'MetricName', 'ExecutionsTimedOut'),
      'the alarm is on executions that are missing': all(
        set('Alarm', 'MetricName', 'ExecutionsSucceeded'), set('Alarm', 'ComparisonOperator', 'LessThanThreshold'), set('Alarm', 'TreatMissingData', 'breaching')),
      'the alarm does metric math': (resources) => {
        resources.Alarm.Properties = { Metrics: [{ Id: 'e', Expression: 'a' }, { Id: 'a', MetricStat: { Metric: resources.Alarm.Properties, Stat: 'Sum' } }] };
      },
      'a state machine that responds to no findings has no alarm': all(remove('Alarm'), set('Rule', 'EventPattern.source', ['shop'])),
    },
    firesWhen: {
      'there is no alarm': remove('Alarm'),
      'the alarm is on executions that succeed': set('Alarm', 'MetricName', 'ExecutionsSucceeded'),
      'the alarm takes silence for success': all(
        set('Alarm', 'MetricName', 'ExecutionsSucceeded'), set('Alarm', 'ComparisonOperator', 'LessThanThreshold'), set('Alarm', 'TreatMissingData', 'notBreaching')),
      'the alarm is on many executions': all(
        set('Alarm', 'MetricName', 'ExecutionsSucceeded'), set('Alarm', 'ComparisonOperator', 'GreaterThanThreshold'), set('Alarm', 'TreatMissingData', 'breaching')),
      'the alarm is on the time that executions take': set('Alarm', 'MetricName', 'ExecutionTime'),
      'the alarm is of another namespace': set('Alarm', 'Namespace', 'AWS/Lambda'),
      'the alarm is on another state machine': all(add('Other', 'AWS::StepFunctions::StateMachine', {}), set('Alarm', 'Dimensions.0.Value', ref('Other'))),
      'the dimension is another one': set('Alarm', 'Dimensions.0.Name', 'ActivityArn'),
      'the state machine of the alarm is a parameter': set('Alarm', 'Dimensions.0.Value', PARAMETER),
      'the metric of the alarm is a parameter': set('Alarm', 'MetricName', PARAMETER),
      'the state machine is the target itself, and has no alarm': all(remove('Alarm'), set('Rule', 'Targets.0', { Id: 'A', Arn: ref('Machine'), RoleArn: att('MachineRole') })),
    },
  },
  {
    rule: 'ZT-STATES-007',
    on: 'Machine',
    secure: {
      ...response(),
      Play: resource('AWS::Lambda::Function', { Role: att('PlayRole'), Environment: { Variables: { PLAYS: JSON.stringify([{ play: 'isolate' }, { play: 'notify' }]) } } }),
      Machine: resource('AWS::StepFunctions::StateMachine', { RoleArn: att('MachineRole'), DefinitionString: runs('isolate', 'notify') }),
    },
    passesWhen: {
      'it runs more than is planned': set('Machine', 'DefinitionString', runs('isolate', 'notify', 'block')),
      'nothing is planned': set('Play', 'Environment'),
    },
    firesWhen: {
      'it does not run a play': set('Machine', 'DefinitionString', runs('isolate')),
      'it has no choice': set('Machine', 'DefinitionString', join('{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "', att('Play'), '"}}}')),
      'a play leads to no state': set('Machine', 'DefinitionString', join(
        '{"States": {"Choose": {"Choices": [{"StringEquals": "isolate", "Next": "Missing"}, {"StringEquals": "notify", "Next": "Choose"}]}}, "Comment": "', att('Play'), '"}')),
      'its definition cannot be read': set('Machine', 'DefinitionString', join('no JSON ', att('Play'))),
      'more is planned': set('Play', 'Environment.Variables.PLAYS', JSON.stringify([{ play: 'isolate' }, { play: 'cutOff' }])),
      'the plan cannot be read': set('Play', 'Environment.Variables.PLAYS', 'none'),
      'the plan is a parameter': set('Play', 'Environment.Variables.PLAYS', PARAMETER),
    },
  },
];
