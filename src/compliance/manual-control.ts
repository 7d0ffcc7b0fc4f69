import { Duration, Names } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { ManualControlProps } from './manual-control-props';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { ZeroTrustError } from '../core/errors';
import { checkText } from '../core/written-text';
import { FRAMEWORKS } from '../frameworks';
import { clock } from '../model/clock';
import { isDay } from '../model/day';
import { MANUAL_CONTROL, MANUAL_CONTROL_REMINDER } from '../model/manual-control';
import { scheduleRole } from '../zone/schedule-role';
import { TrustZone } from '../zone/trust-zone';

const MAX_DAYS = 366;
const REMIND_DAYS = 14;

/**
 * A control that people perform, such as a review of access, a test of a restore or a training, with an owner and the day on which it is due
 * again. Once overdue, it fails synthesis and audit by `ZT-SCHEDULER-004` until `lastDone` is updated; a waiver gives more time.
 *
 * In the template: two `AWS::Scheduler::Schedule` that send a reminder to the topic of the zone, `remindBefore` ahead and on the last day, at
 * 08:00 UTC, their group and their role with one customer-managed policy. What the control is, its owner and its last day are metadata of
 * the second. They are yearly, because EventBridge Scheduler refuses a start in the past: a new `lastDone` moves them.
 *
 * Throws `BadManualControl`.
 *
 * Fixed cost: none; a reminder costs less than 0.0001 USD. Source: Amazon EventBridge pricing, November 2026. Source: NIST 800-53 CA-7, PM-31.
 *
 * @example
 * new ManualControl(this, 'RestoreTest', {
 *   title: 'Restore the orders table from its backup into the test account',
 *   owner: 'orders-team',
 *   lastDone: '2026-11-02',
 *   every: Duration.days(180),
 *   controls: ['hipaa 164.308(a)(7)(ii)(D)'],
 *   record: 'https://tickets.example.com/OPS-4711',
 * });
 */
export class ManualControl extends Construct {
  /** The zone whose topic gets the reminders. */
  public readonly zone: TrustZone;
  /** The last day on which it is not overdue, as `YYYY-MM-DD`, in UTC. */
  public readonly due: string;

  constructor(scope: Construct, id: string, props: ManualControlProps) {
    const path = pathOf(scope, id);
    checkProps(new.target === ManualControl, 'ManualControlProps', path, props);
    const [every, remind] = checked(path, props);
    super(scope, id);
    this.zone = props.zone ?? TrustZone.of(this);
    this.due = dayAfter(props.lastDone, every);
    this.remind(props, dayAfter(this.due, -remind));
  }

  private remind({ title, owner, lastDone, controls = [], record }: ManualControlProps, first: string): void {
    const { zone, due } = this;
    const { alarmTopic: topic, deadLetterQueue: deadLetters } = zone;
    const key = zone.key(DataClass.INTERNAL);
    const group = new scheduler.CfnScheduleGroup(this, 'Group', { name: Names.uniqueResourceName(this, { maxLength: 64, separator: '-' }) });
    const role = scheduleRole(this, {
      group,
      target: new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }),
      key,
      deadLetters,
      permissionsBoundary: zone.permissionsBoundary,
    });
    topic.grantPublish(role); // the key of the topic, and the edge
    const message = `${title} (${this.node.path}), by ${owner}, is due on ${due}; it was done on ${lastDone}.`
      + `${record === undefined ? '' : ` Record: ${record}.`} Once it is done, set lastDone and deploy.`;
    const remindOn = (name: string, day: string) => {
      const schedule = new scheduler.CfnSchedule(this, name, {
        groupName: group.ref,
        description: MANUAL_CONTROL_REMINDER,
        scheduleExpression: yearly(day),
        flexibleTimeWindow: { mode: 'OFF' },
        kmsKeyArn: key.keyArn,
        target: {
          arn: topic.topicArn,
          roleArn: role.roleArn,
          input: message,
          deadLetterConfig: { arn: deadLetters.queueArn },
          retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: Duration.hours(12).toSeconds() },
        },
      });
      schedule.node.addDependency(role); // its policy is not the role
      return schedule;
    };
    if (first !== due) remindOn('Soon', first);
    remindOn('Due', due).addMetadata(MANUAL_CONTROL, { title, owner, lastDone, due, controls, record });
  }
}

/** Days between two times, and days of reminders. */
function checked(path: string, { title, owner, lastDone, every, controls = [], record, remindBefore }: ManualControlProps): [number, number] {
  const bad = (what: string, remediation: string) => new ZeroTrustError(path, 'BadManualControl', what, remediation);
  for (const [name, text] of Object.entries({ title, owner, record })) {
    if (name === 'record' && text === undefined) continue;
    checkText(path, 'BadManualControl', { name, text, blank: `${name} is blank.`, remediation: `give the control a ${name}.` });
    // EventBridge Scheduler puts values in their place
    if (text!.includes('<aws.scheduler.')) throw bad(`${name} has a context attribute of EventBridge Scheduler.`, 'leave out <aws.scheduler.');
    if (/:\/\/[^/\s@]*:[^/\s@]*@/.test(text!)) throw bad(`${name} has an address with a password in it, and goes into the template.`, 'leave the password out.');
  }
  const today = clock.today();
  if (!isDay(lastDone)) throw bad(`${lastDone} is no day.`, 'write lastDone as YYYY-MM-DD.');
  if (lastDone > today) throw bad(`it was done on ${lastDone}, which is yet to come.`, 'set lastDone to the day on which it was performed.');
  const days = wholeDays(every);
  if (days === undefined || days > MAX_DAYS) throw bad('every is no whole number of days from 1 to 366.', 'use Duration.days.');
  const remind = remindBefore === undefined ? Math.min(REMIND_DAYS, Math.floor(days / 2)) : wholeDays(remindBefore);
  if (remind === undefined || remind >= days) throw bad('remindBefore is no whole number of days less than every.', 'use Duration.days.');
  const twice = controls.find((name, index) => controls.indexOf(name) !== index);
  if (twice !== undefined) throw bad(`${twice} is named twice.`, 'keep one.');
  for (const name of controls) {
    const [framework, ...control] = name.split(' ');
    const listed = FRAMEWORKS.find((one) => one.id === framework);
    if (!listed) throw bad(`${name} begins with no framework.`, `use one of ${FRAMEWORKS.map((one) => one.id).join(', ')}.`);
    if (!listed.controls.some((one) => one.id === control.join(' '))) throw bad(`${listed.name} has no control ${control.join(' ')} here.`, 'copy its id from docs/coverage.md.');
  }
  return [days, remind];
}

function wholeDays(time?: Duration): number | undefined {
  const days = time === undefined || time.isUnresolved() ? NaN : time.toSeconds() / Duration.days(1).toSeconds();
  return Number.isInteger(days) && days >= 1 ? days : undefined;
}

function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** 29 February is not in each year. */
function yearly(day: string): string {
  const [, month, date] = day.split('-').map(Number);
  return `cron(0 8 ${month === 2 ? Math.min(date, 28) : date} ${month} ? *)`;
}
