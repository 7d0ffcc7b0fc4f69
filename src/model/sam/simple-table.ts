import { compact, Draft, isGiven, pick, textOf } from './intrinsics';
import { SamResource } from './sam-resource';
import { tagList } from './tags';
import { Translation } from './translation';
import { own } from '../json';

const TYPES = { String: 'S', Number: 'N', Binary: 'B' };

/** A table with one key. */
export function translateSimpleTable(t: Translation, source: SamResource): void {
  const key = keyOf(source.get('PrimaryKey'));
  const throughput = source.get('ProvisionedThroughput');
  t.add(source, source.logicalId, 'AWS::DynamoDB::Table', compact({
    AttributeDefinitions: [key],
    KeySchema: [{ AttributeName: key.AttributeName, KeyType: 'HASH' }],
    ...isGiven(throughput) ? { ProvisionedThroughput: throughput } : { BillingMode: 'PAY_PER_REQUEST' },
    ...pick(source.properties, 'PointInTimeRecoverySpecification', 'SSESpecification', 'TableName'),
    Tags: isGiven(source.get('Tags')) ? tagList(source.get('Tags')) : undefined,
  }));
}

function keyOf(primary: unknown): Draft {
  if (!isGiven(primary)) return { AttributeName: 'id', AttributeType: 'S' };
  return { AttributeName: own(primary, 'Name'), AttributeType: own(TYPES, textOf(own(primary, 'Type'))) };
}
