import { randomUUID } from 'crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, paginateListSchedules, SchedulerClient } from '@aws-sdk/client-scheduler';

/** What a schedule did at its time. */
export interface Fired {
  readonly name: string;
  readonly expression: string;
  readonly input: string;
  /** What the function threw, if it threw. */
  readonly error?: string;
}

/**
 * EventBridge Scheduler at the time of its schedules, which the emulator keeps and never fires: each enabled schedule of a function is read from the
 * emulator, as CloudFormation made it, and its target is invoked with its own input.
 *
 * Source: EventBridge Scheduler user guide, "Adding context attributes".
 *
 * @param at the scheduled time
 */
export async function fireSchedules(at: Date = new Date()): Promise<Fired[]> {
  const attributes = { 'scheduled-time': `${at.toISOString().slice(0, 19)}Z`, 'execution-id': randomUUID(), 'attempt-number': '1' };
  const client = new SchedulerClient({});
  const lambda = new LambdaClient({});
  const fired: Fired[] = [];
  for await (const { Schedules = [] } of paginateListSchedules({ client }, {})) {
    for (const { Name, GroupName } of Schedules) {
      const { State, Target, ScheduleExpression: expression = '' } = await client.send(new GetScheduleCommand({ Name, GroupName }));
      if (State === 'DISABLED' || !Target?.Arn?.includes(':function:')) continue;
      const input = (Target.Input ?? '{}').replace(/<aws\.scheduler\.([a-z-]+)>/g, (_, name: keyof typeof attributes) => attributes[name]);
      const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: Target.Arn, Payload: input }));
      fired.push({ name: Name!, expression, input, error: FunctionError && Buffer.from(Payload ?? []).toString() });
    }
  }
  return fired;
}
