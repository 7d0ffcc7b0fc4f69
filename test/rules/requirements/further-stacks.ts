import { Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { Code, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { ManualControl } from '../../../src/compliance/manual-control';
import { SecureFunction } from '../../../src/compute/secure-function';
import { SecureDatabase } from '../../../src/data/secure-database';
import { SecureRepository } from '../../../src/data/secure-repository';
import { SecureTable } from '../../../src/data/secure-table';
import { RuntimeGuard } from '../../../src/guard/runtime-guard';
import { clock } from '../../../src/model/clock';
import { SecurityAlarms } from '../../../src/observe/security-alarms';
import { VaultSecret } from '../../../src/secrets/vault-secret';
import { Profile } from '../../../src/zone/profile';
import { TrustZone } from '../../../src/zone/trust-zone';

/** What the examples have not: data that must stay in the European Union, and a function that reads a stream. */
export function addResidencyStack(scope: Construct): Stack {
  const stack = new Stack(scope, 'Residency', { env: { account: '111122223333', region: 'eu-central-1' } });
  const zone = new TrustZone(stack, 'Zone', { profile: Profile.GDPR });
  const table = new SecureTable(stack, 'Table', {
    zone, partitionKey: { name: 'id', type: AttributeType.STRING }, dynamoStream: StreamViewType.NEW_IMAGE,
  });
  const reader = new SecureFunction(stack, 'Reader', { zone, code: Code.fromInline('exports.handler = async () => {}') });
  reader.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.LATEST }));
  return stack;
}

/** What the examples have not: a repository, a secret of Vault, a guarded function, a budget and a control that people perform. And a database, which http-notes has. */
export function addFurtherStack(scope: Construct): Stack {
  const stack = new Stack(scope, 'Further', { env: { account: '111122223333', region: 'eu-west-1' } });
  const zone = new TrustZone(stack, 'Zone', { trustedAccounts: [VaultSecret.HASHICORP_ACCOUNT] });
  const fn = new SecureFunction(stack, 'Fn', { zone, code: Code.fromInline('exports.handler = async () => {}') });
  new SecureDatabase(stack, 'Database', { zone, databaseName: 'notes' }).grantConnect(fn, 'notes');
  new SecureRepository(stack, 'Images', { zone });
  new VaultSecret(stack, 'ApiKey', {
    address: 'https://vault.example.com',
    path: 'secret/data/payments',
    role: 'charge',
    layerVersionArn: `arn:aws:lambda:eu-west-1:${VaultSecret.HASHICORP_ACCOUNT}:layer:vault-lambda-extension-arm64:6`,
  }).grantRead(fn);
  new RuntimeGuard(zone, 'Guard').protect(fn);
  new SecurityAlarms(stack, 'Alarms', { zone, costs: { monthlyBudgetUsd: 100 } });
  new ManualControl(stack, 'Review', { zone, title: 'Review who may deploy', owner: 'platform-team', lastDone: clock.today(), every: Duration.days(90) });
  return stack;
}
