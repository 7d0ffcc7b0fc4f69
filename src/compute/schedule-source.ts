import { Duration, Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventConsumer } from './event-consumer';
import type { ScheduleEventSourceOptions } from './event-source-options';
import { undeliveredOf } from './undelivered';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { grantKeyVia } from '../core/exact-grant';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { DataKey } from '../zone/keys/data-key';

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

  private constructor(private readonly fn: EventConsumer) {
    super(fn, ID);
    const stack = Stack.of(this);
    this.group = new scheduler.CfnScheduleGroup(this, 'Group', { name: Names.uniqueResourceName(this, { maxLength: 64, separator: '-' }) });
    // of the class of the function: the input is stored under it
    this.key = fn._dataKey;
    this.deadLetters = undeliveredOf(fn, this.key.dataClass);
    this.role = new CustomerManagedRole(this, 'Role', {
      // the group is the finest source that the service names
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnEquals: { 'aws:SourceArn': this.group.attrArn } },
      }),
      permissionsBoundary: fn.zone.permissionsBoundary,
    });
    this.allow();
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
        arn: this.fn.functionArn,
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

  private allow(): void {
    const { fn, role, key, deadLetters } = this;
    const stack = Stack.of(this);
    const actions = ['lambda:InvokeFunction'];
    const allow = (granted: string[], resource: string, conditions?: Record<string, Record<string, unknown>>) => role.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: granted, resources: [resource], conditions }),
    );
    allow(actions, fn.functionArn);
    allow(['sqs:SendMessage'], deadLetters.queueArn);
    grantKeyVia('sqs', { grantee: role, target: deadLetters, key: deadLetters.encryptionMasterKey!, actions: ['kms:Decrypt', 'kms:GenerateDataKey'] });
    // Source: EventBridge Scheduler user guide, "Encryption at rest".
    allow(['kms:Decrypt'], key.keyArn, {
      ArnLike: {
        'kms:EncryptionContext:aws:scheduler:schedule:arn': stack.formatArn({ service: 'scheduler', resource: 'schedule', resourceName: `${this.group.ref}/*` }),
      },
    });
    declareEdge(this, { caller: 'scheduler.amazonaws.com', target: fn.node.path, intent: Intent.INVOKE, actions });
  }
}
