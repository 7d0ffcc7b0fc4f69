import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

export interface OpenIncident {
  readonly incident: string;
  readonly status: string;
  readonly openedAt: string;
}

/** As the gate has it: of incidents that wait for nothing. */
const ENDED = ['RECORDED', 'UNDONE'];

/** Incidents of the table of a responder that are open. */
export async function readIncidents(TableName: string): Promise<OpenIncident[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const open: OpenIncident[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    for (const { id, status, openedAt } of Items) {
      if (typeof id !== 'string' || !id.startsWith('incident#') || ENDED.includes(status)) continue;
      open.push({ incident: id.slice('incident#'.length), status: String(status), openedAt: String(openedAt) });
    }
  }
  return open;
}
