import { readFileSync } from 'fs';
import { join } from 'path';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { hardened, resourcesOf, stackWithDefaults } from './support';
import { ALL_DEFAULTS } from '../../src/defaults/all-defaults';
import { RESOURCE_DEFAULTS } from '../../src/defaults/resource-types';

const schema: appsync.ISchema = { bind: (api) => ({ apiId: (api as appsync.GraphqlApi).apiId, definition: 'type Query { order: String }' }) };
const page = readFileSync(join(__dirname, '../../docs/hardening.md'), 'utf-8');
const rows = (first: RegExp) => Object.fromEntries([...page.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)]
  .filter(([, name]) => first.test(name)).map(([, name, set]) => [name, set.split(', ')]));

test('the page lists what is filled in each class of L2s', () => {
  const stack = stackWithDefaults();
  const pool = new cognito.UserPool(stack, 'Pool');
  const definition = apigateway.ApiDefinition.fromInline({ openapi: '3.0.0', paths: {} });
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
  const api = new apigateway.RestApi(stack, 'RestApi');
  api.root.addMethod('GET');
  const fn = new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('x'),
  });
  const queue = new sqs.Queue(stack, 'Queue');
  const webSocketApi = new apigatewayv2.WebSocketApi(stack, 'WebSocketApi', {
    connectRouteOptions: { integration: new WebSocketLambdaIntegration('Connect', fn) },
  });
  const made: Record<string, any> = {
    'aws-apigateway.RestApi': api,
    'aws-apigateway.SpecRestApi': new apigateway.SpecRestApi(stack, 'SpecRestApi', { apiDefinition: definition }),
    'aws-apigatewayv2.WebSocketApi': webSocketApi,
    'aws-apigatewayv2.WebSocketStage': new apigatewayv2.WebSocketStage(stack, 'WebSocketStage', { webSocketApi, stageName: 'prod' }),
    'aws-appsync.GraphqlApi': new appsync.GraphqlApi(stack, 'GraphqlApi', { name: 'orders', definition: appsync.Definition.fromSchema(schema) }),
    'aws-cognito.UserPool': pool,
    'aws-cognito.UserPoolClient': pool.addClient('Client'),
    'aws-dynamodb.Table': new dynamodb.Table(stack, 'Table', { partitionKey }),
    'aws-dynamodb.TableV2': new dynamodb.TableV2(stack, 'TableV2', { partitionKey }),
    'aws-events.EventBus': new events.EventBus(stack, 'EventBus'),
    'aws-kms.Key': new kms.Key(stack, 'Key'),
    'aws-lambda.EventSourceMapping': fn.addEventSourceMapping('Mapping', { eventSourceArn: queue.queueArn }),
    'aws-lambda.Function': fn,
    'aws-log.LogGroup': new logs.LogGroup(stack, 'LogGroup'),
    'aws-s3.Bucket': new s3.Bucket(stack, 'Bucket'),
    'aws-secretsmanager.Secret': new secretsmanager.Secret(stack, 'Secret'),
    'aws-sns.Topic': new sns.Topic(stack, 'Topic'),
    'aws-sqs.Queue': queue,
    'aws-stepfunctions.StateMachine': new sfn.StateMachine(stack, 'StateMachine', {
      definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')),
    }),
  };
  resourcesOf(stack);
  const filled = Object.fromEntries(Object.entries(made).map(([name, construct]) => [name, hardened(construct)]));
  expect(rows(/^aws-/)).toEqual(filled);

  const classes = ALL_DEFAULTS.map(({ classId }) => classId.replace('aws-cdk-lib.', ''));
  // this one is only looked at: for who made it
  expect([...Object.keys(made), 'aws-lambda.SingletonFunction'].sort()).toEqual(classes.sort());
});

test('the page lists what is filled in each type of L1s', () => {
  expect(rows(/^AWS::/)).toEqual(Object.fromEntries(Object.entries(RESOURCE_DEFAULTS).map(([type, defaults]) => [
    type, defaults.map(({ property }) => property[0].toUpperCase() + property.slice(1)),
  ])));
});
