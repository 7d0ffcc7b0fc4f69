// GET /coverage/{policyNumber}, for the intake zone. Calls dynamodb:GetItem (policies).
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { documents } from '../shared/claims';
import { environment } from '../shared/environment';

/** What VPC Lattice sends, of which this handler reads the path alone: who calls was decided by the service's auth policy. */
interface LatticeRequest {
  readonly path: string;
}

const PATH = /^\/coverage\/(P-[0-9]{8})$/;

export async function handler({ path }: LatticeRequest) {
  const policyNumber = PATH.exec(path)?.[1];
  if (!policyNumber) return reply(404, {});
  const { Item } = await documents().send(new GetCommand({ TableName: environment('TABLE_NAME'), Key: { policyNumber }, ConsistentRead: true }));
  return reply(200, { limitCents: Item?.limitCents ?? 0 });
}

function reply(statusCode: number, body: object) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
