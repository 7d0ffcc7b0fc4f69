import { Duration, Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventConsumer } from './event-consumer';
import type { ScheduleEventSourceOptions } from './event-source-options';
import { undeliveredOf } from './undelivered';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { invokedOf } from '../core/invocation-point';
import type { CustomerManagedRole } from '../zone/customer-managed-role';
import type { DataKey } from '../zone/keys/data-key';
import { scheduleRole } from '../zone/schedule-role';

const ID = 'Schedules';
/** In minutes. Source: EventBridge Scheduler API reference, FlexibleTimeWindow. */
const MAX_WINDOW = 1440;
/** Source: EventBridge Scheduler API reference, RetryPolicy. */
const MAX_ATTEMPTS = 185;

/** Throws `BadSchedule` for options that EventBridge Scheduler refuses. */
export function checkSchedule(path: string, { retryAttempts, maxEventAge, flexibleTimeWindow, start, end }: ScheduleEventSourceOptions): void {
  const bad = (what: string, fix: string) => new ZeroTrustError(path, 'BadSchedule', what, fix);
  if (retryAttempts !== undefined && !(Number.isInteger(retryAttempts) && retryAttempts >= 0 && retryAttempts <= MAX_ATTEMPTS)) {
    throw bad(`${retryAttempts} is no number of attempts.`, `use 0 to ${MAX_ATTEMPTS}.`);
  }
  if (!isBetween(maxEventAge, Duration.minutes(1), Duration.days(1))) throw bad('events are tried for less than a minute or more than a day.', 'use 1 minute to 24 hours.');
  if (!isBetween(flexibleTimeWindow, Duration.minutes(1), Duration.minutes(MAX_WINDOW))) throw bad('the window is shorter than a minute or longer than a day.', 'use 1 minute to 24 hours.');
  if (start && end && start >= end) throw bad('it ends before it starts.', 'give an end that is after the start.');
}

function isBetween(time: Duration | undefined, least: Duration, most: Duration): boolean {
  if (time === undefined || time.isUnresolved()) return true;
  return time.toSeconds() >= least.toSeconds() && time.toSeconds() <= most.toSeconds();
}

/**
 * The schedules of one function: a group of its own, and a role that EventBridge Scheduler assumes for this group alone, which may invoke the
 * function, hand what it could not deliver to dead letters, and use the key for this group's schedules.
 */
export class FunctionSchedules extends Construct {
  public static of(fn: EventConsumer): FunctionSchedules {
    return fn.node.tryFindChild(ID) as FunctionSchedules | undefined ?? new FunctionSchedules(fn);
  }

  private readonly group: scheduler.CfnScheduleGroup;
  private readonly role: CustomerManagedRole;
  private readonly key: DataKey;
  private readonly deadLetters: sqs.IQueue;
  private readonly invoked: lambda.IFunction;

  private constructor(fn: EventConsumer) {
    super(fn, ID);
    this.invoked = invokedOf(fn, 'a schedule');
    this.group = new scheduler.CfnScheduleGroup(this, 'Group', { name: Names.uniqueResourceName(this, { maxLength: 64, separator: '-' }) });
    // of the class of the function: the input is stored under it
    this.key = fn._dataKey;
    this.deadLetters = undeliveredOf(fn, this.key.dataClass);
    const actions = ['lambda:InvokeFunction'];
    this.role = scheduleRole(this, {
      group: this.group,
      target: new iam.PolicyStatement({ actions, resources: [this.invoked.functionArn] }),
      key: this.key,
      deadLetters: this.deadLetters,
      permissionsBoundary: fn.zone.permissionsBoundary,
    });
    declareEdge(this, { caller: 'scheduler.amazonaws.com', target: fn.node.path, intent: Intent.INVOKE, actions });
  }

  /** Adds a schedule. */
  public add(id: string, expression: scheduler.ScheduleExpression, options: ScheduleEventSourceOptions): void {
    const { input = {}, flexibleTimeWindow: window, description, enabled = true, start, end } = options;
    new scheduler.CfnSchedule(this, id, {
      groupName: this.group.ref,
      description,
      scheduleExpression: expression.expressionString,
      scheduleExpressionTimezone: expression.timeZone?.timezoneName,
      flexibleTimeWindow: window ? { mode: 'FLEXIBLE', maximumWindowInMinutes: window.toMinutes() } : { mode: 'OFF' },
      startDate: start?.toISOString(),
      endDate: end?.toISOString(),
      state: enabled ? 'ENABLED' : 'DISABLED',
      kmsKeyArn: this.key.keyArn,
      target: {
        arn: this.invoked.functionArn,
        roleArn: this.role.roleArn,
        // its own default is an event of the service, with the ARN of the schedule and the time
        input: options.input && Stack.of(this).toJsonString(input),
        deadLetterConfig: { arn: this.deadLetters.queueArn },
        retryPolicy: {
          maximumRetryAttempts: options.retryAttempts ?? 5, maximumEventAgeInSeconds: (options.maxEventAge ?? Duration.hours(1)).toSeconds(),
        },
      },
    // the role's policy is not the role: the first event could come before it
    }).node.addDependency(this.role);
  }
}
