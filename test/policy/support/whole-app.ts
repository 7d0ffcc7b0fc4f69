import { Duration, Stack } from 'aws-cdk-lib';
import { JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { ApiGatewayAccount } from '../../../src/api/api-gateway-account';
import { RouteAuthorizer } from '../../../src/api/route-authorizer';
import { SecureApi } from '../../../src/api/secure-api';
import { SecureFunction } from '../../../src/compute/secure-function';
import { SecureQueue } from '../../../src/data/secure-queue';
import { SecureTable } from '../../../src/data/secure-table';
import { SecureUserPool } from '../../../src/identity/secure-user-pool';
import { AuditTrail } from '../../../src/observe/audit-trail';
import { SecurityAlarms } from '../../../src/observe/security-alarms';
import { SecureSecret } from '../../../src/secrets/secure-secret';

/** One of each construct, wired as a user would. */
export function buildWholeApp(scope: Construct): Stack {
  const stack = new Stack(scope, 'App');
  const table = new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const secret = new SecureSecret(stack, 'Secret');
  const queue = new SecureQueue(stack, 'Queue');
  const fn = new SecureFunction(stack, 'Fn', {
    code: Code.fromInline('exports.handler = async () => {}'), timeout: Duration.seconds(5), environment: { TABLE: table.tableName },
  });
  const consumer = new SecureFunction(stack, 'Consumer', { code: Code.fromInline('exports.handler = async () => {}'), timeout: Duration.seconds(5) });
  table.grantReadData(fn);
  secret.grantRead(fn);
  queue.grantSendMessages(fn);
  consumer.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));

  const users = new SecureUserPool(stack, 'Users', { domainPrefix: 'policy-test' });
  users.addScopes('orders', { read: 'Read', write: 'Write' });
  users.addAppClient('Web', { scopes: ['orders/read'], callbackUrls: ['https://orders.example.com/in'] });
  const api = new SecureApi(stack, 'Api', { authorizer: RouteAuthorizer.cognito(users), keepExecuteApiEndpoint: true });
  api.addRoute('GET /orders', fn, { scopes: ['orders/read'] });
  api.addRoute('POST /orders', fn, { scopes: ['orders/write'], body: { type: JsonSchemaType.OBJECT } });
  new ApiGatewayAccount(stack, 'ApiLogging');
  new SecurityAlarms(stack, 'Alarms', { trail: new AuditTrail(stack, 'Trail') });
  return stack;
}
