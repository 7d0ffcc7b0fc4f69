import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { INCIDENT_PREFIX, isOpenStatus } from '../../src/model/incident-records';

export interface OpenIncident {
  readonly incident: string;
  readonly status: string;
  readonly openedAt: string;
}

/** Incidents of the table of a responder that are open. */
export async function readIncidents(TableName: string): Promise<OpenIncident[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const open: OpenIncident[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    for (const { id, status, openedAt } of Items) {
      if (typeof id !== 'string' || !id.startsWith(INCIDENT_PREFIX) || !isOpenStatus(status)) continue;
      open.push({ incident: id.slice(INCIDENT_PREFIX.length), status: String(status), openedAt: String(openedAt) });
    }
  }
  return open;
}
