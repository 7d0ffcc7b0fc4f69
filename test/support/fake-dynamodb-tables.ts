import { FakeDynamoDb } from './fake-dynamodb';
import { JsonProtocolServer, ServiceError } from './json-protocol-server';

/** Several tables behind one endpoint. */
export class FakeDynamoDbTables extends JsonProtocolServer {
  /** @param tables name → the table */
  constructor(private readonly tables: Record<string, FakeDynamoDb>) {
    super();
  }

  public answer(operation: string, input: any): object {
    const table = this.tables[input.TableName];
    if (!table) throw new ServiceError('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', 'Requested resource not found');
    return table.answer(operation, input);
  }
}
