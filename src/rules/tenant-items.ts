import type { Statement } from '../model';

/** What reads and writes items of DynamoDB, which belong to tenants. */
export const ITEM_ACTIONS = ['BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((action) => `dynamodb:${action}`);

/** Whether a statement is for items of certain keys. ZT-IAM-015 judges how it says so. */
export function restrictsItems(statement: Statement): boolean {
  return statement.conditions.some(({ operator, key }) => key === 'dynamodb:leadingkeys' && operator !== 'Null');
}
