import { ACCOUNT, ofType, OTHER_ACCOUNT, synthesised, twoStages } from './pipelines';
import { runMachine, Task } from './state-machine-player';
import { findingsOf } from '../../lambda/incident-response/finding';
import { DeployedTemplates } from '../support/deployed-template';

const template = synthesised((app) => twoStages(app)).template;
const deployed = new DeployedTemplates([template]);
const machine = (name: string) => {
  const [, { DefinitionString }] = Object.entries<any>(deployed.resources('AWS::StepFunctions::StateMachine')).find(([id]) => id.includes(name))!;
  return JSON.parse(DefinitionString);
};

describe('the watch for drift', () => {
  /** Plays it with an answer for each stack: the status of its drift, or that of the detection. */
  function watch(answers: Record<string, { DetectionStatus?: string; StackDriftStatus?: string } | Error>) {
    const [events, messages, asked]: [any[], any[], [string, string][]] = [[], [], []];
    const looks = new Map<string, number>();
    const task: Task = (call, parameters, roleArn) => {
      switch (call) {
        case 'aws-sdk:cloudformation:detectStackDrift': {
          asked.push([parameters.StackName, roleArn!]);
          const answer = answers[parameters.StackName];
          if (answer instanceof Error) throw answer;
          return { StackDriftDetectionId: parameters.StackName };
        }
        case 'aws-sdk:cloudformation:describeStackDriftDetectionStatus': {
          const id = parameters.StackDriftDetectionId;
          looks.set(id, (looks.get(id) ?? 0) + 1);
          if (looks.get(id)! < 3) return { DetectionStatus: 'DETECTION_IN_PROGRESS' };
          return { DetectionStatus: 'DETECTION_COMPLETE', ...answers[id] };
        }
        case 'events:putEvents': return events.push(...parameters.Entries);
        case 'sns:publish': return messages.push(parameters);
        default: throw new Error(call);
      }
    };
    runMachine(machine('Drift'), {}, task);
    return { events, messages, asked };
  }
  const inSync = { StackDriftStatus: 'IN_SYNC' };

  test('looks at every stack, as the role of its bootstrap that reads', () => {
    const { asked, events, messages } = watch({ 'Staging-Orders': inSync, 'Production-Api': inSync, 'Production-Store': inSync });
    expect(asked).toEqual([['Staging-Orders', OTHER_ACCOUNT], ['Production-Api', ACCOUNT], ['Production-Store', ACCOUNT]].map(([stack, account]) => (
      [stack, `arn:aws:iam::${account}:role/cdk-hnb659fds-lookup-role-${account}-eu-west-1`])));
    expect([events, messages]).toEqual([[], []]);
  });

  test('sends a stack that drifted as a finding that the responder takes, and a message', () => {
    const { events, messages } = watch({ 'Staging-Orders': inSync, 'Production-Api': { StackDriftStatus: 'DRIFTED' }, 'Production-Store': inSync });
    expect(events).toHaveLength(1);
    const [{ Source, DetailType, Detail }] = events;
    expect([Source, DetailType]).toEqual(['zero-trust', 'Finding']);
    expect(findingsOf({ source: Source, detail: Detail })).toEqual([expect.objectContaining({
      type: 'Drift',
      severity: 7,
      title: 'Stack Production-Api was changed outside of its pipeline',
      targets: [{ kind: 'OTHER', id: `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/Production-Api` }],
    })]);
    expect(messages).toEqual([expect.objectContaining({ TopicArn: expect.stringContaining(':sns:'), Message: JSON.stringify(Detail) })]);
  });

  test.each<[string, any]>([
    ['detection failed', { DetectionStatus: 'DETECTION_FAILED' }],
    ['was not allowed', new Error('AccessDenied')],
    ['is not known', { StackDriftStatus: 'UNKNOWN' }],
    ['has no status', { DetectionStatus: 'DETECTION_COMPLETE' }],
  ])('does not take a stack for the same whose drift %s', (_name, answer) => {
    const { events } = watch({ 'Staging-Orders': answer, 'Production-Api': inSync, 'Production-Store': inSync });
    expect(events.map(({ Detail }) => [Detail.type, Detail.severity, Detail.title])).toEqual([['DriftUnknown', 5, 'Drift of stack Staging-Orders could not be detected']]);
  });

  test('runs every day, and what could not start it is kept', () => {
    expect(Object.values<any>(ofType(template, 'AWS::Events::Rule'))).toEqual([expect.objectContaining({
      ScheduleExpression: 'rate(1 day)', Targets: [expect.objectContaining({ DeadLetterConfig: { Arn: expect.anything() } })],
    })]);
  });
});

test('protection is set for each stack of the input', () => {
  const asked: any[] = [];
  runMachine(machine('Protection'), { stacks: ['Production-Api', 'Production-Store'] }, (call, parameters, role) => asked.push([call, parameters, role]));
  const protect = (StackName: string) => ['aws-sdk:cloudformation:updateTerminationProtection', { StackName, EnableTerminationProtection: true }, undefined];
  expect(asked).toEqual([protect('Production-Api'), protect('Production-Store')]);
});
