/** @internal */
export interface WatchedStack {
  readonly name: string;
  /** As whom it is looked at. */
  readonly role: string;
  /** What the finding is about. */
  readonly arn: string;
}

const RETRY = [{ ErrorEquals: ['CloudFormation.CloudFormationException', 'States.TaskFailed'], IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 2, JitterStrategy: 'FULL' }];

/** Protects each stack of its input from deletion. @internal */
export function protectDefinition(partition: string): object {
  return {
    StartAt: 'Stacks',
    States: {
      Stacks: {
        Type: 'Map',
        ItemsPath: '$.stacks',
        MaxConcurrency: 5,
        ItemProcessor: {
          StartAt: 'Protect',
          States: {
            Protect: {
              Type: 'Task',
              Resource: `arn:${partition}:states:::aws-sdk:cloudformation:updateTerminationProtection`,
              Parameters: { 'StackName.$': '$', 'EnableTerminationProtection': true },
              Retry: RETRY,
              End: true,
            },
          },
        },
        End: true,
      },
    },
  };
}

/**
 * Looks at each stack. One that has drifted, and one whose drift could not be found out, is a finding on the bus and a message.
 *
 * @internal
 */
export function driftDefinition({ partition, topicArn, stacks }: { partition: string; topicArn: string; stacks: WatchedStack[] }): object {
  const credentials = { Credentials: { 'RoleArn.$': '$.role' } };
  const task = (call: string, Parameters: object, more: object) => ({ Type: 'Task', Resource: `arn:${partition}:states:::${call}`, Parameters, Retry: RETRY, ...more });
  const failed = { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Unknown' }] };
  const finding = (type: string, severity: number, title: string) => ({
    Type: 'Pass',
    Parameters: {
      'id.$': `States.Format('${type.toLowerCase()}-{}-{}', $.name, $$.Execution.Name)`,
      type,
      severity,
      'title.$': `States.Format('${title}', $.name)`,
      'time.$': '$$.State.EnteredTime',
      'targets': [{ 'kind': 'OTHER', 'id.$': '$.arn' }],
    },
    Next: 'Report',
  });
  return {
    StartAt: 'Stacks',
    States: {
      Stacks: { Type: 'Pass', Result: { stacks }, Next: 'Each' },
      Each: {
        Type: 'Map',
        ItemsPath: '$.stacks',
        MaxConcurrency: 2,
        ItemProcessor: {
          StartAt: 'Detect',
          States: {
            Detect: task('aws-sdk:cloudformation:detectStackDrift', { 'StackName.$': '$.name' }, { ...credentials, ...failed, ResultPath: '$.detection', Next: 'Wait' }),
            Wait: { Type: 'Wait', Seconds: 30, Next: 'Look' },
            Look: task('aws-sdk:cloudformation:describeStackDriftDetectionStatus', { 'StackDriftDetectionId.$': '$.detection.StackDriftDetectionId' },
              { ...credentials, ...failed, ResultPath: '$.status', Next: 'Judge' }),
            Judge: {
              Type: 'Choice',
              Choices: [
                { Variable: '$.status.DetectionStatus', StringEquals: 'DETECTION_IN_PROGRESS', Next: 'Wait' },
                { And: [{ Variable: '$.status.StackDriftStatus', IsPresent: true }, { Variable: '$.status.StackDriftStatus', StringEquals: 'DRIFTED' }], Next: 'Drifted' },
                {
                  And: [
                    { Variable: '$.status.DetectionStatus', StringEquals: 'DETECTION_COMPLETE' },
                    { Variable: '$.status.StackDriftStatus', IsPresent: true },
                    { Variable: '$.status.StackDriftStatus', StringEquals: 'IN_SYNC' },
                  ],
                  Next: 'InSync',
                },
              ],
              Default: 'Unknown',
            },
            InSync: { Type: 'Succeed' },
            Drifted: finding('Drift', 7, 'Stack {} was changed outside of its pipeline'),
            Unknown: finding('DriftUnknown', 5, 'Drift of stack {} could not be detected'),
            Report: task('events:putEvents', { Entries: [{ 'Source': 'zero-trust', 'DetailType': 'Finding', 'Detail.$': '$' }] }, { ResultPath: null, Next: 'Tell' }),
            Tell: task('sns:publish', { 'TopicArn': topicArn, 'Subject': 'Drift of a stack', 'Message.$': 'States.JsonToString($)' }, { End: true }),
          },
        },
        End: true,
      },
    },
  };
}
