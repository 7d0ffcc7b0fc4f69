import { ConflictException, CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { get, Incident, IncidentStatus, link, recordPlay, renewPlay, settle, take } from './incidents';
import { memberOf } from './members';
import { countSettled } from './metrics';
import { OutsideChange } from './outside-change';
import { Member, PlannedAction, planFor, PlayConfig } from './plan';
import { Operation } from './play';
import { PlayMode } from '../../src/respond/play-mode';

/** What the state machine asks, one kind a step. */
export type Coordination =
  | { readonly step: 'PLAN'; readonly input: ExecutionInput; readonly members: Member[] }
  | { readonly step: 'ASK'; readonly incident: string; readonly play: string; readonly token: string }
  | { readonly step: 'RECORD'; readonly incident: string; readonly play: string; readonly state: PlayState; readonly note?: string }
  | { readonly step: 'CLOSE'; readonly incident: string };

/** What an execution is for. */
export interface ExecutionInput {
  readonly incident: string;
  readonly operation: Operation;
  /** Of an UNDO: one play and not all. */
  readonly play?: string;
  /** Of a RENEW: what was changed outside. */
  readonly change?: OutsideChange;
}

export type PlayState = 'WAITING' | 'ACTED' | 'RENEWED' | 'UNDONE' | 'RECORDED' | 'DENIED' | 'EXPIRED' | 'FAILED';

/** The steps of the state machine that change nothing but the record of the incident. */
export async function coordinate(request: Coordination): Promise<unknown> {
  if (request.step === 'PLAN') {
    const { input, members } = request;
    const incident = await get(input.incident);
    const member = await memberOf(incident, members);
    return { ...input, actions: await actionsFor(input, incident, member) };
  }
  const incident = await get(request.incident);
  switch (request.step) {
    case 'ASK': return ask(incident, request.play, request.token);
    case 'RECORD': return record(incident, request.play, request.state, request.note);
    case 'CLOSE': return close(incident);
  }
}

function actionsFor({ operation, play, change }: ExecutionInput, incident: Incident, member?: Member): PlannedAction[] | Promise<PlannedAction[]> {
  switch (operation) {
    case 'UNDO': return planUndo(incident, member, play);
    case 'RENEW': return planRenewal(incident, change!, member);
    default: return plan(incident, member);
  }
}

const playConfigs = (): PlayConfig[] => JSON.parse(process.env.PLAYS!);
const harmlessPlays = () => new Set(playConfigs().filter((config) => config.harmless).map(({ play }) => play));

async function plan(incident: Incident, member?: Member): Promise<PlannedAction[]> {
  const plays = playConfigs();
  const actions: PlannedAction[] = [];
  if (member) await link({ role: member.role }, incident.incident);
  for (const action of planFor(incident, plays, member)) {
    const { harmless } = plays.find(({ play }) => play === action.play)!;
    const within = action.mode !== PlayMode.ACT || harmless || await take(incident.incident, action.play, Number(process.env.MAX_ACTIONS));
    // beyond the budget a person decides: automation that anyone can trigger is a weapon
    actions.push(within ? action : { ...action, mode: PlayMode.APPROVE, note: 'the budget of the hour is used up' });
  }
  return actions;
}

/** All that was done, or one play, last first. What failed half-way is taken back as well. */
function planUndo({ plays }: Incident, member?: Member, only?: string): PlannedAction[] {
  const configs = playConfigs();
  return configs.filter(({ play, harmless }) => !harmless && (only ?? play) === play && ['ACTED', 'FAILED'].includes(plays[play]?.state))
    .reverse().map(({ play }) => ({ play, mode: PlayMode.ACT, note: '', role: member?.role }));
}

/**
 * Isolates again what something outside gave back, which people approved of already. Beyond the budget they are told, and nothing is asked: the
 * isolation would wait for an answer, and could not be undone meanwhile.
 */
async function planRenewal(incident: Incident, { event, name, by }: OutsideChange, member?: Member): Promise<PlannedAction[]> {
  const play = 'isolateFunction';
  if (!['ACTED', 'FAILED'].includes(incident.plays[play]?.state) || !member) return [];
  const note = `isolated again after ${name} by ${by}`.slice(0, 512);
  if (await take(incident.incident, `${play}#${event}`, Number(process.env.MAX_ACTIONS))) return [{ play, mode: PlayMode.ACT, note, role: member.role }];
  await publish(`${play} does not hold`, {
    warning: `The isolation of ${incident.target.id} was changed by ${name} of ${by}, and the budget of the hour is used up: look at it now.`,
    incident: incident.incident,
  });
  return [];
}

async function publish(subject: string, message: object): Promise<void> {
  const Message = JSON.stringify(message);
  await new SNSClient({}).send(new PublishCommand({ TopicArn: process.env.APPROVAL_TOPIC, Subject: subject.slice(0, 100), Message }));
}

async function ask(incident: Incident, play: string, token: string): Promise<void> {
  await recordPlay(incident.incident, play, { state: 'WAITING', at: new Date().toISOString(), token });
  await publish(`Approve ${play}?`, {
    question: `Shall ${play} act on ${incident.target.kind} ${incident.target.id}?`,
    incident: incident.incident,
    play,
    finding: incident.finding,
    answer: {
      function: process.env.DECIDE_FUNCTION,
      payload: { incident: incident.incident, play, decision: 'APPROVE or DENY', by: 'who decides', reason: 'why' },
    },
  });
}

async function record(incident: Incident, play: string, state: PlayState, note?: string): Promise<void> {
  const at = new Date().toISOString();
  if (state === 'RENEWED') return renewPlay(incident.incident, play, { state: 'ACTED', at, note: note?.slice(0, 512) });
  if (state === 'ACTED') await expire(incident, play);
  await recordPlay(incident.incident, play, { state, at, note: note?.slice(0, 512) });
}

/** By a schedule of its own for each action, which ends with it. */
async function expire({ incident }: Incident, play: string): Promise<void> {
  const { expiresAfterSeconds } = playConfigs().find((config) => config.play === play) ?? {};
  if (expiresAfterSeconds === undefined) return;
  const at = new Date(Date.now() + expiresAfterSeconds * 1_000).toISOString().slice(0, 19);
  try {
    await new SchedulerClient({}).send(new CreateScheduleCommand({
      Name: `${incident}-${play}`,
      GroupName: process.env.SCHEDULE_GROUP,
      ScheduleExpression: `at(${at})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: process.env.STATE_MACHINE,
        RoleArn: process.env.SCHEDULE_ROLE,
        Input: JSON.stringify({ incident, play, operation: 'UNDO' }),
        DeadLetterConfig: { Arn: process.env.DEAD_LETTERS },
      },
    }));
  } catch (error) {
    // made when this was tried before
    if (!(error instanceof ConflictException)) throw error;
  }
}

async function close(incident: Incident): Promise<{ status: IncidentStatus }> {
  const status = statusOf(incident);
  await settle(incident, status);
  countSettled(incident, status, harmlessPlays());
  console.log(JSON.stringify({ incident: incident.incident, status }));
  return { status };
}

function statusOf({ plays }: Incident): IncidentStatus {
  const harmless = harmlessPlays();
  const states = Object.entries(plays).filter(([play]) => !harmless.has(play)).map(([, { state }]) => state);
  // the undo of one play ends while another still waits
  if (states.includes('WAITING')) return IncidentStatus.OPEN;
  if (states.includes('FAILED')) return IncidentStatus.FAILED;
  if (states.includes('ACTED')) return IncidentStatus.CONTAINED;
  return states.includes('UNDONE') ? IncidentStatus.UNDONE : IncidentStatus.RECORDED;
}
