import { createHash } from 'node:crypto';
import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Finding, Target } from './finding';

export enum IncidentStatus {
  OPEN = 'OPEN',
  /** At least one play acted. */
  CONTAINED = 'CONTAINED',
  /** Nothing was changed: a dry run, a drill, a refusal, or no play for the target. */
  RECORDED = 'RECORDED',
  /** A play failed in the end: people must look. */
  FAILED = 'FAILED',
  /** What plays did was undone. */
  UNDONE = 'UNDONE',
}

export interface Incident {
  readonly incident: string;
  readonly status: IncidentStatus;
  readonly target: Target;
  readonly finding: Finding;
  /** Further findings on the same target while the incident is open. */
  readonly further: number;
  readonly openedAt: string;
  readonly plays: Record<string, PlayRecord>;
}

export interface PlayRecord {
  readonly state: string;
  readonly at: string;
  readonly note?: string;
}

/** What a step saw before it acted, and how far it is. */
export interface StepRecord {
  readonly before: unknown;
  readonly state: 'BEGUN' | 'DONE' | 'UNDONE';
}

const ATTEMPTS = 8;

let made: DynamoDBDocumentClient | undefined;
/** Made at the first use: the region and the endpoint come from the environment. */
const client = () => made ??= DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
const table = () => process.env.INCIDENTS_TABLE!;

const incidentKey = (incident: string) => ({ id: `incident#${incident}` });
const targetKey = ({ kind, id }: Target) => ({ id: `target#${kind}#${id}` });
const stepKey = (incident: string, play: string, step: string) => ({ id: `step#${incident}#${play}#${step}` });

/**
 * Opens an incident. Gives back the one that is open on the target already, after counting the finding there: two findings on one target
 * are one incident. A finding that was seen before opens nothing again, also after its incident has ended.
 */
export async function open(incident: string, finding: Finding, target: Target): Promise<{ incident: string; opened: boolean }> {
  const item: Incident = {
    incident, status: IncidentStatus.OPEN, target, finding, further: 0, openedAt: new Date().toISOString(), plays: {},
  };
  try {
    const TableName = table();
    await unhindered(() => client().send(new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName, Item: { ...incidentKey(incident), ...item }, ConditionExpression: 'attribute_not_exists(id)' } },
        { Put: { TableName, Item: { ...targetKey(target), incident }, ConditionExpression: 'attribute_not_exists(id)' } },
      ],
    })));
    return { incident, opened: true };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return join(incident, finding, target, error);
  }
}

async function join(incident: string, finding: Finding, target: Target, conflict: Error): Promise<{ incident: string; opened: boolean }> {
  if (await find(incident)) return { incident, opened: false };
  const held = await read(targetKey(target));
  // neither is there: another transaction was in the way, and the message comes again
  if (!held) throw conflict;
  await count(held.incident, finding);
  return { incident: held.incident, opened: false };
}

/** Keeps a further finding once, as an item of its own: the incident stays small however many an attacker sets off. */
async function count(incident: string, finding: Finding): Promise<void> {
  const TableName = table();
  const id = `further#${incident}#${createHash('sha256').update(JSON.stringify([finding.source, finding.id])).digest('hex').slice(0, 32)}`;
  try {
    await unhindered(() => client().send(new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName, Item: { id, finding }, ConditionExpression: 'attribute_not_exists(id)' } },
        {
          Update: {
            TableName,
            Key: incidentKey(incident),
            UpdateExpression: 'ADD further :one',
            ExpressionAttributeValues: { ':one': 1 },
            ConditionExpression: 'attribute_exists(id)',
          },
        },
      ],
    })));
  } catch (error) {
    const kept = error instanceof TransactionCanceledException && error.CancellationReasons?.[0].Code === 'ConditionalCheckFailed';
    if (!kept) throw error;
  }
}

export async function find(incident: string): Promise<Incident | undefined> {
  return await read(incidentKey(incident)) as Incident | undefined;
}

/** The incident. Throws when there is none. */
export async function get(incident: string): Promise<Incident> {
  const found = await find(incident);
  if (!found) throw new Error(`There is no incident ${incident}.`);
  return found;
}

export async function recordPlay(incident: string, play: string, record: PlayRecord & { readonly token?: string }): Promise<void> {
  await unhindered(() => client().send(new UpdateCommand({
    TableName: table(),
    Key: incidentKey(incident),
    UpdateExpression: 'SET plays.#play = :record',
    ConditionExpression: 'attribute_exists(id)',
    ExpressionAttributeNames: { '#play': play },
    ExpressionAttributeValues: { ':record': record },
  })));
}

/** Records that a play was done again, unless it was taken back meanwhile. */
export async function renewPlay(incident: string, play: string, record: PlayRecord): Promise<void> {
  await unhindered(() => client().send(new UpdateCommand({
    TableName: table(),
    Key: incidentKey(incident),
    UpdateExpression: 'SET plays.#play = :record',
    ConditionExpression: 'plays.#play.#state = :acted OR plays.#play.#state = :failed',
    ExpressionAttributeNames: { '#play': play, '#state': 'state' },
    ExpressionAttributeValues: { ':record': record, ':acted': 'ACTED', ':failed': 'FAILED' },
  }))).catch(ignoreUnmet);
}

/** Ends the flow of an incident. One that holds nothing anymore lets its target go, so that the next finding opens a new one. */
export async function settle(incident: Incident, status: IncidentStatus): Promise<void> {
  await unhindered(() => client().send(new UpdateCommand({
    TableName: table(),
    Key: incidentKey(incident.incident),
    UpdateExpression: 'SET #status = :status, settledAt = :now',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':status': status, ':now': new Date().toISOString() },
  })));
  if (status === IncidentStatus.RECORDED || status === IncidentStatus.UNDONE) await release(incident);
}

async function release({ incident, target }: Incident): Promise<void> {
  await client().send(new TransactWriteCommand({
    TransactItems: [{
      Delete: {
        TableName: table(),
        Key: targetKey(target),
        ConditionExpression: 'attribute_not_exists(id) OR incident = :incident',
        ExpressionAttributeValues: { ':incident': incident },
      },
    }],
  })).catch((error) => { if (!(error instanceof TransactionCanceledException)) throw error; });
}

/** What belongs to a function that is isolated, and is named in place of it: its role by name, a security group by id. */
export type Part = { readonly role: string } | { readonly group: string };

const partKey = (part: Part) => ({ id: `part#${'role' in part ? `role#${part.role}` : `group#${part.group}`}` });

/** Remembers for which incident a part was changed; the last one. */
export async function link(part: Part, incident: string): Promise<void> {
  await client().send(new PutCommand({ TableName: table(), Item: { ...partKey(part), incident } }));
}

/** The incident in which a function is isolated, found by the function or by one of its parts. */
export async function isolationOf(of: Target | Part): Promise<Incident | undefined> {
  const held = await read('kind' in of ? targetKey(of) : partKey(of));
  const incident = held && await find(held.incident);
  return incident && ISOLATED.includes(incident.plays.isolateFunction?.state) ? incident : undefined;
}

/** A play that failed may have isolated a part, which holds until it is undone. */
const ISOLATED = ['ACTED', 'FAILED'];

/** What several incidents can ask for at once, such as a blocked range: it ends with the last of them. */
export interface Held {
  readonly holders: string[];
  /** It was there before the first of them, and stays after the last. */
  readonly foreign: boolean;
}

const heldKey = (what: string) => ({ id: `held#${what}` });

export async function heldBy(what: string): Promise<Held> {
  const { holders, foreign } = await read(heldKey(what)) ?? {};
  return { holders: [...(holders as Set<string> | undefined) ?? []], foreign: foreign === true };
}

export async function hold(what: string, incident: string, foreign: boolean): Promise<void> {
  const { holders } = await heldBy(what);
  const first = holders.every((one) => one === incident);
  await client().send(new UpdateCommand({
    TableName: table(),
    Key: heldKey(what),
    UpdateExpression: first ? 'SET foreign = :foreign ADD holders :incident' : 'ADD holders :incident',
    ExpressionAttributeValues: { ':incident': new Set([incident]), ...first && { ':foreign': foreign } },
  }));
}

/** Ends what one incident asked for. */
export async function letGo(what: string, incident: string): Promise<void> {
  await client().send(new UpdateCommand({
    TableName: table(), Key: heldKey(what), UpdateExpression: 'DELETE holders :incident', ExpressionAttributeValues: { ':incident': new Set([incident]) },
  }));
}

/** Takes one action out of the budget of the hour. The same action asks once: what was taken stays taken when it is tried again. */
export async function take(incident: string, play: string, most: number): Promise<boolean> {
  return unhindered(async () => {
    // read first, each time: a thousand findings at once would be in each other's way to write what is used up
    if (await read({ id: takenId(incident, play) })) return true;
    const used = await read(hourKey());
    return used && used.acted >= most ? false : takeNow(incident, play, most);
  });
}

const takenId = (incident: string, play: string) => `taken#${incident}#${play}`;
const hourKey = () => ({ id: `hour#${new Date().toISOString().slice(0, 13)}` });

async function takeNow(incident: string, play: string, most: number): Promise<boolean> {
  const expires = Math.floor(Date.now() / 1000) + 2 * 86_400;
  const TableName = table();
  try {
    await client().send(new TransactWriteCommand({
      TransactItems: [
        {
          Update: {
            TableName,
            Key: hourKey(),
            UpdateExpression: 'SET expires = :expires ADD acted :one',
            ConditionExpression: 'attribute_not_exists(acted) OR acted < :most',
            ExpressionAttributeValues: { ':one': 1, ':most': most, ':expires': expires },
          },
        },
        { Put: { TableName, Item: { id: takenId(incident, play), expires }, ConditionExpression: 'attribute_not_exists(id)' } },
      ],
    }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [budget, before] = error.CancellationReasons ?? [];
    if (before?.Code === 'ConditionalCheckFailed') return true;
    if (budget?.Code === 'ConditionalCheckFailed') return false;
    throw error;
  }
}

async function read(Key: { id: string }): Promise<Record<string, any> | undefined> {
  return (await client().send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }))).Item;
}

export async function findStep(incident: string, play: string, step: string): Promise<StepRecord | undefined> {
  const found = await read(stepKey(incident, play, step));
  return found && { before: JSON.parse(found.before), state: found.state };
}

/** Keeps what was there before a step. The first one stays: a step that is run again would see its own change. */
export async function beginStep(incident: string, play: string, step: string, before: unknown, state: StepRecord['state'] = 'BEGUN'): Promise<StepRecord> {
  await client().send(new PutCommand({
    TableName: table(),
    Item: { ...stepKey(incident, play, step), before: JSON.stringify(before ?? null), state },
    ConditionExpression: 'attribute_not_exists(id)',
  })).catch(ignoreUnmet);
  return (await findStep(incident, play, step))!;
}

export async function endStep(incident: string, play: string, step: string, state: 'DONE' | 'UNDONE'): Promise<void> {
  await client().send(new UpdateCommand({
    TableName: table(),
    Key: stepKey(incident, play, step),
    UpdateExpression: 'SET #state = :state',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':state': state },
  }));
}

/** Writes again where a transaction was in the way: the SDK does not. */
async function unhindered<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error as Error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}

function isConflict(error: Error): boolean {
  if (error.name === 'TransactionConflictException') return true;
  const codes = error instanceof TransactionCanceledException ? error.CancellationReasons?.map(({ Code }) => Code) ?? [] : [];
  return codes.includes('TransactionConflict') && !codes.includes('ConditionalCheckFailed');
}

function ignoreUnmet(error: Error): undefined {
  if (error.name !== 'ConditionalCheckFailedException') throw error;
  return undefined;
}
