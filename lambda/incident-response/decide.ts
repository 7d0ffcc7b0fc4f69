import { SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { get, PlayRecord, recordPlay } from './incidents';
import { faultOf, folded } from '../../src/core/readable';

/** What a person decides. */
export interface Decision {
  readonly incident: string;
  /** All plays of the incident when left out; only for UNDO. */
  readonly play?: string;
  readonly decision: 'APPROVE' | 'DENY' | 'UNDO';
  readonly by: string;
  readonly reason: string;
}

const states = new SFNClient({});

/** Answers for a play that waits, or takes back what was done. Says what came of it. */
export async function decide({ incident: id, play, decision, by, reason }: Decision): Promise<{ message: string }> {
  if (!isText(by) || !isText(reason)) throw new Error('Name who decides in `by`, and why in `reason`.');
  for (const [name, text] of Object.entries({ by, reason })) {
    const fault = faultOf(folded(text)); // notes and records keep it for people
    if (fault !== undefined) throw new Error(`\`${name}\` ${fault}.`);
  }
  const incident = await get(id);
  if (decision === 'UNDO') {
    const done = Object.entries(incident.plays).some(([one, { state }]) => (play ?? one) === one && ['ACTED', 'FAILED'].includes(state));
    if (!done) throw new Error('Nothing was done that could be taken back.');
    await states.send(new StartExecutionCommand({
      stateMachineArn: process.env.STATE_MACHINE,
      input: JSON.stringify({ incident: id, operation: 'UNDO', ...play === undefined ? {} : { play }, by, reason }),
    }));
    return { message: `What was done about ${incident.target.id} is being taken back.` };
  }
  if (decision !== 'APPROVE' && decision !== 'DENY') throw new Error('A decision is APPROVE, DENY or UNDO.');
  if (!isText(play)) throw new Error('Name the play that waits.');
  const record = incident.plays[play] as (PlayRecord & { token?: string }) | undefined;
  if (record?.state !== 'WAITING' || !record.token) throw new Error(`${play} does not wait for a decision: it is ${record?.state ?? 'not planned'}.`);
  try {
    await states.send(new SendTaskSuccessCommand({ taskToken: record.token, output: JSON.stringify({ decision, note: `${by}: ${reason}`.slice(0, 512) }) }));
  } catch (error) {
    if (!['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'].includes((error as Error).name)) throw error;
    await recordPlay(id, play, { state: 'EXPIRED', at: new Date().toISOString() });
    throw new Error(`The time to decide on ${play} is over.`);
  }
  return { message: `${play} is ${decision === 'APPROVE' ? 'approved' : 'denied'}.` };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
