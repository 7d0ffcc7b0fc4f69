import { Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { Code, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { SecureFunction } from '../../../src/compute/secure-function';
import { SecureTable } from '../../../src/data/secure-table';
import { Profile } from '../../../src/zone/profile';
import { TrustZone } from '../../../src/zone/trust-zone';

/** What the examples have not: data that must stay in the European Union, and a function that reads a stream. */
export function buildResidencyApp(scope: Construct): Stack {
  const stack = new Stack(scope, 'Residency', { env: { account: '111122223333', region: 'eu-central-1' } });
  const zone = new TrustZone(stack, 'Zone', { profile: Profile.GDPR });
  const table = new SecureTable(stack, 'Table', {
    zone, partitionKey: { name: 'id', type: AttributeType.STRING }, dynamoStream: StreamViewType.NEW_IMAGE,
  });
  const reader = new SecureFunction(stack, 'Reader', { zone, code: Code.fromInline('exports.handler = async () => {}') });
  reader.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.LATEST }));
  return stack;
}
