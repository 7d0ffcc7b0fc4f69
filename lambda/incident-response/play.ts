import { beginStep, endStep, findStep, get, Incident } from './incidents';

/** To do it, to take it back, or to do it again where something outside took it back in part. */
export type Operation = 'ACT' | 'UNDO' | 'RENEW';

/** What the state machine asks of a play. */
export interface PlayRequest {
  readonly incident: string;
  readonly operation: Operation;
}

/**
 * One change of a play. Each can be run again at any point: `read` is kept before `act`, and `act` and `undo` end the same however often
 * they run.
 */
export interface Step<Before = any> {
  readonly name: string;
  /** What is there now, as much as `undo` needs. */
  read(): Promise<Before>;
  act(before: Before): Promise<void>;
  undo(before: Before): Promise<void>;
  /** Does again what holds no more, for all that is there now; what was there before stays as it was kept. As `act` when left out. */
  renew?(before: Before): Promise<void>;
}

/** A play: the steps on the target of an incident, in order. */
export type Play = (incident: Incident) => Step[] | Promise<Step[]>;

/** Runs the steps in order, or takes back in reverse order those that were begun and bars the others. */
export async function run(play: string, stepsFor: Play, { incident: id, operation }: PlayRequest): Promise<void> {
  const incident = await get(id);
  const steps = await stepsFor(incident);
  if (operation === 'UNDO') return undo(play, id, [...steps].reverse());
  if (operation === 'RENEW') return renew(play, id, steps);
  for (const step of steps) {
    const { before, state } = await findStep(id, play, step.name) ?? await beginStep(id, play, step.name, await step.read());
    // a person took it back while this was tried again
    if (state === 'UNDONE') return;
    if (state === 'DONE') continue;
    await step.act(before);
    await endStep(id, play, step.name, 'DONE');
    log(id, play, step.name, 'done');
  }
}

async function undo(play: string, id: string, steps: Step[]): Promise<void> {
  for (const step of steps) {
    // one that was not begun is barred, or a try of it that comes late would act
    const record = await findStep(id, play, step.name) ?? await beginStep(id, play, step.name, null, 'UNDONE');
    if (record.state === 'UNDONE') continue;
    await step.undo(record.before);
    await endStep(id, play, step.name, 'UNDONE');
    log(id, play, step.name, 'undone');
  }
}

/** That a play does not hold, or no more: the state machine leaves its other parts alone. */
export class Undone extends Error {
  public readonly name = 'Undone';
}

async function renew(play: string, id: string, steps: Step[]): Promise<void> {
  for (const step of steps) {
    const record = await findStep(id, play, step.name);
    if (record?.state !== 'DONE') throw new Undone();
    await (step.renew ?? step.act)(record.before);
    if ((await findStep(id, play, step.name))?.state !== 'DONE') {
      // a person took it back meanwhile, and what was done just now would stay
      await step.undo(record.before);
      throw new Undone();
    }
    log(id, play, step.name, 'renewed');
  }
}

function log(incident: string, play: string, step: string, outcome: string): void {
  console.log(JSON.stringify({ incident, play, step, outcome }));
}
