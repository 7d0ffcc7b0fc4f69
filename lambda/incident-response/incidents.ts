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
    await client().send(new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName, Item: { ...incidentKey(incident), ...item }, ConditionExpression: 'attribute_not_exists(id)' } },
        { Put: { TableName, Item: { ...targetKey(target), incident }, ConditionExpression: 'attribute_not_exists(id)' } },
      ],
    }));
    return { incident, opened: true };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return join(incident, finding, target, error);
  }
}

async function join(incident: string, finding: Finding, target: Target, conflict: Error): Promise<{ incident: string; opened: boolean }> {
  if (await find(incident)) return { incident, opened: false };
  const { Item } = await client().send(new GetCommand({ TableName: table(), Key: targetKey(target), ConsistentRead: true }));
  // neither is there: another transaction was in the way, and the message comes again
  if (!Item) throw conflict;
  await client().send(new UpdateCommand({
    TableName: table(),
    Key: incidentKey(Item.incident),
    UpdateExpression: 'ADD further :one, furtherIds :id',
    ConditionExpression: 'attribute_not_exists(furtherIds) OR NOT contains(furtherIds, :text)',
    ExpressionAttributeValues: { ':one': 1, ':id': new Set([finding.id]), ':text': finding.id },
  })).catch(ignoreUnmet);
  return { incident: Item.incident, opened: false };
}

export async function find(incident: string): Promise<Incident | undefined> {
  const { Item } = await client().send(new GetCommand({ TableName: table(), Key: incidentKey(incident), ConsistentRead: true }));
  return Item as Incident | undefined;
}

/** The incident. Throws when there is none. */
export async function get(incident: string): Promise<Incident> {
  const found = await find(incident);
  if (!found) throw new Error(`There is no incident ${incident}.`);
  return found;
}

export async function recordPlay(incident: string, play: string, record: PlayRecord & { readonly token?: string }): Promise<void> {
  await client().send(new UpdateCommand({
    TableName: table(),
    Key: incidentKey(incident),
    UpdateExpression: 'SET plays.#play = :record',
    ConditionExpression: 'attribute_exists(id)',
    ExpressionAttributeNames: { '#play': play },
    ExpressionAttributeValues: { ':record': record },
  }));
}

/** Ends the flow of an incident. One that holds nothing anymore lets its target go, so that the next finding opens a new one. */
export async function settle(incident: Incident, status: IncidentStatus): Promise<void> {
  await client().send(new UpdateCommand({
    TableName: table(),
    Key: incidentKey(incident.incident),
    UpdateExpression: 'SET #status = :status, settledAt = :now',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':status': status, ':now': new Date().toISOString() },
  }));
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

/** Takes one action out of the budget of the hour. The same action asks once: what was taken stays taken when it is tried again. */
export async function take(incident: string, play: string, most: number): Promise<boolean> {
  const hour = new Date().toISOString().slice(0, 13);
  const expires = Math.floor(Date.now() / 1000) + 2 * 86_400;
  const TableName = table();
  try {
    await client().send(new TransactWriteCommand({
      TransactItems: [
        {
          Update: {
            TableName,
            Key: { id: `hour#${hour}` },
            UpdateExpression: 'SET expires = :expires ADD acted :one',
            ConditionExpression: 'attribute_not_exists(acted) OR acted < :most',
            ExpressionAttributeValues: { ':one': 1, ':most': most, ':expires': expires },
          },
        },
        { Put: { TableName, Item: { id: `taken#${incident}#${play}`, expires }, ConditionExpression: 'attribute_not_exists(id)' } },
      ],
    }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [budget, taken] = error.CancellationReasons ?? [];
    if (taken?.Code === 'ConditionalCheckFailed') return true;
    if (budget?.Code === 'ConditionalCheckFailed') return false;
    throw error;
  }
}

export async function findStep(incident: string, play: string, step: string): Promise<StepRecord | undefined> {
  const { Item } = await client().send(new GetCommand({ TableName: table(), Key: stepKey(incident, play, step), ConsistentRead: true }));
  return Item && { before: JSON.parse(Item.before), state: Item.state };
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

function ignoreUnmet(error: Error): undefined {
  if (error.name !== 'ConditionalCheckFailedException') throw error;
  return undefined;
}
