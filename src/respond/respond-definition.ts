import type { IResolvable } from 'aws-cdk-lib';
import { ApprovalTimeout } from './play-mode';

/** A state in Amazon States Language. @internal */
export type State = Record<string, any>;

/** The states of one play: entered at `first`, left through `done`, where `$.operation` is ACT, UNDO or RENEW. @internal */
export interface PlayStates {
  readonly first: string;
  readonly states: Record<string, State>;
}

/** @internal */
export interface RespondDefinition {
  readonly partition: string;
  readonly coordinateArn: string;
  /** What a play can act on, known when all of the zone is. */
  readonly members: IResolvable;
  readonly approvalSeconds: number;
  readonly onApprovalTimeout: ApprovalTimeout;
  readonly plays: Record<string, PlayStates>;
}

/** Where the states of a play go on. @internal */
export const DONE = 'RecordDone';

/** What each function of a play is asked. @internal */
export const REQUEST: State = { 'incident.$': '$.incident', 'operation.$': '$.operation' };

/** A failed call is tried again for a minute and more, then the play counts as failed and people look. */
const RETRY = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2, JitterStrategy: 'FULL' }];
const FAILED = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'RecordFailed' }];

/** A call of a function in a play, which keeps the state as it is. @internal */
export function call(partition: string, functionArn: string, payload: State, next: string): State {
  return {
    Type: 'Task',
    Resource: `arn:${partition}:states:::lambda:invoke`,
    Parameters: { FunctionName: functionArn, Payload: payload },
    ResultPath: null,
    Retry: RETRY,
    Catch: FAILED,
    Next: next,
  };
}

/** A call of an AWS API in a play, which keeps the state as it is. @internal */
export function callService(partition: string, action: string, parameters: State, next: string): State {
  return { Type: 'Task', Resource: `arn:${partition}:states:::aws-sdk:${action}`, Parameters: parameters, ResultPath: null, Retry: RETRY, Catch: FAILED, Next: next };
}

/**
 * What is done about an incident: plan, then play by play: a decision where one is needed, the play, the record of it. An execution that
 * undoes goes the same way.
 *
 * @internal
 */
export function respondDefinition(props: RespondDefinition): State {
  const coordinate = (payload: State, rest: State): State => ({
    Type: 'Task',
    Resource: `arn:${props.partition}:states:::lambda:invoke`,
    Parameters: { FunctionName: props.coordinateArn, Payload: payload },
    Retry: RETRY,
    ...rest,
  });
  return {
    StartAt: 'Plan',
    States: {
      Plan: coordinate({ 'step': 'PLAN', 'input.$': '$', 'members': props.members }, { ResultSelector: { 'plan.$': '$.Payload' }, Next: 'EachPlay' }),
      EachPlay: {
        Type: 'Map',
        ItemsPath: '$.plan.actions',
        // what a play fails at ends with the record of it
        MaxConcurrency: 1,
        ItemSelector: { 'incident.$': '$.plan.incident', 'operation.$': '$.plan.operation', 'action.$': '$$.Map.Item.Value' },
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...playProcess(props, coordinate) },
        ResultPath: null,
        Next: 'Close',
      },
      Close: coordinate({ 'step': 'CLOSE', 'incident.$': '$.plan.incident' }, { ResultSelector: { 'status.$': '$.Payload.status' }, End: true }),
    },
  };
}

function playProcess(props: RespondDefinition, coordinate: (payload: State, rest: State) => State): State {
  const record = (state: string, note = '$.action.note') => coordinate(
    { 'step': 'RECORD', 'incident.$': '$.incident', 'play.$': '$.action.play', state, 'note.$': note }, { End: true });
  return {
    StartAt: 'Mode',
    States: {
      Mode: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.action.mode', StringEquals: 'APPROVE', Next: 'Ask' },
          { Variable: '$.action.mode', StringEquals: 'ACT', Next: 'Play' },
        ],
        Default: 'RecordDryRun',
      },
      Ask: {
        Type: 'Task',
        Resource: `arn:${props.partition}:states:::lambda:invoke.waitForTaskToken`,
        Parameters: {
          FunctionName: props.coordinateArn,
          Payload: { 'step': 'ASK', 'incident.$': '$.incident', 'play.$': '$.action.play', 'token.$': '$$.Task.Token' },
        },
        TimeoutSeconds: props.approvalSeconds,
        ResultPath: '$.answer',
        Catch: [
          { ErrorEquals: ['States.Timeout'], ResultPath: '$.answer', Next: props.onApprovalTimeout === ApprovalTimeout.ACT ? 'Play' : 'RecordExpired' },
          ...FAILED,
        ],
        Next: 'Decision',
      },
      Decision: {
        Type: 'Choice',
        Choices: [{ Variable: '$.answer.decision', StringEquals: 'APPROVE', Next: 'Play' }],
        Default: 'RecordDenied',
      },
      Play: {
        Type: 'Choice',
        Choices: Object.entries(props.plays).map(([play, { first }]) => ({ Variable: '$.action.play', StringEquals: play, Next: first })),
        Default: 'RecordFailed',
      },
      ...Object.assign({}, ...Object.values(props.plays).map(({ states }) => states)),
      [DONE]: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.operation', StringEquals: 'UNDO', Next: 'RecordUndone' },
          { Variable: '$.operation', StringEquals: 'RENEW', Next: 'RecordRenewed' },
        ],
        Default: 'RecordActed',
      },
      RecordActed: record('ACTED'),
      RecordRenewed: record('RENEWED'),
      RecordUndone: record('UNDONE'),
      RecordDryRun: record('RECORDED'),
      RecordExpired: record('EXPIRED'),
      RecordDenied: record('DENIED', '$.answer.note'),
      RecordFailed: record('FAILED', '$.error.Error'),
    },
  };
}
